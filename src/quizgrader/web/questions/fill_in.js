types["fill-in"] = {
  read(key, response) {
    if (response === null) return null;
    if (typeof response !== "object" || Array.isArray(response)) throw new BadResponse("wrong-shape");
    const ids = key.gaps.map((gap) => gap.id);
    for (const name of Object.keys(response)) anId(name, ids);
    const given = new Map();
    key.gaps.forEach((gap, i) => {
      try {
        const raw = Object.hasOwn(response, gap.id) ? response[gap.id] : null;
        const answer = types[gap.type].read(gap.key, raw);
        if (answer !== null) given.set(gap.id, answer);
      } catch (error) {
        if (error instanceof BadResponse) throw new BadResponse(error.code, i + 1);
        throw error;
      }
    });
    return given.size ? given : null;
  },
  mark(key, answer) {
    let total = 0;
    const feedback = [];
    for (const gap of key.gaps) {
      if (!answer.has(gap.id)) continue;
      const [fraction, keys] = types[gap.type].mark(gap.key, answer.get(gap.id));
      total += fraction;
      feedback.push(...keys.map((name) => `${gap.id}:${name}`));
    }
    const whole = key.gaps.length;
    return [key.rule === "all-or-nothing" ? (total === whole ? 1 : 0) : total / whole, feedback];
  },
};
