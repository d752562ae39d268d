"""Exercises written once in YAML: read, checked, shown and marked. Grading needs no Sphinx; see `grading.grade`.

README.md beside this file is the map: in which order to read it, and what is hard.
"""
