const MOST_DIGITS = 100;
const GRAMMAR = /^[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)([eE][+-]?[0-9]+)?$/;
const literally = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

// The number that was typed and its unit ("" for none), or null. The grammar is told in questions/numbers.py.
function typedNumber(response, thousands, units) {
  let text = trimmed(typedText(response, MOST_DIGITS));
  if (!text) return null;
  const unit = longestFirst(units).find((name) => text.endsWith(name)) ?? "";
  if (unit) text = trimmed(text.slice(0, -unit.length));
  if (thousands) text = withoutThousands(thousands, text);
  if (!GRAMMAR.test(text)) throw new BadResponse("not-a-number");
  const value = Number(text.replace(",", "."));
  if (!Number.isFinite(value)) throw new BadResponse("out-of-range");
  return { value, unit };
}

const length = (text) => [...text].length;
const longestFirst = (units) => units.filter(Boolean).sort((a, b) => length(b) - length(a) || (a < b ? -1 : 1));

function withoutThousands(mark, text) {
  const plain = mark === " " ? text.replace(ONE, " ") : text;
  const grouped = plain.match(new RegExp(`^[+-]?[1-9][0-9]{0,2}(?:${literally(mark)}[0-9]{3})+(?![0-9])`));
  return grouped ? grouped[0].split(mark).join("") + plain.slice(grouped[0].length) : plain;
}

function holds(interval, value) {
  const { low, high } = interval;
  const above = low === null || value > low || (value === low && !interval.low_open);
  const below = high === null || value < high || (value === high && !interval.high_open);
  return above && below;
}

types.numeric = {
  read: (key, response) =>
    response === null ? null : typedNumber(response, key.thousands, Object.keys(key.intervals)),
  mark(key, answer) {
    const found = key.intervals[answer.unit].findIndex((interval) => holds(interval, answer.value));
    return found < 0 ? [0, ["other"]] : [key.credits[found], [`answer-${found + 1}`]];
  },
};
