// What the theme draws later than the page: each button that copies code has a name of its own, and what is scrolled is reached by the keyboard.
"use strict";
(() => {
  const mend = () => {
    document.querySelectorAll(".md-code__nav:not([aria-label])").forEach((nav) => {
      const block = nav.closest("pre, .highlight");
      const number = [...document.querySelectorAll(".md-typeset pre")].findIndex((pre) => block && block.contains(pre)) + 1;
      nav.setAttribute("aria-label", `${nav.querySelector("button").title} ${number}`);
    });
    document.querySelectorAll("pre > code, .md-typeset__scrollwrap").forEach((code) => {
      if (code.scrollWidth > code.clientWidth) code.tabIndex = 0;
      else code.removeAttribute("tabindex");
    });
  };
  new MutationObserver(mend).observe(document.documentElement, { childList: true, subtree: true });
  addEventListener("load", mend);
  addEventListener("resize", mend);
})();
