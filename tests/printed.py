"""A PDF as it is laid out: where its text stands on each page, and what is wrong with that. Lengths are in points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pikepdf
import pypdfium2

SPACE = 5.5  # a blank at a line's end hangs over the edge
Box = tuple[float, float, float, float]  # left, bottom, right, top


def things(pdf: pikepdf.Pdf, key: str, value: str) -> list[pikepdf.Dictionary]:
    """The dictionaries of a PDF that are of a kind: `things(pdf, "/Type", "/StructElem")`."""
    return [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get(key) == value]


@dataclass(frozen=True)
class Heading:
    """An entry of the outline: its words, its page (from 0), the left edge and the top of its text."""

    title: str
    page: int
    left: float
    top: float


class Layout:
    """What stands where in a PDF."""

    def __init__(self, path: Path) -> None:
        self.document = pypdfium2.PdfDocument(path)
        self.width, self.height = self.document[0].get_size()
        self.texts = [page.get_textpage() for page in self.document]
        self.boxes = [[text.get_rect(i) for i in range(text.count_rects())] for text in self.texts]

    def __len__(self) -> int:
        return len(self.texts)

    def words(self, page: int, box: Box | None = None) -> str:
        """The text of a page, or of a part of it, without blanks."""
        return "".join(self.texts[page].get_text_bounded(*(box or ())).replace("\ufffe", "").split())

    @cached_property
    def headings(self) -> list[Heading]:
        found = []
        for entry in self.document.get_toc(max_depth=10):
            place = entry.get_dest()
            left, top, *_zoom = place.get_view()[1]
            found.append(Heading(entry.get_title(), place.get_index(), left, top))
        return found

    def outside(self, margin: float) -> Iterator[str]:
        """Text that stands further out than `margin` from the left or right edge of its page."""
        for page, boxes in enumerate(self.boxes):
            for box in boxes:
                if box[0] < margin - 1 or box[2] > self.width - margin + SPACE:
                    yield f"page {page + 1}: {self.words(page, box)}"

    def overlapping(self) -> Iterator[str]:
        """Text that stands upon other text, as in a cell that is too narrow for it."""
        for page, boxes in enumerate(self.boxes):
            rising = sorted(boxes, key=lambda box: box[1])
            for i, one in enumerate(rising):
                for other in rising[i + 1 :]:
                    if other[1] >= one[3]:
                        break
                    wide = min(one[2], other[2]) - max(one[0], other[0])
                    high = min(one[3], other[3]) - other[1]
                    if wide > SPACE and high > max(3, 0.5 * min(one[3] - one[1], other[3] - other[1])):
                        yield f"page {page + 1}: {self.words(page, one)} / {self.words(page, other)}"

    def left_alone(self, foot: float) -> Iterator[str]:
        """Headings with nothing below them on their page; what stands lower than `foot` is the page's number."""
        for heading in self.headings:
            below = (heading.left - 2, foot, heading.left + 160, heading.top + 2)
            title = "".join(heading.title.split())
            if len(self.words(heading.page, below)) <= len(title):
                yield f"page {heading.page + 1}: {heading.title}"
