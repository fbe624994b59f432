"use strict";
(() => {
  const form = document.querySelector("form.drop");
  if (form) {
    form.classList.add("scripted");
    const input = form.elements.file;
    const say = (name) => form.querySelectorAll("[data-when]").forEach((each) => { each.hidden = each.dataset.when !== name; });
    const send = () => {
      const files = [...input.files];
      const size = files.reduce((sum, file) => sum + file.size, 0);
      const fault = size > Number(form.dataset.most) ? "large" : files.length > Number(form.dataset.files) ? "many" : "";
      say(fault || (files.length ? "sending" : ""));
      if (fault) input.value = "";
      else if (files.length) form.requestSubmit();
    };
    input.addEventListener("change", send);
    const over = (event, is) => { event.preventDefault(); form.classList.toggle("over", is); };
    addEventListener("dragover", (event) => over(event, true));
    addEventListener("dragleave", (event) => over(event, false));
    addEventListener("drop", (event) => {
      over(event, false);
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      send();
    });
  }

  const waiting = document.querySelectorAll("[data-state]");
  const set = (element, text) => { if (element && element.textContent !== text) element.textContent = text; };
  const ask = async () => {
    for (const each of waiting) {
      try {
        const answer = await fetch(each.dataset.state);
        const state = answer.ok ? await answer.json() : { over: true };
        if (state.over) { location.reload(); return; }
        set(each, state.told);
        set(document.querySelector("[data-seconds]"), state.seconds);
      } catch {
        set(each, each.dataset.gone);
        return;
      }
    }
    setTimeout(ask, 300);
  };
  if (waiting.length) setTimeout(ask, 150);
})();
