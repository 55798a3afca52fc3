"""Which commands listen to sensors?"""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.broker import with_broker
from monitor.cli.common import (
    ConfigFile,
    EventsFile,
    Settings,
    console,
    new_path,
    read_profile,
    say_nothing,
    settings,
    write_profile,
)
from monitor.cli.desk import AthleteName, Insole, Lacing, Shoe, Temperature, Worn, open_desk
from monitor.cli.follow_up import NoFollowUp
from monitor.cli.live_session import LiveSession, check_files, farewell, sinks_of
from monitor.cli.page import Lan, WithPage, entrance, with_ears
from monitor.cli.pair import paired_addresses
from monitor.cli.sensors import AdapterName, BackendName, with_adapter
from monitor.cli.voice import Voice

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


def run(
    sensor: Annotated[
        list[str] | None,
        typer.Option(
            help="Use only these sensors (name or address); else those that are paired, or all."
        ),
    ] = None,
    output: Output = None,
    mqtt: Broker = None,
    seconds: Annotated[float | None, typer.Option(min=1.0, help="End after this long.")] = None,
    backend: BackendName = None,
    adapter: AdapterName = None,
    config_file: ConfigFile = None,
    change: Settings = None,
    athlete: AthleteName = None,
    shoe: Shoe = None,
    insole: Insole = None,
    lacing: Lacing = None,
    temperature: Temperature = None,
    events: EventsFile = None,
    page: WithPage = None,
    lan: Lan = False,
    voice: Voice = None,
    quiet: Quiet = False,
    force: ForceEvents = False,
    no_follow_up: NoFollowUp = False,
) -> None:
    """Go for a run: connect the sensors, record, and speak up in time. End it with q or Ctrl-C."""
    config = with_broker(settings(config_file, change), mqtt)
    config = with_ears(config, page=page, lan=lan, voice=voice)
    config = with_adapter(config, adapter)
    desk = open_desk(athlete, Worn(shoe, insole, lacing, temperature), ask=not quiet)
    check_files(output, events, [config_file, desk.profile], force=force)
    known = read_profile(desk.profile, new=True) if desk.profile else None
    path = output or new_path("run", desk.home.recordings)
    sinks = {**sinks_of(config, events, quiet=quiet, force=force), "desk": desk}
    session = LiveSession(config, path, backend, sinks, known)
    with entrance(config, say_nothing if quiet else console.print) as way_in:
        only = tuple(sensor or ()) or paired_addresses(desk.home, quiet=quiet)
        ended_by = asyncio.run(session.run(only, seconds, way_in))
    if desk.profile is not None:
        write_profile(desk.profile, session.learned)
    filed = desk.file(path, quiet=quiet)
    farewell(path, ended_by, quiet=quiet)
    if ended_by is None and not (no_follow_up or quiet):
        desk.follow_up(filed)
