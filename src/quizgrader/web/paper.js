// On paper a field shows only as much of a long text as fits into it; so paper gets the text itself, beside its field.

addEventListener("beforeprint", () => {
  for (const area of document.querySelectorAll("[data-control] textarea")) {
    if (!area.nextElementSibling) area.after(make("span", "qg-printed"));
    put(area.nextElementSibling, area.value);
  }
});

// What is said to those who have no script.
for (const note of document.querySelectorAll(".qg-without-script")) note.remove();
