// The page: reads what the learner did from the form's own controls, shows marks and feedback, and saves the answers.
// Without this script the form can be read and its answers opened; nothing here draws a question.

const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
};

const button = (text, act, className = "qg-button") => {
  const element = make("button", className, text);
  element.type = "button";
  element.addEventListener("click", act);
  return element;
};

// The response that the controls of a question hold, by the kind of control; null where they are untouched.
const readers = {
  one: (control) => control.querySelector("input:checked")?.value ?? null,
  many(control) {
    const ticked = [...control.querySelectorAll("input:checked")];
    if (!ticked.length) return null;
    return ticked.filter((box) => !box.hasAttribute("data-none")).map((box) => box.value);
  },
  pairs(control) {
    const given = [...control.querySelectorAll("select")].filter((select) => select.value);
    return given.length ? Object.fromEntries(given.map((select) => [select.dataset.id, select.value])) : null;
  },
  order(control) {
    const given = [...control.querySelectorAll("select")].filter((select) => select.value);
    const numbers = given.map((select) => select.value);
    if (new Set(numbers).size !== numbers.length) throw new BadResponse("repeated-id", "two lines have the same number");
    if (!given.length) return null;
    const places = new Array(Math.max(...numbers)).fill(null);
    for (const select of given) places[select.value - 1] = select.dataset.id;
    return places;
  },
  entry: (control) => control.querySelector("input, textarea").value || null,
  gaps(control) {
    const given = [...control.querySelectorAll("[data-id]")].filter((field) => field.value);
    return given.length ? Object.fromEntries(given.map((field) => [field.dataset.id, field.value])) : null;
  },
};

const shortNumber = (value) => String(Math.round(value * 100) / 100);

class QuestionOnPage {
  constructor(fieldset, data, exercise) {
    this.fieldset = fieldset;
    this.data = data;
    this.exercise = exercise;
    this.control = fieldset.querySelector("[data-control]");
    this.answer = fieldset.querySelector(".qg-answer");
    this.mark = null;
    this.control.addEventListener("input", (event) => this.changed(event.target));
    if (!this.answer) return;
    this.answer.hidden = true;
    this.result = make("div", "qg-result");
    this.result.setAttribute("role", "status");
    const actions = make("p", "qg-actions");
    const check = button("Check", () => this.check());
    check.setAttribute("aria-describedby", fieldset.querySelector("legend").id);
    actions.append(check);
    this.answer.before(actions, this.result);
  }

  get response() {
    return readers[this.control.dataset.control](this.control);
  }

  // A tick at "none of these" and a tick at one of them rule each other out.
  changed(box) {
    if (box.type === "checkbox" && box.checked) {
      const none = box.hasAttribute("data-none");
      for (const other of this.control.querySelectorAll("input:checked")) {
        if (other.hasAttribute("data-none") !== none) other.checked = false;
      }
    }
    if (this.mark) this.forget();
  }

  check() {
    if (!this.answer) return; // nothing is known of it here: an assessed question, or a rating
    this.forget();
    let mark;
    try {
      mark = grade(this.data, this.response);
    } catch (error) {
      if (!(error instanceof BadResponse)) throw error;
      this.say("open", `Not marked yet: ${error.message}.`);
      return;
    }
    if (mark.state === "unanswered") {
      this.say("open", "Not answered yet.");
      return;
    }
    this.mark = mark;
    if (mark.state === "marked") this.show(mark);
    else this.compare();
  }

  show({ fraction, feedback }) {
    const [verdict, words] =
      fraction === 1 ? ["right", "Right"] : fraction === 0 ? ["wrong", "Not right"] : ["partly", "Partly right"];
    const points = shortNumber(fraction * this.data.points);
    const list = make("ul", "qg-feedback");
    for (const key of feedback) {
      const remark = this.answer.querySelector(`[data-remark="${CSS.escape(key)}"]`);
      if (remark) {
        const item = make("li");
        item.append(...remark.cloneNode(true).childNodes);
        for (const marked of item.querySelectorAll("[id]")) marked.removeAttribute("id");
        list.append(item);
      }
    }
    this.say(verdict, `${words}: ${points} of ${shortNumber(this.data.points)} ${this.data.points === 1 ? "point" : "points"}.`, list);
    this.answer.hidden = false;
    this.exercise.tally();
  }

