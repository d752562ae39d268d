"""What is often sent in place of the answers, told in a trainer's words, with what to do about it."""

from __future__ import annotations

import re


class NotCounted(Exception):
    """Something handed in that is not counted: a stable `code`, the reason for a person, and what to do about it."""

    def __init__(self, code: str, reason: str, mend: str):
        super().__init__(reason)
        self.code, self.reason, self.mend = code, reason, mend


ASK = "ask for the file that the page saves; it ends in .json"
ASK_AGAIN = "ask for the file as the page saved it, or for all of the text that the page shows where no file comes"
_NAME_IT = "name it in the command by itself, beside the inbox, if it holds answers; else take it out"
_UNPACK = "unpack it, and put the files into the inbox"
_TAKE_OUT = "open it, and put the file that came with it into the inbox, or all of its text as a text file"

_OLE = b"\xd0\xcf\x11\xe0"
_KINDS = {
    b"%PDF": ("a PDF", ASK),
    b"{\\rtf": ("a document of an office program", ASK_AGAIN),
    b"\x89PNG": ("a picture", ASK),
    b"\xff\xd8\xff": ("a picture", ASK),
    b"7z\xbc\xaf\x27\x1c": ("an archive (7z)", _UNPACK),
    b"Rar!": ("an archive (RAR)", _UNPACK),
    b"\x1f\x8b": ("an archive (gzip)", _UNPACK),
    b"PAR1": ("a table", _NAME_IT),
}
"""What a file is that begins with these bytes, and what to do."""


def text_of(data: bytes) -> str:
    """The text in `data`: UTF-8 or UTF-16, or answers as old programs of Windows save them. Raises NotCounted."""
    if kind := _kind(data):
        what, mend = kind
        raise NotCounted("not-text", f"it is {what}", mend)
    if not data.strip(b"\0 \t\r\n"):
        raise NotCounted("empty", "the file is empty", "ask for it again")
    encoding = "utf-8-sig"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\0" in data[:2]:
        encoding = "utf-16-be" if data[0] == 0 else "utf-16-le"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if MARK.encode() in data:
            return data.decode("cp1252", "replace")  # where that is wrong, the receipt does not fit
        raise NotCounted("not-text", "it is no text", ASK) from None


def _kind(data: bytes) -> tuple[str, str] | None:
    if data.startswith(_OLE):
        mail = "__substg1.0_".encode("utf-16-le") in data
        return ("a mail as Outlook saves it", _TAKE_OUT) if mail else ("a document of an office program", ASK)
    if data.startswith(b"PK\x03\x04"):
        if b"xl/workbook" in data or b"opendocument.spreadsheet" in data[:200]:
            return "a spreadsheet", _NAME_IT
        office = b"[Content_Types].xml" in data or b"mimetypeapplication/vnd." in data[:200]
        return (
            ("a document of an office program", ASK)
            if office
            else ("a zip of another name", "let its name end in .zip")
        )
    return next((kind for start, kind in _KINDS.items() if data.startswith(start)), None)


MARK = "quizgrader-submission/"
"""What stands in every text that holds answers."""

_MAIL = re.compile(
    r"(?:From|To|Subject|Date|Received|Return-Path|Delivered-To|MIME-Version|X-[\w-]+): \S", re.IGNORECASE
)
_TABLES = (
    ({"learner", "item", "response"}, "a table of answers", "name it in the command by itself, beside the inbox"),
    ({"answer", "item", "version"}, "a marking sheet", "name it in the command behind --marks"),
    ({"id", "name"}, "a list of people", "name it in the command behind --roster"),
)
"""What a table with these columns is, among others, and what to do."""


def no_answers(text: str) -> NotCounted:
    """What a text is in which no answers are, not even damaged ones."""
    if _MAIL.match(text):
        return NotCounted("not-json", "it is a mail", _TAKE_OUT)
    columns = {cell.strip(' "').casefold() for cell in re.split("[,;\t]", text[:1000].partition("\n")[0].rstrip())}
    for needed, kind, mend in _TABLES:
        if needed <= columns:
            return NotCounted("not-json", f"it is {kind}", mend)
    what = "a web page, or a mail saved as one" if "<html" in text[:1000].lower() else "text, but holds no answers"
    return NotCounted("not-json", f"it is {what}", ASK_AGAIN)
