// Two ratings of the same things, side by side: fills the table that stands in the page, and draws the gap in each row.

const comparisonsIn = (form) => [...form.querySelectorAll(".qg-comparison")].map((box) => new Comparison(form, box));

const dot = (kind, cx, cy) => draw("circle", `qg-${kind}`, { cx, cy, r: kind === "first" ? 5 : 8 });

class Comparison {
  constructor(form, box) {
    this.form = form;
    this.box = box;
    this.names = [...this.box.querySelectorAll("[data-rater]")].map((head) => head.textContent);
    this.rows = [...this.box.querySelectorAll("[data-first]")];
    this.steps = Number(this.box.dataset.steps);
    this.picture = make("div", "qg-picture");
    this.words = live("qg-widest");
    this.box.querySelector("table").before(this.picture, this.words);
  }

  rating(question) {
    const field = this.form.querySelector(`[data-question="${CSS.escape(question)}"]`);
    return Number(field.querySelector("input:checked")?.value ?? NaN);
  }

  draw() {
    const pairs = this.rows.map((row) => {
      const [label, first, second, gap] = row.children;
      const [a, b] = [this.rating(row.dataset.first), this.rating(row.dataset.second)];
      put(first, a ? String(a) : "");
      put(second, b ? String(b) : "");
      put(gap, a && b ? String(Math.abs(a - b)) : "");
      return { label: label.textContent, a, b, gap: Math.abs(a - b) };
    });
    const drawn = pairs.filter((pair) => pair.a && pair.b);
    this.picture.replaceChildren(...(drawn.length ? [this.legend(), ...drawn.map((pair) => this.row(pair))] : []));
    put(this.words, drawn.length ? this.widest(drawn) : "");
  }

  widest(pairs) {
    const most = Math.max(...pairs.map((pair) => pair.gap));
    const there = pairs.filter((pair) => pair.gap === most);
    if (!most) return say("no-gap");
    const where = new Intl.ListFormat(language).format(there.map((pair) => pair.label));
    if (there.length > 1) return say("widest-gaps", { n: most, where });
    const [{ a, b }] = there;
    return say("widest-gap", { n: most, where, first: this.names[0], second: this.names[1], a, b });
  }

  legend() {
    const entry = (kind, name) => {
      const mark = draw("svg", "qg-mark", { viewBox: "0 0 20 20", "aria-hidden": "true" }, dot(kind, "50%", "50%"));
      return make("span", "", mark, name);
    };
    return make("p", "qg-legend", entry("first", this.names[0]), entry("second", this.names[1]));
  }

  // One scale with the two ratings on it: a dot, a ring, and a line between them.
  row({ label, a, b }) {
    const [first, second] = this.names;
    const x = (value) => `${4 + (92 * (value - 1)) / (this.steps - 1)}%`;
    const y = 12;
    const line = (kind, from, to) => draw("line", kind, { x1: x(from), x2: x(to), y1: y, y2: y });
    const scale = Array.from({ length: this.steps }, (_, i) => i + 1);
    const picture = draw(
      "svg",
      "qg-gap",
      { role: "img", "aria-label": say("gap-row", { where: label, first, second, a, b }) },
      line("qg-track", 1, this.steps),
      ...scale.map((value) => draw("circle", "qg-tick", { cx: x(value), cy: y, r: 2 })),
      ...scale.map((value) => draw("text", "qg-step", { x: x(value), y: 34 }, String(value))),
      line("qg-between", a, b),
      dot("second", x(b), y),
      dot("first", x(a), y),
    );
    return make("div", "qg-gap-row", make("p", "qg-about", label), picture);
  }
}
