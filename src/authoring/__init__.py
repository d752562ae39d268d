"""Reads the YAML files that people write here, and says of each mistake where it stands and what to do.

It knows the shape of no file: a caller gives a pydantic model (`load`). It writes nothing.
"""

from authoring.load import Model, Text, load
from authoring.problems import Problem, report
from authoring.yamlfile import Located, read

__all__ = ["Located", "Model", "Problem", "Text", "load", "read", "report"]
