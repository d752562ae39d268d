// The page of an assignment: no key is in it, so it marks nothing. It keeps what is entered, tells what is still open,
// shows everything for review (review.js), and saves the one file that is handed in.

// Nothing but white space and what has no form: marks of width nought, marks that turn the writing, empty patterns.
const UNSEEN = /^[\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]*$/u;

class AssignmentOnPage {
  constructor(form) {
    this.form = form;
    this.data = JSON.parse(form.querySelector("script").textContent);
    this.learner = [...form.querySelectorAll("[data-learner]")];
    this.notice = new KeepingNotice(() => this.unsaved);
    this.promise = make("span");
    form.querySelector(".qg-who .qg-note").prepend(this.promise, " ");
    this.store = new Store(this.data.assignment, (refused) => this.tellOfKeeping(refused));
    this.comparisons = comparisonsIn(form);
    this.questions = this.data.questions.map(([key, version]) => {
      const field = form.querySelector(`[data-question="${CSS.escape(key)}"]`);
      return new QuestionOnPage(field, key, version, this.store, () => this.changed());
    });
    this.welcome = live("qg-welcome");
    this.refusal = live("qg-refusal");
    form.querySelector(".qg-who").append(this.refusal, this.welcome);
    this.bar = new ProgressBar(this);
    this.review = new Review(this);
    form.append(this.bar.element, this.review.element);
    form.addEventListener("submit", (event) => event.preventDefault());
    for (const field of this.learner) {
      field.addEventListener("input", () => {
        this.remember(this.who); // only here: another window may know the name, and this one not yet
        this.changed();
      });
    }
    this.restore();
    this.greet();
    tellMoments(form);
    tellState(form);
    this.store.follow(() => this.restore());
  }

  // What is kept of this attempt beside its answers.
  get about() {
    const kept = this.store.get("about") ?? {};
    return { ...kept, attempt: Number.isInteger(kept.attempt) ? kept.attempt : 1 };
  }

  // A name that nobody can see is none.
  get who() {
    const seen = (text) => (UNSEEN.test(text) ? "" : trimmed(text));
    const typed = (field) => seen(field.value.replace(/\p{Surrogate}/gu, "\ufffd"));
    return Object.fromEntries(this.learner.map((field) => [field.dataset.learner, typed(field)]));
  }

  get open() {
    return this.questions.filter((question) => question.entered === null);
  }

  // What is entered, and no answer as it stands.
  get faulty() {
    return this.questions.filter((question) => question.faults.length);
  }

  get answered() {
    return this.begun - this.faulty.length;
  }

  get begun() {
    return this.questions.length - this.open.length;
  }

  get empty() {
    return !this.begun && this.learner.every((field) => !field.value);
  }

  restore() {
    const { about } = this;
    for (const field of this.learner) fillIn(field, about[field.dataset.learner]);
    for (const question of this.questions) question.restore();
    this.unsaved = !this.empty && this.file().receipt !== about.receipt;
    this.show();
  }

  changed() {
    this.remember({ started: this.about.started ?? now(), touched: now() });
    this.unsaved = true;
    this.welcome.replaceChildren();
    this.show();
  }

  remember(more) {
    this.store.set("about", { ...this.about, ...more });
  }

  show() {
    for (const comparison of this.comparisons) comparison.draw();
    if (this.who.name || this.who.id) this.refuse("");
    this.bar.show();
    this.review.show();
  }

  // What the page says of keeping holds for as long as the browser does keep.
  tellOfKeeping(refused) {
    this.notice.tell(refused);
    put(this.promise, refused ? "" : say("kept-here"));
  }

  // Says that what stands here was kept, so that nobody goes on with the answers of somebody else.
  greet() {
    if (this.empty) return;
    const clear = button(say("clear"), () => this.askToClear());
    const kept = say("welcome-back", { n: this.begun, when: inWords(this.about.touched) });
    this.welcome.replaceChildren(kept, " ", clear);
  }

  refuse(sentence) {
    put(this.refusal, sentence);
    for (const field of this.learner) field.setAttribute("aria-invalid", String(Boolean(sentence)));
  }

  file() {
    const { attempt, started = now() } = this.about;
    return submission(this.data.assignment, this.who, this.questions, { attempt, started: `${started}`, saved: now() });
  }

  get fileName() {
    const { id, name } = this.who;
    const { attempt } = this.about;
    const words = [this.data.assignment, fileWord(id || name), attempt > 1 ? attempt : ""];
    return `${words.filter(Boolean).join("-")}.json`;
  }

  save() {
    if (!this.who.name && !this.who.id) {
      this.refuse(say("who-are-you"));
      this.learner[0].focus();
      return;
    }
    const file = this.file();
    this.remember({ receipt: file.receipt, saved: file.saved });
    this.unsaved = false;
    this.review.handOver(file, this.fileName);
  }

  askToClear() {
    const question = say("clear-question");
    ask(this.unsaved ? `${question} ${say("clear-unsaved")}` : question, say("clear"), say("keep"), () => {
      this.startOver(undefined);
      put(this.welcome, say("cleared-all"));
    });
  }

  askForAnother() {
    const about = { ...this.who, attempt: this.about.attempt + 1 };
    ask(say("another-question"), say("another"), say("keep"), () => this.startOver(about));
  }

  startOver(about) {
    this.review.close();
    for (const name of this.store.names()) this.store.set(name, undefined);
    for (const question of this.questions) question.enter(null);
    this.store.set("about", about);
    this.welcome.replaceChildren();
    this.restore();
    this.learner[0].focus();
  }
}

// The line at the foot of the window: how many are answered, and links to those that are not, or not as they stand.
class ProgressBar {
  constructor(assignment) {
    this.assignment = assignment;
    this.count = live("qg-count");
    this.links = make("ul", "qg-open");
    const review = button(say("review"), () => assignment.review.openHere(), "qg-button qg-main");
    this.element = make("div", "qg-bar", assignment.notice.element, this.count, review, this.links);
  }

  show() {
    const { answered, questions, open, faulty } = this.assignment;
    put(this.count, say("answered", { done: answered, n: questions.length }));
    const shown = JSON.stringify([faulty.map((one) => [one.key, faultsInWords(one)]), open.map(({ key }) => key)]);
    if (this.shown === shown) return; // a link that has the focus stays where it is
    this.shown = shown;
    this.links.replaceChildren(...this.listed("to-correct", faulty), ...this.listed("still-open", open));
    this.links.hidden = !this.links.children.length;
  }

  listed(head, questions) {
    const links = questions.map((one) => make("li", "", linkToQuestion(one, faultsInWords(one))));
    return links.length ? [make("li", "qg-open-head", say(head)), ...links] : [];
  }
}

for (const form of document.querySelectorAll("form.qg-assignment")) new AssignmentOnPage(form);
