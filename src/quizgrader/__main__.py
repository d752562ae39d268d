"""`python -m quizgrader` is the command `quizgrader`."""

import sys

from quizgrader.cli import main

sys.exit(main())
