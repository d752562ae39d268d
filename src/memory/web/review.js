// "Review": the questions that were missed, one after the other, on the day they come back. Each is that of its exercise's
// page, with the key that stands there; it comes as a script, since a page from a folder may fetch nothing else.

window.questionsOf = {};
const NOTHING_KEPT = { get: () => undefined, set() {}, names: () => [] }; // each time it is answered afresh

async function loaded(exercise) {
  if (window.questionsOf[exercise]) return window.questionsOf[exercise];
  return new Promise((done, failed) => {
    const script = make("script");
    script.src = new URL(`_static/questions/${exercise}.js`, root);
    script.addEventListener("load", () => done(window.questionsOf[exercise]));
    script.addEventListener("error", failed);
    document.head.append(script);
  });
}

// The form of an exercise with one of its questions. Its links lead where they do on the exercise's own page.
function formOf({ page, html }, key) {
  const template = make("template");
  template.innerHTML = html;
  const form = template.content.firstElementChild;
  const [, id] = key.split("/");
  for (const other of form.querySelectorAll(".qg-question, .qg-comparison")) {
    if (other.dataset.question !== id) other.remove();
  }
  for (const name of ["href", "src"]) {
    for (const one of form.querySelectorAll(`[${name}]`)) {
      one.setAttribute(name, new URL(one.getAttribute(name), new URL(page, root)));
    }
  }
  checkByEnter(form);
  return form;
}

class ReviewView {
  constructor(place) {
    this.notice = new MemoryNotice();
    this.memory = new Remembered((refused) => this.notice.tell(refused));
    this.state = live("memory-due");
    this.stage = make("div", "");
    this.after = make("div", "");
    place.replaceChildren(this.notice.element, this.state, this.stage, this.after);
    this.memory.letGo();
    this.tell();
    this.next();
  }

  get due() {
    return dueBy(today(), this.memory.marks.marks);
  }

  // How many wait, or when some will.
  tell() {
    const n = this.due.length;
    const waiting = dueBy("9999", this.memory.marks.marks);
    const { due } = this.memory.record.mark(waiting[0]) ?? {};
    const none = due ? say("review-later", { n: waiting.length, when: dayInWords(due) }) : say("review-none");
    put(this.state, n ? say("due", { n }) : none);
  }

  async next(focus) {
    const [key] = this.due;
    this.stage.replaceChildren();
    this.after.replaceChildren();
    if (!key) return;
    const [exercise, id] = key.split("/");
    try {
      this.show(key, formOf(await loaded(exercise), key), id);
    } catch {
      this.stage.replaceChildren(make("p", "qg-unkept", say("review-not-loaded")));
      return;
    }
    if (focus) this.stage.querySelector("fieldset").focus();
  }

  show(key, form, id) {
    const data = JSON.parse(form.querySelector("script").textContent);
    const { record } = this.memory;
    const note = (...about) => {
      record.note(...about);
      this.checked(key);
    };
    const nothing = () => {};
    const watched = { asksHowSure: record.asksHowSure, note };
    const exercise = { form, data, store: NOTHING_KEPT, record: watched, tally: nothing, changed: nothing };
    this.stage.replaceChildren(form);
    new CheckedQuestion(exercise, data.questions.find((one) => one.id === id)).showSureness();
    form.querySelector("fieldset").tabIndex = -1;
  }

  checked(key) {
    const { box, due } = this.memory.record.mark(key);
    const again = box ? say("comes-back", { when: dayInWords(due) }) : say("leaves-review");
    const more = this.due.filter((other) => other !== key).length;
    const next = more ? button(say("next-question"), () => this.next(true), "qg-button qg-main") : "";
    this.tell();
    this.after.replaceChildren(make("p", "", again), make("p", "qg-actions", next));
  }
}

new ReviewView(document.querySelector("[data-memory]"));
