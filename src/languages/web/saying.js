// Sentences that come with a page as data, and how to say one: `say(name, blanks)`.

// {blanks} are filled in. A sentence with plural forms has them by Unicode's names; {n} is the number its form hangs on.
function saying(words, language) {
  const forms = new Intl.PluralRules(language);
  return (name, blanks = {}) => {
    const sentence = words[name];
    const text = typeof sentence === "string" ? sentence : (sentence[forms.select(blanks.n)] ?? sentence.other);
    return text.replace(/\{(\w+)\}/g, (whole, blank) => blanks[blank] ?? whole);
  };
}
