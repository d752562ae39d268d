"""`quizgrader schema`: prints the JSON Schema of exercise files, or of assignment files, for editors."""

from __future__ import annotations

import argparse
import json


def add(tasks) -> argparse.ArgumentParser:
    parser = tasks.add_parser("schema", help="print the JSON Schema of exercise files, for editors")
    parser.add_argument("--assignment", action="store_true", help="that of assignment files instead")
    return parser


def run(options: argparse.Namespace) -> int:
    from quizgrader.bank.assignments import Assignment
    from quizgrader.bank.exercises import Exercise

    model = Assignment if options.assignment else Exercise
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}
    print(json.dumps(schema, indent=1, ensure_ascii=False))
    return 0
