// What a learner sees before saving and after: everything that was entered, in words; then the file, its receipt, and
// what to do with it. This is also what is printed.

// What is wrong with an entry, a sentence each; of several fields each is named, by what stands in it.
function faultsInWords({ faults }) {
  return faults.map(({ code, gap }) => {
    const words = say(`fault-${code}`);
    if (!gap) return words;
    const typed = [...trimmed(gap.value)];
    const start = typed.length > 40 ? `${typed.slice(0, 40).join("")}…` : typed.join("");
    return say("fault-in-gap", { gap: gap.getAttribute("aria-label"), typed: start, fault: words });
  });
}

class Review {
  constructor(assignment) {
    const { tagName } = assignment.form.querySelector(".qg-part-title");
    this.assignment = assignment;
    this.title = make(tagName, "", say("review"));
    this.title.tabIndex = -1;
    this.title.id = `${assignment.form.id}-review`;
    this.state = make("p", "qg-review-state");
    this.faults = make("ul", "qg-faults");
    this.list = make("ol", "qg-answers");
    this.saved = make("div", "qg-saved");
    this.stale = live("qg-stale");
    const parts = [this.title, this.state, this.faults, this.list, this.actions(), this.saved, this.stale];
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
    const { form, questions, answered, open, faulty, who, about } = assignment;
    tellState(form);
    const count = say("answered", { done: answered, n: questions.length });
    const links = open.flatMap((question) => [" ", linkToQuestion(question)]);
    this.state.replaceChildren(`${count}.`, ...(open.length ? [" ", say("still-open"), ...links] : []));
    const wrong = faulty.map((one) => make("li", "qg-fault", linkToQuestion(one), " ", faultsInWords(one).join(" ")));
    this.faults.replaceChildren(...wrong);
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
    const { field, control, lines } = question;
    const item = this.item([linkToQuestion(question), " ", copied(field.querySelector(".qg-lead"))], lines);
    for (const fault of faultsInWords(question)) item.append(make("p", "qg-fault", fault));
    if (isPartly(control)) item.append(make("p", "qg-unanswered", say("partly-filled")));
    return item;
  }

  receipt({ receipt, saved }) {
    const code = make("strong", "qg-receipt", receipt);
    code.translate = false;
    return [make("p", "", say("saved-at", { when: inWords(saved) })), make("p", "", say("receipt"), " ", code)];
  }

  // Gives the file to the browser, and says what to do with it.
  handOver(file, name) {
    const { data, faulty } = this.assignment;
    const missing = sentenceOn(faulty.filter((one) => one.refusal), "not-in-file");
    const unread = sentenceOn(faulty.filter((one) => !one.refusal), "not-counted");
    const text = asText(file);
    const link = fileLink(text, name);
    const title = make("p", "qg-head", say("saved-title"));
    title.tabIndex = -1;
    const steps = ["step-send", "step-keep", "step-again"].map((step) => make("li", "", say(step)));
    const here = make("p", "", say("saved-here"), " ", link);
    const told = [title, missing, unread, here].filter(Boolean);
    this.saved.replaceChildren(...told, ...this.receipt(file), make("ol", "", ...steps), this.asCopy(text));
    if (data.attempts === null || file.attempt < data.attempts) {
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
