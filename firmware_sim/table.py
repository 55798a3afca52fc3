"""Cut and join records of equally long arrays."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, TypeVar

import numpy as np

Table = TypeVar("Table", bound=Any)  # any dataclass whose fields are all arrays


def take(table: Table, index: Any) -> Table:
    """The same rows of every column; ``index`` as numpy takes it."""
    kind: Any = type(table)
    return kind(*(getattr(table, f.name)[index] for f in fields(kind)))  # type: ignore[no-any-return]  # Table is what kind makes


def join(tables: Sequence[Table]) -> Table:
    """Rows of several tables in order."""
    kind: Any = type(tables[0])
    columns = ([getattr(table, f.name) for table in tables] for f in fields(kind))
    return kind(*(np.concatenate(column) for column in columns))  # type: ignore[no-any-return]  # as above
