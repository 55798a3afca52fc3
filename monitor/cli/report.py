"""The command that tells a runner what a session was."""

import locale
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import SessionName, console
from monitor.errors import ConfigError

if TYPE_CHECKING:
    from monitor.cli.home import Known
    from monitor.home.catalogue import Catalogue
    from monitor.home.folder import Home

Language = Annotated[
    str | None, typer.Option(metavar="en|de", help="Language. Without it, your system's.")
]
_FORMATS = ("html", "json")


def report(
    session: SessionName = "last",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="The file to make; else in your home."),
    ] = None,
    format_: Annotated[
        str, typer.Option("--format", metavar="html|json", help="A page, or the same as data.")
    ] = "html",
    language: Language = None,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE.")] = False,
) -> None:
    """Make the report of a session: one file that opens offline on a phone and prints on paper."""
    from monitor.cli.home import find, opened
    from monitor.files.output import check_outputs, writing
    from monitor.home.own_files import kept_files
    from monitor.home.reporting import filed_report

    if format_ not in _FORMATS:
        raise ConfigError("--format", format_, f"expected one of {', '.join(_FORMATS)}")
    with opened() as (home, catalogue):
        known = find(catalogue, session)
        check_outputs([output], inputs=kept_files(home, catalogue), force=force)
        data = filed_report(catalogue, known, speech(language), format_)
        path = output or home.report_of(known.row.id).with_suffix(f".{format_}")
        with writing(path, force=force or output is None) as file:
            file.write(data)
    console.print(f"report: {path}")


def write_report(home: "Home", catalogue: "Catalogue", known: "Known", language: str) -> Path:
    """Make the report of a session in the home and give where it is."""
    from monitor.files.output import write_file
    from monitor.home.reporting import filed_report

    path = home.report_of(known.row.id)
    data = filed_report(catalogue, known, language, "html")
    write_file(path, data, force=True)
    return path


def speech(language: str | None) -> str:
    """Give the language of a report: as asked, or as the system speaks.

    Raises
    ------
    ConfigError
        If there are no words of it.
    """
    from monitor.report.make import language_of
    from monitor.report.wording import LANGUAGES

    if language is None:
        return language_of(locale.getlocale(locale.LC_MESSAGES)[0])
    if language not in LANGUAGES:
        raise ConfigError("--language", language, f"expected one of {', '.join(LANGUAGES)}")
    return language
