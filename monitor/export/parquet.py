"""The tables of :mod:`monitor.export.csv_tables` as Parquet, by DuckDB."""

from pathlib import Path
from typing import Final

from monitor.export import csv_tables, duck, seconds
from monitor.export.source import Source
from monitor.session.stamp import Stamp

TEXTS: Final = frozenset(
    {
        "side",
        "gait",
        "flags",
        *Stamp.NAMES,
        *(name for name in seconds.COLUMNS if name.endswith(("_gait", "_side", "_zone", "_told"))),
        "symptom",
        "advice",
    }
)
"""Columns that hold words; all others hold numbers."""


def write(source: Source, folder: Path) -> None:
    """Write ``strides.parquet``, ``seconds.parquet`` and ``samples_SIDE.parquet``.

    Raises
    ------
    ConfigError
        If DuckDB is not installed.
    RecordingError
        If a table cannot be written.
    """
    with duck.opened(folder, "--to", "parquet", "--to csv needs nothing") as base:
        csv_tables.write(source, folder)
        for table in sorted(folder.glob("*.csv")):
            with table.open(encoding="utf-8") as opened:
                head = opened.readline().strip().split(",")
            types = {name: "VARCHAR" if name in TEXTS else "DOUBLE" for name in head}
            rows = base.read_csv(str(table), header=True, columns=types)
            rows.write_parquet(str(table.with_suffix(".parquet")), compression="zstd")
            table.unlink()
