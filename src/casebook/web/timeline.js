// Lets a reader narrow a timeline to some phases and some degrees of support. The page is whole without it, and on paper.
// What there is to choose from is read from the entries themselves, so the words are the page's own.

const { words, language } = JSON.parse(document.getElementById("timeline-words").textContent);
const say = saying(words, language);
const KINDS = ["phase", "support"];

for (const list of document.querySelectorAll("dl.timeline")) {
  const entries = [...list.querySelectorAll(":scope > dt")].map((term) => ({
    parts: [term, term.nextElementSibling],
    // read once: a browser that translates the page changes them later
    words: Object.fromEntries(KINDS.map((kind) => [kind, term.nextElementSibling.querySelector(`.about-${kind}`).textContent])),
  }));
  const choices = KINDS
    .map((kind) => ({ kind, words: [...new Set(entries.map((entry) => entry.words[kind]))] }))
    .filter(({ words }) => words.length > 1);
  if (choices.length) list.before(filterOf(entries, choices));
}

function filterOf(entries, choices) {
  const filter = make("details", { className: "timeline-filter" }, make("summary", {}, say("filter", { n: entries.length })));
  const status = make("p", { role: "status" });
  const boxes = choices.flatMap(({ kind, words }) => words.map((word) => ({ kind, word, box: make("input", { type: "checkbox", checked: true }) })));
  const all = make("button", { type: "button" }, say("all"));

  function apply() {
    const hidden = (entry) => boxes.some(({ kind, word, box }) => !box.checked && entry.words[kind] === word);
    for (const entry of entries) for (const part of entry.parts) part.classList.toggle("filtered-out", hidden(entry));
    const shown = entries.filter((entry) => !hidden(entry)).length;
    status.textContent = say("shown", { shown, n: entries.length });
  }

  for (const { kind } of choices) {
    const labels = boxes.filter((each) => each.kind === kind).map(({ word, box }) => make("label", {}, box, ` ${word}`));
    filter.append(make("fieldset", {}, make("legend", {}, say(kind)), ...labels));
  }
  for (const { box } of boxes) box.addEventListener("change", apply);
  all.addEventListener("click", () => {
    for (const { box } of boxes) box.checked = true;
    apply();
  });
  filter.append(make("div", {}, all, status));
  return filter;
}

function make(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  if (properties.role) element.setAttribute("role", properties.role);
  element.append(...children);
  return element;
}
