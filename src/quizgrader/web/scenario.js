// A branching case: one section at a time. The address says which, so "back" works, and so do links from outside. The
// way taken is kept in the browser by the ids of scenes and decisions; an ending shows it beside what was done in fact.

class ScenarioOnPage {
  constructor(box) {
    const data = JSON.parse(box.querySelector("script").textContent);
    const elements = [...box.querySelectorAll(".qg-section")];
    this.sections = data.sections.map((section, i) => ({ ...section, element: elements[i] }));
    this.name = data.id;
    this.store = new Store("", () => {}); // where it cannot be kept, nothing is lost but the place
    for (const { element } of this.sections) element.tabIndex = -1;
    this.note = make("p", "qg-note");
    this.way = make("div", "qg-way");
    box.append(this.way, this.note, button(say("start-again"), () => (location.hash = elements[0].id)));
    this.path = this.kept();
    addEventListener("hashchange", () => this.turn());
    this.start = this.path.at(-1);
    if (location.hash) this.arrive(this.asked() ?? this.start);
    else if (this.path.length > 1) put(this.note, say("left-off"));
    this.show();
  }

  // The section in the address; in one that names nothing, where it was when the page was opened.
  asked() {
    if (!location.hash) return this.start;
    return this.sections.find(({ element }) => `#${element.id}` === location.hash);
  }

  // The way that was taken, as far as its sections are still there.
  kept() {
    const ids = this.store.get(this.name);
    const found = Array.isArray(ids) ? ids.map((id) => this.sections.find((section) => section.id === id)) : [];
    const path = found.includes(undefined) ? found.slice(0, found.indexOf(undefined)) : found;
    return path[0] === this.sections[0] ? path : [this.sections[0]];
  }

  turn() {
    const section = this.asked();
    if (!section) return;
    this.arrive(section);
    put(this.note, "");
    this.show();
    section.element.focus();
  }

  // Whoever goes back, or plays again from a scene, unmakes what was decided after it.
  arrive(section) {
    const at = this.path.indexOf(section);
    if (at >= 0) this.path.length = at + 1;
    else if (this.path.at(-1).turns.includes(this.sections.indexOf(section))) this.path.push(section);
    else this.path = [section];
    this.store.set(this.name, this.path.map(({ id }) => id));
  }

  show() {
    const current = this.path.at(-1);
    for (const { element } of this.sections) element.hidden = element !== current.element;
    const over = current.kind === "ending" || current.kind === "debrief";
    this.way.replaceChildren(...(over && this.path.length > 1 ? this.wayTaken() : []));
  }

  // The scenes of a way, each with the decision that was taken in it.
  decided(path) {
    const pairs = path.slice(1).map((section, i) => [path[i], section]);
    return new Map(pairs.filter(([scene]) => scene.kind === "scene"));
  }

  // What happens when everybody decides as it was decided in fact.
  factualPath() {
    const path = [];
    let section = this.sections[0];
    while (section && !path.includes(section)) {
      path.push(section);
      const next = section.turns.map((place) => this.sections[place]);
      section = section.kind === "scene" ? next.find(({ kind }) => kind === "fact") : next[0];
    }
    return path;
  }

  wayTaken() {
    const mine = this.decided(this.path);
    const facts = this.decided(this.factualPath());
    const scenes = this.sections.filter((section) => mine.has(section) || facts.has(section));
    scenes.sort((a, b) => a.place - b.place);
    const moments = scenes.map((scene) => this.moment(scene, mine.get(scene), facts.get(scene)));
    return [make("p", "qg-head", say("your-way")), make("ol", "qg-way-list", ...moments)];
  }

  moment(scene, mine, fact) {
    const again = make("a", "", say("play-again"));
    again.href = `#${scene.element.id}`;
    const heading = copied(scene.element.querySelector(".rubric"));
    heading.querySelector(".qg-place").remove();
    const told = (name, decision, otherwise) => {
      const words = decision ? this.words(scene, decision) : make("p", "", say(otherwise));
      return make("div", "", make("p", "qg-about", say(name)), words);
    };
    const yours = told("you-decided", mine, "not-there");
    const theirs = mine === fact ? told("in-fact", null, "the-same") : told("in-fact", fact, "nobody-there");
    return make("li", "", make("p", "qg-moment", ...heading.childNodes), yours, theirs, make("p", "", again));
  }

  // A decision in the words in which it was offered, without the link that takes it.
  words(scene, decision) {
    const link = scene.element.querySelector(`.qg-turns a[href="#${decision.element.id}"]`);
    const offered = copied(link.closest("p"));
    offered.querySelector(`a[href="${link.getAttribute("href")}"]`).remove();
    return offered;
  }
}

for (const box of document.querySelectorAll(".qg-scenario")) new ScenarioOnPage(box);
