"""A session in the files of others: one registry line and one file a form.

A writer gets what is known of the session and a new, empty folder; it leaves there one file, or the
files of one data set. Whoever calls puts them in their place once they are whole.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from monitor.export import bids, csv_tables, fit, mcap_file, parquet
from monitor.export.source import Source

Write = Callable[[Source, Path], None]


class Form(NamedTuple):
    """How a session is written; ``suffix`` None: a folder of files."""

    write: Write
    suffix: str | None


FORMS: Final[dict[str, Form]] = {
    "fit": Form(fit.write, ".fit"),
    "csv": Form(csv_tables.write, None),
    "parquet": Form(parquet.write, None),
    "bids": Form(bids.write, None),
    "mcap": Form(mcap_file.write, ".mcap"),
}
"""What a session can be taken out as."""
