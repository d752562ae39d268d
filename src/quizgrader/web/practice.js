// An exercise with feedback at once. Its answers are kept in the browser, and can be saved as a file.

class ExerciseOnPage {
  constructor(form) {
    this.form = form;
    this.data = JSON.parse(form.querySelector("script").textContent);
    this.score = live("qg-score");
    this.done = live("qg-note");
    this.saved = true;
    const notice = new KeepingNotice(() => !this.saved);
    this.store = new Store("", (refused) => notice.tell(refused));
    this.record = new Record(this.store);
    this.comparisons = comparisonsIn(form);
    this.questions = [];
    for (const data of this.data.questions) this.questions.push(new CheckedQuestion(this, data));
    for (const question of this.questions) question.restore();
    this.store.follow((name) => this.questions.find(({ question }) => question.name === name)?.restore());
    const actions = make("p", "qg-actions");
    if (this.data.mode === "practice") actions.append(button(say("check-all"), () => this.checkAll()));
    actions.append(button(say("save"), () => this.save()), button(say("start-again"), () => this.reset()));
    form.append(this.score, actions, this.done, notice.element);
    checkByEnter(form);
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
    const before = this.questions.map((one) => {
      const { entered, aside } = one.question;
      return [one, entered, { ...aside, checked: Boolean(one.mark) }];
    });
    for (const one of this.questions) {
      one.question.enter(null);
      one.forget();
      one.showSureness();
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
    const missing = sentenceOn(questions.filter((one) => one.refusal), "not-in-file");
    this.done.replaceChildren(say("saved-here"), " ", link, ...(missing ? [" ", ...missing.childNodes] : []));
    link.click();
    this.saved = true;
  }
}

window.quizgrader = { grade, BadResponse, receiptOf, afterCheck, isMark };
for (const form of document.querySelectorAll("form.qg-exercise")) new ExerciseOnPage(form);
