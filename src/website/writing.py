"""Lets a function mend the finished HTML of each page, in the moment between its templates and its file.

For what stands in the templates of others, and has no other place where it could be changed.
"""

from __future__ import annotations

from collections.abc import Callable

from sphinx.application import Sphinx
from sphinx.jinja2glue import BuiltinTemplateLoader

from languages import words

BUILDERS = ("html", "dirhtml")
Mend = Callable[[str, dict], str]  # (the page, its templates' context) -> the page


class Templates(BuiltinTemplateLoader):
    """Sphinx's templates, whose pages are mended."""

    mends: dict[str, Mend] = {}

    def init(self, builder, theme=None, dirs=None) -> None:
        super().init(builder, theme, dirs)
        ours = words.translations()
        ours.add_fallback(builder.app.translator)  # Sphinx's own words for what the theme says and we do not
        self.environment.install_gettext_translations(ours)
        self._builder = builder.name

    def render(self, template, context) -> str:
        page = super().render(template, context)
        if self._builder in BUILDERS and "pagename" in context:
            for mend in self.mends.values():
                page = mend(page, context)
        return page


def last(mend: Mend) -> None:
    """Let `mend` see each page before it is written."""
    Templates.mends[mend.__module__] = mend


def use_templates(app: Sphinx, config) -> None:
    config.template_bridge = f"{__name__}.{Templates.__name__}"


def register(app: Sphinx) -> None:
    app.connect("config-inited", use_templates)
