// All sentences that the script says, and how to call this site: JSON that comes with the page (sphinxext/wording.py).

const fromPage = document.getElementById("quizgrader-words")?.textContent ?? "{}";
const { site, language = "en", dates = language, words = {} } = JSON.parse(fromPage);
const say = saying(words, language);

const shortNumber = (value) => new Intl.NumberFormat(language, { maximumFractionDigits: 2, useGrouping: false }).format(value);
