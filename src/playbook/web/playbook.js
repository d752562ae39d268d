// Check lists remember their ticks in this browser; templates can be copied. The pages are whole without it.
const KEY = "wbt-ticks";
const { words, language } = JSON.parse(document.getElementById("playbook-words").textContent);
const say = saying(words, language);

function remembered() {
  try { return JSON.parse(localStorage.getItem(KEY)) || {}; } catch { return {}; }
}

function remember(ticks) {
  try { localStorage.setItem(KEY, JSON.stringify(ticks)); return true; } catch { return false; }
}

function button(words, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = words;
  made.addEventListener("click", press);
  return made;
}

function status() {
  const made = document.createElement("span");
  made.setAttribute("role", "status");
  return made;
}

for (const list of document.querySelectorAll("ol.checklist")) {
  const boxes = [...list.querySelectorAll("[data-tick]")];
  const tools = document.createElement("p");
  const said = status();
  const tell = () => { said.textContent = say("done", { done: boxes.filter((box) => box.checked).length, n: boxes.length }); };
  const set = (box, ticked) => {
    const ticks = remembered();
    if (ticked) ticks[box.dataset.tick] = true; else delete ticks[box.dataset.tick];
    return remember(ticks);
  };
  for (const box of boxes) {
    box.checked = remembered()[box.dataset.tick] === true;
    box.addEventListener("change", () => {
      const kept = set(box, box.checked);
      tell();
      if (!kept) said.textContent += ` ${say("not-kept")}`;
    });
  }
  const clear = button(say("clear"), () => {
    for (const box of boxes) { box.checked = false; set(box, false); }
    tell();
  });
  tools.className = "check-tools";
  tools.append(said, " ", clear);
  list.after(tools);
  tell();
}

for (const tools of document.querySelectorAll(".template-tools")) {
  const said = status();
  // The old way to copy is the one that also works from a folder, and keeps the form.
  const copy = button(say("copy"), () => {
    const chosen = getSelection();
    chosen.selectAllChildren(tools.parentElement.querySelector(".template-body"));
    const done = document.execCommand("copy");
    said.textContent = say(done ? "copied" : "not-copied");
    if (done) chosen.removeAllRanges();
  });
  tools.prepend(copy, " ");
  tools.append(" ", said);
}
