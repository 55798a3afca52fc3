"""The simulator's command line: put a scenario on the air, or into a file."""

import logging
import sys
from pathlib import Path
from typing import Annotated

import typer

from firmware_sim.air.hub import ANY_PORT
from firmware_sim.scenario import scenario_file
from monitor import __version__
from monitor.errors import ConfigError, MonitorError
from monitor.options import finite

app = typer.Typer(
    help="Simulated runners, feet, shoes and sensors.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)

_WEEK_S = 7 * 86_400.0
_ScenarioName = Annotated[
    str, typer.Argument(help="Name of a scenario (see `firmware-sim list`) or a TOML file.")
]
_Seed = Annotated[int | None, typer.Option(min=0, help="Chance; the scenario's own unless given.")]
_Address = Annotated[
    str, typer.Option(help="Where to listen: tcp:HOST:PORT (0: any) or unix:PATH.")
]
_IntervalMs = Annotated[
    float,
    typer.Option(callback=finite, min=0.0, max=4000.0, help="Time between connection events."),
]
_Hci = Annotated[
    list[str] | None,
    typer.Option(help="A real adapter for the next sensor, as bumble spells it: usb:0."),
]
_Lend = Annotated[
    str | None,
    typer.Option(help="Give somebody an adapter of the virtual air: vhci is the Linux kernel."),
]
_Stay = Annotated[
    bool, typer.Option("--stay", help="Live on when the program that started this ends.")
]
_Verbose = Annotated[bool, typer.Option("--verbose", help="Say what happens.")]


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"firmware-sim {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_say_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Simulated runners, feet, shoes and sensors."""


@app.command()
def serve(  # noqa: PLR0913, PLR0917  # a command's options are its arguments
    scenario: _ScenarioName,
    seed: _Seed = None,
    address: _Address = ANY_PORT,
    interval_ms: _IntervalMs = 15.0,
    hci: _Hci = None,
    lend: _Lend = None,
    stay: _Stay = False,
    verbose: _Verbose = False,
) -> None:
    """Put a scenario's sensors on the virtual air, until interrupted.

    Prints one line when they can be found, with the address for FOOTLOOSE_AIR as its last word.
    """
    from firmware_sim.air import serve as serving  # bumble and scipy load slowly
    from firmware_sim.air.serve_scenario import sensors as sensors_of

    _log(verbose)
    if not stay:
        serving.die_with_parent()
    known = scenario_file.load(scenario)

    def ready(where: str) -> None:
        sys.stdout.write(f"{len(sensors)} sensors on the air at {where}\n")
        sys.stdout.flush()

    sensors = sensors_of(known, seed)
    radios = serving.Radios(
        address=address, interval_s=interval_ms / 1000.0, hci=hci or (), lend=lend
    )
    serving.run(serving.serve(sensors, ready, radios))


@app.command()
def record(
    scenario: _ScenarioName,
    out: Annotated[Path, typer.Option("--out", "-o", help="The recording to write.")],
    duration: Annotated[
        float | None,
        typer.Option(
            callback=finite, min=0.1, max=_WEEK_S, help="Seconds; the scenario's own unless given."
        ),
    ] = None,
    seed: _Seed = None,
    truth: Annotated[Path | None, typer.Option(help="Folder for what the simulator knows.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,
) -> None:
    """Write a session as if it had been received, faster than life."""
    from firmware_sim.record import record as write

    count = write(scenario, out, duration_s=duration, seed=seed, truth_dir=truth, force=force)
    typer.echo(f"{out}: {count} packets")


@app.command(name="list")
def list_scenarios() -> None:
    """Show the scenarios that come with the project."""
    for name in scenario_file.names():
        typer.echo(f"{name:20} {scenario_file.load(name).summary}")


def main() -> None:
    """Run the command line; errors are one line, 2 for a wrong scenario, 1 for a failure."""
    try:
        app()
    except ConfigError as error:
        sys.exit(_complain(error, 2))
    except MonitorError as error:
        sys.exit(_complain(error, 1))
    except OSError as error:
        # of two files the second is the one that was named by a person
        file = error.filename2 or error.filename
        sys.exit(_complain(f"{file}: {error.strerror}" if file else error, 1))


def _complain(error: Exception | str, code: int) -> int:
    sys.stderr.write(f"firmware-sim: {error}\n")
    return code


def _log(verbose: bool) -> None:
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING, format="%(name)s: %(message)s"
    )
    # bumble warns of what happens on any air, such as a packet after its connection ended
    logging.getLogger("bumble").setLevel(logging.ERROR)


if __name__ == "__main__":
    main()
