// The line that leads back to where its reader left off, and to what is due for review; nothing on a first visit. It is
// run where it stands, so that it moves nothing that has been drawn, and it asks for no other file: a page that moved since
// is found by the page that leads on from its old address (website/redirects.py).

const me = document.currentScript;
const line = me.previousElementSibling;
const { site, end, review } = line.dataset;
const MARK = `${site}::@mark/`;
const now = new Date();
const today = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);

function show(name, href, words) {
  const part = line.querySelector(`[data-${name}]`);
  const link = part.querySelector("a");
  link.href = new URL(`../${href}`, me.src);
  link.append(words);
  part.hidden = line.hidden = false;
}

try {
  const kept = (name) => JSON.parse(localStorage.getItem(name));
  const left = kept(`${site}::@left-off`);
  if (left?.title) show("go-on", `${left.page}${end}`, left.title);
  const due = Object.keys(localStorage).filter((name) => {
    const mark = name.startsWith(MARK) && kept(name);
    return mark?.box && mark.due <= today;
  });
  if (due.length && review) show("due", review, due.length);
} catch {
  // a browser that keeps nothing, or something that is none of ours
}