  // What no program can mark: the learner holds it against the criteria.
  compare() {
    this.say("open", "Now compare your answer with what is looked for.");
    this.answer.hidden = false;
    this.answer.open = true;
    this.exercise.tally();
  }

  say(verdict, words, list) {
    this.fieldset.dataset.verdict = verdict;
    this.result.replaceChildren(make("p", "qg-verdict", words), ...(list?.children.length ? [list] : []));
  }

  forget() {
    this.mark = null;
    delete this.fieldset.dataset.verdict;
    this.result?.replaceChildren();
    this.exercise.tally();
  }
}

class ExerciseOnPage {
  constructor(form) {
    this.form = form;
    this.data = JSON.parse(form.querySelector("script").textContent);
    this.score = make("p", "qg-score");
    this.score.setAttribute("role", "status");
    this.questions = this.data.questions.map(
      (data) => new QuestionOnPage(form.querySelector(`[data-question="${CSS.escape(data.id)}"]`), data, this),
    );
    const actions = make("p", "qg-actions");
    if (this.data.mode === "practice") actions.append(button("Check all", () => this.checkAll()));
    actions.append(button("Save my answers", () => this.save()), button("Start again", () => this.reset()));
    form.append(this.score, actions);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("input[type=text]")) {
        event.preventDefault();
        event.target.closest("fieldset").querySelector(".qg-actions button")?.click();
      }
    });
  }

  checkAll() {
    for (const question of this.questions) question.check();
  }

  tally() {
    const marked = this.questions.filter((question) => question.mark);
    const earned = marked.reduce((sum, { mark, data }) => sum + (mark.fraction ?? 0) * data.points, 0);
    const possible = this.questions.reduce((sum, { data }) => sum + data.points, 0);
    const open = this.questions.filter((question) => question.answer && !question.mark).length;
    const rest = open ? `${open} still to check` : "all checked"; // no template in a template: the minifier cannot read it
    const soFar = `So far ${shortNumber(earned)} of ${shortNumber(possible)} points; ${rest}.`;
    this.score.textContent = marked.length ? soFar : "";
  }

  reset() {
    this.form.reset();
    for (const question of this.questions) {
      question.forget();
      if (question.answer) question.answer.hidden = true;
    }
    this.questions[0].control.querySelector("input, select, textarea").focus();
  }

  save() {
    const answers = {};
    for (const { data, response } of this.questions) {
      if (response !== null) answers[data.id] = { version: data.version, response };
    }
    const saved = { format: "quizgrader-answers/1", exercise: this.data.id, answers };
    const link = make("a");
    link.href = URL.createObjectURL(new Blob([`${JSON.stringify(saved, null, 1)}\n`], { type: "application/json" }));
    link.download = `${this.data.id}-answers.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  }
}

// A branching case: one section at a time. The address says which, so "back" works, and so do links from outside.
class ScenarioOnPage {
  constructor(box) {
    this.sections = [...box.querySelectorAll(".qg-section")];
    const again = button("Start again", () => (location.hash = this.sections[0].id));
    box.append(again);
    for (const section of this.sections) section.tabIndex = -1;
    addEventListener("hashchange", () => this.turn(true));
    this.turn(false);
  }

  turn(moved) {
    const wanted = this.sections.find((section) => `#${section.id}` === location.hash);
    if (moved && !wanted) return;
    const current = wanted || this.sections[0];
    for (const section of this.sections) section.hidden = section !== current;
    if (moved) current.focus();
  }
}

window.quizgrader = { grade, BadResponse };
for (const box of document.querySelectorAll(".qg-scenario")) new ScenarioOnPage(box);
for (const form of document.querySelectorAll("form.qg-exercise")) new ExerciseOnPage(form);
