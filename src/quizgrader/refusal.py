"""The errors that a user can mend: a task stops, and says in one line why and what to do."""

from __future__ import annotations


class Refusal(Exception):
    """A task cannot begin, or not end. The message is for the user; `code` is the exit code of the command."""

    code = 2
