// What a learner sees before saving and after: everything that was entered, in words; then the file, its receipt, and
// what to do with it. This is also what is printed.

class Review {
  constructor(assignment) {
    const { tagName } = assignment.form.querySelector(".qg-part-title");
    this.assignment = assignment;
    this.title = make(tagName, "", say("review"));
    this.title.tabIndex = -1;
    this.title.id = `${assignment.form.id}-review`;
    this.state = make("p", "qg-review-state");
    this.list = make("ol", "qg-answers");
    this.saved = make("div", "qg-saved");
    this.stale = live("qg-stale");
    const parts = [this.title, this.state, this.list, this.actions(), this.saved, this.stale];
    this.element = make("section", "qg-review", ...parts);
    this.element.setAttribute("aria-labelledby", this.title.id);
    this.close();
  }

  actions() {
    const { assignment } = this;
    const save = button(say("save"), () => assignment.save(), "qg-button qg-main");
    const print = button(say("print"), () => this.print());
    const clear = button(say("clear"), () => assignment.askToClear());
    return make("p", "qg-actions", save, print, clear);
  }

  openHere() {
    this.element.hidden = false;
    this.show();
    this.title.focus({ preventScroll: true });
    this.element.scrollIntoView();
  }

  close() {
    this.element.hidden = true;
    this.saved.replaceChildren();
  }

  show() {
    const { assignment } = this;
    if (this.element.hidden) return;
    const { form, questions, answered, open, who, about } = assignment;
    tellState(form);
    const count = say("answered", { done: answered, n: questions.length });
    const links = open.flatMap((question) => [" ", linkTo(question)]);
    this.state.replaceChildren(`${count}.`, ...(open.length ? [" ", say("still-open"), ...links] : []));
    this.list.replaceChildren(this.whoLine(who, about), ...questions.map((question) => this.line(question)));
    if (about.receipt && !this.saved.children.length) this.saved.append(...this.receipt(about));
    put(this.stale, about.receipt && assignment.unsaved ? say("changed-since") : "");
  }

  whoLine({ name, id }, { attempt }) {
    const lines = [name, id].filter(Boolean);
    if (lines.length && attempt > 1) lines.push(say("attempt", { number: attempt }));
    return this.item([say("who")], lines);
  }

  item(head, lines) {
    const answer = lines.length ? entered(lines) : make("p", "qg-unanswered", say("unanswered"));
    return make("li", "", make("p", "qg-about", ...head), answer);
  }

  line(question) {
    const { field, lines, fault } = question;
    const item = this.item([linkTo(question), " ", copied(field.querySelector(".qg-lead"))], lines);
    if (fault) item.append(make("p", "qg-fault", say(`fault-${fault}`)));
    return item;
  }

  receipt({ receipt, saved }) {
    const code = make("strong", "qg-receipt", receipt);
    code.translate = false;
    return [make("p", "", say("saved-at", { when: inWords(saved) })), make("p", "", say("receipt"), " ", code)];
  }

  // Gives the file to the browser, and says what to do with it.
  handOver(file, name) {
    const { attempts } = this.assignment.data;
    const text = asText(file);
    const link = fileLink(text, name);
    const title = make("p", "qg-head", say("saved-title"));
    title.tabIndex = -1;
    const steps = ["step-send", "step-keep", "step-again"].map((step) => make("li", "", say(step)));
    const here = make("p", "", say("saved-here"), " ", link);
    this.saved.replaceChildren(title, here, ...this.receipt(file), make("ol", "", ...steps), this.asCopy(text));
    if (attempts === null || file.attempt < attempts) {
      this.saved.append(make("p", "qg-actions", button(say("another"), () => this.assignment.askForAnother())));
    }
    this.show();
    link.click();
    title.focus({ preventScroll: true });
    this.saved.scrollIntoView();
  }

  // Some browsers inside other programs save no files: there the text itself can be copied.
  asCopy(text) {
    const area = make("textarea", "qg-copy", text);
    area.readOnly = true;
    area.rows = 6;
    area.setAttribute("aria-label", say("copy-label"));
    area.addEventListener("focus", () => area.select());
    return make("details", "", make("summary", "", say("no-file")), make("p", "", say("copy-this")), area);
  }

  print() {
    const page = document.documentElement;
    page.dataset.quizgraderPrint = "answers";
    addEventListener("afterprint", () => delete page.dataset.quizgraderPrint, { once: true });
    print();
  }
}
