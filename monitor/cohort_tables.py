"""Join the files of many runs into one Parquet data set, with DuckDB.

``sessions``, ``strides``, ``series`` and ``events``, parted by session; every row says its session,
software and settings. DuckDB reads file by file and within a bound of memory, so a thousand runs
take no more than one.
"""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from monitor.errors import ConfigError, RecordingError

if TYPE_CHECKING:
    import duckdb

TABLES: Final = {
    "strides": "read_csv('{sessions}/*/strides.csv', union_by_name = true, filename = true, "
    "types = {{'side': 'VARCHAR', 'gait': 'VARCHAR', 'flags': 'VARCHAR'}})",
    "series": "read_csv('{sessions}/*/series.csv', union_by_name = true, filename = true, "
    "types = {{'lap': 'BIGINT', 'lap_trigger': 'VARCHAR'}})",
    "events": "read_json_objects('{sessions}/*/events.jsonl', format = 'newline_delimited', "
    "filename = true)",
}
"""What each table is made of."""
_MEMORY: Final = "512MB"


def write_tables(folder: Path) -> list[Path]:
    """Make the Parquet tables of a cohort's folder anew; return them.

    Raises
    ------
    ConfigError
        If DuckDB is not installed.
    RecordingError
        If the tables cannot be written.
    """
    try:
        import duckdb
    except ModuleNotFoundError as error:
        expected = "DuckDB writes Parquet: pip install footloose[research]; the CSV files are there"
        raise ConfigError("cohort", "", expected) from error
    made = []
    try:
        with duckdb.connect(config={"memory_limit": _MEMORY}) as base:
            _sessions(base, folder)
            for name, source in TABLES.items():
                made.append(_table(base, folder, name, source))
            made.append(
                _plain(
                    base,
                    folder,
                    "sessions",
                    "SELECT * EXCLUDE (row, place, filename) FROM session_rows",
                )
            )
            if (folder / "errors.jsonl").stat().st_size:
                errors = (
                    f"SELECT * EXCLUDE (row) FROM read_json('{_quoted(folder / 'errors.jsonl')}')"
                )
                made.append(_plain(base, folder, "errors", errors))
    except (duckdb.Error, OSError) as error:
        raise RecordingError(f"{folder}: {error}") from error
    return made


def _sessions(base: "duckdb.DuckDBPyConnection", folder: Path) -> None:
    rows = f"{_quoted(folder / 'sessions')}/*/session.json"
    base.execute(
        "CREATE TABLE session_rows AS SELECT *, "
        f"parse_dirpath(filename) AS place FROM read_json('{rows}', filename = true)"
    )


def _table(base: "duckdb.DuckDBPyConnection", folder: Path, name: str, source: str) -> Path:
    """Write one table, a folder a session."""
    target = folder / "parquet" / name
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    rows = source.format(sessions=_quoted(folder / "sessions"))
    what = "json AS event" if name == "events" else "rows.* EXCLUDE (filename)"
    base.execute(
        f"COPY (SELECT {what}, sessions.session, sessions.software, sessions.settings "
        f"FROM {rows} AS rows JOIN session_rows AS sessions "
        "ON parse_dirpath(rows.filename) = sessions.place) "
        f"TO '{_quoted(target)}' (FORMAT parquet, PARTITION_BY (session), WRITE_PARTITION_COLUMNS)"
    )
    return target


def _plain(base: "duckdb.DuckDBPyConnection", folder: Path, name: str, query: str) -> Path:
    target = folder / "parquet" / f"{name}.parquet"
    target.parent.mkdir(parents=True, exist_ok=True)
    base.execute(f"COPY ({query}) TO '{_quoted(target)}' (FORMAT parquet)")
    return target


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
