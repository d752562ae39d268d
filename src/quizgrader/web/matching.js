types.matching = {
  read(key, response) {
    if (response === null) return null;
    if (typeof response !== "object" || Array.isArray(response)) {
      throw new BadResponse("wrong-shape", "the answer is a pair for each line");
    }
    const given = Object.entries(response).filter(([, option]) => option !== null);
    for (const [stem] of given) anId(stem, key.stems, "line");
    for (const [, option] of given) anId(option, key.options, "option");
    return given.length ? Object.fromEntries(given) : null;
  },
  mark(key, answer) {
    const wrong = key.stems.filter((stem) => answer[stem] !== key.match[stem]);
    const right = key.stems.length - wrong.length;
    return [key.rule === "all-or-nothing" ? +!wrong.length : right / key.stems.length, wrong];
  },
};
