"use strict";
// The marking desk: shows one answer after the other beside its rubric, keeps the marks, and saves them as a marking sheet.

const { assignment, rubrics, answers } = JSON.parse(document.getElementById("data").textContent);
const get = (id) => document.getElementById(id);
const KEPT = `quizgrader-desk:${assignment}`;
const most = Math.max(...Object.values(rubrics));

let marks = {}; // by answer: the points of each criterion (null where none are given yet), and a comment
let changed = {}; // those of them that the browser has not kept yet
let place = 0;

const formOf = (item) => document.querySelector(`form[data-item="${CSS.escape(item)}"]`);
const form = () => formOf(answers[place].item);
const isMarked = (each) => Boolean(markOf(each)) && !markOf(each).points.includes(null);
const total = (points) => points.reduce((sum, each) => sum + Number(each ?? 0), 0);

// The mark of an answer; undefined where there is none, or what was kept is no mark by this rubric.
function markOf({ answer, item }) {
  const { points, comment } = marks[answer] ?? {};
  const fits = Array.isArray(points) && points.length === rubrics[item] && typeof comment === "string";
  return fits ? marks[answer] : undefined;
}

function show(where) {
  place = Math.min(Math.max(where, 0), answers.length - 1);
  const { item, text, learners } = answers[place];
  get("place").textContent = `Answer ${place + 1} of ${answers.length}`;
  get("learners").textContent = `From: ${learners}`;
  get("text").textContent = text;
  for (const part of document.querySelectorAll("[data-item]")) part.hidden = part.dataset.item !== item;
  const mark = markOf(answers[place]) ?? { points: Array(rubrics[item]).fill(null), comment: "" };
  form().querySelectorAll("fieldset").forEach((criterion, i) => {
    for (const radio of criterion.querySelectorAll("input")) radio.checked = radio.value === mark.points[i];
  });
  form().querySelector("textarea").value = mark.comment;
  get("jump").value = String(place);
  tell();
  offerComments();
}

function go(where) {
  show(where);
  get("place").focus();
}

// The next answer after this one that is not marked; this one where there is none.
function nextOpen() {
  const ahead = answers.map((_, i) => (place + 1 + i) % answers.length);
  const open = ahead.find((i) => !isMarked(answers[i]));
  go(open ?? place);
}

function take() {
  const points = [...form().querySelectorAll("fieldset")].map((each) => each.querySelector(":checked")?.value ?? null);
  const comment = form().querySelector("textarea").value;
  const blank = points.every((each) => each === null) && !comment;
  changed[answers[place].answer] = blank ? undefined : { points, comment };
  keep();
  tell();
}

function tell() {
  const done = answers.filter(isMarked).length;
  get("progress").textContent = `${done} of ${answers.length} marked`;
  const mark = markOf(answers[place]);
  form().querySelector(".sum").textContent = mark ? `${total(mark.points)} points` : "";
  answers.forEach((each, i) => {
    get("jump").options[i].textContent = `${i + 1}${isMarked(each) ? " ✓" : ""}`;
  });
}

// The comments given to other answers of the same question, the most used first.
function offerComments() {
  const times = new Map();
  for (const each of answers) {
    const comment = each.item === answers[place].item && each !== answers[place] && markOf(each)?.comment.trim();
    if (comment) times.set(comment, (times.get(comment) ?? 0) + 1);
  }
  const box = form().querySelector(".reuse");
  box.querySelectorAll("button").forEach((button) => button.remove());
  for (const [comment] of [...times].sort((a, b) => b[1] - a[1]).slice(0, 8)) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = comment;
    button.addEventListener("click", () => {
      const area = form().querySelector("textarea");
      area.value = [area.value.trim(), comment].filter(Boolean).join(" ");
      take();
      area.focus();
    });
    box.append(button);
  }
  box.hidden = times.size === 0;
}

// -- keeping

// The browser keeps the marks of all answers of the assignment. A desk holds some of them, and may be open twice: so it
// reads what is kept before it writes, and lays over it only what was changed here.
function keep() {
  readMarks();
  try {
    localStorage.setItem(KEPT, JSON.stringify({ marker: get("marker").value, marks }));
    changed = {};
    get("unkept").hidden = true;
  } catch {
    get("unkept").textContent = "This browser does not keep your marks. Save them as a file before you close this page.";
    get("unkept").hidden = false;
  }
}

function readMarks() {
  marks = { ...kept().marks, ...changed };
}

// What the browser keeps; what cannot be read of it counts as nothing.
function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

function bringBack() {
  const { marker } = kept();
  if (typeof marker === "string") get("marker").value = marker;
  readMarks();
}

// -- the sheet

