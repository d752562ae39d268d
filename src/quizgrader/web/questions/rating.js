types.rating = {
  state: "not-marked",
  read(key, response) {
    const places = Array.from({ length: key.steps }, (_, i) => String(i + 1));
    return response === null ? null : anId(response, places);
  },
};
