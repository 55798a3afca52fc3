"""Which command teaches the athlete's file from a recording?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import ConfigFile, console, in_force, refuse_empty
from monitor.errors import RecordingError

if TYPE_CHECKING:
    from monitor.session.athlete_file import AthleteFile

Athlete = Annotated[
    str,
    typer.Option("--athlete", metavar="NAME", help="Whose run it was; or that one's ME.json."),
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
) -> None:
    """Teach an athlete's file from recordings, as a run does: after a crash, or an import."""
    from monitor.session.athlete_file import open_athlete

    for session in sessions:
        with open_athlete(_profile_of(athlete)) as file:
            _learn(session, file, config_file, again=again)


def _learn(session: Path, file: "AthleteFile", config_file: Path | None, *, again: bool) -> None:
    from monitor.pipeline import Pipeline
    from monitor.session.recording import Recording

    recording = Recording(session)
    name = recording.header.started.isoformat()
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


def _profile_of(athlete: str) -> Path:
    """Give the file of a name in the home, or the file itself."""
    from monitor.home.folder import Home, check_name

    if athlete.endswith(".json"):
        return Path(athlete)
    return Home.open().profile_of(check_name(athlete, "athlete"))
