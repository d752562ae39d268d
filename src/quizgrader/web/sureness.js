// "How sure are you?": one line with a question, which may be left alone. Once the question is checked it stays as it is.

class Sureness {
  // `name` is an id for the line; `told` is called with the level that was chosen.
  constructor(name, told) {
    const label = make("span", "qg-sure-label", say("how-sure"));
    label.id = `${name}-sure`;
    this.boxes = LEVELS.map((level) => {
      const box = make("input");
      Object.assign(box, { type: "radio", name: label.id, value: level });
      box.addEventListener("change", () => told(level));
      return box;
    });
    const choices = this.boxes.map((box) => make("label", "", box, " ", say(`sure-${box.value}`)));
    this.element = make("div", "qg-sure", label, ...choices);
    this.element.setAttribute("role", "radiogroup");
    this.element.setAttribute("aria-labelledby", label.id);
  }

  // `settled`: it was checked, and nothing can be said any more.
  show(level, settled) {
    for (const box of this.boxes) {
      box.checked = box.value === level;
      box.disabled = Boolean(settled);
    }
    this.element.hidden = Boolean(settled && !level);
  }
}
