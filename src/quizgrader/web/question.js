// One question of a page: what is entered in it, kept in the browser as it is entered, and put back when one returns.

class QuestionOnPage {
  // `key` is exercise-id/question-id; `changed` is called after every change.
  constructor(field, key, version, store, changed) {
    this.field = field;
    this.key = key;
    this.version = version;
    this.store = store;
    this.aside = {}; // what else is kept with what is entered
    this.control = field.querySelector("[data-control]");
    this.kind = controls[this.control.dataset.control];
    this.control.addEventListener("input", (event) => {
      exclude(this.control, event.target);
      this.keep();
      changed();
    });
  }

  get name() {
    return `${this.key}:${this.version}`;
  }

  get entered() {
    return this.kind.entered(this.control);
  }

  // The response as it is sent; null where nothing is entered. Throws BadResponse for what cannot be sent.
  get response() {
    const { entered } = this;
    return entered !== null && this.kind.response ? this.kind.response(this.control) : entered;
  }

  get lines() {
    return this.entered === null ? [] : this.kind.lines(this.control);
  }

  // The code of why no file can hold what is entered; undefined where one can.
  get refusal() {
    try {
      void this.response;
      return undefined;
    } catch (error) {
      return error.code;
    }
  }

  // All that is wrong with what is entered, so far as can be seen without a key: [{code, gap}].
  get faults() {
    if (this.entered === null) return [];
    return this.refusal ? [{ code: this.refusal }] : typingFaults(this.control);
  }

  // Keeps what is entered, with its words, as the words of a question may change; and `more`, until something changes.
  keep(more) {
    const { entered, lines } = this;
    const words = lines[0] === entered ? undefined : lines;
    this.store.set(this.name, entered === null ? undefined : { entered, lines: words, ...this.aside, ...more });
    for (const old of this.olderNames()) this.store.set(old, undefined);
  }

  // Enters something as if the learner did.
  enter(entered, more) {
    this.kind.fill(this.control, entered);
    this.notice?.remove();
    this.aside = {};
    this.keep(more);
  }

  // Put back what was kept. What was answered to another version, or no longer fits, is shown and not taken.
  restore() {
    const kept = this.store.get(this.name);
    this.aside = { sure: kept?.sure, settled: kept?.settled };
    const [older] = kept === undefined ? this.olderNames() : [];
    this.kind.fill(this.control, kept?.entered ?? null);
    this.notice?.remove();
    if (older) this.tell("older-version", this.store.get(older));
    else if (kept !== undefined && canonical(kept?.entered) !== canonical(this.entered)) this.tell("misfit", kept);
    return kept;
  }

  olderNames() {
    return this.store.names().filter((name) => name.startsWith(`${this.key}:`) && name !== this.name);
  }

  tell(sentence, kept) {
    const lines = kept?.lines ?? [kept?.entered];
    const known = Array.isArray(lines) && lines.every((line) => typeof line === "string");
    this.notice = make("div", "qg-older", make("p", "", say(sentence)));
    this.notice.append(known ? entered(lines) : make("p", "", say("unreadable")));
    this.control.before(this.notice);
  }
}

// A link to a question, by its number; `more` is read out with it.
function linkToQuestion({ field }, more = []) {
  const { number } = field.dataset;
  const link = make("a", "", number);
  link.href = `#${field.id}`;
  link.setAttribute("aria-label", [say("question", { number }), ...more].join(". "));
  return link;
}

// A sentence on some questions, which gets their number as {n}, and links to them; undefined where there are none.
function sentenceOn(questions, sentence) {
  if (!questions.length) return undefined;
  const links = questions.flatMap((one) => [" ", linkToQuestion(one)]);
  return make("p", "qg-fault", say(sentence, { n: questions.length }), ...links);
}
