types["multiple-choice"] = {
  read: (key, response) => idList(response, key.options),
  mark(key, answer) {
    const feedback = key.options.map((id) => (answer.includes(id) ? id : `${id}:left`));
    const right = answer.filter((id) => key.right.includes(id)).length;
    const wrong = answer.length - right;
    const whole = key.right.length;
    let fraction;
    if (key.rule === "each-option") {
      fraction = (key.options.length - wrong - (whole - right)) / key.options.length;
    } else if (key.rule === "all-or-nothing" || !whole) {
      fraction = wrong === 0 && right === whole ? 1 : 0;
    } else {
      fraction = Math.max(0, right - wrong) / whole;
    }
    return [fraction, feedback];
  },
};