// What a spreadsheet would run gets an apostrophe before it, just as `spreadsheets.py` does it.
const guarded = (text) => text.replace(/(^|[;\t\r\n])('* *[=+\-@＝＋－＠])/g, "$1'$2");
const unguarded = (text) => text.replace(/(^|[;\t\r\n])'('* *[=+\-@＝＋－＠])/g, "$1$2");
const cell = (value) => `"${String(value).replaceAll('"', '""')}"`;

function sheet() {
  const numbers = Array.from({ length: most }, (_, i) => i + 1);
  const rows = answers.filter(isMarked).map(({ answer, item, version, text }) => {
    const { points, comment } = markOf({ answer, item });
    const wide = numbers.map((_, i) => (i < points.length ? points[i] : "–"));
    return [answer, item, version, guarded(text), ...wide, guarded(comment), guarded(get("marker").value.trim())];
  });
  const head = ["answer", "item", "version", "text", ...numbers, "comment", "marker"];
  return "\ufeff" + [head, ...rows].map((row) => row.map(cell).join(",") + "\r\n").join("");
}

function save() {
  const marker = get("marker").value.trim();
  if (!marker) {
    get("said").textContent = "Write your name as marker first.";
    get("marker").focus();
    return;
  }
  const name = `marks-${assignment}-${marker.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-")}.csv`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([sheet()], { type: "text/csv" }));
  link.download = name;
  link.click();
  const left = answers.filter((each) => !isMarked(each)).length;
  get("said").textContent = `Saved as ${name}.` + (left ? ` Not in it: ${left} that you have not marked.` : "");
}

// The cells of a sheet, parted by what its first line has most of; quoted ones may hold that too, and line ends.
function cells(text) {
  const rows = [[]];
  const times = (mark) => text.split("\n")[0].split(mark).length;
  const by = [",", ";", "\t"].reduce((most, mark) => (times(mark) > times(most) ? mark : most));
  const found = text.matchAll(new RegExp(`("(?:[^"]|"")*"|[^${by}\r\n]*)(${by}|\r?\n|$)`, "g"));
  for (const [whole, value, end] of found) {
    if (!whole) break;
    rows.at(-1).push(unguarded(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value));
    if (end.endsWith("\n")) rows.push([]);
  }
  return rows.filter((row) => row.length);
}

// The points of a row as they can be chosen here: null where none are given, or others.
function chosen(item, row) {
  return [...formOf(item).querySelectorAll("fieldset")].map((criterion, i) => {
    const given = (row[i + 1] ?? "").trim().replace(",", ".");
    const offered = [...criterion.querySelectorAll("input")].map(({ value }) => value);
    return (given && offered.find((value) => Number(value) === Number(given))) || null;
  });
}

async function load(file) {
  const [head, ...rows] = cells(await file.text());
  get("load").value = ""; // or to choose the same file again, after it was changed, would do nothing
  const items = Object.fromEntries(answers.map(({ answer, item }) => [answer, item]));
  let taken = 0;
  let other = 0;
  for (const row of rows) {
    const named = Object.fromEntries(head.map((name, i) => [name, row[i] ?? ""]));
    if (!(named.answer in items)) continue;
    const points = chosen(items[named.answer], named);
    changed[named.answer] = { points, comment: named.comment ?? "" };
    other += points.some((each, i) => each === null && (named[i + 1] ?? "").trim());
    if (named.marker) get("marker").value = named.marker;
    taken += 1;
  }
  keep();
  show(place);
  const open = other ? ` ${other} of them with points that cannot be chosen here: choose others, or go on in the sheet.` : "";
  get("said").textContent = `${taken} ${taken === 1 ? "mark" : "marks"} taken from ${file.name}.${open}`;
}

// -- beginning

answers.forEach((_, i) => get("jump").append(new Option(String(i + 1), String(i))));
bringBack();
get("jump").addEventListener("change", () => show(Number(get("jump").value)));
get("back").addEventListener("click", () => go(place - 1));
get("next").addEventListener("click", () => go(place + 1));
get("open").addEventListener("click", nextOpen);
get("save").addEventListener("click", save);
get("marker").addEventListener("input", keep);
get("load").addEventListener("change", () => get("load").files[0] && load(get("load").files[0]));
get("clear").addEventListener("click", () => {
  if (!confirm("Clear all your marks of this assignment from this browser, also those of its other desks? Files that you have saved stay.")) return;
  try {
    localStorage.removeItem(KEPT);
  } catch {
    // it has kept none
  }
  changed = {};
  readMarks();
  show(place);
  get("said").textContent = "Cleared.";
});
for (const each of document.querySelectorAll("form.rubric")) {
  each.addEventListener("input", take);
  each.addEventListener("submit", (event) => {
    event.preventDefault();
    take();
    nextOpen();
  });
}
addEventListener("storage", ({ key }) => {
  if (key !== KEPT && key !== null) return; // null: all was cleared
  bringBack();
  show(place);
});
addEventListener("beforeunload", (event) => {
  if (!get("unkept").hidden) event.preventDefault();
});
if (answers.length) show(Math.max(0, answers.findIndex((each) => !isMarked(each))));
