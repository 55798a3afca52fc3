"""Time a catalogue of many sessions: the list, what the page shows of it, one runner's trend.

Ten stories of three runners are filed and their rows copied under other names. Times are processor
time, the best of ``--times``: how long the question takes, not how busy the computer is. Beside
each stands what the bare query takes, so that a slow machine shows as one.
"""

import argparse
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from msgspec import structs

from monitor.home.catalogue import Catalogue
from monitor.home.notes import Note
from monitor.home.rows import Filed, Filter, SessionRow, row_of
from monitor.home.trends import trend_of
from tests.monitor.report.stories import LOOSEN, STORY, numb, on_day

STORIES = 10
ATHLETES = 3
SHOWN = 50


def fill(file: Path, sessions: int) -> None:
    """Make a catalogue of so many sessions."""
    with Catalogue.open(file) as catalogue:
        for number in range(STORIES):
            story = on_day(number, structs.replace(STORY, said=(LOOSEN,), felt=(numb(700.0),)))
            note = Note(athlete=f"athlete {number % ATHLETES}", shoe="Blue", lacing="parallel")
            row = row_of(f"run{number}", f"/runs/run{number}.mcap", story, note, "hash")
            catalogue.enter(Filed(row=row, story=story, note=note))
    with closing(sqlite3.connect(file)) as database, database:
        names = [name for _, name, *_ in database.execute("PRAGMA table_info(sessions)")]
        same = ", ".join(name for name in names if name not in {"id", "path"})
        database.executemany(
            f"INSERT INTO sessions (id, path, {same}) SELECT id || '_' || ?1,"
            f" path || '_' || ?1, {same} FROM sessions WHERE id NOT GLOB '*_*'",
            [[copy] for copy in range(1, sessions // STORIES)],
        )


def spent_s(deed: Callable[[], object], times: int) -> float:
    """Give the least processor time of so many tries, s."""
    tried = []
    for _ in range(times):
        begun_s = time.process_time()
        deed()
        tried.append(time.process_time() - begun_s)
    return min(tried)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=7)
    asked = parser.parse_args(arguments)
    columns = ", ".join(SessionRow.__struct_fields__)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "catalogue.sqlite"
        fill(file, asked.sessions)
        with Catalogue.open(file) as catalogue:
            deeds: dict[str, Callable[[], object]] = {
                "bare query of all, unsorted": lambda: catalogue.ask(
                    f"SELECT {columns} FROM sessions"  # the columns are ours
                ),
                f"list of all {asked.sessions}": catalogue.sessions,
                f"list of the newest {SHOWN}": lambda: catalogue.sessions(Filter(limit=SHOWN)),
                "trends of one of three runners": lambda: trend_of(catalogue, "athlete 1"),
            }
            for name, deed in deeds.items():
                print(f"{name:32} {1000.0 * spent_s(deed, asked.times):7.1f} ms", flush=True)
    print("targets: list of 10,000 sessions 100 ms, trends 300 ms, on an idle machine")


if __name__ == "__main__":
    main()
