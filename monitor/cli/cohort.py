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
) -> None:
    """Import and analyse many runs at once; go on where an earlier call ended.

    One that cannot be read is a row of the table of errors.
    """
    from monitor import config as configuration
    from monitor.cli.import_batch import candidates
    from monitor.cohort import ERRORS, ErrorRow, run_tasks, settings_hash, tasks_of
    from monitor.cohort_tables import write_tables
    from monitor.files.output import writing

    config = configuration.change(settings(config_file, None), change or [])
    tasks = tasks_of(candidates(inputs, (".mcap",)), output, config)
    if not tasks:
        raise ConfigError("INPUT", "", "no recording and no file to import is there")
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
    with writing(output / ERRORS, force=True) as file:
        file.write(b"".join(line(row) for row in sorted(errors, key=lambda row: row.session)))
    done = len(tasks) - len(errors)
    console.print(f"{done} runs, {strides} strides, settings {settings_hash(config)}")
    console.print(f"{repaired} read with remarks; {len(errors)} not read, see {output / ERRORS}")
    if parquet and done:
        write_tables(output)
        console.print(f"tables: {output / 'parquet'}")
    if not done:
        raise ConfigError("INPUT", "", f"none of {len(tasks)} could be read: {errors[0].error}")


def line(row: object) -> bytes:
    """Give a row as one line of JSON."""
    import msgspec

    return msgspec.json.encode(row) + b"\n"
