"""DuckDB, which writes Parquet: within a bound of memory, and with errors of our own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from monitor.errors import ConfigError, RecordingError
from monitor.hints import RESEARCH

if TYPE_CHECKING:
    import duckdb

_MEMORY: Final = "512MB"
_INTERRUPTED: Final = "Query interrupted"
"""What DuckDB says of a Ctrl-C that came while it worked; the KeyboardInterrupt itself is lost."""


@contextmanager
def opened(
    target: Path, key: str, wish: str, otherwise: str
) -> "Iterator[duckdb.DuckDBPyConnection]":
    """Open a database in memory, by which tables are written into a folder.

    Parameters
    ----------
    target : Path
        The folder, for messages.
    key, wish, otherwise : str
        What is refused where DuckDB is not installed, and what needs none.

    Raises
    ------
    ConfigError
        If DuckDB is not installed.
    RecordingError
        If something cannot be read or written.
    """
    try:
        import duckdb
    except ModuleNotFoundError as error:
        expected = f"DuckDB writes Parquet: {RESEARCH}; {otherwise}"
        raise ConfigError(key, wish, expected) from error
    try:
        with duckdb.connect(config={"memory_limit": _MEMORY}) as base:
            yield base
    except (duckdb.Error, OSError) as error:
        raise RecordingError(f"{target}: {error}") from error
    except RuntimeError as error:
        if str(error) != _INTERRUPTED:
            raise
        raise KeyboardInterrupt from error
