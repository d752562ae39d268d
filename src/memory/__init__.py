"""What a reader's own browser remembers of the course: pages read, marks, reviews; and the pages that show it.

Nothing of it leaves the browser. It knows the course and the exercises, which know nothing of it. `setup` is its table of
contents.
"""

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from memory import assets, course_data, questions, views


def setup(app: Sphinx) -> ExtensionMetadata:
    views.register(app)  # the places that a script fills: `left-off`, `progress`, `review`, `certificate`
    course_data.register(app)  # what the scripts must know of the course as it is now
    questions.register(app)  # the questions of practice, one file for each exercise, to be answered elsewhere
    assets.register(app)  # the scripts, each loaded only where it is needed
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
