"use strict";
// Click to trace: a figure's sums, its printed line, and what another value would break. Without this the page is the same, unlit.
(() => {
  const made = (tag, css, text) => {
    const one = document.createElement(tag);
    if (css) one.className = css;
    if (text !== undefined) one.textContent = text;
    return one;
  };
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

  // Decimals as integers of so many places: no binary fraction comes near a verdict.
  const placesOf = (text) => (text.split(".")[1] || "").length;
  const scaled = (text, places) => {
    const [whole, part = ""] = text.replace(/^[-+]/, "").split(".");
    const digits = BigInt(whole + part.padEnd(places, "0"));
    return text.startsWith("-") ? -digits : digits;
  };
  const shown = (number, places) => {
    const digits = (number < 0n ? -number : number).toString().padStart(places + 1, "0");
    const cut = digits.length - places;
    const part = digits.slice(cut).replace(/0+$/, "");
    return (number < 0n ? "−" : "") + digits.slice(0, cut) + (part ? "." + part : "");
  };
  const moved = (text, places) => {  // the point moved to the left; to the right where places are negative
    const sign = text.startsWith("-") ? "-" : "";
    const [whole, part = ""] = text.replace(/^[-+]/, "").split(".");
    const digits = places >= 0 ? whole.padStart(places + 1, "0") + part : whole + part.padEnd(-places, "0");
    const cut = places >= 0 ? Math.max(whole.length, places + 1) - places : whole.length - places;
    return sign + digits.slice(0, cut) + (digits.length > cut ? "." + digits.slice(cut) : "");
  };
  const typed = (text) => {
    const plain = text.normalize("NFKC").replace(/[,\s]/g, "").replace("−", "-");
    if (plain === "") return "0";
    return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain) ? plain.replace(/^([-+]?)\./, "$10.").replace(/\.$/, "") : null;
  };

  const start = (table) => {
    const data = JSON.parse(document.getElementById(table.dataset.trace).textContent);
    const prefix = table.dataset.trace.replace(/trace$/, "");
    const { figures, rules, words } = data;
    const [NAME, PRINTED, VALUE, MOVED, LINE, COLUMN, COUNTED] = [0, 1, 2, 3, 4, 5, 6];
    const rulesOf = figures.map(() => []);
    rules.forEach((rule, n) => [rule[1], ...rule[2]].forEach((f) => rulesOf[f].push(n)));

    // A rule reckoned with one figure's value in place of its own.
    const reckon = (rule, changed, value) => {
      const [, total, parts, signs, known, tolerance] = rule;
      const valueOf = (f) => (f === changed ? value : figures[f][VALUE]);
      const texts = [total, ...parts].map(valueOf);
      if (texts.includes(null)) return { verdict: "not checkable" };
      const places = Math.max(...[...texts, known, tolerance].map(placesOf));
      const sum = parts.reduce((all, f, n) => all + scaled(valueOf(f), places) * (signs && signs[n] < 0 ? -1n : 1n), 0n);
      const published = scaled(valueOf(total), places);
      const residual = sum - published - scaled(known, places);
      const off = residual < 0n ? -residual : residual;
      const holds = off <= scaled(tolerance, places);
      const explained = holds && /[1-9]/.test(known);
      return {
        verdict: explained ? "known" : off === 0n ? "exact" : holds ? "within rounding" : "inconsistent",
        computed: shown(sum, places), published: shown(published, places), difference: shown(sum - published, places),
      };
    };
    const marks = { exact: "✓", "within rounding": "≈", inconsistent: "✗", known: "✗", "not checkable": "?" };
    const holding = (verdict) => verdict === "exact" || verdict === "within rounding" || verdict === "known";
    const tally = (verdicts) => ({
      rules: verdicts.length,
      holds: verdicts.filter((one) => one === "exact" || one === "within rounding").length,
      broken: verdicts.filter((one) => one === "inconsistent" || one === "known").length,
    });

    const box = table.closest(".scroll");
    const cells = [...table.querySelectorAll("[data-f]")];
    cells.push(...[...table.querySelectorAll("td.text-cell")].filter((td) => /^[\s\d.,%+−-]*\d[\s\d.,%+−-]*$/.test(td.textContent)));
    if (!cells.length) return;
    const places = new Map(cells.filter((cell) => cell.dataset.f).map((cell) => [Number(cell.dataset.f), cell]));
    const inRow = new Map();
    for (const cell of cells) {
      const row = cell.closest("tr");
      if (!inRow.has(row)) inRow.set(row, []);
      inRow.get(row).push(cell);
    }
    const follows = (a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1);
    const rows = [...table.rows].filter((row) => inRow.has(row)).map((row) => inRow.get(row).sort(follows));

    table.setAttribute("role", "grid");
    const panel = made("div", "trace");
    panel.setAttribute("role", "region");
    panel.setAttribute("aria-label", words.panel);
    panel.hidden = true;
    box.after(panel);
    box.before(made("p", "about hint", words.hint));

    const light = (figure, chosen) => {
      table.querySelectorAll(".traced, .lit-total, .lit-part").forEach((one) => one.classList.remove("traced", "lit-total", "lit-part"));
      table.querySelectorAll("[aria-selected]").forEach((one) => one.removeAttribute("aria-selected"));
      for (const n of chosen) {
        if (places.has(rules[n][1])) places.get(rules[n][1]).classList.add("lit-total");
        rules[n][2].forEach((f) => places.has(f) && places.get(f).classList.add("lit-part"));
      }
      const cell = places.get(figure);
      if (cell) {
        cell.classList.add("traced");
        if (cell.tagName === "TD") cell.setAttribute("aria-selected", "true");
      }
    };

    let current = null;
    const close = () => {
      panel.hidden = true;
      light(-1, []);
      if (current) current.focus();
    };

    const marking = (whole, text) => {
      const from = text ? whole.indexOf(text) : -1;
      return from < 0 ? [whole] : [whole.slice(0, from), made("mark", "", text), whole.slice(from + text.length)];
    };
    const printedLine = (of, cell, text) => {
      const line = of && of[LINE];
      const told = made("p", "quoted", line ? fill(words.line, { line }) : "");
      const quote = made("span");
      quote.lang = "zh-CN";
      const cited = line && document.getElementById(prefix + "L" + line);
      const parts = cited ? cited.querySelector("td").textContent.split("\t")
        : [...cell.closest("tr").cells].map((one) => (one.querySelector(".value") || one).textContent.trim());
      const at = cited ? of[COLUMN] - 1 : cell.cellIndex;
      if (parts.length === 1) quote.append(...marking(parts[0], text));
      else parts.forEach((part, n) => quote.append(n ? " " : "", ...(n === at ? marking(part || "·", text || "·") : [part || "·"])));
      told.append(quote);
      return told;
    };

    const equation = (rule, result) => result.computed === undefined ? words["not checkable"] : fill(words.sum, result);

    const open = (cell) => {
      current = cell;
      const figure = cell.dataset.f === undefined ? -1 : Number(cell.dataset.f);
      const of = figure < 0 ? null : figures[figure];
      const own = of ? rulesOf[figure] : [];
      const before = own.map((n) => reckon(rules[n], -1, null));
      panel.replaceChildren();
      panel.hidden = false;
      light(figure, own);

      const text = of ? of[PRINTED] : cell.textContent.trim();
      const head = made("p", "head");
      head.append(made("b", "", of ? of[NAME] : text), " ", fill(of && of[COUNTED] ? words.counted : words.printed, { printed: text || words.blank }));
      const shut = made("button", "close", words.close);
      shut.type = "button";
      shut.addEventListener("click", close);
      const said = made("p", "said");
      said.setAttribute("role", "status");
      panel.append(shut, head, said, printedLine(of, cell, text));
      said.textContent = own.length ? fill(words.stands, tally(before.map((one) => one.verdict))) : words.alone;
      if (!own.length) return;

      const list = made("ul", "rules");
      const items = own.map((n, at) => {
        const item = made("li");
        const button = made("button");
        button.type = "button";
        button.setAttribute("aria-pressed", "false");
        const verdict = before[at].verdict;
        button.append(made("span", "tag " + (verdict === "known" ? "information" : verdict.replace(" ", "-")), marks[verdict] + " " + words[verdict]),
          " " + rules[n][0] + (rules[n][1] === figure ? " · " + words["as total"] : " · " + words["as part"]));
        button.addEventListener("click", () => {
          const alone = button.getAttribute("aria-pressed") !== "true";
          list.querySelectorAll("button").forEach((one) => one.setAttribute("aria-pressed", "false"));
          button.setAttribute("aria-pressed", String(alone));
          light(figure, alone ? [n] : own);
        });
        const then = made("span", "then");
        item.append(button, made("span", "sum", equation(rules[n], before[at])), then);
        list.append(item);
        return then;
      });

      if (of[MOVED] !== null) {
        const row = made("p", "type");
        const field = made("label", "", words.type + " ");
        const input = made("input");
        input.type = "text";
        input.inputMode = "decimal";
        input.autocomplete = "off";
        input.value = text;
        field.append(input);
        const result = made("output");
        result.setAttribute("aria-live", "polite");
        row.append(field, " ", result);
        input.addEventListener("input", () => {
          const plain = typed(input.value);
          items.forEach((one) => { one.textContent = ""; one.className = "then"; });
          if (plain === null) {
            result.textContent = fill(words.number, { text: input.value });
            return;
          }
          const after = own.map((n) => reckon(rules[n], figure, moved(plain, of[MOVED])));
          const changed = (from, to) => after.filter((one, n) => holding(before[n].verdict) === from && holding(one.verdict) === to).length;
          const told = [];
          if (changed(true, false)) told.push("✗ " + fill(words.breaks, { count: changed(true, false) }));
          if (changed(false, true)) told.push("✓ " + fill(words.mends, { count: changed(false, true) }));
          result.textContent = told.join("  ") || fill(words.same, tally(after.map((one) => one.verdict)));
          after.forEach((one, n) => {
            items[n].classList.add(holding(one.verdict) ? "exact" : "inconsistent");
            items[n].textContent = words.then + marks[one.verdict] + " " + words[one.verdict] + " · " + equation(rules[own[n]], one);
          });
        });
        panel.append(row);
      }
      panel.append(list);
    };

    const go = (cell) => {
      cells.forEach((one) => { one.tabIndex = -1; });
      cell.tabIndex = 0;
      cell.focus();
    };
    const step = (cell, key) => {
      const at = rows.findIndex((row) => row.includes(cell));
      const along = rows[at].indexOf(cell);
      if (key === "ArrowLeft" || key === "ArrowRight") return rows[at][along + (key === "ArrowLeft" ? -1 : 1)];
      if (key === "Home") return rows[at][0];
      if (key === "End") return rows[at][rows[at].length - 1];
      const row = rows[at + (key === "ArrowUp" ? -1 : 1)];
      const column = (one) => one.closest("td").cellIndex;
      return row && row.reduce((best, one) => (Math.abs(column(one) - column(cell)) < Math.abs(column(best) - column(cell)) ? one : best));
    };
    cells.forEach((cell, n) => {
      cell.tabIndex = n ? -1 : 0;
      cell.classList.add("traceable");
      if (cell.tagName !== "TD") cell.setAttribute("role", "button");
      cell.addEventListener("click", () => { go(cell); open(cell); });
      cell.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") open(cell);
        else if (/^(Arrow(Left|Right|Up|Down)|Home|End)$/.test(event.key)) {
          const there = step(cell, event.key);
          if (there) go(there);
        } else return;
        event.preventDefault();
      });
    });
    box.parentElement.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !panel.hidden) close();
    });
  };

  document.querySelectorAll("table[data-trace]").forEach(start);

  // Which tables are wider than the screen: these say so.
  document.documentElement.classList.add("scripted");
  const boxes = [...document.querySelectorAll(".scroll")];
  const measure = () => boxes.forEach((one) => one.classList.toggle("wide", one.scrollWidth > one.clientWidth + 1));
  measure();
  addEventListener("resize", measure);
  document.addEventListener("toggle", measure, true);
})();
