"""The command of a hub without screen or keyboard: it waits for runs, one after the other."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from monitor.cli.attended import Beside, keeping, station_of
from monitor.cli.broker import with_broker
from monitor.cli.closing import close_cut
from monitor.cli.common import ConfigFile, Settings, console, new_path, say_nothing, settings
from monitor.cli.ending import ended_by_signals
from monitor.cli.live import Broker, opened_athlete
from monitor.cli.live_session import LiveSession
from monitor.cli.own_coin import with_coin
from monitor.cli.page import Entrance, Https, Lan, PagePort, entrance, show_address, with_ears
from monitor.cli.pair import paired_addresses
from monitor.cli.sensors import AdapterName, BackendName, OwnMap, own_maps, with_adapter
from monitor.cli.session_files import sinks_of
from monitor.cli.systemd import notifying
from monitor.cli.voice import Voice
from monitor.cli.who_runs import Worn, open_desk
from monitor.errors import ConfigError, MonitorError, SinkError

logger = logging.getLogger(__name__)

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.home.folder import Home
    from monitor.sinks import Outbox, Sink
    from monitor.sources.sensor_maps import MappedSensor
    from monitor.types import Side
    from monitor.web.messages import StartMessage
    from monitor.web.setup import Setup
    from monitor.web.station import Station


def hub(
    mqtt: Broker = None,
    sensors: OwnMap = None,
    backend: BackendName = None,
    adapter: AdapterName = None,
    config_file: ConfigFile = None,
    change: Settings = None,
    page_port: PagePort = None,
    lan: Lan = False,
    https: Https = False,
    voice: Voice = None,
    address: Annotated[
        bool, typer.Option("--address", help="Only print the page's address, and its code.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing.")] = False,
) -> None:
    """Wait for runs, which the page, a script or MQTT starts and ends; needs no screen."""
    from monitor.home.folder import Home

    config = with_broker(settings(config_file, change), mqtt)
    config = with_ears(config, page=True, port=page_port, lan=lan, voice=voice, https=https)
    config = with_adapter(config, adapter)
    if address:
        show_address(config, console.print)
        return
    maps = own_maps(sensors)
    with entrance(config, say_nothing if quiet else console.print) as way_in:
        if way_in.door is None:
            raise SinkError("a hub without its page can be started by nobody; free the port")
        waiting = Waiting(config, way_in, Home.open(), backend, maps, quiet=quiet)
        asyncio.run(waiting.run())


class _Ran(NamedTuple):
    """A run that is filed: its name, and what its recording lacks."""

    filed: str
    gap: str


class Waiting:
    """The hub of the command line: it waits, runs, files, and waits again."""

    def __init__(
        self,
        config: "Config",
        way_in: Entrance,
        home: "Home",
        backend: str | None,
        maps: "Sequence[MappedSensor]" = (),
        *,
        quiet: bool,
    ) -> None:
        self._config, self._way_in, self._home = config, way_in, home
        self._backend, self._maps, self._quiet = backend, tuple(maps), quiet
        self._fits: Callable[[], dict[Side, str] | None] = lambda: None
        self._ahead = timedelta()
        """The phone's time minus this machine's, where the phone's counts."""

    async def run(self) -> None:
        """Serve until a signal comes."""
        from monitor.web import media_keys
        from monitor.web.afterwards import Afterwards
        from monitor.web.archive import archive_at
        from monitor.web.door import serving

        config, way_in = self._config, self._way_in
        if way_in.door is None:
            raise ConfigError("page", "on", "a hub needs its page")
        station = station_of(way_in)
        setup, afterwards = self._setup(station), Afterwards(self._home, now=self._now)
        self._fits = setup.fits
        station.answers.take = afterwards.take

        def prepare(text: bytes) -> None:
            if not station.is_idle:
                raise ValueError("not while a run goes on")
            setup.take(text)

        async with (
            notifying(),
            keeping(config, station, afterwards) as kept,
            serving(way_in.door, station, archive_at(self._home.root, afterwards), prepare),
            asyncio.TaskGroup() as tasks,
        ):
            with ended_by_signals(station.leave), media_keys.listening(station.key):
                # when it is done, a page asks about what was filed
                close = partial(close_cut, station.answers.note)
                closing = tasks.create_task(close(), name="hub-close")
                while (start := await station.next_start()) is not None:
                    await setup.stop()
                    await self._one(station, start, kept)
                    if closing.done():
                        closing = tasks.create_task(close(), name="hub-close")
                closing.cancel()

    def _now(self) -> datetime:
        """Give the wall time by the clock that the last run was timed by."""
        from monitor.web import wall_clock

        own = datetime.now(UTC)
        # a time server may have been heard since
        return own if wall_clock.is_trusted() else own + self._ahead

    def _setup(self, station: "Station") -> "Setup":
        from monitor.web.setup import Setup
        from monitor.web.setup_radio import SetupRadio

        def say() -> None:
            station.radio.say_phrase("test")

        radio = SetupRadio(self._config.radio, self._backend, self._maps)
        setup = Setup(self._home, radio, station.poke, say)
        station.told.more["setup"] = setup.state
        return setup

    async def _one(
        self, station: "Station", start: "StartMessage", kept: "dict[str, Outbox]"
    ) -> None:
        """Let one run happen and be filed; whatever goes wrong is told on the page."""
        try:
            ran = await self._session(station, start, kept)
        except* MonitorError as group:
            trouble = str(group.exceptions[0])
            console.print(f"trouble: {trouble}")
            station.filed(None, trouble)
        except* Exception as group:  # a slip of ours must not cost the runs after this one
            logger.exception("hub: a run failed unforeseen")
            station.filed(None, f"an error in Footloose: {group.exceptions[0]!r}")
        else:
            if ran.gap:
                console.print(f"trouble: {ran.gap}")
            station.filed(ran.filed, ran.gap)

    async def _session(
        self, station: "Station", start: "StartMessage", kept: "dict[str, Outbox]"
    ) -> _Ran:
        from monitor.web import wall_clock

        own = datetime.now(UTC)
        began = wall_clock.started(own, start.phone_ms, trusted=wall_clock.is_trusted())
        self._ahead = began - own
        desk = await asyncio.to_thread(
            open_desk, None, Worn(), ask=False, greeted=False, at_once=True
        )
        desk.fitted(self._fits())
        path = new_path("run", desk.home.recordings, began)
        way_in = Beside(self._way_in, station, kept, still=True)
        quiet = sinks_of(None, quiet=True, force=False)
        sinks: dict[str, Sink] = {**quiet, "desk": desk}
        with opened_athlete(desk.profile) as athlete:
            known = athlete.known if athlete else None
            config = with_coin(desk.settings(self._config), agreed=desk.try_cues)
            session = LiveSession(config, path, self._backend, sinks, known, started=began)
            session.tests.flagged, session.calls.began = desk.flagged, desk.begin
            try:
                only = paired_addresses(desk.home, quiet=True)
                ended_by = await session.run(only, None, way_in, self._maps)
            finally:
                session.teach(athlete)
        if ended_by is not None:  # also where the run cannot be filed
            station.leave()
        filed = await asyncio.to_thread(session.file, desk, None, quiet=self._quiet)
        return _Ran(filed, session.gap)
