"""The tables of :mod:`monitor.export.csv_tables` as Parquet, by DuckDB."""

from pathlib import Path
from typing import Final

from monitor.errors import ConfigError, RecordingError
from monitor.export import csv_tables, seconds
from monitor.export.source import Source
from monitor.hints import RESEARCH
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
_MEMORY: Final = "512MB"


def write(source: Source, folder: Path) -> None:
    """Write ``strides.parquet``, ``seconds.parquet`` and ``samples_SIDE.parquet``.

    Raises
    ------
    ConfigError
        If DuckDB is not installed.
    RecordingError
        If a table cannot be written.
    """
    try:
        import duckdb
    except ModuleNotFoundError as error:
        expected = f"DuckDB writes Parquet: {RESEARCH}; --to csv needs nothing"
        raise ConfigError("--to", "parquet", expected) from error
    csv_tables.write(source, folder)
    try:
        with duckdb.connect(config={"memory_limit": _MEMORY}) as base:
            for table in sorted(folder.glob("*.csv")):
                with table.open(encoding="utf-8") as opened:
                    head = opened.readline().strip().split(",")
                types = {name: "VARCHAR" if name in TEXTS else "DOUBLE" for name in head}
                rows = base.read_csv(str(table), header=True, columns=types)
                rows.write_parquet(str(table.with_suffix(".parquet")), compression="zstd")
                table.unlink()
    except (duckdb.Error, OSError) as error:
        raise RecordingError(f"{folder}: {error}") from error
