"""The command that turns recordings into tables."""

import gc
from collections.abc import Sequence
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from monitor.cli.common import (
    AthleteFile,
    ConfigFile,
    Force,
    Recordings,
    Settings,
    console,
    in_force,
    pipeline_of,
    refuse_empty,
)
from monitor.errors import RecordingError

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.pipeline import Pipeline
    from monitor.session.exporters import Exports
    from monitor.session.recording import Recording

OutputFolder = Annotated[
    Path,
    typer.Option(
        "-o", "--output", metavar="DIR", help="Where the files go: a folder for each recording."
    ),
]
NAMES = {
    "speed_m_s": "speeds",
    "cadence_spm": "cadences",
    "contact_time_s": "contact times",
    "power_w": "powers",
    "heart_rate_bpm": "heart rates",
    "slope": "slopes",
    "temperature_c": "temperatures",
    "stride_length_m": "stride lengths",
    "distance_m": "distances",
}
"""What each column of ``series.csv`` is called when its values are counted."""
_COLLECT_AFTER = 100_000
"""Objects after which Python looks for cycles; it would after 700."""
_COLUMNS = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())


def analyse(
    sessions: Recordings,
    output: OutputFolder,
    config_file: ConfigFile = None,
    change: Settings = None,
    athlete: AthleteFile = None,
    force: Force = False,
) -> None:
    """Write the strides, the events and a summary of recordings, as fast as possible.

    The files of run.mcap go to DIR/run. A recording that cannot be read does not keep the others
    from being analysed.
    """
    from monitor import config as configuration
    from monitor.files.output import check_outputs
    from monitor.session.exporters import FILES, Exports, check_free
    from monitor.session.recording import Recording
    from monitor.session.stamp import stamp_of

    _collect_rarely()
    read = [*sessions, config_file, athlete]
    failures = []
    for session, folder in zip(sessions, folders(sessions, output), strict=True):
        try:
            check_free(folder, force=force)
            check_outputs([folder / name for name in FILES], inputs=read, force=force)
            recording = Recording(session)
            config = configuration.change(in_force(recording, config_file), change or [])
            pipeline = pipeline_of(recording, config, athlete)
            own = config_file is None and not change
            named = recording.header.config if own else configuration.dump(config).decode()
            with Exports.open(folder, stamp_of(named, session), force=force) as exports:
                _analyse(recording, exports, config, pipeline)
        except RecordingError as error:
            failures.append(error)
    if failures:
        raise ExceptionGroup("not analysed", failures)


def _collect_rarely() -> None:
    """Leave what is loaded out of garbage collection: a bulk run makes no cycles."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER)


def folders(sessions: Sequence[Path], output: Path) -> list[Path]:
    """Name the folder of each session; two of one name do not share one, nor is one a session.

    >>> [str(f) for f in folders([Path("a/run.mcap"), Path("b/run.mcap")], Path("out"))]
    ['out/run', 'out/run_2']
    >>> [str(f) for f in folders([Path("run")], Path())]
    ['run_2']
    """
    named: list[Path] = []
    taken = {session.absolute() for session in sessions}
    for session in sessions:
        folder, number = output / session.stem, 1
        while folder in named or folder.absolute() in taken:
            number += 1
            folder = output / f"{session.stem}_{number}"
        named.append(folder)
    return named


def _analyse(
    recording: "Recording", exports: "Exports", config: "Config", pipeline: "Pipeline"
) -> None:
    from monitor.session.summary import SessionFacts

    session = recording.path
    screen = Console(stderr=True)
    bar = Progress(*_COLUMNS, console=screen, transient=True, disable=not screen.is_terminal)
    with bar as progress:
        task = progress.add_task(session.name, total=recording.size_bytes)
        first_s, last_s = inf, -inf
        for batch in recording.batches(config.session.batch_packets):
            exports.push(pipeline.push(batch))
            times_s = [packet.t_rx_s for packet in batch]
            first_s, last_s = min(first_s, *times_s), max(last_s, *times_s)
            progress.update(task, completed=recording.read_bytes)
        refuse_empty(recording)
        exports.push(pipeline.finish())
        facts = SessionFacts(
            recording.header,
            recording.recovery,
            max(last_s - first_s, 0.0),
            refused=pipeline.refused,
            lost={name: tally.lost for name, tally in pipeline.tallies.items()},
        )
        exports.finish(facts)
    feet = " and ".join(f"{count} {side}" for side, count in exports.strides.items() if count)
    others = ", ".join(f"{n} {NAMES[name]}" for name, n in exports.seconds.items())
    counted = f"{feet or 'no'} strides{'; ' if others else ''}{others}"
    console.print(f"{session}: {counted}; {recording.recovery.summary}; see {exports.folder}")
