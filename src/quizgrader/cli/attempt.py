"""`quizgrader try`: takes an exercise in the terminal."""

from __future__ import annotations

import argparse
from pathlib import Path

from quizgrader.cli.common import one_exercise


def add(tasks) -> argparse.ArgumentParser:
    parser = tasks.add_parser("try", help="take an exercise in the terminal")
    parser.add_argument("exercise", type=Path, help="the exercise's YAML file")
    parser.add_argument("--seed", help="draw from the pools with another seed")
    return parser


def run(options: argparse.Namespace) -> int:
    from quizgrader.terminal import take

    take(one_exercise(options.exercise), input, print, options.seed)
    return 0
