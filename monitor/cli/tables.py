"""Draw tables on the terminal: words to the left, numbers to the right, no lines."""

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from rich.table import Table

from monitor.cli.common import console

if TYPE_CHECKING:
    from monitor.report import document


def show_rows(
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numeric: Collection[int] = (),
    whole: Collection[int] = (),
    title: str | None = None,
) -> None:
    """Print rows under their head; ``numeric`` names the columns of numbers by their place.

    ``whole``: columns that are never shortened, as of names that one has to type.
    """
    table = Table(title=title, title_justify="left", box=None, collapse_padding=True)
    for place, name in enumerate(head):
        justify: Literal["left", "right"] = "right" if place in numeric else "left"
        table.add_column(name, justify=justify, overflow="fold", no_wrap=place in whole)
    for row in rows:
        table.add_row(*row)
    console.print(table)


def show_table(content: "document.Table") -> None:
    """Print a table of a report."""
    columns = len(content.head)
    show_rows(content.head, content.rows, numeric=range(columns - content.numeric, columns))
