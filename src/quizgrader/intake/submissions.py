"""The file that a learner hands in: its format, the reading of it, and the receipt that tells whether it was changed since.

Nothing in it is trusted but the responses: points, key and rules come from the trainer's side. What becomes of a response
is decided in `grading`; whether a submission counts, in `gradebook`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from hashlib import sha256
from typing import Annotated

import msgspec
from msgspec import Meta, Raw, Struct

from authoring.problems import visible
from quizgrader.intake.pasted import no_number, pasted
from quizgrader.intake.strangers import ASK, ASK_AGAIN, MARK, NotCounted, no_answers, text_of

FORMAT = f"{MARK}1"
MOST_BYTES = 2_000_000


class Learner(Struct, frozen=True):
    """Who answered, as they say themselves."""

    id: Annotated[str, Meta(description="What they are known by, such as a staff number.")] = ""
    name: Annotated[str, Meta(description="Their name.")] = ""


class Answer(Struct):
    """One response, with the version of the question that it was given to."""

    version: Annotated[int, Meta(ge=1, le=10**9, description="The question's version when it was answered.")]
    response: Annotated[
        Raw, Meta(description="The response, in the form of the question's type; null where there is none.")
    ]


class Submission(Struct):
    """What one learner hands in. Unknown fields are passed over; times, attempt and receipt are a courtesy."""

    format: Annotated[str, Meta(description="Always `quizgrader-submission/1`.")]
    answers: Annotated[dict[str, Raw], Meta(description="The answers, by `exercise-id/question-id`.")]
    assignment: Annotated[str | None, Meta(description="The assignment's id; null from an exercise's own page.")] = None
    learner: Annotated[Learner, Meta(description="Who answered.")] = Learner()
    attempt: Annotated[int, Meta(ge=1, le=10**6)] | None = None
    started: Annotated[str | None, Meta(description="When the first answer was given, ISO 8601.")] = None
    saved: Annotated[str | None, Meta(description="When the file was saved, ISO 8601.")] = None
    receipt: Annotated[str | None, Meta(description="Twelve characters made from the content.")] = None


def schema() -> dict:
    """The JSON Schema of a submission."""
    _, parts = msgspec.json.schema_components([Submission, Answer], ref_template="#/$defs/{name}")
    whole = parts.pop("Submission")
    whole["properties"]["format"]["const"] = FORMAT
    # Read as raw JSON, so that one bad answer stops no other; what each should be is an Answer.
    whole["properties"]["answers"]["additionalProperties"] = {"$ref": "#/$defs/Answer"}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **whole, "$defs": parts}


_decode = msgspec.json.Decoder(Submission).decode
_decode_answer = msgspec.json.Decoder(Answer).decode


def decode_answer(raw: bytes) -> Answer:
    """One answer of a submission. Raises msgspec.MsgspecError or ValueError where it is none."""
    try:
        return _decode_answer(raw)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:  # half a character, which the fast decoder does not read
        answer = json.loads(raw)
        if not isinstance(answer, dict) or "response" not in answer:
            raise
        return msgspec.convert({**answer, "response": Raw(json.dumps(answer["response"]).encode())}, Answer)


def read(data: bytes) -> Submission:
    """The submission in `data`, the bytes of a file. Raises NotCounted for whatever is none."""
    try:
        submission = _decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        submission = _read_patiently(data)
    if submission.format != FORMAT:
        raise _foreign(submission.format)
    return submission


def _read_patiently(data: bytes) -> Submission:
    """Read what the fast decoder refuses: other encodings, half a character, other words around it; or tell what is wrong."""
    text = text_of(data)
    try:
        value = json.loads(text, parse_constant=no_number)
    except json.JSONDecodeError as error:
        if _breaks_off(text):  # asked first: nothing is to be found in it, and many files are so
            place = f"line {error.lineno}, column {error.colno}"
            raise NotCounted("cut-short", f"it breaks off in the middle ({place})", "ask for it again") from None
        value = pasted(text)
        if value is None:
            raise _broken(text, error) from None
    except (RecursionError, ValueError):
        reason = "it is not as the page wrote it: nested too deep, or with a number that is none"
        raise NotCounted("not-json", reason, ASK_AGAIN) from None
    if not isinstance(value, dict) or not str(value.get("format")).startswith("quizgrader-"):
        raise _foreign(None)
    if value["format"] != FORMAT:
        raise _foreign(value["format"])
    value = {key: whole(said) for key, said in value.items()}
    if isinstance(value.get("answers"), dict):
        value["answers"] = {whole(key): Raw(json.dumps(answer).encode()) for key, answer in value["answers"].items()}
    if isinstance(value.get("learner"), dict):
        value["learner"] = {key: whole(said) for key, said in value["learner"].items()}
    try:
        return msgspec.convert(value, Submission)
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        reason = f"a part of it is not as the page writes it ({visible(str(error), 120)})"
        raise NotCounted("malformed", reason, ASK_AGAIN) from None


_HALF = re.compile("[\ud800-\udfff]")


def whole(text: object) -> object:
    """`text` with the sign for what cannot be read in place of half a character; what is no text is left as it is."""
    return _HALF.sub("\ufffd", text) if isinstance(text, str) else text


def _breaks_off(text: str) -> bool:
    """Whether it is JSON as far as it goes."""
    try:
        msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        return text.lstrip().startswith("{") and "truncated" in str(error)
    return False


def _broken(text: str, error: json.JSONDecodeError) -> NotCounted:
    """Why a text cannot be read, also after all that mails do to it was taken back."""
    begins = text.lstrip().startswith("{")
    if not begins and MARK not in text:
        return no_answers(text)
    where = f" at line {error.lineno}, column {error.colno}" if begins else ""
    return NotCounted("not-json", f"its text was changed on the way, and cannot be read{where}", ASK_AGAIN)


def _foreign(name: object) -> NotCounted:
    if not isinstance(name, str) or not name.startswith("quizgrader-"):
        return NotCounted("other-format", "it is a file of another program, without answers", ASK)
    mend = "use the quizgrader that fits the page, or have it saved again from today's page"
    return NotCounted("other-version", f"its format is `{visible(name)}`, not `{FORMAT}`", mend)


# -- the receipt: 60 bits of a SHA-256, so that a changed file is noticed; it cannot prove who wrote it


_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def canonical(response: object) -> str:
    """`response` as JSON without blanks, as a browser's `JSON.stringify` writes it."""
    text = _compact(response)
    return text if text.isascii() else _HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


