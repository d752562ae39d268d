// Small helpers that make the elements which the script adds to a page.

function make(tag, className, ...content) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...content.filter((one) => one !== undefined));
  return element;
}

function button(words, act, className = "qg-button") {
  const element = make("button", className, words);
  element.type = "button";
  element.addEventListener("click", act);
  return element;
}

// A part of the page whose changes are read out. Text that is already there is not put there again.
function live(className) {
  const element = make("p", className);
  element.setAttribute("role", "status");
  return element;
}

function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// What somebody entered, a line each, as it was typed; a program that translates the page leaves it alone.
function entered(lines) {
  const box = make("div", "qg-entered", ...lines.map((line) => make("p", "", line)));
  box.translate = false;
  return box;
}

// A copy of what an element holds, without its marks for links, which must be the only ones on the page.
function copied(element) {
  const copy = element.cloneNode(true);
  for (const marked of copy.querySelectorAll("[id]")) marked.removeAttribute("id");
  return copy;
}

const SVG = "http://www.w3.org/2000/svg";

// A drawing, or a part of one.
function draw(tag, className, places, ...content) {
  const element = document.createElementNS(SVG, tag);
  element.setAttribute("class", className);
  for (const [name, value] of Object.entries(places)) element.setAttribute(name, value);
  element.append(...content);
  return element;
}

// Asks before something that cannot be undone; in the page, since some frames switch the browser's own question off.
function ask(question, yes, no, act) {
  const text = make("p", "", question);
  const dialog = make("dialog", "qg-dialog", text);
  const end = () => {
    dialog.close(); // gives the focus back
    dialog.remove();
  };
  const stay = button(no, end);
  const go = button(yes, () => {
    end();
    act();
  });
  stay.autofocus = true;
  text.id = "quizgrader-ask";
  dialog.setAttribute("aria-labelledby", text.id);
  dialog.append(make("p", "qg-actions", stay, go));
  dialog.addEventListener("close", () => dialog.remove()); // by Escape
  document.body.append(dialog);
  dialog.showModal();
}
