"""`python -m casebook check`: every problem in the facts, sources and frameworks, in one run; exit code 1 if any."""

import sys
from pathlib import Path

from authoring import report
from casebook.library import read_library

if sys.argv[1:] != ["check"]:
    sys.exit("usage: python -m casebook check   (in the project's top folder)")
library = read_library(Path.cwd())
if library.problems:
    print(report(library.problems))
    sys.exit(1)
print(f"{len(library.claims)} claims, {len(library.sources)} sources: nothing wrong")
