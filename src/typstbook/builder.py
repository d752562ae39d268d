"""The builder: from the environment of a Sphinx project to PDF books. It puts the steps in order and copies files."""

import os
import shutil
import time
from importlib import resources
from pathlib import Path

from sphinx.builders import Builder
from sphinx.locale import __
from sphinx.util import logging
from sphinx.util.display import progress_message, status_iterator

from languages.words import _
from typstbook.assemble import Book, assemble, assemble_part
from typstbook.code import Code, arguments
from typstbook.compile import compile_book, write_whole
from typstbook.errors import BookError
from typstbook.index import index_code
from typstbook.picture import copy_faces
from typstbook.settings import BookPlan, plans
from typstbook.visitors import BookTranslator

logger = logging.getLogger(__name__)


class TypstBuilder(Builder):
    """Builder `typst`: writes `<name>.typ` and what it needs, and sets it as `<name>.pdf`, for each planned book."""

    name = "typst"
    format = "typst"
    epilog = __("The books are in %(outdir)s.")
    default_translator_class = BookTranslator
    supported_image_types = ["image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp"]
    allow_parallel = True

    book: Book

    def get_outdated_docs(self) -> str:
        return "all documents"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Documents are not files of their own here; the translator turns `%document#id` into a label."""
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        return self.get_target_uri(to, typ)

    def copy_design(self) -> None:
        """Fonts, the book's design and what other extensions add to it."""
        fonts = self.outdir / "fonts"
        fonts.mkdir(parents=True, exist_ok=True)
        copy_faces(fonts)
        (self.outdir / "book.typ").write_bytes((resources.files("typstbook") / "book.typ").read_bytes())
        for path in self.preamble_files():
            shutil.copyfile(path, self.outdir / path.name)

    def preamble_files(self) -> list[Path]:
        """The files of `typst_preamble_files`; relative ones are relative to the configuration's folder."""
        paths = [Path(self.confdir, name) for name in self.config.typst_preamble_files]
        for path in paths:
            if not path.is_file():
                raise BookError("conf.py: typst_preamble_files", f"there is no file {path}")
        return paths

    def write_documents(self, docnames: object) -> None:
        """All books; the first mistake stops them, told in one line (Sphinx would show a traceback of an exception)."""
        try:
            books = plans(self.config)
            self.copy_design()
            if self.config.typst_handout:
                for label in self.config.typst_handout.split(","):
                    self.write_handout(label.strip())
                return
            for plan in books:
                self.write_book(plan)
        except BookError as error:
            logger.error(error.message, location=error.place)
            self._app.statuscode = 1

    def write_book(self, plan: BookPlan) -> None:
        """One book; while it is not finished there is no PDF of it, so that none is taken for this one."""
        (self.outdir / f"{plan.name}.pdf").unlink(missing_ok=True)
        if plan.start not in self.env.all_docs:
            raise BookError(
                "conf.py: typst_documents", f"there is no document {plan.start!r} to start {plan.name!r} from"
            )
        with progress_message(__("writing %s") % f"{plan.name}.typ"):
            self.book = assemble(self, plan.start, plan.leave_out)
            self.events.emit("typst-assembled", self.book)
            self.write_code(plan)
        self.set_book(plan)

    def write_handout(self, label: str) -> None:
        """One page, or one thing on a page, as a sheet of its own; `label` is what `{ref}` would call it."""
        domain = self.env.domains.standard_domain
        docname, name, title = domain.labels.get(label, (*domain.anonlabels.get(label, ("", "")), label))
        if not docname:
            raise BookError(
                "conf.py: typst_handout", f"nothing has the label {label!r}; use one that a {{ref}} could name"
            )
        plan = BookPlan(start=docname, name=label, title=title)
        with progress_message(__("writing %s") % f"{label}.typ"):
            self.book = assemble_part(self, docname, name, title)
            self.events.emit("typst-assembled", self.book)
            self.write_code(plan, sheet=True)
        self.set_book(plan)

    def set_book(self, plan: BookPlan) -> None:
        del self.book  # a large tree, and Typst needs memory, too
        self.copy_images()
        with progress_message(__("setting %s") % f"{plan.name}.pdf"):
            self.set_pdf(plan)

    def write_code(self, plan: BookPlan, sheet: bool = False) -> None:
        translator = self.create_translator(self.book.tree, self)
        self.book.tree.walkabout(translator)
        imports = [f'#import "{path.name}": *' for path in self.preamble_files()]
        language, _sep, region = self.config.language.replace("-", "_").partition("_")
        words = {"contents": _("Contents"), "index": _("Index"), "page": _("p.")}
        options = arguments(
            (),
            {
                "title": plan.title,
                "subtitle": plan.subtitle,
                "author": plan.author,
                "edition": plan.edition,
                "language": language,
                "region": region.lower() if len(region) == 2 else None,
                "paper": self.config.typst_paper,
                "size": Code(self.config.typst_font_size),
                "sections": self.config.typst_contents_sections,
                "terms_of_book": words,
                "sheet": sheet,
                "alone": self.book.is_alone,
            },
        )
        lines = ['#import "book.typ"', '#import "book.typ": *', *imports, f"#show: book.typeset.with({options})"]
        index = "" if sheet else index_code(self, self.book, translator.uses)
        code = "\n".join(lines) + translator.astext() + index
        write_whole(self.outdir / f"{plan.name}.typ", code.encode())

    def copy_images(self) -> None:
        (self.outdir / "images").mkdir(exist_ok=True)
        for source in status_iterator(
            self.images, __("copying images... "), "brown", len(self.images), self.config.verbosity
        ):
            shutil.copyfile(self.srcdir / source, self.outdir / "images" / self.images[source])

    def set_pdf(self, plan: BookPlan) -> None:
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        timestamp = int(epoch) if epoch else int(time.time())
        pdf, findings = compile_book(self.outdir / f"{plan.name}.typ", self.outdir / "fonts", timestamp)
        for finding in findings:
            logger.warning(finding.message, location=finding.place, type="typst", subtype="typst")
        write_whole(self.outdir / f"{plan.name}.pdf", pdf)
