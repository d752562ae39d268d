types["open-response"] = {
  state: "to-mark",
  read: (key, response) => (response === null || !folded(typedText(response)) ? null : response),
};
