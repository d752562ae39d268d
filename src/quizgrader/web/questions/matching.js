types.matching = {
  read(key, response) {
    if (response === null) return null;
    if (typeof response !== "object" || Array.isArray(response)) throw new BadResponse("wrong-shape");
    const given = new Map(Object.entries(response).filter(([, option]) => option !== null));
    for (const stem of given.keys()) anId(stem, key.stems);
    const stems = key.stems.filter((stem) => given.has(stem));
    const pairs = stems.map((stem) => [stem, anId(given.get(stem), key.options)]);
    return pairs.length ? Object.fromEntries(pairs) : null;
  },
  mark(key, answer) {
    const wrong = key.stems.filter((stem) => answer[stem] !== key.match[stem]);
    const right = key.stems.length - wrong.length;
    return [key.rule === "all-or-nothing" ? +!wrong.length : right / key.stems.length, wrong];
  },
};
