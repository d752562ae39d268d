"""`python -m course check`: every problem in the course and its exercises as a whole; exit code 1 if any."""

import sys
from pathlib import Path

from authoring import report
from course.check import check

if sys.argv[1:] != ["check"]:
    print("usage: python -m course check   (in the project's top folder)", file=sys.stderr)
    sys.exit(2)
problems, course, bank = check(Path.cwd())
if problems:
    print(report(problems))
    sys.exit(1)
levels = bank.levels()
print(
    f"{len(course.modules)} modules, {len(course.objectives)} objectives, {len(bank.questions)} questions "
    f"({', '.join(f'{number} {level}' for level, number in levels.most_common())}): nothing wrong"
)
