// A certificate that the learner's own browser makes of what it remembers, to be printed. It says that nobody has checked it.

class CertificateView {
  constructor(place) {
    const notice = new MemoryNotice();
    this.memory = new Remembered((refused) => notice.tell(refused));
    const { store } = this.memory;
    this.name = make("input");
    Object.assign(this.name, { type: "text", maxLength: 100, autocomplete: "name", spellcheck: false });
    this.keep = make("input");
    this.keep.type = "checkbox";
    const kept = store.get("@name");
    this.keep.checked = typeof kept === "string";
    this.name.value = this.keep.checked ? kept : "";
    for (const field of [this.name, this.keep]) field.addEventListener("input", () => this.changed());
    const asked = make("p", "", make("label", "", say("your-name"), " ", this.name));
    const keeping = make("p", "", make("label", "memory-switch", this.keep, " ", say("keep-name")));
    const print = make("p", "qg-actions", button(say("print-it"), () => window.print()));
    this.shown = make("p", "certificate-name");
    this.shown.translate = false;
    place.replaceChildren(notice.element, make("div", "certificate-form", asked, keeping, print), this.sheet());
    this.changed();
  }

  changed() {
    this.memory.store.set("@name", this.keep.checked && this.name.value ? this.name.value : undefined);
    put(this.shown, this.name.value || "\u00a0");
  }

  sheet() {
    const { marks } = this.memory.marks;
    const read = this.memory.pages;
    const modules = modulePages();
    const done = modules.filter((page) => read[page]);
    const { all, answered } = summed(Object.keys(course.questions), marks);
    const list = make("ul", "certificate-modules", ...done.map((page) => make("li", "", course.pages[page].title)));
    const rows = Object.entries(course.objectives).map(([id, text]) => [text, inPoints(summed(keysOfObjective(id), marks))]);
    const heads = ["objective", "points"].map((name) => say(`head-${name}`));
    const title = make("p", "certificate-title", say("certificate-title"));
    const what = make("p", "certificate-course", course.title);
    const date = make("p", "", say("certificate-date", { when: dayInWords(today()) }));
    return make(
      "section", "certificate", title, this.shown, make("p", "", say("certificate-has")), what,
      make("p", "", say("modules-read", { a: done.length, n: modules.length })), list,
      make("p", "", say("questions-answered", { a: answered, n: all })),
      table(say("by-objective-about"), heads, rows), date, make("p", "certificate-note", say("certificate-note")),
    );
  }
}

new CertificateView(document.querySelector("[data-memory]"));
