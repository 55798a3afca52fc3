"""Analyse thousands of recordings: ``footloose cohort``."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from monitor.cli.common import ConfigFile, Settings, console, settings
from monitor.cli.import_files import Foot, Map
from monitor.errors import ConfigError

if TYPE_CHECKING:
    from monitor.cohort_tasks import ErrorRow, SessionRow
    from monitor.sources.importers.opening import Source

Inputs = Annotated[
    list[Path],
    typer.Argument(metavar="INPUT...", help="Recordings, files to import, folders of them."),
]
TablesFolder = Annotated[
    Path, typer.Option("-o", "--output", metavar="DIR", help="Where all tables go.")
]
Workers = Annotated[
    int, typer.Option(min=1, max=256, help="How many processes. Without it, one for each core.")
]
Parquet = Annotated[
    bool, typer.Option("--parquet/--no-parquet", help="Make one data set of Parquet.")
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        metavar="HOST:PORT",
        help="Use the workers of this Dask scheduler, which see the same files under the same "
        "paths.",
    ),
]
IntoOthers = Annotated[
    bool, typer.Option("--force", help="Write into a folder that holds other files.")
]
_CORES = os.cpu_count() or 1
_COLUMNS = (
    TextColumn("{task.description}", markup=False),
    BarColumn(),
    MofNCompleteColumn(),
    TimeElapsedColumn(),
)


def cohort(
    inputs: Inputs,
    output: TablesFolder,
    workers: Workers = _CORES,
    parquet: Parquet = True,
    scheduler: Scheduler = None,
    map_: Map = None,
    side: Foot = None,
    config_file: ConfigFile = None,
    change: Settings = None,
    force: IntoOthers = False,
) -> None:
    """Import and analyse many runs at once; go on where an earlier call ended.

    One that cannot be read is a row of the table of errors. --map and --side hold for tables.
    """
    from monitor import config as configuration
    from monitor.cohort import run_tasks, take_folder
    from monitor.cohort_cluster import run_on_cluster
    from monitor.cohort_tasks import settings_hash, tasks_of

    config = configuration.change(settings(config_file, None), change or [])
    import_map, place = _checked(map_), output
    if scheduler is not None:  # workers have working directories of their own
        inputs, place = [file.absolute() for file in inputs], output.absolute()
        import_map = import_map and import_map.absolute()
    tasks = tasks_of(_runs(inputs, place), place, config, side=side or "", import_map=import_map)
    if not tasks:
        raise ConfigError("INPUT", "", "no recording and no file to import is there")
    if named := sum(bool(task.side) and task.side != side for task in tasks):
        console.print(f"{named} read as the foot that their names say, not as --side does")
    take_folder(output, force=force)
    rows = run_on_cluster(tasks, scheduler) if scheduler else run_tasks(tasks, workers)
    with _continued(), contextlib.closing(rows):
        _finish(_shown(rows, len(tasks)), output, settings_hash(config), parquet=parquet)


@contextlib.contextmanager
def _continued() -> "Iterator[None]":
    """Say at a Ctrl-C that nothing is lost."""
    try:
        yield
    except KeyboardInterrupt:
        Console(stderr=True).print("interrupted; the same command continues")
        raise


def _finish(
    found: "list[SessionRow | ErrorRow]", output: Path, settings_name: str, *, parquet: bool
) -> None:
    """Write the table of errors and the data set, and say what was read."""
    from monitor.cohort import ERRORS, TABLES
    from monitor.cohort_tables import write_tables
    from monitor.cohort_tasks import ErrorRow
    from monitor.files.output import write_file

    errors = [row for row in found if isinstance(row, ErrorRow)]
    read = [row for row in found if not isinstance(row, ErrorRow)]
    strides = sum(row.strides_left + row.strides_right for row in read)
    repaired = sum(bool(row.remarks) for row in read)
    lines = [line(row) for row in sorted(errors, key=lambda row: row.session)]
    write_file(output / ERRORS, b"".join(lines), force=True)
    done = len(read)
    console.print(f"{done} runs, {strides} strides, settings {settings_name}")
    console.print(f"{repaired} read with remarks; {len(errors)} not read, see {output / ERRORS}")
    if parquet and done:
        write_tables(output, [row.session for row in read])
        console.print(f"tables: {output / TABLES}")
    if not done:
        raise ConfigError("INPUT", "", f"none of {_none_of(len(found), output)}: {errors[0].error}")


def _none_of(tasks: int, output: Path) -> str:
    """Say that nothing was read, and of what the tables then are."""
    from monitor.cohort import TABLES

    old = (output / TABLES).exists()
    return f"{tasks} could be read" + f" ({output / TABLES} is of an earlier call)" * old


def _shown(rows: "Iterator[SessionRow | ErrorRow]", total: int) -> "list[SessionRow | ErrorRow]":
    """Give all rows, with a bar while they come."""
    found = []
    with Progress(*_COLUMNS, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("analysing", total=total)
        for row in rows:
            progress.update(bar, advance=1, description=row.session)
            found.append(row)
    return found


def _checked(name: str | None) -> Path | None:
    """Find a map, and refuse one that cannot be read: it would be the error of every table."""
    from monitor.sources.importers.csv_map import map_path, read_map

    if name is None:
        return None
    path = map_path(name)
    read_map(path)
    return path


def _runs(inputs: list[Path], output: Path) -> "list[Source]":
    """Find what can be read; the results of an earlier call are no runs."""
    from monitor.cli.named_files import candidates, runs
    from monitor.cohort import is_result

    files = [file for file in candidates(inputs, (".mcap",)) if not is_result(file, output)]
    return runs(files)


def line(row: object) -> bytes:
    """Give a row as one line of JSON."""
    import msgspec

    return msgspec.json.encode(row) + b"\n"
