"""`python -m casebook check`: every problem in facts, sources, frameworks, pages and exercises, in one run; exit code 1 if any.

`python -m casebook schema` prints the JSON Schema of a facts.yaml, for editors.
"""

import json
import sys
from pathlib import Path

from authoring import report
from casebook.check import check
from casebook.model import Case
from languages.words import counted

if sys.argv[1:] == ["schema"]:
    print(json.dumps(Case.model_json_schema(), indent=1, ensure_ascii=False))
    sys.exit()
if sys.argv[1:] != ["check"]:
    print("usage: python -m casebook check|schema   (in the project's top folder)", file=sys.stderr)
    sys.exit(2)
found = check(Path.cwd())
if found.problems:
    print(report(found.problems))
    sys.exit(1)
numbers = {"claim": len(found.library.claims), "source": len(found.library.sources), "page": found.pages}
read = ", ".join(counted(number, noun) for noun, number in {**numbers, "exercise": found.exercises}.items())
print(f"{read}: nothing wrong")
if found.excuses:
    reasons = ", ".join(f"{reason} ({count})" for reason, count in sorted(found.excuses.items()))
    print(f"{found.excuses.total()} passages need no source: {reasons}")
