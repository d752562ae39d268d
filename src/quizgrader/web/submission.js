// The one file that a learner hands in: quizgrader-submission/1, as told in submissions.py.

// `about` holds what is known beside the answers. What no file can hold is left out; the page tells of it.
function submission(assignment, learner, questions, about) {
  const answers = {};
  for (const question of questions) {
    if (question.entered !== null && !question.refusal) {
      answers[question.key] = { version: question.version, response: question.response };
    }
  }
  const signed = { assignment, learner, answers };
  return { format: "quizgrader-submission/1", assignment, learner, ...about, answers, receipt: receiptOf(signed) };
}

// A link that saves `content` as a file; it works from a folder, too.
function fileLink(content, name) {
  const link = make("a", "qg-file", name);
  link.href = URL.createObjectURL(new Blob([content], { type: "application/json" }));
  link.download = name;
  link.translate = false;
  return link;
}

const asText = (submitted) => `${JSON.stringify(submitted, null, 1)}\n`;

// Now, by the clock of this place: 2026-11-26T10:00:00+01:00.
function now() {
  const date = new Date();
  const ahead = -date.getTimezoneOffset();
  const two = (number) => String(Math.trunc(Math.abs(number))).padStart(2, "0");
  const local = new Date(date.getTime() + ahead * 60000).toISOString().slice(0, 19);
  return `${local}${ahead < 0 ? "-" : "+"}${two(ahead / 60)}:${two(ahead % 60)}`;
}

// A piece of a file's name made of what somebody typed: letters and digits of any script.
function fileWord(text) {
  const words = text.normalize("NFC").toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return [...words.join("-")].slice(0, 40).join("");
}
