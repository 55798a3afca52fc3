"""Which commands listen to sensors?"""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.common import (
    ConfigFile,
    EventsFile,
    Settings,
    console,
    new_path,
    read_profile,
    settings,
    write_profile,
)
from monitor.cli.live_session import LiveSession, check_files, farewell, sinks_of, with_broker

BackendName = Annotated[
    str | None,
    typer.Option(
        metavar="MODULE:OBJECT",
        help="Another radio than the computer's, as bleak takes it, e.g. "
        "firmware_sim.air.backend:BACKEND@ADDRESS.",
    ),
]
Broker = Annotated[
    str | None,
    typer.Option("--mqtt", metavar="HOST[:PORT]", help="Publish what is said to this MQTT broker."),
]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Where the recording goes."),
]
ForceEvents = Annotated[
    bool, typer.Option("--force", help="Replace the file of --events that is there already.")
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Say only where the recording is.")]


def scan(
    backend: BackendName = None,
    seconds: Annotated[float, typer.Option(min=1.0, max=300.0, help="How long to listen.")] = 5.0,
    config_file: ConfigFile = None,
) -> None:
    """List the sensors that can be heard now."""
    from monitor.sources.ble import scan as scan_sensors

    config = settings(config_file, None)
    found = asyncio.run(scan_sensors(config.radio, backend, duration_s=seconds))
    if not found:
        console.print("no sensors heard: are the pods awake (move them) and near?")
    for sensor in found:
        heard = f"{sensor.rssi_dbm:4} dBm  {sensor.address}"
        console.print(f"{sensor.name:24} {sensor.kind:18} {heard}")


def run(
    sensor: Annotated[
        list[str] | None,
        typer.Option(help="Use only these sensors (name or address); else all that are heard."),
    ] = None,
    output: Output = None,
    mqtt: Broker = None,
    seconds: Annotated[float | None, typer.Option(min=1.0, help="End after this long.")] = None,
    backend: BackendName = None,
    config_file: ConfigFile = None,
    change: Settings = None,
    athlete: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.json",
            help="What is remembered of you from run to run; made if it is not there.",
        ),
    ] = None,
    events: EventsFile = None,
    quiet: Quiet = False,
    force: ForceEvents = False,
) -> None:
    """Go for a run: connect the sensors, record, and speak up in time. End it with q or Ctrl-C."""
    check_files(output, events, [config_file, athlete], force=force)
    config = with_broker(settings(config_file, change), mqtt)
    known = read_profile(athlete, new=True) if athlete else None
    path = output or new_path("run")
    sinks = sinks_of(config, events, quiet=quiet, force=force)
    session = LiveSession(config, path, backend, sinks, known)
    ended_by = asyncio.run(session.run(tuple(sensor or ()), seconds))
    if athlete is not None:
        write_profile(athlete, session.learned)
    farewell(path, ended_by, quiet=quiet)
