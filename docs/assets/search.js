// What the theme asks a worker for is found here, in the page itself: a page opened from disk may start no worker, and the theme's own
// search finds no Chinese word within a sentence. The site is small enough to be read through at every key.
"use strict";

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" };
const plain = (html) => html.replace(/<[^>]+>/g, " ").replace(/&(?:lt|gt|quot|#39|amp);/g, (name) => ENTITIES[name]);
const safe = (text) => text.replace(/[<>"'&]/g, (sign) => Object.keys(ENTITIES).find((name) => ENTITIES[name] === sign));
const squeezed = (text) => text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

const AROUND = 40, SHOWN = 160, IN_TITLE = 10, ENOUGH = 0.6;

function read(section) {
  const title = plain(section.title), text = plain(section.text).replace(/\s+/g, " ");
  return { location: section.location, title, text, of: { title: squeezed(title), text: squeezed(text) } };
}

// A Chinese question is seldom put in the words of the answer: pairs of its characters count too.
function pairs(word) {
  if (!/\p{Script=Han}/u.test(word) || word.length < 3) return [];
  return Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2));
}

function weight(word, text) {
  if (text.includes(word)) return 1 + Math.min(text.split(word).length - 1, 9) / 10;
  const all = pairs(word), share = all.filter((pair) => text.includes(pair)).length / all.length;
  return share >= ENOUGH ? share / 2 : 0;
}

function scored(section, words) {
  const scores = words.map((word) => IN_TITLE * weight(word, section.of.title) + weight(word, section.of.text));
  return scores.every(Boolean) ? scores.reduce((sum, one) => sum + one, 0) : 0;
}

function excerpt(text, words) {
  const wanted = words.flatMap((word) => (text.toLowerCase().includes(word) ? [word] : pairs(word)));
  const pattern = wanted.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  const first = pattern ? text.search(new RegExp(pattern, "i")) : -1;
  const start = Math.max(0, first - AROUND), shown = text.slice(start, start + SHOWN);
  const marked = pattern ? shown.split(new RegExp(`(${pattern})`, "gi")) : [shown];
  return (start ? "…" : "") + marked.map((part, at) => (at % 2 ? `<mark>${safe(part)}</mark>` : safe(part))).join("");
}

function found(sections, question) {
  const spoken = question.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  const words = spoken.map(squeezed).filter(Boolean);
  const pages = new Map(), whole = new Map();
  for (const section of sections) {
    const page = section.location.split("#")[0];
    if (page === section.location) whole.set(page, section);
    const score = words.length ? scored(section, words) : 0;
    if (score) pages.set(page, [...(pages.get(page) || []), { ...section, score }]);
  }
  for (const [page, hits] of pages) {
    if (!hits.some((hit) => hit.location === page) && whole.has(page)) hits.push({ ...whole.get(page), score: 0 });
    hits.sort((one, other) => other.score - one.score);
  }
  const order = [...pages.values()].sort((one, other) => other[0].score - one[0].score);
  const told = (hit) => ({
    location: hit.location, score: hit.score, terms: {}, title: safe(hit.title), text: excerpt(hit.text, spoken),
  });
  return order.map((hits) => hits.map(told));
}

// The messages of the theme: 0 brings the sections and 1 says that they are there; 2 asks and 3 answers.
window.Worker = class extends EventTarget {
  postMessage({ type, data }) {
    if (type === 0) this.sections = data.docs.map(read);
    const answer = type === 0 ? { type: 1 } : { type: 3, data: { items: found(this.sections, data) } };
    setTimeout(() => this.dispatchEvent(new MessageEvent("message", { data: answer })));
  }
};
