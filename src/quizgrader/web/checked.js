// A question with feedback at once, on the page of its exercise or where it comes back for review.

class CheckedQuestion {
  // `exercise` has the form, the store, the record, and is told when something changes.
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
    if (!this.data.points || !this.exercise.record.asksHowSure) return;
    this.sureness = new Sureness(this.field.id, (level) => {
      this.question.aside.sure = level;
      this.question.keep();
    });
    check.parentElement.before(this.sureness.element);
  }

  restore() {
    const kept = this.question.restore();
    this.forget();
    this.showSureness();
    if (kept?.checked) this.evaluate();
  }

  showSureness() {
    const { sure, settled } = this.question.aside;
    this.sureness?.show(sure, settled);
  }

  // By the learner: what comes of it is remembered, once for each answer.
  check() {
    if (!this.answer) return; // nothing is known of it here: an assessed question, or a rating
    const again = this.mark;
    this.evaluate();
    if (!this.mark) return;
    const { aside, key } = this.question;
    if (!again) {
      const { version, points } = this.data;
      const earned = this.mark.fraction === null ? null : this.mark.fraction * points;
      this.exercise.record.note(key, { version, earned, points }, aside.settled ? undefined : aside.sure);
    }
    aside.settled = true;
    this.question.keep({ checked: true });
    this.showSureness();
  }

  evaluate() {
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

// Enter in a line to write on checks its question; nothing sends the form away.
function checkByEnter(form) {
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input[type=text]")) {
      event.preventDefault();
      event.target.closest("fieldset").querySelector(".qg-actions button")?.click();
    }
  });
}
