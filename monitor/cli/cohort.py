"""Analyse thousands of recordings: ``footloose cohort``."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from monitor.cli.common import ConfigFile, Settings, console, settings
from monitor.errors import ConfigError

if TYPE_CHECKING:
    from monitor.cohort import ErrorRow, SessionRow

_COLUMNS = (
    TextColumn("{task.description}", markup=False),
    BarColumn(),
    MofNCompleteColumn(),
    TimeElapsedColumn(),
)


def cohort(
    inputs: Annotated[
        list[Path],
        typer.Argument(metavar="INPUT...", help="Recordings, files to import, folders of them."),
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="Where all tables go.")
    ],
    workers: Annotated[
        int, typer.Option(min=1, max=256, help="How many processes. Without it, one for each core.")
    ] = os.cpu_count() or 1,
    parquet: Annotated[
        bool, typer.Option("--parquet/--no-parquet", help="Make one data set of Parquet.")
    ] = True,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="HOST:PORT",
            help="Use the workers of this Dask scheduler, which see the same files under the same "
            "paths.",
        ),
    ] = None,
    config_file: ConfigFile = None,
    change: Settings = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write into a folder that holds other files.")
    ] = False,
) -> None:
    """Import and analyse many runs at once; go on where an earlier call ended.

    One that cannot be read is a row of the table of errors.
    """
    from monitor import config as configuration
    from monitor.cohort import (
        ERRORS,
        TABLES,
        ErrorRow,
        run_tasks,
        settings_hash,
        take_folder,
        tasks_of,
    )
    from monitor.cohort_cluster import run_on_cluster
    from monitor.cohort_tables import write_tables
    from monitor.files.output import write_file

    config = configuration.change(settings(config_file, None), change or [])
    runs, place = _runs(inputs, output), output
    if scheduler is not None:  # workers have working directories of their own
        runs, place = [run.absolute() for run in runs], output.absolute()
    tasks = tasks_of(runs, place, config)
    if not tasks:
        raise ConfigError("INPUT", "", "no recording and no file to import is there")
    take_folder(output, force=force)
    rows = run_on_cluster(tasks, scheduler) if scheduler else run_tasks(tasks, workers)
    found = _shown(rows, len(tasks))
    errors = [row for row in found if isinstance(row, ErrorRow)]
    read = [row for row in found if not isinstance(row, ErrorRow)]
    strides = sum(row.strides_left + row.strides_right for row in read)
    repaired = sum(bool(row.remarks) for row in read)
    lines = [line(row) for row in sorted(errors, key=lambda row: row.session)]
    write_file(output / ERRORS, b"".join(lines), force=True)
    done = len(read)
    console.print(f"{done} runs, {strides} strides, settings {settings_hash(config)}")
    console.print(f"{repaired} read with remarks; {len(errors)} not read, see {output / ERRORS}")
    if parquet and done:
        write_tables(output, [row.session for row in read])
        console.print(f"tables: {output / TABLES}")
    if not done:
        raise ConfigError("INPUT", "", f"none of {_none_of(len(tasks), output)}: {errors[0].error}")


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


def _runs(inputs: list[Path], output: Path) -> list[Path]:
    """Find what can be read; the results of an earlier call are no runs."""
    from monitor.cli.import_batch import candidates
    from monitor.cohort import is_result

    return [file for file in candidates(inputs, (".mcap",)) if not is_result(file, output)]


def line(row: object) -> bytes:
    """Give a row as one line of JSON."""
    import msgspec

    return msgspec.json.encode(row) + b"\n"