def opening(assignment: str | None, learner: Learner) -> bytes:
    """What a receipt begins with: whose it is, and for what."""
    return f"{assignment or ''}\n{learner.id}\n{learner.name}\n".encode()


def line(key: str, version: int, response: str) -> bytes:
    """One answer's line of the receipt, from its canonical response."""
    return f"{key}\t{version}\t{response}\n".encode()


def answer_line(key: str, raw: bytes) -> bytes:
    """One answer's line of the receipt, from its raw JSON; nothing where that is no answer."""
    try:
        answer = decode_answer(raw)
        return line(key, answer.version, canonical(json.loads(bytes(answer.response))))
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return b""


def digest(start: bytes, lines: Iterable[bytes]) -> int:
    """The receipt as a number. The lines stand in the order of their keys. The browser's twin is `web/receipt.js`."""
    return int.from_bytes(sha256(start + b"".join(lines)).digest()[:8], "big") >> 4


_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: none that is taken for another
_DIGITS = str.maketrans(_LETTERS + "OIL", "0123456789abcdefghijklmnopqrstuv" + "011", "- \t")


def receipt_number(text: str) -> int | None:
    """The number that `text` spells, however it was typed; None where it is no receipt."""
    letters = text.upper().translate(_DIGITS)
    try:
        return int(letters, 32) if len(letters) == 12 and letters.isascii() and letters == letters.lower() else None
    except ValueError:
        return None
