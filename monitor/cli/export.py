"""Which command takes data out for others?"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from monitor.cli.common import console
from monitor.errors import ConfigError

if TYPE_CHECKING:
    from monitor.home.filing import Progress

Write = Callable[[Path, "Progress"], bytes]
"""What gives a session's recording in another form, and tells how far it is."""


def _fit(recording: Path, progress: "Progress") -> bytes:
    from monitor.home.filing import replay
    from monitor.session.fit_activity import FitActivity
    from monitor.session.recording import read_header
    from monitor.session.said import said_in

    activity = FitActivity(read_header(recording).started)
    said = said_in(recording)
    if said is not None:
        activity.hear(said.events)
    ended_s = replay(recording, activity.push, progress)
    return activity.finish(ended_s)


FORMS: Final[dict[str, Write]] = {"fit": _fit}
"""What a session can be taken out as."""


def export(
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="PATH", help="A new file; a folder for everything."),
    ],
    session: Annotated[
        str | None,
        typer.Argument(metavar="[SESSION]", help="Its name, last, or a recording (.mcap)."),
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="fit", help="Take one session out in this form.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--everything", help="All that is known, of all athletes.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace the file.")] = False,
) -> None:
    """Take out one session (``last --to fit``), or all that is known (``--everything``)."""
    if everything == (session is not None):
        raise ConfigError("export", "", "expected a session and --to, or --everything")
    if everything:
        _everything(output)
        return
    if to not in FORMS:
        raise ConfigError("--to", to or "", f"expected one of {', '.join(FORMS)}")
    _one(session or "last", FORMS[to], output, force=force)


def _one(session: str, write: Write, output: Path, *, force: bool) -> None:
    from monitor.cli.home import find, opened, shown
    from monitor.files.output import check_outputs, writing
    from monitor.home.filing import recording_of

    with opened() as (_, catalogue):
        path = recording_of(find(catalogue, session).row)
    check_outputs([output], inputs=[path], force=force)
    with shown(output.name) as progress, writing(output, force=force) as file:
        file.write(write(path, progress))
    console.print(f"exported: {output}")


def _everything(output: Path) -> None:
    from monitor.cli.home import opened, shown
    from monitor.home import keeping

    with opened() as (home, catalogue), shown(output.name):
        count = keeping.copy_everything(home, catalogue, output, lambda _: None)
    console.print(f"{count} files: {output}")
