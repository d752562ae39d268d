// All sentences that the script says, and how to call this site: JSON that comes with the page (sphinxext/wording.py).

const fromPage = document.getElementById("quizgrader-words")?.textContent ?? "{}";
const { site, language = "en", dates = language, words = {} } = JSON.parse(fromPage);
const forms = new Intl.PluralRules(language);

// The sentence `name` with its {blanks} filled in; where it has plural forms, the one for the number `n`.
function say(name, blanks = {}) {
  const sentence = words[name];
  const text = typeof sentence === "string" ? sentence : sentence[forms.select(blanks.n)];
  return text.replace(/\{(\w+)\}/g, (whole, blank) => blanks[blank] ?? whole);
}

const shortNumber = (value) => String(Math.round(value * 100) / 100);
