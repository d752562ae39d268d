// What is remembered as one file, to take along or to keep: {format, site, saved, pages, marks}. What comes in from a file
// is joined with what is here, and the newer of two entries stays; so nothing is lost by it.

const FORMAT = "quizgrader-progress/1";

function exported({ store, record }) {
  const pages = Object.fromEntries(store.names(READ).map((page) => [page, store.get(READ + page)]));
  return { format: FORMAT, site, saved: now(), pages, marks: Object.fromEntries(record.marks) };
}

// The content of such a file; {why}, the name of a sentence, where it is none that can be taken.
function imported(text) {
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    return { why: "import-no-progress" };
  }
  if (!String(data?.format).startsWith("quizgrader-progress/")) return { why: "import-no-progress" };
  if (data.format !== FORMAT) return { why: "import-newer" };
  if (data.site !== site) return { why: "import-other-site" };
  const [pages, marks] = [data.pages, data.marks].map((part) => Object.entries(part ?? {}));
  const fit = pages.every(([page, when]) => /^[\w./-]{1,200}$/.test(page) && isMoment(when));
  const marked = marks.every(([key, mark]) => /^[a-z0-9-]+\/[a-z0-9-]+$/.test(key) && isMark(mark));
  return fit && marked ? { pages, marks } : { why: "import-broken" };
}

// Two marks of one question: the newer one, with all that was ever said of how sure one was.
function joined(here, other) {
  if (!here) return other;
  const newer = later(other.at, here.at) ? other : here;
  const said = new Map([...here.sure, ...other.sure].map((one) => [one.join(), one]));
  return { ...newer, sure: [...said.values()].sort(([a], [b]) => new Date(a) - new Date(b)) };
}

function takeIn({ store, record }, { pages, marks }) {
  for (const [key, mark] of marks) record.keep(key, joined(record.mark(key), mark));
  for (const [page, when] of pages) {
    if (!later(store.get(READ + page), when)) store.set(READ + page, when);
  }
}

// Everything that this site keeps in this browser, in whatever edition or language.
function forgetAll({ store }) {
  store.waiting.clear();
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(`${site}:`) || course.forget.includes(name)) localStorage.removeItem(name);
    }
  } catch {
    // a browser that keeps nothing has nothing to forget
  }
}
