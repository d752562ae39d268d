// The browser's grader: the twin of quizgrader/grading.py and quizgrader/questions/. It gives the same doubles, because
// it does the same operations in the same order; tests/conformance holds the two together.
// The files of this folder are joined into one classic script, which also runs from a folder without a server.

const types = {};

class BadResponse extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

const MOST_CHARACTERS = 10000;

// The mark of a response: {state, fraction, feedback}. Throws BadResponse for what is no answer to the question.
function grade(question, response) {
  const type = types[question.type];
  const answer = type.read(question.key, response === undefined ? null : response);
  if (answer === null) return { state: "unanswered", fraction: null, feedback: [] };
  if (type.state) return { state: type.state, fraction: null, feedback: [] };
  const [fraction, feedback] = type.mark(question.key, answer);
  return { state: "marked", fraction, feedback };
}

function anId(response, known, what) {
  if (typeof response !== "string") throw new BadResponse("wrong-shape", `a ${what} is named by its id, as text`);
  if (!known.includes(response)) throw new BadResponse("unknown-id", `there is no ${what} of this id`);
  return response;
}

function idList(response, known, what) {
  if (response === null) return null;
  if (!Array.isArray(response)) throw new BadResponse("wrong-shape", `the answer is a list of ${what}s`);
  const ids = response.map((one) => anId(one, known, what));
  if (new Set(ids).size !== ids.length) throw new BadResponse("repeated-id", `a ${what} is named twice`);
  return ids;
}

// Python counts characters, JavaScript counts halves of them; so does this count characters.
function typedText(response, most = MOST_CHARACTERS) {
  if (typeof response !== "string") throw new BadResponse("wrong-shape", "a typed answer is text");
  if (response.length > most && [...response].length > most) {
    throw new BadResponse("too-long", `more than ${most} characters`);
  }
  if (/\p{Surrogate}/u.test(response)) throw new BadResponse("not-unicode", "half of a character (a lone surrogate)");
  return response;
}

const SPACES = "\\t\\n\\v\\f\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff";
const AROUND = new RegExp(`^[${SPACES}]+|[${SPACES}]+$`, "g");
const RUN = new RegExp(`[${SPACES}]+`, "g");
const ONE = new RegExp(`[${SPACES}]`, "g");

const trimmed = (text) => text.replace(AROUND, "");
const folded = (text) => text.replace(RUN, " ").replace(/^ | $/g, "");
