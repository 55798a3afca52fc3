"""Teach the athlete's file from a recording: ``footloose learn``."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import ConfigFile, console, in_force, refuse_empty
from monitor.errors import RecordingError

if TYPE_CHECKING:
    from monitor.session.athlete_file import AthleteFile

Athlete = Annotated[
    str,
    typer.Option(
        "--athlete", metavar="NAME", help="Whose run it was: a name, or a profile ME.json."
    ),
]


def learn(
    sessions: Annotated[
        list[Path],
        typer.Argument(metavar="SESSION...", help="Recordings (.mcap), the oldest first."),
    ],
    athlete: Athlete,
    config_file: ConfigFile = None,
    again: Annotated[
        bool, typer.Option("--again", help="Also from a session that taught it before.")
    ] = False,
    new: Annotated[
        bool, typer.Option("--new", help="This is an athlete of whom nothing is known yet.")
    ] = False,
) -> None:
    """Teach an athlete's file from recordings, as a run does: after a crash, or an import."""
    from monitor.session.athlete_file import open_athlete

    profile = _profile_of(athlete, new=new)
    for session in sessions:
        with open_athlete(profile) as file:
            _learn(session, file, config_file, again=again)


def _learn(session: Path, file: "AthleteFile", config_file: Path | None, *, again: bool) -> None:
    from monitor.pipeline import Pipeline
    from monitor.session.recording import Recording

    recording = Recording(session)
    name = _name_of(recording.header.started, session)
    if file.knows(name) and not again:
        raise RecordingError(f"{session}: has taught {file.path} before; --again teaches it twice")
    config = in_force(recording, config_file)
    pipeline = Pipeline(config, file.known)
    for batch in recording.batches(config.session.batch_packets):
        pipeline.push(batch)
    refuse_empty(recording)
    pipeline.finish()
    file.write(pipeline.profile, name)
    console.print(f"{session}: run {pipeline.profile.runs} of {file.path}")


def _profile_of(athlete: str, *, new: bool) -> Path:
    """Give the file of a name in the home, or the file itself.

    Raises
    ------
    HomeError
        If nothing is known of the name and ``new`` does not say that this is meant.
    """
    from monitor.cli.home import check_known, opened
    from monitor.home.folder import check_name

    if athlete.endswith(".json"):
        return Path(athlete)
    athlete = check_name(athlete, "athlete")
    with opened() as (home, catalogue):
        if not new:
            athlete = check_known(catalogue, athlete)
        profile = home.profile_of(athlete)
    return profile


def _name_of(started: datetime, session: Path) -> str:
    """Name a session by its start; by its bytes where nobody knows when it was."""
    from monitor.session.header import UNKNOWN_START
    from monitor.session.stamp import hash_of

    return hash_of(session) if started == UNKNOWN_START else started.isoformat()
