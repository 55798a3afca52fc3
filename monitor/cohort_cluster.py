"""Analyse runs on many machines: tasks through a Dask scheduler that somebody has started.

Every worker reads the runs and writes their files itself, so all see one disk under one path. A
worker that dies loses nothing: the scheduler gives its task to another.
"""

from collections.abc import Generator, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from monitor.cohort import work
from monitor.cohort_tasks import ErrorRow, SessionRow, Task, done
from monitor.errors import ConfigError, SourceError
from monitor.hints import RESEARCH

if TYPE_CHECKING:
    from distributed import Client, Future

_CONNECT_S: Final = 30
"""Longest wait for the scheduler, s. Rule of thumb."""
_RETRIES: Final = 2
"""Times that a task is given to another worker after an error that is none of ours."""


def run_on_cluster(tasks: Sequence[Task], address: str) -> Generator[SessionRow | ErrorRow]:
    """Run tasks on the workers of a scheduler, and give a row of each as it ends.

    Raises
    ------
    ConfigError
        If dask.distributed is not installed, or the address is none.
    SourceError
        If the scheduler does not answer.
    """
    left = []
    for task in tasks:
        if (row := done(task)) is None:
            left.append(task)
        else:
            yield row
    if not left:
        return
    with _client(address) as client:
        if not client.scheduler_info()["workers"]:
            raise SourceError(f"{address}: the scheduler has no workers")
        yield from _rows(client, left)


def _rows(client: "Client", tasks: Sequence[Task]) -> Iterator[SessionRow | ErrorRow]:
    from distributed import as_completed

    # the largest first: it is last to end
    submitted: dict[Future[SessionRow | ErrorRow], Task] = {
        client.submit(work, task, key=f"run-{task.session}", retries=_RETRIES, priority=-place): (
            task
        )
        for place, task in enumerate(tasks)
    }
    for future in as_completed(list(submitted)):  # type: ignore[no-untyped-call]  # as it is
        task = submitted.pop(future)
        if future.status == "finished":
            yield future.result()
        else:
            died = f"the workers that read it died: {future.status}"
            yield ErrorRow(task.session, str(task.source), died)
        future.release()


def _client(address: str) -> "Client":
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        expected = f"dask.distributed talks to schedulers: {RESEARCH}"
        raise ConfigError("--scheduler", address, expected) from error
    try:
        return Client(address, timeout=_CONNECT_S)  # type: ignore[no-untyped-call]  # as it is
    except ValueError as error:
        raise ConfigError(
            "--scheduler", address, "expected HOST:PORT or tcp://HOST:PORT"
        ) from error
    except OSError as error:
        raise SourceError(f"{address}: the scheduler does not answer") from error
