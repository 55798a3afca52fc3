"""Analyse thousands of recordings: ``footloose cohort``."""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from monitor.cli.common import ConfigFile, Settings, console, settings
from monitor.errors import ConfigError

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
        int, typer.Option(min=1, max=256, help="Processes; as many as there are cores.")
    ] = os.cpu_count() or 1,
    parquet: Annotated[
        bool, typer.Option("--parquet/--no-parquet", help="Make one data set of Parquet.")
    ] = True,
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
    from monitor.cohort_tables import write_tables
    from monitor.files.output import write_file

    config = configuration.change(settings(config_file, None), change or [])
    tasks = tasks_of(_runs(inputs, output), output, config)
    if not tasks:
        raise ConfigError("INPUT", "", "no recording and no file to import is there")
    take_folder(output, force=force)
    errors: list[ErrorRow] = []
    strides = repaired = 0
    with Progress(*_COLUMNS, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("analysing", total=len(tasks))
        for row in run_tasks(tasks, workers):
            progress.update(bar, advance=1, description=row.session)
            if isinstance(row, ErrorRow):
                errors.append(row)
            else:
                strides += row.strides_left + row.strides_right
                repaired += bool(row.remarks)
    lines = [line(row) for row in sorted(errors, key=lambda row: row.session)]
    write_file(output / ERRORS, b"".join(lines), force=True)
    done = len(tasks) - len(errors)
    console.print(f"{done} runs, {strides} strides, settings {settings_hash(config)}")
    console.print(f"{repaired} read with remarks; {len(errors)} not read, see {output / ERRORS}")
    if parquet and done:
        write_tables(output)
        console.print(f"tables: {output / TABLES}")
    if not done:
        raise ConfigError("INPUT", "", f"none of {len(tasks)} could be read: {errors[0].error}")


def _runs(inputs: list[Path], output: Path) -> list[Path]:
    """Find what can be read; the results of an earlier call are no runs."""
    from monitor.cli.import_batch import candidates
    from monitor.cohort import is_result

    return [file for file in candidates(inputs, (".mcap",)) if not is_result(file, output)]


def line(row: object) -> bytes:
    """Give a row as one line of JSON."""
    import msgspec

    return msgspec.json.encode(row) + b"\n"
