"""`quizgrader enter`: types in the answers of printed sheets."""

from __future__ import annotations

import argparse
from pathlib import Path

from quizgrader.cli.common import find_target, name_target


def add(tasks) -> argparse.ArgumentParser:
    parser = tasks.add_parser("enter", help="type in the answers of printed sheets, to be marked with `grade`")
    name_target(parser)
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="FILE",
                        help="the table to add them to, such as answers.csv")  # fmt: skip
    return parser


def run(options: argparse.Namespace) -> int:
    from languages.words import counted
    from quizgrader.enter import enter

    target = find_target(options)
    added = enter(target, options.out, input, print)
    print(f"{counted(added, 'sheet')} added to {options.out}" if added else "Nothing was added.")
    return 0
