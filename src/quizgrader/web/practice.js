// An exercise with feedback at once. Its answers are kept in the browser, and can be saved as a file.

class CheckedQuestion {
  constructor(exercise, data) {
    const field = exercise.form.querySelector(`[data-question="${CSS.escape(data.id)}"]`);
    const key = `${exercise.data.id}/${data.id}`;
    this.exercise = exercise;
    this.data = data;
    this.field = field;
    this.answer = field.querySelector(".qg-answer");
    this.mark = null;
    if (this.answer) this.offerCheck();
    this.question = new QuestionOnPage(field, key, data.version, exercise.store, () => {
      exercise.saved = false;
      this.forget();
    });
  }

  offerCheck() {
    this.answer.hidden = true;
    this.result = make("div", "qg-result");
    this.result.setAttribute("role", "status");
    const check = button(say("check"), () => this.check());
    check.setAttribute("aria-describedby", this.field.querySelector("legend").id);
    this.answer.before(make("p", "qg-actions", check), this.result);
  }

  restore() {
    const kept = this.question.restore();
    this.forget();
    if (kept?.checked) this.check();
  }

  check() {
    if (!this.answer) return; // nothing is known of it here: an assessed question, or a rating
    this.forget();
    let mark;
    try {
      mark = grade(this.data, this.question.response);
    } catch (error) {
      if (!(error instanceof BadResponse)) throw error;
      const why = say(error.code);
      this.tell("open", say("not-marked", { why: error.gap ? say("in-gap", { number: error.gap, why }) : why }));
      return;
    }
    if (mark.state === "unanswered") {
      this.tell("open", say("unanswered"));
      return;
    }
    this.mark = mark;
    this.question.keep({ checked: true });
    if (mark.state === "marked") this.show(mark);
    else this.compare();
  }

  show({ fraction, feedback }) {
    const verdict = fraction === 1 ? "right" : fraction === 0 ? "wrong" : "partly";
    const { points } = this.data;
    const list = make("ul", "qg-feedback");
    for (const key of feedback) {
      const remark = this.answer.querySelector(`[data-remark="${CSS.escape(key)}"]`);
      if (remark) list.append(make("li", "", ...copied(remark).childNodes));
    }
    this.tell(verdict, say(verdict, { earned: shortNumber(fraction * points), n: shortNumber(points) }), list);
    this.answer.hidden = false;
    this.exercise.tally();
  }

  // What no program can mark: the learner holds it against the criteria.
  compare() {
    this.tell("open", say("compare"));
    this.answer.hidden = false;
    this.answer.open = true;
    this.exercise.tally();
  }

  tell(verdict, words, list) {
    this.field.dataset.verdict = verdict;
    this.result.replaceChildren(make("p", "qg-verdict", words), ...(list?.children.length ? [list] : []));
  }

  forget() {
    this.mark = null;
    delete this.field.dataset.verdict;
    this.result?.replaceChildren();
    this.exercise.changed();
  }
}

class ExerciseOnPage {
  constructor(form) {
    this.form = form;
    this.data = JSON.parse(form.querySelector("script").textContent);
    this.score = live("qg-score");
    this.done = live("qg-note");
    this.saved = true;
    const notice = new KeepingNotice(() => !this.saved);
    this.store = new Store("", (refused) => notice.tell(refused));
    this.comparisons = comparisonsIn(form);
    this.questions = [];
    for (const data of this.data.questions) this.questions.push(new CheckedQuestion(this, data));
    for (const question of this.questions) question.restore();
    this.store.follow((name) => this.questions.find(({ question }) => question.name === name)?.restore());
    const actions = make("p", "qg-actions");
    if (this.data.mode === "practice") actions.append(button(say("check-all"), () => this.checkAll()));
    actions.append(button(say("save"), () => this.save()), button(say("start-again"), () => this.reset()));
    form.append(this.score, actions, this.done, notice.element);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("input[type=text]")) {
        event.preventDefault();
        event.target.closest("fieldset").querySelector(".qg-actions button")?.click();
      }
    });
  }

  changed() {
    for (const comparison of this.comparisons) comparison.draw();
    this.tally();
  }

  checkAll() {
    for (const question of this.questions) question.check();
  }

  tally() {
    const marked = this.questions.filter((question) => question.mark);
    const earned = marked.reduce((sum, { mark, data }) => sum + (mark.fraction ?? 0) * data.points, 0);
    const possible = this.questions.reduce((sum, { data }) => sum + data.points, 0);
    const open = this.questions.filter((question) => question.answer && !question.mark).length;
    const rest = open ? say("to-check", { n: open }) : say("all-checked");
    const score = say("so-far", { earned: shortNumber(earned), n: shortNumber(possible), rest });
    put(this.score, marked.length ? score : "");
  }

  // Nobody is asked before, since everything can be had back.
  reset() {
    const before = this.questions.map((one) => [one, one.question.entered, { checked: Boolean(one.mark) }]);
    for (const one of this.questions) {
      one.question.enter(null);
      one.forget();
      if (one.answer) one.answer.hidden = true;
    }
    const back = button(say("bring-back"), () => {
      for (const [one, entered, more] of before) {
        one.question.enter(entered, more);
        one.restore();
      }
      this.done.replaceChildren();
    });
    const gone = before.some(([, entered]) => entered !== null);
    this.done.replaceChildren(...(gone ? [say("cleared"), " ", back] : []));
    this.questions[0].question.control.querySelector("input, select, textarea").focus();
  }

  save() {
    const questions = this.questions.map(({ question }) => question);
    const file = submission(null, { id: "", name: "" }, questions, { saved: now() });
    const link = fileLink(asText(file), `${this.data.id}-answers.json`);
    this.done.replaceChildren(say("saved-here"), " ", link);
    link.click();
    this.saved = true;
  }
}

window.quizgrader = { grade, BadResponse, receiptOf };
for (const form of document.querySelectorAll("form.qg-exercise")) new ExerciseOnPage(form);
