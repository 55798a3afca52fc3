"""The commands that listen to sensors."""

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.attended import TellingTrouble, attended
from monitor.cli.broker import with_broker
from monitor.cli.closing import close_cut
from monitor.cli.common import (
    ConfigFile,
    EventsFile,
    Settings,
    console,
    new_path,
    say_nothing,
    settings,
)
from monitor.cli.desk import Desk
from monitor.cli.ending import tell_interrupt
from monitor.cli.follow_up import NoFollowUp
from monitor.cli.live_session import LiveSession
from monitor.cli.own_coin import with_coin
from monitor.cli.page import Entrance, Https, Lan, PagePort, WithPage, entrance, with_ears
from monitor.cli.pair import paired_addresses
from monitor.cli.sensors import AdapterName, BackendName, OwnMap, own_maps, with_adapter
from monitor.cli.session_files import check_files, sinks_of
from monitor.cli.stay import report_of, until_answered
from monitor.cli.voice import Voice
from monitor.cli.who_runs import AthleteName, Insole, Lacing, Shoe, Temperature, Worn, open_desk
from monitor.options import finite

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.session.athlete_file import AthleteFile
    from monitor.sinks import Sink
    from monitor.sources.sensor_maps import MappedSensor

OnlySensor = Annotated[
    list[str] | None,
    typer.Option(
        help="Use only these sensors (name or address); else those that are paired, or all."
    ),
]
Seconds = Annotated[
    float | None, typer.Option(callback=finite, min=1.0, help="End after this long, s.")
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


def run(
    sensor: OnlySensor = None,
    sensors: OwnMap = None,
    output: Output = None,
    mqtt: Broker = None,
    seconds: Seconds = None,
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
    page_port: PagePort = None,
    lan: Lan = False,
    https: Https = False,
    voice: Voice = None,
    quiet: Quiet = False,
    force: ForceEvents = False,
    no_follow_up: NoFollowUp = False,
) -> None:
    """Go for a run: connect the sensors, record, and speak up in time. End it with q or Ctrl-C."""
    maps = own_maps(sensors)
    config = with_broker(settings(config_file, change), mqtt)
    config = with_ears(config, page=page, port=page_port, lan=lan, voice=voice, https=https)
    config = with_adapter(config, adapter)
    worn = Worn(shoe, insole, lacing, temperature)
    desk = open_desk(athlete, worn, ask=not quiet, at_once=True)
    read = (config_file, Path(sensors) if sensors else None)
    files = RunFiles(output, events, read, force=force)
    wanted = Wanted(backend, tuple(sensor or ()), maps, seconds)
    ended_by = _run(desk.settings(config), desk, files, wanted, quiet=quiet, asks=not no_follow_up)
    tell_interrupt(ended_by)


@dataclass(frozen=True, slots=True)
class RunFiles:
    """The files that options of a run name: what it writes, what it reads, what it may replace."""

    recording: Path | None
    events: Path | None
    read: tuple[Path | None, ...]
    force: bool

    def checked(self, desk: Desk) -> Path:
        """Give where the recording goes, once nothing that is there would be destroyed.

        Raises
        ------
        RecordingError
            If something would be.
        """
        from monitor.home.own_files import own_files

        read = [*self.read, desk.profile, *own_files(desk.home)]
        check_files(self.recording, self.events, read, force=self.force)
        return self.recording or new_path("run", desk.home.recordings)

    def sinks(self, config: "Config", *, quiet: bool) -> "dict[str, Sink]":
        """Give who is told of the events, besides the desk and the pages."""
        from monitor.sinks.at_start import NO_TEMPERATURE

        told = config.detectors.effort.air_temperature_c is not None
        unmeasured = () if told else (NO_TEMPERATURE,)
        return sinks_of(self.events, quiet=quiet, force=self.force, unmeasured=unmeasured)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sensors a run uses, by which radio, and how long it lasts, s."""

    backend: str | None
    only: tuple[str, ...]
    maps: "tuple[MappedSensor, ...]"
    seconds: float | None


def _run(
    config: "Config", desk: Desk, files: RunFiles, wanted: Wanted, *, quiet: bool, asks: bool
) -> int | None:
    """Run once, with the pages that may look on; return the signal that ended it."""
    path = files.checked(desk)
    sinks = {**files.sinks(config, quiet=quiet), "desk": desk}
    with (
        opened_athlete(desk.profile) as athlete_file,
        entrance(config, say_nothing if quiet else console.print) as way_in,
    ):
        known = athlete_file.known if athlete_file else None
        config = with_coin(config, agreed=desk.try_cues)
        session = LiveSession(config, path, wanted.backend, sinks, known)
        session.tests.flagged, session.calls.began = desk.flagged, desk.begin
        only = wanted.only or paired_addresses(desk.home, quiet=quiet)
        one = OneRun(session, desk, way_in, athlete_file, quiet=quiet, asks=asks)
        return asyncio.run(one.run(only, wanted.seconds, wanted.maps))


@dataclass(frozen=True, slots=True)
class OneRun:
    """The one run of a program: recorded, filed, asked about."""

    session: LiveSession
    desk: Desk
    way_in: Entrance
    athlete: "AthleteFile | None"
    quiet: bool
    asks: bool

    async def run(
        self, only: tuple[str, ...], seconds: float | None, maps: "tuple[MappedSensor, ...]"
    ) -> int | None:
        """Run, file and ask, with pages that stay; return the signal that ended the run.

        What a crash cut off is closed and filed beside.

        Raises
        ------
        MonitorError
            If it cannot be recorded or filed; pages are told, too.
        """
        from monitor.web.afterwards import Afterwards
        from monitor.web.archive import archive_at

        desk, session = self.desk, self.session
        afterwards = Afterwards(desk.home, desk.athlete)
        archive = archive_at(desk.home.root, afterwards, desk.athlete)
        async with (
            attended(self.way_in, archive, afterwards) as beside,
            asyncio.TaskGroup() as tasks,
        ):
            station = beside.station
            close = close_cut(station.answers.note, shows=not self.quiet)
            closing = tasks.create_task(close, name="run-close")
            with TellingTrouble(station):
                try:
                    ended_by = await session.run(only, seconds, beside, maps)
                finally:  # whatever ended it
                    session.teach(self.athlete)
                file = partial(session.file, desk, ended_by, quiet=self.quiet)
                filed = await asyncio.to_thread(file)
            station.filed(filed, session.gap, where=report_of(filed))
            if ended_by is None and self.asks and not self.quiet:
                await until_answered(desk, filed, station, afterwards)
            closing.cancel()
        session.check_whole()
        return ended_by


@contextlib.contextmanager
def opened_athlete(path: Path | None) -> "Iterator[AthleteFile | None]":
    """Give the athlete's file, if there is one."""
    from monitor.session.athlete_file import open_athlete

    if path is None:
        yield None
        return
    with open_athlete(path) as opened:
        yield opened
