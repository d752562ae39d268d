"""The course: its objectives, modules and paths, told once in `docs/course/course.yaml` and shown where they belong.

It knows exercises by what `quizgrader` says of them, and nothing of cases or facts. `python -m course check` holds the
exercises against the objectives.
"""
