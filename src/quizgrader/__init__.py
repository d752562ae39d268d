"""Exercises written once in YAML: read, checked, shown and marked. Grading needs no Sphinx; see `grading.grade`."""
