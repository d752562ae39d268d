"""Which pages there are in which language: those of which every message is translated, and no others.

The English build decides, since it has read all pages: it holds the messages of each page that somebody has begun to
translate against the catalogues, and writes down in `languages.json`, beside its pages, what is whole. A build in another
language takes its pages from there.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.matching import patfilter
from sphinx.util.nodes import extract_messages

from languages.words import DOMAIN, FOLDER, SOURCE, read, translated

LOG = logging.getLogger(__name__)
LIST = "languages.json"
MESSAGES = "languages-messages"  # in the metadata of each page that somebody has begun to translate
DIRECTIVE = re.compile(r"^\s*(?:`{3,}|:{3,})\{([\w-]+)\}", re.MULTILINE)
PATTERN = re.compile(r"[\w/]*\*+$")
EMPTY_TABLE = re.compile(r"```\{toctree\}\n(?::.*\n)*\s*```\n")
NO_MESSAGE = "a part whose words no catalogue has: {}"


def begun(folder: Path) -> dict[str, list[str]]:
    """For each language the pages that have a catalogue."""
    found: dict[str, list[str]] = {}
    for file in sorted(folder.glob("*/LC_MESSAGES/**/*.po")):
        language = file.relative_to(folder).parts[0]
        name = file.relative_to(folder / language / "LC_MESSAGES").with_suffix("").as_posix()
        if name != DOMAIN:
            found.setdefault(language, []).append(name)
    return found


class NoteMessages(SphinxTransform):
    """Notes in a page's metadata what there is to translate on it, just before Sphinx translates it, at 20."""

    default_priority = 18

    def apply(self, **kwargs: object) -> None:
        docname = self.env.docname
        if any(docname in names for names in self.config.languages_begun.values()):
            parts = DIRECTIVE.findall(Path(self.env.doc2path(docname)).read_text("utf-8"))
            without = [NO_MESSAGE.format(part) for part in parts if part in self.config.languages_without]
            said = [message for _node, message in extract_messages(self.document)]
            self.env.metadata[docname][MESSAGES] = [*without, *said]
            for language in self.config.languages_begun:
                if docname in self.config.languages_begun[language]:
                    self.env.note_dependency(catalogue_file(self.app, language, docname))


class UnwrapWords(SphinxTransform):
    """Takes away what marked words within a line as to be translated. Sphinx would, at 999, move them to the line's end."""

    default_priority = 998

    def apply(self, **kwargs: object) -> None:
        if self.app.builder.name != "gettext":
            for node in list(self.document.findall(nodes.inline)):
                if "translatable" in node:
                    node.parent.replace(node, node.children)


def catalogue_file(app: Sphinx, language: str, docname: str) -> Path:
    return Path(app.srcdir, FOLDER, language, "LC_MESSAGES", f"{docname}.po")


def lacking(app: Sphinx, language: str, docname: str) -> list[str]:
    """The messages of a page that have no translation."""
    folder = Path(app.srcdir, FOLDER)
    known, wanted = translated(language, folder, docname), app.env.metadata[docname].get(MESSAGES, [])
    if docname == app.config.root_doc and app.config.language == SOURCE:  # an edition has another first page than this
        wanted = [message.id for message in read(language, folder, docname) or () if message.id]
    return [message for message in wanted if message not in known]


def decide(app: Sphinx, env: BuildEnvironment) -> None:
    """Find out which pages are whole, once all are read; in an edition, see that all are."""
    app.languages_whole = {}
    for language, names in app.config.languages_begun.items():
        if app.config.language not in (SOURCE, language):
            continue
        missing = {name: lacking(app, language, name) for name in names if name in env.found_docs}
        for name in filter(missing.get, missing):
            tell(app, catalogue_file(app, language, name), missing[name])
        if missing.get(app.config.root_doc) == []:  # without its first page an edition is none
            app.languages_whole[language] = sorted(name for name in missing if not missing[name])


def tell(app: Sphinx, file: Path, missing: list[str]) -> None:
    """Say that a page is not whole. In English that is no mistake, and is said however quiet the build."""
    many = f"{len(missing)} messages are" if len(missing) > 1 else "1 message is"
    said = f"{file.relative_to(app.srcdir)}: {many} not translated, the first is “{missing[0][:70]}”"
    mend = "run `make gettext`, and translate what is empty or fuzzy; until then the page is left out"
    if is_edition(app):
        LOG.warning(f"{said} — {mend}")
    elif app.builder.format == "html":
        print(f"{said} — {mend}", file=sys.stderr)


def is_edition(app: Sphinx) -> bool:
    """Whether this build is of another language than the source's, to stand in a folder of the English site."""
    return app.config.language != SOURCE and app.config.language in app.config.languages_begun


def choose(app: Sphinx, config) -> None:
    config.languages_begun = begun(Path(app.srcdir, FOLDER))
    if is_edition(app):
        listed = Path(app.outdir).parent / LIST
        if not listed.exists():
            raise ExtensionError(f"there is no {LIST} in {listed.parent} — build the site in English there first")
        names = json.loads(listed.read_text("utf-8")).get(config.language, [config.root_doc])
        config.include_patterns = [f"{name}.md" for name in names]


def first_page(app: Sphinx, docname: str, source: list[str]) -> None:
    """Editions have a first page of their own, which leads to what they hold; so has what is extracted for them."""
    start = Path(app.srcdir, FOLDER, "index.md")
    if docname == app.config.root_doc and start.exists() and (is_edition(app) or app.builder.name == "gettext"):
        app.env.note_dependency(start)
        source[0] = listing_what_there_is(start.read_text("utf-8"), app.env.found_docs - {docname})


def listing_what_there_is(text: str, names: Iterable[str]) -> str:
    """`text` without those lines of its tables of contents, and without those tables, that would list no page."""
    lines = (line for line in text.splitlines() if not PATTERN.match(line) or list(patfilter(names, line)))
    return EMPTY_TABLE.sub("", "\n".join(lines) + "\n")


def write_list(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.format == "html" and app.config.language == SOURCE and app.config.languages_begun:
        Path(app.outdir, LIST).write_text(json.dumps(app.languages_whole, indent=1) + "\n", "utf-8")


def register(app: Sphinx) -> None:
    app.add_config_value("languages_begun", {}, "env", dict, "Found, not set: the pages with a catalogue, by language.")
    app.add_config_value(
        "languages_without", (), "env", (list, tuple), "Directives whose words come from data that no catalogue has."
    )
    app.add_transform(NoteMessages)
    app.add_transform(UnwrapWords)
    app.connect("config-inited", choose)
    app.connect("source-read", first_page)
    app.connect("env-updated", decide)
    app.connect("build-finished", write_list)
