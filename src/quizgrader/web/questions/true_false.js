types["true-false"] = {
  read: (key, response) => (response === null ? null : anId(response, ["true", "false"])),
  mark: (key, answer) => [answer === key.answer ? 1 : 0, [answer]],
};
