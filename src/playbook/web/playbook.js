// Check lists remember their ticks in this browser; templates can be copied. The pages are whole without it.
const KEY = "wbt-ticks";

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
  const tell = () => { said.textContent = `${boxes.filter((box) => box.checked).length} of ${boxes.length} done`; };
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
      if (!kept) said.textContent += " (this browser keeps no ticks: print the page, or leave it open)";
    });
  }
  const clear = button("Clear the ticks", () => {
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
  const copy = button("Copy", () => {
    const chosen = getSelection();
    chosen.selectAllChildren(tools.parentElement.querySelector(".template-body"));
    const done = document.execCommand("copy");
    said.textContent = done ? "Copied" : "Your browser did not copy it; the text is selected, so press Ctrl+C or ⌘C";
    if (done) chosen.removeAllRanges();
  });
  tools.prepend(copy, " ");
  tools.append(" ", said);
}
