types["single-choice"] = {
  read: (key, response) => (response === null ? null : anId(response, Object.keys(key.credits), "choice")),
  mark: (key, answer) => [key.credits[answer], [answer]],
};
