// Tables of what is remembered, and the bar that draws a share.

function table(caption, heads, rows) {
  const cells = (row) => row.map((cell, i) => {
    const made = make(i ? "td" : "th", "", ...[cell].flat());
    if (!i) made.scope = "row";
    return made;
  });
  const head = make("tr", "", ...heads.map((words) => Object.assign(make("th", "", words), { scope: "col" })));
  const body = make("tbody", "", ...rows.map((row) => make("tr", "", ...cells(row))));
  return make("table", "docutils memory-table", make("caption", "", caption), make("thead", "", head), body);
}

const of = (a, b) => say("of", { a, b }).replaceAll(" ", "\u00a0"); // on one line
const inAll = ({ answered, all }) => of(answered, all);
const inPoints = ({ earned, points }) => (points ? of(shortNumber(earned), shortNumber(points)) : "–");

// A share from 0 to 1; the numbers stand beside it, so it says nothing to those who cannot see it.
function bar(share) {
  const part = (name, width) => draw("rect", name, { width, height: 8 });
  const places = { viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" };
  return draw("svg", "memory-bar", places, part("memory-track", 100), part("memory-share", 100 * share));
}
