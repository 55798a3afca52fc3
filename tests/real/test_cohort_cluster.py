"""Many runs through a real Dask scheduler: the same rows, and a killed worker loses none."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import msgspec
import pytest

from monitor.cohort import run_tasks
from monitor.cohort_cluster import run_on_cluster
from monitor.cohort_tasks import ErrorRow, SessionRow, Task, tasks_of
from monitor.config import Config
from monitor.errors import ConfigError, SourceError
from tests.beside import needs

SHARED = Path(__file__).parents[2].parent / "shared"
RUN = SHARED / "cases" / "fit_gz" / "plain.fit.gz"
Started = tuple["subprocess.Popen[str]", str]
AT = re.compile(r"(?:Scheduler at|Registered to):\s+(tcp://\S+)")

pytestmark = needs(RUN)


@contextmanager
def process(what: str, *arguments: str) -> "Iterator[Started]":
    """A program of Dask; gives it, and the scheduler's address, once it works."""
    command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *arguments]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as program:
        try:
            assert program.stderr is not None
            found = next(match for line in program.stderr if (match := AT.search(line)))
            yield program, found[1]
        finally:
            program.kill()


def scheduler() -> "AbstractContextManager[Started]":
    return process("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")


def worker(address: str) -> "AbstractContextManager[Started]":
    return process(
        "worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1"
    )


def tasks(folder: Path, out: str, copies: int) -> list[Task]:
    """Tasks of so many copies of a run, and of a file that is none."""
    files = []
    for number in range(copies):
        files.append(folder / f"run{number}.fit.gz")
        if not files[-1].exists():
            files[-1].write_bytes(RUN.read_bytes())
    bad = folder / "bad.fit"
    if not bad.exists():
        bad.write_bytes(b"no FIT file at all")
    return tasks_of([*files, bad], folder / out, Config())


def table(rows: list[SessionRow | ErrorRow]) -> list[bytes]:
    return sorted(msgspec.json.encode(row) for row in rows)


def strides(folder: Path) -> dict[str, bytes]:
    return {path.parent.name: path.read_bytes() for path in folder.glob("sessions/*/series.csv")}


def test_a_scheduler_gives_what_one_machine_gives_though_a_worker_is_killed(
    tmp_path: Path,
) -> None:
    alone = table(list(run_tasks(tasks(tmp_path, "alone", 8), 1)))

    with scheduler() as (_, address), worker(address), worker(address) as (victim, _):
        rows = run_on_cluster(tasks(tmp_path, "cluster", 8), address)
        first = next(rows)
        victim.kill()
        together = table([first, *rows])

    assert together == alone
    assert [type(row) for row in (first,)] == [SessionRow] or first.session == "bad"
    assert strides(tmp_path / "cluster") == strides(tmp_path / "alone")
    assert len(strides(tmp_path / "cluster")) == 8


def test_a_scheduler_without_workers_is_said(tmp_path: Path) -> None:
    with scheduler() as (_, address), pytest.raises(SourceError, match="has no workers"):
        list(run_on_cluster(tasks(tmp_path, "out", 1), address))


def test_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--scheduler: nonsense://x"):
        list(run_on_cluster(tasks(tmp_path, "out", 1), "nonsense://x"))
