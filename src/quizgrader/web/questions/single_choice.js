types["single-choice"] = {
  read: (key, response) => (response === null ? null : anId(response, Object.keys(key.credits))),
  mark: (key, answer) => [key.credits[answer], [answer]],
};
