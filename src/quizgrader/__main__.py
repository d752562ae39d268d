"""`python -m quizgrader` is the command `quizgrader`."""

import sys

from quizgrader.cli import main

if __name__ == "__main__":  # the processes that read many files load this module again
    sys.exit(main())
