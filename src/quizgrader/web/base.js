// The browser's grader: the twin of quizgrader/grading.py and quizgrader/questions/. It gives the same doubles, because
// it does the same operations in the same order; tests/conformance holds the two together.
// The files of this folder are joined into classic scripts (sphinxext/assets.py), which also run from a folder.

const types = {};

// A response that is no answer to the question: the code says why, and the page has the words for it.
class BadResponse extends Error {
  constructor(code, gap) {
    super(code);
    this.code = code;
    this.gap = gap; // of a text with gaps: the number of the one that it is about
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

function anId(response, known) {
  if (typeof response !== "string") throw new BadResponse("wrong-shape");
  if (!known.includes(response)) throw new BadResponse("unknown-id");
  return response;
}

function idList(response, known) {
  if (response === null) return null;
  if (!Array.isArray(response)) throw new BadResponse("wrong-shape");
  const ids = response.map((one) => anId(one, known));
  if (new Set(ids).size !== ids.length) throw new BadResponse("repeated-id");
  return ids;
}

// Python counts characters, JavaScript counts halves of them; so does this count characters.
function typedText(response, most = MOST_CHARACTERS) {
  if (typeof response !== "string") throw new BadResponse("wrong-shape");
  if (response.length > most && [...response].length > most) throw new BadResponse("too-long");
  if (/\p{Surrogate}/u.test(response)) throw new BadResponse("not-unicode");
  return response;
}

const SPACES = "\\t\\n\\v\\f\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff";
const AROUND = new RegExp(`^[${SPACES}]+|[${SPACES}]+$`, "g");
const RUN = new RegExp(`[${SPACES}]+`, "g");
const ONE = new RegExp(`[${SPACES}]`, "g");

const trimmed = (text) => text.replace(AROUND, "");
const folded = (text) => text.replace(RUN, " ").replace(/^ | $/g, "");
