"""Join the files of many runs into one Parquet data set, with DuckDB.

``sessions``, ``strides``, ``series`` and ``events``, parted by session; every row says its session,
software, settings and file. DuckDB reads file by file and within a bound of memory, so a thousand
runs take no more than one.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from monitor.cohort import ERRORS, TABLES
from monitor.cohort_tasks import SESSIONS
from monitor.errors import RecordingError
from monitor.export import duck
from monitor.files.output_folder import writing_folder
from monitor.session.stamp import Stamp

if TYPE_CHECKING:
    import duckdb

_STAMP: Final = ", ".join(f"'{name}': 'VARCHAR'" for name in Stamp.NAMES)
SOURCES: Final = {
    "strides": "read_csv('{sessions}/*/strides.csv', union_by_name = true, filename = true, "
    "types = {{'side': 'VARCHAR', 'gait': 'VARCHAR', 'flags': 'VARCHAR', " + _STAMP + "}})",
    "series": "read_csv('{sessions}/*/series.csv', union_by_name = true, filename = true, "
    "types = {{'lap': 'BIGINT', 'lap_trigger': 'VARCHAR', " + _STAMP + "}})",
    "events": "read_json_objects('{sessions}/*/events.jsonl', format = 'newline_delimited', "
    "filename = true)",
}
"""What each table is made of."""


def write_tables(folder: Path, sessions: Iterable[str]) -> list[Path]:
    """Make the Parquet tables of a cohort's folder anew, of some sessions; return them.

    What earlier calls left in the folder of other sessions stays there, and is in no table.

    Raises
    ------
    ConfigError
        If DuckDB is not installed.
    RecordingError
        If the tables cannot be written.
    """
    target = folder / TABLES
    with (
        duck.opened(target, "cohort", "", "the CSV files are there") as base,
        writing_folder(target, force=True) as part,
    ):
        _sessions(base, folder, sessions)
        for name, source in SOURCES.items():
            _table(base, folder, part / name, source)
        rows = "SELECT * EXCLUDE (row, place, filename) FROM session_rows"
        _copy(base, rows, part / "sessions.parquet")
        if (folder / ERRORS).stat().st_size:
            rows = f"SELECT * EXCLUDE (row) FROM read_json('{_quoted(folder / ERRORS)}')"
            _copy(base, rows, part / "errors.parquet")
    return sorted(target.iterdir())


def _sessions(base: "duckdb.DuckDBPyConnection", folder: Path, sessions: Iterable[str]) -> None:
    wanted = [str(folder / SESSIONS / session) for session in sessions]
    base.execute("CREATE TABLE wanted (place VARCHAR)")
    base.execute("INSERT INTO wanted SELECT unnest(?)", [wanted])
    rows = f"{_quoted(folder / 'sessions')}/*/session.json"
    base.execute(
        "CREATE TABLE session_rows AS SELECT *, "
        f"parse_dirpath(filename) AS place FROM read_json('{rows}', filename = true) "
        "WHERE parse_dirpath(filename) IN (SELECT place FROM wanted)"
    )


def _table(base: "duckdb.DuckDBPyConnection", folder: Path, target: Path, source: str) -> None:
    """Write one table, a folder a session."""
    rows = source.format(sessions=_quoted(folder / SESSIONS))
    events = ", ".join(("json AS event", *(f"sessions.{name}" for name in Stamp.NAMES)))
    what = events if target.name == "events" else "rows.* EXCLUDE (filename)"
    query = (
        f"SELECT {what}, sessions.session "
        f"FROM {rows} AS rows JOIN session_rows AS sessions "
        "ON parse_dirpath(rows.filename) = sessions.place"
    )
    _copy(base, query, target, ", PARTITION_BY (session), WRITE_PARTITION_COLUMNS")


def _copy(base: "duckdb.DuckDBPyConnection", query: str, target: Path, how: str = "") -> None:
    """Write the rows of a query, and read all of them back.

    Raises
    ------
    RecordingError
        If the disk does not give back what was written.
    """
    base.execute(f"COPY ({query}) TO '{_quoted(target)}' (FORMAT parquet{how})")
    (written,) = base.fetchone() or (0,)
    files = f"{_quoted(target)}/*/*" if target.is_dir() else _quoted(target)
    # the hash makes it read every column, not only the counts in the footers
    count = f"SELECT count(*), bit_xor(hash(COLUMNS(*))) FROM read_parquet('{files}')"
    read = base.execute(count).fetchone() if written else (0,)
    if read is None or read[0] != written:
        raise RecordingError(f"{target}: the disk does not give back what was written")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
