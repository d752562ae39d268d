"""The mistake that stops a book: a place and one sentence, which the builder reports as one line."""


class BookError(Exception):
    """`place` is `file:line` of the source, or the name of the setting that is wrong."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(f"{place}: {message}")
        self.place = place
        self.message = message
