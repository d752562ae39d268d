// What this browser remembers, held against the course as it is now (course-data.js). What is remembered of pages that moved
// is found under their new names; what belongs to questions that are gone stays where it is, and counts nowhere.

const course = window.courseData;
const root = new URL("../", document.currentScript.src);
const READ = "@read/";

class Remembered {
  constructor(tell) {
    this.store = new Store("", tell);
    this.record = new Record(this.store);
  }

  // {page: when it was read}
  get pages() {
    const read = {};
    for (const old of this.store.names(READ)) {
      const page = course.moved[old] ?? old;
      const when = this.store.get(READ + old);
      if (isMoment(when) && !later(read[page], when)) read[page] = when;
    }
    return read;
  }

  // {key: mark} of the questions as they are now, and the keys of those that have changed since
  get marks() {
    const marks = {};
    const changed = [];
    for (const [key, mark] of this.record.marks) {
      if (!Object.hasOwn(course.questions, key)) continue;
      if (mark.version === course.questions[key].version) marks[key] = mark;
      else changed.push(key);
    }
    return { marks, changed };
  }

  // Questions that are gone or have changed do not come back.
  letGo() {
    const { marks } = this.marks;
    for (const [key, mark] of this.record.marks) {
      if (mark.box && !marks[key]) this.record.keep(key, { ...mark, box: 0, due: "" });
    }
  }
}

const modulePages = () => Object.keys(course.pages).filter((page) => course.pages[page].module);

// The keys of the questions that are such: `fits` is given what the course says of one.
const keysWhere = (fits) => Object.keys(course.questions).filter((key) => fits(course.questions[key]));
const keysOfObjective = (id) => keysWhere(({ objectives }) => objectives.includes(id));

// Whether the first of two moments is there, and after the second.
const later = (one, other) => isMoment(one) && new Date(one) > new Date(other);

// The keys of what comes back by a day, first what has waited longest.
function dueBy(day, marks) {
  const due = Object.keys(marks).filter((key) => marks[key].box && marks[key].due <= day);
  return due.sort((a, b) => marks[a].due.localeCompare(marks[b].due));
}

// Of some questions: how many there are and were answered, and the points of those that were.
function summed(keys, marks) {
  const answered = keys.filter((key) => marks[key]);
  const marked = answered.map((key) => marks[key]).filter(({ earned }) => earned !== null);
  const sum = (name) => marked.reduce((total, mark) => total + mark[name], 0);
  return { all: keys.length, answered: answered.length, earned: sum("earned"), points: sum("points") };
}

// A day or a moment as a person writes the day.
function dayInWords(written, month = "long") {
  const day = new Date(written.length === 10 ? `${written}T12:00:00` : written);
  return new Intl.DateTimeFormat(dates, { day: "numeric", month, year: "numeric" }).format(day);
}

function linkTo(href, words) {
  const link = make("a", "", words);
  link.href = new URL(href, root);
  return link;
}

// Whether this page may know nothing of the others: from a folder, some browsers keep a memory for each file. Where they
// share one, the page that was read last is in it.
const standsAlone = () => location.protocol === "file:" && localStorage.getItem(`${site}::@left-off`) === null;

// Says at once that the browser keeps nothing, has no room left, or may keep apart what belongs together. Nothing that
// could be saved is lost by leaving.
class MemoryNotice extends KeepingNotice {
  constructor() {
    super(() => false, "memory");
  }

  tell(refused) {
    this.alone = !refused && standsAlone();
    super.tell(this.alone ? "alone" : refused);
  }
}
