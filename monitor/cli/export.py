"""The command that takes data out for others."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from monitor.cli.common import console
from monitor.errors import ConfigError

if TYPE_CHECKING:
    from monitor.export import Form

_LARGE_BYTES: Final = 100_000_000
"""An export of so much says its size. Rule of thumb."""


def export(
    output: Annotated[
        Path,
        typer.Option(
            "-o", "--output", metavar="PATH",
            help="A new file (fit, mcap); a new folder (csv, parquet, bids, everything).",
        ),
    ],
    session: Annotated[
        str | None,
        typer.Argument(metavar="[SESSION]", help="Its name, last, or a recording (.mcap)."),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(
            "--to", metavar="fit|csv|parquet|bids|mcap", help="Take one session out in this form."
        ),
    ] = None,
    anonymous: Annotated[
        bool,
        typer.Option("--anonymous", help="Without names, notes, addresses, places and real dates."),
    ] = False,
    everything: Annotated[
        bool, typer.Option("--everything", help="All that is known, of all athletes.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace files.")] = False,
) -> None:  # fmt: skip
    """Take out one session ("last --to fit"), or all that is known (--everything)."""
    from monitor.export import FORMS

    if everything == (session is not None):
        raise ConfigError("export", "", "expected a session and --to, or --everything")
    if everything and anonymous:
        raise ConfigError("--anonymous", "", "goes with one session and --to")
    if everything:
        _everything(output)
        return
    if to not in FORMS:
        raise ConfigError("--to", to or "", f"expected one of {', '.join(FORMS)}")
    _one(session or "last", FORMS[to], output, anonymous=anonymous, force=force)


def _one(session: str, form: "Form", output: Path, *, anonymous: bool, force: bool) -> None:
    from monitor.cli.home import find, opened, shown
    from monitor.export import FORMS
    from monitor.export.source import Source
    from monitor.files.output import check_outputs
    from monitor.files.output_folder import writing_folder
    from monitor.files.placing import making_file
    from monitor.home.filing import recording_of
    from monitor.home.own_files import kept_files
    from monitor.report.story import is_dated

    with opened() as (home, catalogue):
        known = find(catalogue, session)
        path, read = recording_of(known.row), kept_files(home, catalogue)
    with shown(output.name) as progress:
        athlete = None if anonymous else known.note.athlete
        source = Source(path, anonymous=anonymous, athlete=athlete, progress=progress)
        if form.suffix is None:
            with writing_folder(output, force=force, merge=True, inputs=read) as folder:
                form.write(source, folder)
        else:
            check_outputs([output], inputs=read, force=force)
            with making_file(output, f"session{form.suffix}", force=force) as folder:
                form.write(source, folder)
    large = _size_bytes(output)
    told = f" ({large / 1e6:.0f} MB)" if large >= _LARGE_BYTES else ""
    console.print(f"exported: {output}{told}")
    if form is FORMS["fit"] and not anonymous and not is_dated(known.row.started):
        console.print("the run has no date, so a site may refuse the file or put it on a wrong day")


def _size_bytes(output: Path) -> int:
    files = output.rglob("*") if output.is_dir() else [output]
    return sum(file.stat().st_size for file in files if file.is_file())


def _everything(output: Path) -> None:
    from monitor.cli.home import opened, shown
    from monitor.home import keeping

    with opened() as (home, catalogue), shown(output.name) as progress:
        count = keeping.copy_everything(home, catalogue, output, progress)
    console.print(f"{count} files: {output}")
