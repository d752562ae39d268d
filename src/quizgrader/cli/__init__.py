"""The command `quizgrader`: one file a task. Each task reads, calls the modules that do the work, and prints what came of it.

Exit codes: 0 all is well; 1 problems were found, or something was not counted or written; 2 the command itself was wrong.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence

from quizgrader.cli import attempt, check, enter, grade, marking_sheet, regrade, schema
from quizgrader.refusal import Refusal

TASKS = (check, attempt, grade, marking_sheet, regrade, enter, schema)
"""What a task needs is imported when it runs, so that help is there at once."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    options = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what is half done is cleared away
    for stream in (sys.stdout, sys.stderr):  # a name that the terminal cannot show must not end the work
        stream.reconfigure(errors="backslashreplace")
    try:
        return options.run(options)
    except Refusal as error:
        print(f"quizgrader: {error}", file=sys.stderr)
        return error.code
    except ModuleNotFoundError as error:
        if (error.name or "quizgrader").partition(".")[0] in ("quizgrader", "authoring"):
            raise
        mend = "run `pip install '.[trainer]'` in the project's folder"
        print(
            f"quizgrader: this task needs the trainer's packages, and {error.name} is not there — {mend}",
            file=sys.stderr,
        )
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="quizgrader", description="Check exercises, hand them out, and mark answers.")
    tasks = parser.add_subparsers(metavar="TASK", required=True)
    for task in TASKS:
        task.add(tasks).set_defaults(run=task.run)
    return parser
