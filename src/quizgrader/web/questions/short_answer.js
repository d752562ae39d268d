const MOST_WORDS = 1000;

// Whether `text` is the literal runs with anything between them; linear in the text for each run.
function matches(runs, text) {
  const first = runs[0];
  if (runs.length === 1) return text === first;
  const last = runs[runs.length - 1];
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let at = first.length;
  const end = text.length - last.length;
  for (const run of runs.slice(1, -1)) {
    const found = text.indexOf(run, at);
    if (found < 0 || found + run.length > end) return false;
    at = found + run.length;
  }
  return true;
}

types["short-answer"] = {
  read(key, response) {
    if (response === null) return null;
    const text = folded(typedText(response, MOST_WORDS).normalize("NFKC"));
    return (key.exact ? text : text.toLowerCase().replaceAll("ς", "σ")) || null;
  },
  mark(key, answer) {
    const found = key.answers.findIndex((one) => matches(one.runs, answer));
    return found < 0 ? [0, ["other"]] : [key.answers[found].credit, [`answer-${found + 1}`]];
  },
};
