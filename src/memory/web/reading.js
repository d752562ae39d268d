// Remembers that this page is where its reader was, and, once the end of its text was on the screen, that it was read. The
// entries are of the form that quizgrader/web/store.js reads; this script is small, since many pages load it.

const { site, page, title, words } = document.currentScript.dataset;
const said = words && JSON.parse(words);
const READ = `${site}::@read/${page}`;

function kept(name) {
  try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
}

function keep(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(value));
    return true;
  } catch { return false; }
}

const line = document.createElement("p");
const state = document.createElement("span");
const change = document.createElement("button");
let refused = false;

function show() {
  if (!said) return;
  const when = kept(READ);
  const date = when && new Intl.DateTimeFormat(said.dates, { dateStyle: "long" }).format(new Date(when));
  state.textContent = refused ? said.refused : when ? said.read.replace("{when}", date) : "";
  change.textContent = when ? said.undo : said.mark;
}

function mark(yes) {
  end.disconnect(); // once it was set by hand, the page leaves it so
  const when = new Date().toISOString().replace(/\.\d+Z/, "+00:00");
  refused = !keep(READ, yes ? when : null);
  show();
}

const end = new IntersectionObserver((seen) => {
  if (seen.some((one) => one.isIntersecting) && !kept(READ)) mark(true);
});

keep(`${site}::@left-off`, { page, title });
line.className = "read-mark";
if (said) {
  change.type = "button";
  change.addEventListener("click", () => mark(!kept(READ)));
  state.setAttribute("role", "status");
  line.append(state, " ", change);
}
const notes = document.querySelector("article ol.notes")?.closest("section");
if (notes) notes.before(line);
else document.querySelector("article section")?.append(line);
end.observe(line);
show();
