"""A table that is made piece by piece whenever it is asked for, so that memory holds little of it at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set

import polars as pl
from polars.io.plugins import register_io_source


def made_of(schema: dict[str, pl.DataType], pieces: Callable[[Set[str]], Iterator[pl.DataFrame]]) -> pl.LazyFrame:
    """The table with this `schema`; `pieces` makes it anew each time, with at least the columns that it is given."""

    def source(columns, predicate, most, _size) -> Iterator[pl.DataFrame]:
        wanted = columns or list(schema)
        for rows in pieces({*wanted, *(predicate.meta.root_names() if predicate is not None else ())}):
            rows = rows if predicate is None else rows.filter(predicate)
            rows = rows if most is None else rows.head(most)
            most = None if most is None else most - rows.height
            yield rows.select(wanted)

    return register_io_source(source, schema=schema)
