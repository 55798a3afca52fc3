"""Measure a cohort by one process, by two, and through a Dask scheduler; compare their tables.

    python -m benchmarks.cohort [--different N] [--copies N] [--minutes M] [--cache DIR]

Without options 100 recordings of 10 minutes: 20 different ones, each five times. They are made
once, into the cache; --markdown gives rows for docs/. The ratio is of wall times in one call, so it
needs two idle cores. Exits with 1 if a target is missed.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.cohort.cluster import cluster
from benchmarks.cohort.runs import copies, made
from benchmarks.cohort.watch import Watch, children
from monitor.cohort import run_tasks
from monitor.cohort_cluster import run_on_cluster
from monitor.cohort_tasks import SESSION, SESSIONS, ErrorRow, SessionRow, tasks_of
from monitor.config import Config

RATIO_TARGET = 1.6
WORKER_TARGET_MIB = 150.0
FLAT = 1.1
KILLED_RUNS = 10
WORKER = "monitor.cohort"


class Measured:
    """What one way of reading the cohort took, and where its tables are."""

    def __init__(self, name: str, folder: Path, took_s: float, watch: Watch, rows: int) -> None:
        self.name, self.folder, self.took_s = name, folder, took_s
        self.peak_mib, self.growth, self.rows = watch.peak_mib, watch.growth, rows


def main() -> int:
    """Print the rows; 1 if a target is missed."""
    options = _options()
    paths = made(options.cache, options.different, options.minutes)
    with tempfile.TemporaryDirectory(dir=options.cache) as name:
        work = Path(name)
        files = copies(paths, options.copies, work / "in")
        one = local("1 process", files, work / "one", 1)
        two = local("2 processes", files, work / "two", 2)
        dask = scheduled("Dask, 2 workers", files, work / "dask")
        killed = [
            kill_local(files[:KILLED_RUNS], work / "killed"),
            kill_worker(files[:KILLED_RUNS], work / "killed_dask"),
        ]
        same = all(tables(each.folder) == tables(one.folder) for each in (two, dask))
    _print(options, [one, two, dask], killed, same=same)
    ratio = one.took_s / two.took_s
    peak_mib = max(one.peak_mib, two.peak_mib)
    flat = all(each.growth < FLAT for each in (one, two))
    good = ratio >= RATIO_TARGET and peak_mib <= WORKER_TARGET_MIB and flat
    return int(not (good and same and all(lost == 0 for lost in killed)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--different", type=int, default=20)
    parser.add_argument("--copies", type=int, default=5)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--cache", type=Path, default=Path("out/cohort"))
    parser.add_argument("--markdown", action="store_true", help="rows of a table of docs/")
    return parser.parse_args()


def local(name: str, files: list[Path], folder: Path, workers: int) -> Measured:
    """Read the cohort by processes of this machine."""
    watch = Watch(lambda: children(os.getpid(), WORKER))
    began_s = time.perf_counter()
    with watch.running():
        rows = list(run_tasks(tasks_of(files, folder, Config()), workers))
    return Measured(name, folder, time.perf_counter() - began_s, watch, _read(rows))


def scheduled(name: str, files: list[Path], folder: Path) -> Measured:
    """Read the cohort through a scheduler, which is there already."""
    with cluster(2) as there:
        watch = Watch(lambda: [worker.pid for worker in there.workers])
        began_s = time.perf_counter()
        with watch.running():
            rows = list(run_on_cluster(tasks_of(files, folder, Config()), there.address))
        took_s = time.perf_counter() - began_s
    return Measured(name, folder, took_s, watch, _read(rows))


def kill_local(files: list[Path], folder: Path) -> int:
    """How many runs are lost if one of two processes is killed in mid-run."""
    rows = run_tasks(tasks_of(files, folder, Config()), 2)
    first = next(rows)
    os.kill(children(os.getpid(), WORKER)[0], signal.SIGKILL)
    return len(files) - _read([first, *rows])


def kill_worker(files: list[Path], folder: Path) -> int:
    """The same with a worker of a scheduler."""
    with cluster(2) as there:
        rows: Iterator[SessionRow | ErrorRow]
        rows = iter(run_on_cluster(tasks_of(files, folder, Config()), there.address))
        first = next(rows)
        there.workers[0].kill()
        return len(files) - _read([first, *rows])


def tables(folder: Path) -> dict[str, bytes]:
    """All tables that a cohort wrote; ``session.json`` only says where they come from."""
    sessions = folder / SESSIONS
    return {
        str(path.relative_to(sessions)): path.read_bytes()
        for path in sorted(sessions.rglob("*"))
        if path.is_file() and path.name != SESSION
    }


def _read(rows: list[SessionRow | ErrorRow]) -> int:
    return sum(isinstance(row, SessionRow) for row in rows)


def _print(
    options: argparse.Namespace, ways: list[Measured], killed: list[int], *, same: bool
) -> None:
    count = options.different * options.copies
    minutes = f"{options.minutes:g} min"
    head = ("by", "runs read", "wall, s", "times as fast", "worker at most, MiB", "grew")
    rows = [
        (each.name, f"{each.rows} of {count}", f"{each.took_s:.1f}",
         f"{ways[0].took_s / each.took_s:.2f}", f"{each.peak_mib:.0f}", f"{each.growth:.2f} ×")
        for each in ways
    ]  # fmt: skip
    print(f"{count} recordings of {minutes}, {options.different} different")
    for row in (head, *rows):
        if options.markdown:
            print(f"| {' | '.join(row)} |" + ("\n|" + "---|" * len(head) if row is head else ""))
        else:
            print("".join(f"{text:>20}" for text in row))
    print(f"tables byte for byte the same: {'yes' if same else 'NO'}")
    print(f"a killed process loses {killed[0]} runs, a killed worker of Dask {killed[1]}")
    print(f"targets: 2 processes >= {RATIO_TARGET} ×, a worker <= {WORKER_TARGET_MIB:g} MiB, flat")


if __name__ == "__main__":
    sys.exit(main())
