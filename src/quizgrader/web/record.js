// What is remembered of a question once it was checked: {version, at, earned, points, box, due, sure}. It stands beside
// the kept answers, and outlives them. `earned` is null where no program can mark; `sure` lists [when, how sure, right].
//
// A question that was missed comes back after growing intervals (Leitner's boxes): in the first box after a day. Answered
// right on its day or later it goes up a box, and from the last one it leaves; missed, it goes back to the first.

const INTERVALS = [1, 3, 7, 14, 30]; // days until a question of the first box, the second, ... comes back
const LEVELS = ["guess", "fairly", "certain"];
const MARK = "@mark/"; // ids hold no such sign, so no answer can be called the same

const isRight = ({ earned, points }) => earned !== null && earned === points;
const today = () => now().slice(0, 10);

// A day, 2026-11-26, and some days later, by the calendar.
function dayAfter(day, days) {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

// What is remembered after a check. `before` was remembered until then, if anything; `check` is {version, at, earned,
// points}; `level` is how sure the learner was, if that was said before this check.
function afterCheck(before, check, level) {
  const day = check.at.slice(0, 10);
  const known = before?.version === check.version ? before : {};
  let { box = 0, due = "" } = known;
  if (check.earned !== null && !isRight(check)) {
    box = 1;
    due = dayAfter(day, INTERVALS[0]);
  } else if (box && due <= day) {
    box = box < INTERVALS.length ? box + 1 : 0;
    due = box ? dayAfter(day, INTERVALS[box - 1]) : "";
  }
  const sure = [...(before?.sure ?? []), ...(level ? [[check.at, level, isRight(check)]] : [])];
  return { ...check, box, due, sure };
}

const isMoment = (text) => typeof text === "string" && /^\d{4}-\d\d-\d\dT[\d:+-]{14}$/.test(text);
const isAmount = (value) => typeof value === "number" && value >= 0;
const isSaid = (one) => Array.isArray(one) && isMoment(one[0]) && LEVELS.includes(one[1]) && typeof one[2] === "boolean";

// Whether something that was read, from the browser or from a file, is what `afterCheck` gives.
function isMark(one) {
  if (typeof one !== "object" || one === null) return false;
  const { version, at, earned, points, box, due, sure } = one;
  const counts = Number.isInteger(version) && isMoment(at) && (earned === null || isAmount(earned)) && isAmount(points);
  const comesBack = Number.isInteger(box) && box >= 0 && box <= INTERVALS.length && typeof due === "string";
  return counts && comesBack && /^(\d{4}-\d\d-\d\d)?$/.test(due) && Array.isArray(sure) && sure.every(isSaid);
}

class Record {
  constructor(store) {
    this.store = store;
  }

  get asksHowSure() {
    return this.store.get("@not-how-sure") !== true;
  }

  set asksHowSure(yes) {
    this.store.set("@not-how-sure", yes ? undefined : true);
  }

  // Of one question, by exercise-id/question-id; undefined where nothing that can be read is remembered.
  mark(key) {
    const kept = this.store.get(MARK + key);
    return isMark(kept) ? kept : undefined;
  }

  // All marks by their keys, also those of questions that are gone.
  get marks() {
    return new Map(this.store.names(MARK).map((key) => [key, this.mark(key)]).filter(([, mark]) => mark));
  }

  keep(key, mark) {
    this.store.set(MARK + key, mark);
  }

  note(key, check, level) {
    this.keep(key, afterCheck(this.mark(key), { ...check, at: now() }, level));
  }
}
