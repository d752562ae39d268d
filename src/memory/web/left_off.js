// The line that leads back to where its reader left off, and to what is due for review; nothing on a first visit. It is
// run where it stands, so that it moves nothing that has been drawn.

const line = document.currentScript.closest("article").querySelector(".left-off");
const { pages, questions, moved, review } = window.courseData;
const prefix = `${line.dataset.site}::@`;
const now = new Date();
const today = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);

function kept(name) {
  try { return JSON.parse(localStorage.getItem(prefix + name)); } catch { return null; }
}

function show(name, href, words) {
  const part = line.querySelector(`[data-${name}]`);
  const link = part.querySelector("a");
  link.href = new URL(`../${href}`, document.currentScript.src);
  link.append(words);
  part.hidden = line.hidden = false;
}

const page = kept("left-off");
const there = pages[moved[page] ?? page];
if (there) show("go-on", there.href, there.title);

const due = Object.keys(questions).filter((key) => {
  const mark = kept(`mark/${key}`);
  return mark?.version === questions[key].version && mark.box && mark.due <= today;
});
if (due.length && review) show("due", review, due.length);
