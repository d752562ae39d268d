// Days and times in the reader's own zone: those of an assignment are written in the zone of its trainer.

const CLOCK = { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" };
const STEPS = [["day", 86400000], ["hour", 3600000], ["minute", 60000]];

// A moment, written in ISO 8601, as a person says it; empty where it is none.
function inWords(written, more) {
  const date = new Date(written);
  return Number.isNaN(date.getTime()) ? "" : new Intl.DateTimeFormat(dates, { ...CLOCK, ...more }).format(date);
}

// How far off a moment is: in 4 days, 3 hours ago.
function fromNow(date) {
  const apart = date - Date.now();
  const [unit, size] = STEPS.find(([, size]) => Math.abs(apart) >= size) ?? STEPS[2];
  return new Intl.RelativeTimeFormat(dates).format(Math.trunc(apart / size), unit);
}

function tellMoments(form) {
  for (const time of form.querySelectorAll("time[data-moment]")) {
    const when = inWords(time.dateTime, { timeZoneName: "short" });
    time.after(make("span", "qg-local", say("your-time", { when, away: fromNow(new Date(time.dateTime)) })));
  }
}

// Whether it is too early or too late, as of now; a page may stand open for days.
function tellState(form) {
  const [opens, due] = ["opens", "due"].map((name) => form.querySelector(`[data-moment="${name}"]`)?.dateTime);
  const early = new Date(opens) > Date.now() && say("not-open");
  const late = new Date(due) < Date.now() && say("past-due");
  put(form.querySelector(".qg-state"), early || late || "");
}
