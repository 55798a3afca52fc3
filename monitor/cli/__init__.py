"""The command line, and the only catcher of ``MonitorError``.

Exit codes: 0 done, 1 failed, 2 wrong use, 3 a recording that lacks packets, 130
interrupted.
"""

import io
import logging
import os
import sys
from typing import Annotated

import typer
from rich.console import Console

from monitor import __version__
from monitor.cli.analyse import analyse
from monitor.cli.calibrate_cells import calibrate_cells
from monitor.cli.cards import cards
from monitor.cli.cohort import cohort
from monitor.cli.common import printing, reported
from monitor.cli.compare import compare
from monitor.cli.compare_laces import compare_laces
from monitor.cli.demo import demo
from monitor.cli.doctor import doctor
from monitor.cli.ending import leaving_nothing
from monitor.cli.export import export
from monitor.cli.follow_up import follow_up
from monitor.cli.hub import hub
from monitor.cli.import_files import import_
from monitor.cli.inspect import inspect
from monitor.cli.learn import learn
from monitor.cli.ledger import ledger
from monitor.cli.lift_test import lift_test
from monitor.cli.live import run
from monitor.cli.pair import pair, unpair
from monitor.cli.plan import plan
from monitor.cli.pods import check_pod, identify, set_rate, zero
from monitor.cli.replay import replay
from monitor.cli.report import report
from monitor.cli.sensors import scan
from monitor.cli.service import service_app
from monitor.cli.sessions import backup, forget, session_app, sessions
from monitor.cli.settings import list_settings
from monitor.cli.symptom import symptom_app
from monitor.cli.thresholds import thresholds
from monitor.cli.trends import trends
from monitor.cli.voice import say, voices

app = typer.Typer(
    name="footloose",
    help="Comfort and form guidance for runners whose feet go numb. Not a medical device.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _say_version(wanted: bool) -> None:  # the option's value
    if wanted:
        version()
        raise typer.Exit


@app.callback()
def _common(
    context: typer.Context,
    debug: Annotated[
        bool, typer.Option("--debug", help="Say everything; show where an error comes from.")
    ] = False,
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_say_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Comfort and form guidance for runners whose feet go numb. Not a medical device."""
    context.obj = debug
    logging.basicConfig(
        level=logging.DEBUG if debug else logging.CRITICAL,
        format="%(asctime)s %(levelname)s %(message)s" if debug else "%(message)s",
        datefmt="%H:%M:%S",
    )
    if debug:
        # it would log every header and message of the page: cookies, tokens, what the runner feels
        logging.getLogger("uvicorn.error").setLevel(logging.INFO)
    else:
        # what libraries say of their insides helps no runner; what asyncio says is a bug of ours
        logging.getLogger("monitor").setLevel(logging.WARNING)
        logging.getLogger("asyncio").setLevel(logging.ERROR)


def version() -> None:
    """Print the version."""
    typer.echo(f"footloose {__version__}")


app.command()(demo)
app.command()(run)
app.command()(hub)
app.command()(scan)
app.command()(pair)
app.command()(unpair)
app.command()(identify)
app.command()(zero)
app.command("set-rate")(set_rate)
app.command("check-pod")(check_pod)
app.command("calibrate-cells")(calibrate_cells)
app.add_typer(service_app, name="service")
app.command()(replay)
app.command("import")(import_)
app.command()(analyse)
app.command()(cohort)
app.command()(inspect)
app.command()(learn)
app.command()(ledger)
app.command()(report)
app.command("follow-up")(follow_up)
app.command()(cards)
app.command()(plan)
app.command()(trends)
app.command()(thresholds)
app.command()(compare)
app.command("compare-laces")(compare_laces)
app.command("lift-test")(lift_test)
app.command("settings")(list_settings)
app.command()(doctor)
app.command()(say)
app.command()(voices)
app.command()(sessions)
app.add_typer(session_app, name="session")
app.add_typer(symptom_app, name="symptom")
app.command()(backup)
app.command()(export)
app.command()(forget)
app.command()(version)


def main() -> None:
    """Run the command line."""
    debug = "--debug" in sys.argv[1:]
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal may know only ASCII
    errors = Console(stderr=True, soft_wrap=True)
    with leaving_nothing(), reported(errors, debug=debug), printing():
        app()


def _open_closed_streams() -> None:
    """Give a program that was started without stdin, stdout or stderr empty ones.

    The next file that is opened would take their numbers, and be read as keys.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            os.open(os.devnull, os.O_RDWR)  # the lowest free number: this one
            setattr(sys, name, os.fdopen(number, "w" if number else "r", encoding="utf-8"))
