"""The command of a hub without screen or keyboard: it waits for runs, one after the other."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Final

import typer

from monitor.cli.broker import with_broker
from monitor.cli.common import ConfigFile, Settings, console, new_path, say_nothing, settings
from monitor.cli.desk import Worn, open_desk
from monitor.cli.live import Broker, opened_athlete
from monitor.cli.live_session import LiveSession, ended_by_signals, sinks_of
from monitor.cli.own_coin import with_coin
from monitor.cli.page import Entrance, Https, Lan, PagePort, entrance, show_address, with_ears
from monitor.cli.pair import paired_addresses
from monitor.cli.sensors import AdapterName, BackendName, with_adapter
from monitor.cli.systemd import notifying
from monitor.cli.voice import Voice
from monitor.errors import ConfigError, MonitorError, SinkError

if TYPE_CHECKING:
    from monitor.app import Live
    from monitor.config import Config
    from monitor.home.folder import Home
    from monitor.session.journal import Journal
    from monitor.sinks import Outbox, Sink
    from monitor.sinks.mqtt import MqttSink
    from monitor.types import Side
    from monitor.web.afterwards import Afterwards
    from monitor.web.hub import Hub
    from monitor.web.messages import StartMessage
    from monitor.web.setup import Setup
    from monitor.web.station import Station

_LOOK_S: Final = 30.0
"""Time between two looks at whether a question is due. Rule of thumb."""


def hub(
    mqtt: Broker = None,
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
    with entrance(config, say_nothing if quiet else console.print) as way_in:
        if way_in.door is None:
            raise SinkError("a hub without its page can be started by nobody; free the port")
        waiting = Waiting(config, way_in, Home.open(), backend, quiet=quiet)
        asyncio.run(waiting.run())


class Waiting:
    """The hub of the command line: it waits, runs, files, and waits again."""

    def __init__(
        self, config: "Config", way_in: Entrance, home: "Home", backend: str | None, *, quiet: bool
    ) -> None:
        self._config, self._way_in, self._home = config, way_in, home
        self._backend, self._quiet = backend, quiet
        self._fits: Callable[[], dict[Side, str] | None] = lambda: None

    async def run(self) -> None:
        """Serve until a signal comes."""
        from monitor.web import media_keys
        from monitor.web.afterwards import Afterwards
        from monitor.web.archive import archive_at
        from monitor.web.door import serving

        config, way_in = self._config, self._way_in
        if way_in.door is None:
            raise ConfigError("page", "on", "a hub needs its page")
        station = self._station()
        setup, afterwards = self._setup(station), Afterwards(self._home)
        self._fits = setup.fits
        station.take = afterwards.take

        def prepare(text: bytes) -> None:
            if not station.is_idle:
                raise ValueError("not while a run goes on")
            setup.take(text)

        async with (
            notifying(),
            _kept(config, station, afterwards) as kept,
            serving(way_in.door, station, archive_at(self._home.root), prepare),
        ):
            with ended_by_signals(station.leave), media_keys.listening(station.key):
                while (start := await station.next_start()) is not None:
                    await setup.stop()
                    await self._one(station, start, kept)

    def _station(self) -> "Station":
        from monitor.voice.speech import Speech
        from monitor.web.ledger import presses_in
        from monitor.web.power import Power
        from monitor.web.radio import Radio
        from monitor.web.station import Station

        voice, way_in = self._config.voice, self._way_in
        radio = Radio(voice, Speech(voice, way_in.phrases), _no_time)
        return Station(radio, Power.of_this_machine(), presses_in(way_in.presses).__contains__)

    def _setup(self, station: "Station") -> "Setup":
        from monitor.web.setup import Setup

        def say() -> None:
            station.radio.say_phrase("test")

        setup = Setup(self._home, self._config.radio, self._backend, station.poke, say)
        station.told.more["setup"] = setup.state
        return setup

    async def _one(
        self, station: "Station", start: "StartMessage", kept: "dict[str, Outbox]"
    ) -> None:
        """Let one run happen and be filed; whatever goes wrong is told on the page."""
        try:
            name, ended_by = await self._session(station, start, kept)
        except* MonitorError as group:
            trouble = str(group.exceptions[0])
            console.print(f"trouble: {trouble}")
            station.filed(None, trouble)
        else:
            station.filed(name)
            if ended_by is not None:
                station.leave()

    async def _session(
        self, station: "Station", start: "StartMessage", kept: "dict[str, Outbox]"
    ) -> tuple[str, int | None]:
        from monitor.web import wall_clock

        own = datetime.now(UTC)
        began = wall_clock.started(own, start.phone_ms, trusted=wall_clock.is_trusted())
        desk = await asyncio.to_thread(open_desk, None, Worn(), ask=False, greeted=False)
        desk.fitted(self._fits())
        path = new_path("run", desk.home.recordings, began)
        way_in = HubEntrance(self._way_in, station, kept)
        sinks: dict[str, Sink] = {**sinks_of(None, quiet=True, force=False), "desk": desk}
        with opened_athlete(desk.profile) as athlete:
            known = athlete.known if athlete else None
            config = with_coin(desk.settings(self._config), agreed=desk.try_cues)
            session = LiveSession(config, path, self._backend, sinks, known, started=began)
            session.lift.flagged = desk.flagged
            try:
                only = paired_addresses(desk.home, quiet=True)
                ended_by = await session.run(only, None, way_in)
            finally:
                if athlete is not None and session.has_begun:
                    athlete.write(session.learned, session.name)
        filed = await asyncio.to_thread(session.file, desk, None, quiet=self._quiet)
        return filed, ended_by


@dataclass(frozen=True, slots=True)
class HubEntrance:
    """Beside one session of a hub: the pages are there already, and stay."""

    beside: Entrance
    station: "Station"
    kept: "dict[str, Outbox]"

    def beating(self) -> AbstractAsyncContextManager[None]:
        """Tell systemd nothing: the hub does."""
        return nullcontext()

    @contextlib.asynccontextmanager
    async def open(self, live: "Live", journal: "Journal") -> "AsyncIterator[Hub]":
        """Let the pages see a session."""
        from monitor.web.hub import Session, noting

        name = f"{journal.path.stem}-{secrets.token_hex(4)}"
        session = Session(name, live.take, live.end, live.now_s, journal)
        self.station.radio.tune(live.now_s)
        pod_taps = self.beside.config.page.pod_taps
        noted = noting(session, self.beside.presses, self.station.radio, pod_taps=pod_taps)
        async with noted as hub:
            with self.station.showing(hub), self.station.air.told(live.take, live.now_s):
                yield hub

    def sinks(self, hub: "Hub", live: "Live") -> "dict[str, Sink]":
        """Give the sinks that need a session that goes on."""
        from monitor.sinks.forward import Forward
        from monitor.web.watchman import Watchman

        still = Watchman(self.beside.config.session.still_end_s, live.now_s, live.end)
        forwards = {name: Forward(outbox) for name, outbox in self.kept.items()}
        self.station.radio.handed = hub.on_air
        return {"page": hub, **forwards, "still": still, **self.beside.voice(live, hub)}


@contextlib.asynccontextmanager
async def _kept(
    config: "Config", station: "Station", afterwards: "Afterwards"
) -> "AsyncIterator[dict[str, Outbox]]":
    """Keep what plays or publishes between runs; gives where their events go."""
    from monitor.app import deliver
    from monitor.sinks.mqtt import MqttSink

    sinks: dict[str, Sink] = {"radio": station.radio}
    mqtt = None
    if config.mqtt.host:
        mqtt = MqttSink(
            config.mqtt,
            station.command,
            station.sensors,
            station.published,
            config.broker,
            station.air.warm,
        )
        sinks["mqtt"] = mqtt
    outboxes: dict[str, Outbox] = {name: asyncio.Queue() for name in sinks}
    async with asyncio.TaskGroup() as tasks:
        for name, sink in sinks.items():
            tasks.create_task(deliver(name, sink, outboxes[name]), name=f"sink-{name}")
        asking = tasks.create_task(_ask_later(afterwards, mqtt), name="follow-up")
        try:
            yield outboxes
        finally:
            asking.cancel()
            for outbox in outboxes.values():
                outbox.put_nowait(None)


async def _ask_later(afterwards: "Afterwards", mqtt: "MqttSink | None") -> None:
    """Publish the question of a run once, half an hour after it, until cancelled."""
    asked: set[str] = set()
    while mqtt is not None:
        with contextlib.suppress(MonitorError):  # the page says so
            due = await asyncio.to_thread(afterwards.due)
            if due is not None and due["session"] not in asked:
                asked.add(due["session"])
                mqtt.tell("follow_up", due)
        await asyncio.sleep(_LOOK_S)


def _no_time() -> float:
    """Give the session time between runs."""
    return 0.0
