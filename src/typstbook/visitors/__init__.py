"""How each node of docutils, Sphinx and sphinx-design stands in the book: one family a file, put together here."""

from typstbook.visitors.blocks import BlockVisitors
from typstbook.visitors.design import DesignVisitors
from typstbook.visitors.domain import DomainVisitors
from typstbook.visitors.floats import FloatVisitors
from typstbook.visitors.inline import InlineVisitors


class BookTranslator(DesignVisitors, FloatVisitors, BlockVisitors, InlineVisitors, DomainVisitors):
    """The translator of the builder, with a visitor for every node it knows."""
