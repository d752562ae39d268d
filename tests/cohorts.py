"""Makes cohorts as a trainer gets them: learners of differing ability, questions of differing difficulty, and a messy inbox.

The chance of a right answer follows the two-parameter logistic model: 1 ÷ (1 + exp(−a·(θ − b))), with θ the learner's
ability, b the question's difficulty and a how well it tells learners apart. The same seed makes the same cohort.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import msgspec
from receipts import receipt
from responses import right_response

from quizgrader.bank.assignments import Item, Target
from quizgrader.intake.submissions import FORMAT, Learner
from quizgrader.questions import Control, Entry, Essay, Gaps, Order, Pair, Pick

FIRST = [
    "Ada",
    "Amina",
    "Björn",
    "Chloé",
    "Dmitri",
    "Élodie",
    "Fatima",
    "Grace",
    "Hiro",
    "İpek",
    "Jürgen",
    "Kwame",
    "Lan",
    "Łukasz",
    "Mónica",
    "Noor",
    "Omar",
    "Priya",
]
LAST = [
    "Adeyemi",
    "Brown",
    "Çelik",
    "Díaz",
    "Eriksen",
    "Fischer",
    "García",
    "Hansen",
    "Ito",
    "Jensen",
    "Kim",
    "Lopez",
    "Müller",
    "Nguyen",
    "O'Neill",
    "Patel",
]
SAID = (
    "We are sorry that you had to wait for {n} hours.",
    "The next message comes at {n} o'clock, even without news.",
    "Nobody can say yet when this ends.",
    "You will get your money back within {n} days.",
    "This was our decision, and we got it wrong.",
    "Due to adverse weather some customers experienced delays.",
    "Please call us at any time; {n} people answer.",
)
DUE = datetime(2026, 12, 7, 16, tzinfo=UTC)
WRONG = 40  # different wrong responses to a question


@dataclass
class Cohort:
    """What was written, so that a test knows what must come out."""

    learners: int = 0
    files: int = 0
    abilities: dict[str, float] = field(default_factory=dict)
    odd: Counter[str] = field(default_factory=Counter)
    """How many files of each code are not to be counted."""
    late: int = 0
    copied: list[tuple[str, str]] = field(default_factory=list)
    """Who copied from whom."""


def write(
    folder: Path,
    target: Target,
    learners: int,
    seed: int = 1,
    blank: float = 0.04,
    odd: float = 0.06,
    copied: float = 0.02,
) -> Cohort:
    """Write the files of a cohort into `folder`, a thousand to a sub-folder.

    `blank` is the chance that a question is left out, `odd` that a learner's file comes with trouble (see `_TROUBLE`), and
    `copied` that a learner takes over somebody else's answers.
    """
    cohort, random = Cohort(learners), Random(seed)
    earlier: list[tuple[str, dict]] = []
    for number, (learner, ability, answers) in enumerate(people(target, learners, seed, blank)):
        if earlier and random.random() < copied:
            source, answers = random.choice(earlier)
            cohort.copied.append((learner.id, source))
        earlier = [*earlier[-50:], (learner.id, answers)]
        cohort.abilities[learner.id] = ability
        place = folder / f"{number // 1000:04d}"
        if number % 1000 == 0:
            place.mkdir(parents=True, exist_ok=True)
        saved = DUE - timedelta(minutes=random.randint(1, 7 * 24 * 60))
        data = content(target, learner, answers, saved)
        file = place / f"{target.assignment.id}-{learner.id}.json"
        if random.random() < odd:
            cohort.files += random.choice(_TROUBLE)(file, data, cohort)
        else:
            file.write_bytes(data)
            cohort.files += 1
    return cohort


def people(target: Target, learners: int, seed: int = 1, blank: float = 0.04) -> Iterator[tuple[Learner, float, dict]]:
    """Learners with their ability and their responses by item."""
    random = Random(seed)
    items = [
        (item, random.gauss(0, 1), random.uniform(0.6, 1.8), right_response(item.question)) for item in target.items
    ]
    free = {item.key for item in target.items if isinstance(item.question.control(), Essay)}
    wrong = {item.key: [wrong_response(item.question.control(), random) for _ in range(WRONG)] for item in target.items}
    for number in range(learners):
        ability = random.gauss(0, 1)
        answers = {}
        for item, difficulty, tells_apart, right in items:
            if random.random() < blank:
                continue
            if item.key in free:
                answers[item.key] = essay(random)
            elif random.random() < 1 / (1 + math.exp(-tells_apart * (ability - difficulty))):
                answers[item.key] = right
            else:
                answers[item.key] = wrong[item.key][int(random.random() * WRONG)]
        name = f"{random.choice(FIRST)} {random.choice(LAST)}"
        yield Learner(f"e{number:06d}", name), ability, answers


def essay(random: Random) -> str:
    """A few sentences, which hardly anybody else writes just so."""
    said = [each.format(n=random.randint(2, 60)) for each in random.sample(SAID, random.randint(2, 4))]
    return " ".join([*said, f"Your case has the number {random.randint(1, 10_000_000)}."])


def wrong_response(control: Control, random: Random) -> object:
    """Some well-formed response, right by chance at most."""
    if isinstance(control, Pick):
        ids = [option.id for option in control.options]
        return [name for name in ids if random.random() < 0.5] if control.many else random.choice(ids)
    if isinstance(control, Pair):
        return {stem.id: random.choice(control.options).id for stem in control.stems}
    if isinstance(control, Order):
        return random.sample([option.id for option in control.options], len(control.options))
    if isinstance(control, Gaps):
        return {gap.id: wrong_response(gap.control, random) for gap in control.gaps}
    if isinstance(control, Entry):
        return (
            str(random.randint(0, 500)) if control.number else random.choice(["about", "soon", "some", "more or less"])
        )
    return essay(random)


def content(target: Target, learner: Learner, answers: dict[str, object], saved: datetime, attempt: int = 1) -> bytes:
    """The file that the page saves."""
    versions = {item.key: item.question.version for item in target.items}
    signed = {key: (versions[key], response) for key, response in answers.items()}
    whole = {
        "format": FORMAT,
        "assignment": target.name,
        "learner": {"id": learner.id, "name": learner.name},
        "attempt": attempt,
        "started": (saved - timedelta(minutes=40)).isoformat(),
        "saved": saved.isoformat(),
        "answers": {key: {"version": version, "response": response} for key, (version, response) in signed.items()},
        "receipt": receipt(target.name, learner, signed),
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"


# -- trouble: each writes a file, or some, and says what is to become of them; returns how many


def _doubled(file: Path, data: bytes, cohort: Cohort) -> int:
    file.write_bytes(data)
    file.with_stem(file.stem + " (1)").write_bytes(data)
    cohort.odd["duplicate"] += 1
    return 2


def _cut_short(file: Path, data: bytes, cohort: Cohort) -> int:
    file.write_bytes(data[: len(data) // 2])
    cohort.odd["cut-short"] += 1
    return 1


def _late(file: Path, data: bytes, cohort: Cohort) -> int:
    whole = json.loads(data)
    whole["saved"] = (DUE + timedelta(hours=30)).isoformat()
    cohort.late += 1
    file.write_bytes(json.dumps(whole).encode())
    return 1


def _a_pdf(file: Path, data: bytes, cohort: Cohort) -> int:
    file.with_suffix(".pdf").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    cohort.odd["not-text"] += 1
    return 1


def _utf_16(file: Path, data: bytes, cohort: Cohort) -> int:
    file.write_bytes(data.decode().replace("\n", "\r\n").encode("utf-16"))
    return 1


def _another_course(file: Path, data: bytes, cohort: Cohort) -> int:
    whole = {**json.loads(data), "assignment": "another-course"}
    file.write_bytes(json.dumps(whole).encode())
    cohort.odd["other-assignment"] += 1
    return 1


_TROUBLE = (_doubled, _cut_short, _late, _a_pdf, _utf_16, _another_course)


def table(target: Target, learners: int, seed: int = 1) -> Iterator[tuple[str, Item, int, str]]:
    """The rows of a long table: learner, item, version, response as JSON."""
    items = {item.key: item for item in target.items}
    for learner, _, answers in people(target, learners, seed):
        for key, response in answers.items():
            yield learner.id, items[key], items[key].question.version, json.dumps(response)
