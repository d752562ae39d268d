types.ordering = {
  // Ids in the learner's order, null for a place that no line was given.
  read(key, response) {
    if (response === null) return null;
    if (!Array.isArray(response)) throw new BadResponse("wrong-shape");
    const items = response.filter((one) => one !== null);
    idList(items, key.order);
    if (response.length > key.order.length) throw new BadResponse("too-long");
    return items.length ? response : null;
  },
  mark(key, answer) {
    const places = answer.map((id) => (id === null ? NaN : key.order.indexOf(id))); // NaN follows nothing
    const misplaced = key.order.filter((id, i) => answer[i] !== id);
    return [orderFraction(key, places, misplaced.length), misplaced];
  },
};

function orderFraction(key, places, misplaced) {
  const whole = key.order.length;
  if (key.rule === "relative") {
    let right = 0;
    places.forEach((first, i) => places.slice(i + 1).forEach((second) => (right += first < second)));
    return right / ((whole * (whole - 1)) / 2);
  }
  if (key.rule === "absolute") return (whole - misplaced) / whole;
  if (key.rule === "all-or-nothing") return misplaced === 0 ? 1 : 0;
  const follows = places.slice(1).map((place, i) => place === places[i] + 1);
  if (key.rule === "adjacent") return follows.filter(Boolean).length / (whole - 1);
  let run = 0;
  let longest = 0;
  for (const joined of follows) {
    run = joined ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest ? (longest + 1) / whole : 0;
}
