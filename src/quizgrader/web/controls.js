// How one answers, by the kind of control. `entered` is what the controls hold (null: nothing), in a form that `fill`
// can put back; `response` is what is sent; `lines` say it in words. Ids come from attributes alone, since a program
// that translates the page changes every text in it.

const fields = (control) => [...control.querySelectorAll("[data-id]")];
const filled = (control) => fields(control).filter((field) => trimmed(field.value));
const written = (control) => control.querySelector("input, textarea");
const ticked = (control) => [...control.querySelectorAll("input:checked")];
const labelOf = (field) => field.closest("label").querySelector("span").textContent.trim();
const valueOf = (field) => (field.matches("select") ? field.selectedOptions[0].textContent : field.value);

// Puts a kept value into a field; one that stands there already is left, and the cursor with it.
function fillIn(field, kept) {
  const value = typeof kept === "string" ? kept : "";
  if (field.value !== value) field.value = value;
}

const byField = {
  entered(control) {
    const given = filled(control);
    return given.length ? Object.fromEntries(given.map((field) => [field.dataset.id, field.value])) : null;
  },
  fill(control, kept) {
    for (const field of fields(control)) fillIn(field, kept?.[field.dataset.id]);
  },
};

const byTick = {
  fill(control, kept) {
    const wanted = Array.isArray(kept) && !kept.length ? [""] : [kept].flat();
    for (const box of control.querySelectorAll("input")) box.checked = wanted.includes(box.value);
  },
  lines: (control) => ticked(control).map(labelOf),
};

const controls = {
  one: { ...byTick, entered: (control) => ticked(control)[0]?.value ?? null },
  many: {
    ...byTick,
    entered(control) {
      const boxes = ticked(control);
      return boxes.length ? boxes.filter((box) => !box.hasAttribute("data-none")).map((box) => box.value) : null;
    },
  },
  pairs: { ...byField, lines: (control) => filled(control).map((field) => `${labelOf(field)}: ${valueOf(field)}`) },
  order: {
    ...byField,
    lines(control) {
      const numbered = filled(control).sort((a, b) => a.value - b.value);
      return numbered.map((field) => `${field.value}. ${labelOf(field)}`);
    },
    response(control) {
      const given = filled(control);
      const places = new Array(Math.max(...given.map((field) => field.value))).fill(null);
      for (const field of given) {
        if (places[field.value - 1] !== null) throw new BadResponse("repeated-id");
        places[field.value - 1] = field.dataset.id;
      }
      return places;
    },
  },
  entry: {
    entered: (control) => (trimmed(written(control).value) ? written(control).value : null),
    fill: (control, kept) => fillIn(written(control), kept),
    lines: (control) => [written(control).value],
  },
  gaps: {
    ...byField,
    // The paragraphs that have gaps, with what stands in each gap in brackets.
    lines: (control) => [...new Set(fields(control).map((field) => field.closest("p, li, td")))].map(inBrackets),
  },
};

function inBrackets(paragraph) {
  const copy = paragraph.cloneNode(true); // it holds no values
  const values = fields(paragraph).map((field) => (trimmed(field.value) ? trimmed(valueOf(field)) : "…"));
  fields(copy).forEach((field, i) => field.replaceWith(`[${values[i]}]`));
  for (const forPaper of copy.querySelectorAll(".qg-on-paper")) forPaper.remove();
  return folded(copy.textContent);
}

// A tick at "none of these" and a tick at one of them rule each other out.
function exclude(control, box) {
  if (box.type !== "checkbox" || !box.checked) return;
  for (const other of ticked(control)) {
    if (other.hasAttribute("data-none") !== box.hasAttribute("data-none")) other.checked = false;
  }
}

// Whether some of its fields are filled and some are not.
const isPartly = (control) => ![0, fields(control).length].includes(filled(control).length);

// How every number begins. What may follow, such as units, only the key knows.
const NUMBER = /^[+-]?[.,]?[0-9]/;

// Why what was typed will not count: a code, with the field where there are several. It needs no key.
function typingFaults(control) {
  const typed = [...control.querySelectorAll("[data-most]")].filter((field) => trimmed(field.value));
  return typed.flatMap((field) => {
    const gap = field.dataset.id ? field : undefined;
    if ([...field.value].length > field.dataset.most) return { code: "too-long", gap };
    if (field.inputMode === "decimal" && !NUMBER.test(trimmed(field.value))) return { code: "not-a-number", gap };
    return [];
  });
}

function canonical(entered) {
  if (Array.isArray(entered)) return JSON.stringify([...entered].sort());
  return JSON.stringify(entered && typeof entered === "object" ? Object.entries(entered).sort() : entered);
}
