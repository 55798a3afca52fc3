"""What all commands share: configuration, errors in one line, places of files."""

import contextlib
import errno
import os
import sys
import traceback
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from monitor import __version__
from monitor.errors import (
    ConfigError,
    IncompleteError,
    MonitorError,
    ReaderLeftError,
    RecordingError,
    SinkError,
)
from monitor.printable import printable
from monitor.session.header import UNKNOWN_START, RecordingHeader

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.pipeline import Pipeline
    from monitor.profile import AthleteProfile
    from monitor.session.recording import Recording

FAILED = 1
WRONG_USE = 2
INCOMPLETE = 3
INTERRUPTED = 130

_LONG_RECORDING_BYTES = 30_000_000
"""From half an hour of two feet on, quicker filters take back the second that they take to load."""

ConfigFile = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="A TOML file with the settings that you change."),
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="KEY=VALUE", help="Change one setting, e.g. lacing.sustained_s=45."
    ),
]

Recordings = Annotated[list[Path], typer.Argument(metavar="SESSION...", help="Recordings (.mcap).")]
EventsFile = Annotated[
    Path | None,
    typer.Option(
        "--events", metavar="FILE", help="Write every event to this file, one JSON object a line."
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace files that are there already.")]

AthleteFile = Annotated[
    Path | None,
    typer.Option(
        "--athlete",
        metavar="FILE.json",
        help="Use this runner's profile (made by run --athlete). It is not changed.",
    ),
]


Whose = Annotated[
    str | None,
    typer.Option(
        "--athlete", metavar="NAME", help="Whose runs. Without it, those of whoever ran last."
    ),
]
SessionName = Annotated[
    str,
    typer.Argument(
        metavar="SESSION",
        help="A session's name or how it begins, last (of who ran last), or a .mcap file.",
    ),
]


class Screen(Console):
    """A console that leaves it to us to end when nobody reads any more."""

    def print(self, *objects: Any, **options: Any) -> None:
        """Print, unless the terminal is gone: then nobody is left to read it."""
        try:
            super().print(*objects, **options)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            silence_output()

    def on_broken_pipe(self) -> None:
        """Pass the error on; rich would end the thread that it happens in."""
        raise ReaderLeftError


console = Screen(highlight=False, soft_wrap=True, markup=False)
"""Names of files and sensors may look like markup: only the sink of events writes any."""
DIM = "dim"


@contextlib.contextmanager
def reported(errors: Console, *, debug: bool) -> Iterator[None]:
    """Turn errors of ours into one line and an exit code; with ``debug`` show the traceback."""
    try:
        yield
    except* MonitorError as group:
        if debug:  # shown here, not raised: Python 3.11.2 would wrap it in one more group
            traceback.print_exception(group)
        leaves = list(_leaves(group))
        for error in leaves:
            errors.print(
                f"[red]footloose:[/] {escape(printable(str(error)))}", markup=True, highlight=False
            )
        code = _code(leaves)
    except* BrokenPipeError:
        silence_output()
        code = FAILED
    except* KeyboardInterrupt:
        code = INTERRUPTED
    else:
        return
    raise SystemExit(code)


@contextlib.contextmanager
def printing() -> Iterator[None]:
    """Turn a full disk that takes no more of what is printed into one line; files tell their own.

    Raises
    ------
    SinkError
        If the disk is full.
    """
    try:
        yield
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        silence_output()
        raise SinkError(f"the output cannot be written: {error.strerror}") from error


def silence_output() -> None:
    """Say nothing more, not even at exit: whoever read our output has left."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _code(errors: "list[MonitorError]") -> int:
    if any(isinstance(error, IncompleteError) for error in errors):
        return INCOMPLETE
    return WRONG_USE if all(isinstance(error, ConfigError) for error in errors) else FAILED


def settings(file: Path | None, changes: list[str] | None) -> "Config":
    """Read the configuration that the options ask for."""
    from monitor import config

    return config.load(file, changes)


def in_force(recording: "Recording", file: Path | None) -> "Config":
    """Take the settings that a session ran with, unless a file is named."""
    from monitor import config

    if file is not None:
        return settings(file, None)
    text = recording.header.config
    if not text:
        return config.Config()
    try:
        recorded, left_out = config.read_dump(text.encode())
    except ConfigError as error:
        console.print(f"{recording.path}: recorded settings not used: {error}", style=DIM)
        return config.Config()
    if left_out:
        console.print(f"recorded settings that are no more: {', '.join(left_out)}", style=DIM)
    return recorded


def pipeline_of(
    recording: "Recording", config_in_force: "Config", athlete: Path | None = None
) -> "Pipeline":
    """Make the pipeline that runs a recording again.

    It knows of the runner what was known then; or, where ``athlete`` names a profile, what that
    says, as an imported run knows nothing.

    Raises
    ------
    ConfigError
        If there is no such profile, or it cannot be read.
    """
    from monitor.pipeline import Pipeline
    from monitor.session.athlete_file import read_profile

    if recording.path.stat().st_size >= _LONG_RECORDING_BYTES:
        import scipy.signal  # noqa: F401  # long blocks are filtered by it: monitor/gait/filters.py

    if athlete is not None:
        return Pipeline(config_in_force, read_profile(athlete))
    return Pipeline(config_in_force, _recorded_profile(recording))


def refuse_empty(recording: "Recording") -> None:
    """Refuse a recording that was read to its end and held nothing.

    Raises
    ------
    RecordingError
        If not one packet could be read.
    """
    if not recording.recovery.packets:
        raise RecordingError(f"{recording.path}: nothing to read: {recording.recovery.summary}")


def header(
    source: str, config_in_force: "Config", started: datetime | None, profile: str = ""
) -> RecordingHeader:
    """Say what a new recording is; ``started`` None is not known, and stays so."""
    from monitor import config

    text = config.dump(config_in_force).decode()
    return RecordingHeader(started or UNKNOWN_START, __version__, text, source, profile)


def new_path(kind: str, folder: Path, now: datetime | None = None) -> Path:
    """Name a recording that does not exist yet in a folder."""
    stamp = (now or datetime.now().astimezone()).astimezone().strftime("%Y-%m-%d_%H-%M-%S")
    path = folder / f"{stamp}_{kind}.mcap"
    number = 1
    while path.exists():
        number += 1
        path = path.with_name(f"{stamp}_{kind}_{number}.mcap")
    return path


def _recorded_profile(recording: "Recording") -> "AthleteProfile | None":
    from monitor import profile

    text = recording.header.profile
    try:
        return profile.load(text.encode(), str(recording.path)) if text else None
    except ConfigError as error:
        console.print(f"{recording.path}: recorded profile not used: {error}", style=DIM)
        return None


def _leaves(group: BaseExceptionGroup[MonitorError]) -> Iterator[MonitorError]:
    """Give the errors of a group, however deep."""
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from _leaves(error)
        else:
            yield error


def say_nothing(_: str) -> None:
    """Stand in for printing."""


def confirm(question: str, *, yes: bool) -> None:
    """Ask before something is gone for good.

    Raises
    ------
    ConfigError
        If nobody is there to be asked, and ``--yes`` was not given.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise ConfigError("--yes", "", "needed where nobody can be asked")
    if not typer.confirm(question):
        raise typer.Abort
