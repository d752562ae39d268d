// "My progress": what was read and answered, marks by objective, how sure one was and how often right, and one's own file.

class ProgressView {
  constructor(place) {
    this.notice = new MemoryNotice();
    this.memory = new Remembered((refused) => this.notice.tell(refused));
    this.body = make("div", "");
    this.said = live("qg-note");
    place.replaceChildren(this.notice.element, this.body, this.yours(), this.said);
    this.memory.store.follow(() => this.draw());
    this.draw();
  }

  draw() {
    const { marks, changed } = this.memory.marks;
    const read = this.memory.pages;
    const parts = [this.summary(marks, read), this.changed(changed), this.modules(marks, read)];
    this.body.replaceChildren(...parts.flat(), ...this.objectives(marks), ...this.calibration());
  }

  summary(marks, read) {
    const { all, answered } = summed(Object.keys(course.questions), marks);
    const modules = modulePages();
    const done = modules.filter((page) => read[page]).length;
    const due = dueBy(today(), marks).length;
    const lines = [say("modules-read", { a: done, n: modules.length }), say("questions-answered", { a: answered, n: all })];
    const list = make("ul", "memory-sum", ...lines.map((line) => make("li", "", line)));
    const words = say("due", { n: due });
    list.append(make("li", "", due && course.review ? linkTo(course.review, words) : words));
    return [list];
  }

  changed(keys) {
    if (!keys.length) return [];
    const links = keys.map((key) => make("li", "", this.question(key)));
    return [make("div", "qg-older", make("p", "", say("changed", { n: keys.length })), make("ul", "", ...links))];
  }

  question(key) {
    const { page, number } = course.questions[key];
    const { href, title } = course.pages[page];
    return linkTo(`${href}#exercise-${key.replace("/", "-")}`, say("question-of", { number, title }));
  }

  modules(marks, read) {
    const keysOf = (page) => keysWhere((question) => question.page === page);
    const shown = Object.keys(course.pages).filter((page) => course.pages[page].module || keysOf(page).length);
    const rows = shown.map((page) => {
      const sum = summed(keysOf(page), marks);
      const when = read[page] ? dayInWords(read[page], "short") : "–";
      return [linkTo(course.pages[page].href, course.pages[page].title), when, inAll(sum), inPoints(sum)];
    });
    const heads = ["page", "read", "answered", "points"].map((name) => say(`head-${name}`));
    const others = Object.keys(read).filter((page) => course.pages[page] && !shown.includes(page));
    const also = others.map((page) => make("li", "", linkTo(course.pages[page].href, course.pages[page].title)));
    const more = also.length ? [make("p", "", say("also-read")), make("ul", "", ...also)] : [];
    return [make("h2", "", say("by-page")), table(say("by-page-about"), heads, rows), ...more];
  }

  objectives(marks) {
    const rows = Object.entries(course.objectives).map(([id, text]) => {
      const sum = summed(keysOfObjective(id), marks);
      return [text, inAll(sum), sum.points ? [inPoints(sum), bar(sum.earned / sum.points)] : inPoints(sum)];
    });
    const heads = ["objective", "answered", "points"].map((name) => say(`head-${name}`));
    return [make("h2", "", say("by-objective")), table(say("by-objective-about"), heads, rows)];
  }

  calibration() {
    const said = [...this.memory.record.marks.values()].flatMap(({ sure }) => sure);
    const levels = LEVELS.map((level) => {
      const times = said.filter(([, each]) => each === level);
      return { level, n: times.length, right: times.filter(([, , right]) => right).length };
    });
    const head = make("h2", "", say("calibration"));
    if (!said.length) return [head, make("p", "", say("calibration-none"))];
    const sentences = levels.filter(({ n }) => n).map(({ level, n, right }) => say(`was-${level}`, { right, n }));
    const rows = levels.map(({ level, n, right }) => {
      const numbers = n ? [of(right, n), bar(right / n)] : "–";
      return [say(`sure-${level}`), numbers];
    });
    const heads = ["sure", "right"].map((name) => say(`head-${name}`));
    return [head, make("p", "", sentences.join(" ")), table(say("calibration-about"), heads, rows)];
  }

  // -- what one can do with it

  yours() {
    this.asks = make("input");
    this.asks.type = "checkbox";
    this.asks.checked = this.memory.record.asksHowSure;
    this.asks.addEventListener("change", () => { this.memory.record.asksHowSure = this.asks.checked; });
    const label = make("label", "memory-switch", this.asks, " ", say("ask-how-sure"));
    const actions = make("p", "qg-actions", button(say("export"), () => this.export()));
    actions.append(button(say("import"), () => this.import()), button(say("forget"), () => this.forget()));
    return make("div", "", make("h2", "", say("yours")), make("p", "", label), actions);
  }

  export() {
    const link = fileLink(asText(exported(this.memory)), `${site}-progress.json`);
    this.said.replaceChildren(say("saved-here"), " ", link);
    link.click();
  }

  import() {
    const chooser = make("input");
    Object.assign(chooser, { type: "file", accept: ".json,application/json" });
    put(this.said, ""); // what an earlier file led to; and a sentence said twice is read out twice
    chooser.addEventListener("change", async () => {
      const [chosen] = chooser.files;
      const file = imported(await chosen.text());
      if (file.why) {
        put(this.said, say(file.why, { name: chosen.name }));
        return;
      }
      takeIn(this.memory, file);
      this.draw();
      put(this.said, say("imported", { pages: file.pages.length, n: file.marks.length }));
    });
    chooser.click();
  }

  forget() {
    ask(say("forget-question"), say("forget"), say("keep-it"), () => {
      forgetAll(this.memory);
      this.asks.checked = this.memory.record.asksHowSure;
      this.draw();
      put(this.said, say(this.notice.alone ? "forgotten-alone" : "forgotten"));
    });
  }
}

new ProgressView(document.querySelector("[data-memory]"));
