"""Pages, radio and broker beside runs: there before a run, and still there after it."""

import asyncio
import contextlib
import importlib
import secrets
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Final

from monitor.cli.page import Entrance, broker_sink
from monitor.errors import MonitorError

if TYPE_CHECKING:
    from monitor.app import Live
    from monitor.config import Config
    from monitor.session.journal import Journal
    from monitor.sinks import Outbox, Sink
    from monitor.sinks.mqtt import MqttSink
    from monitor.web.afterwards import Afterwards
    from monitor.web.archive import Archive
    from monitor.web.hub import Hub
    from monitor.web.keeper import Keeper
    from monitor.web.station import Station

_SOON_S: Final = 1.0
"""How soon after an answer the next question comes, s. Rule of thumb: no eye waits longer."""
_LOOKS: Final = 30
"""So many of these between two looks at whether a question is due. Rule of thumb."""
_FAREWELL_S: Final = 1.0
"""How long pages have to fetch what they show once nobody serves them. Rule of thumb."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Beside one session: the pages are there already, and stay.

    ``still``: a session in which nothing moves ends by itself.
    """

    way_in: Entrance
    station: "Station"
    kept: "dict[str, Outbox]"
    still: bool = False

    def beating(self) -> AbstractAsyncContextManager[None]:
        """Tell systemd nothing: whoever serves the pages does."""
        return contextlib.nullcontext()

    @contextlib.asynccontextmanager
    async def open(self, live: "Live", journal: "Journal") -> "AsyncIterator[Hub]":
        """Let the pages see a session."""
        from monitor.report.lacing_guide import GuideTimes
        from monitor.web.hub import Session, noting

        name = f"{journal.path.stem}-{secrets.token_hex(4)}"
        session = Session(name, live.take, live.end, live.now_s, journal)
        self.station.radio.tune(live.now_s)
        config, presses = self.way_in.config, self.way_in.presses
        pod_taps = config.page.pod_taps
        times = GuideTimes(run_s=config.session.lacing_run_s)
        radio = self.station.radio
        noted = noting(session, presses, radio, pod_taps=pod_taps, times=times)
        async with noted as hub:
            with self.station.showing(hub), self.station.air.told(live.take, live.now_s):
                yield hub

    def sinks(self, hub: "Hub", live: "Live") -> "dict[str, Sink]":
        """Give the sinks that need a session that goes on."""
        from monitor.sinks.forward import Forward
        from monitor.web.watchman import Watchman

        sinks: dict[str, Sink] = {"page": hub}
        sinks |= {name: Forward(outbox) for name, outbox in self.kept.items()}
        if self.still:
            still_end_s = self.way_in.config.session.still_end_s
            sinks["still"] = Watchman(still_end_s, live.now_s, live.end)
        self.station.radio.handed = hub.on_air
        sinks |= self.way_in.voice(live, hub)
        hub.aloud.sound()  # a press of a headset began it, perhaps
        return sinks


class TellingTrouble:
    """Let pages see why a run did not begin or was not filed; it is raised all the same."""

    # not a generator: what leaves an ``except*`` is wrapped in a group by Python 3.11.2
    def __init__(self, station: "Station") -> None:
        self._station = station

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(
        self, kind: object, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Tell what went wrong, if anything did."""
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        if error is not None:
            self._station.filed(None, str(error) if isinstance(error, MonitorError) else "")


def station_of(way_in: Entrance, *, once: bool = False) -> "Station":
    """Give the station of this machine; ``once``: of a program that runs once."""
    from monitor.voice.speech import Speech
    from monitor.web.ledger import presses_in
    from monitor.web.power import Power
    from monitor.web.radio import Radio
    from monitor.web.station import Station

    # what a run's sinks need: imported once sensors connect, it would hold them up
    importlib.import_module("monitor.sinks.forward")
    importlib.import_module("monitor.web.watchman")
    voice = way_in.config.voice
    radio = Radio(voice, Speech(voice, way_in.phrases), _no_time)
    power = Power(None) if once else Power.of_this_machine()
    return Station(radio, power, presses_in(way_in.presses).__contains__, once=once)


@contextlib.asynccontextmanager
async def attended(
    way_in: Entrance, archive: "Archive | None" = None, afterwards: "Afterwards | None" = None
) -> "AsyncIterator[Beside]":
    """Serve pages from before the one run of a program until after it.

    Parameters
    ----------
    way_in : Entrance
    archive : Archive, optional
        Sessions and reports that can be read.
    afterwards : Afterwards, optional
        Asks and keeps what belongs to a run that is over.
    """
    from monitor.web import media_keys
    from monitor.web.archive import NO_ARCHIVE
    from monitor.web.door import serving

    station = station_of(way_in, once=True)
    station.told.replay = way_in.folder is None
    if afterwards is not None:
        station.answers.take = afterwards.take
    async with (
        way_in.beating(),
        keeping(way_in.config, station, afterwards, replay=way_in.folder is None) as kept,
        contextlib.AsyncExitStack() as stack,
    ):
        # keys of a headset need no page
        stack.enter_context(media_keys.listening(station.key))
        if way_in.door is not None:
            pages = serving(way_in.door, station, archive or NO_ARCHIVE)
            await stack.enter_async_context(pages)
        try:
            yield Beside(way_in, station, kept)
        finally:  # also what went wrong is fetched
            if station.watchers.any:
                await asyncio.sleep(_FAREWELL_S)


@contextlib.asynccontextmanager
async def keeping(
    config: "Config",
    station: "Station",
    afterwards: "Afterwards | None",
    *,
    replay: bool = False,
) -> "AsyncIterator[dict[str, Outbox]]":
    """Keep what plays or publishes between runs; gives where their events go.

    With ``replay`` every message says that this is no run.
    """
    from monitor.app import deliver

    sinks: dict[str, Sink] = {"radio": station.radio}
    mqtt = None
    if config.mqtt.host:
        mqtt = broker_sink(config, station, station.air.warm, replay=replay)
        sinks["mqtt"] = mqtt
        if afterwards is not None:
            station.answers.goes_on = lambda: mqtt.is_answered
    outboxes: dict[str, Outbox] = {name: asyncio.Queue() for name in sinks}
    async with asyncio.TaskGroup() as tasks:
        for name, sink in sinks.items():
            tasks.create_task(deliver(name, sink, outboxes[name]), name=f"sink-{name}")
        asking = tasks.create_task(_ask_later(afterwards, mqtt, station.answers), name="follow-up")
        try:
            yield outboxes
        finally:
            asking.cancel()
            for outbox in outboxes.values():
                outbox.put_nowait(None)


async def _ask_later(
    afterwards: "Afterwards | None", mqtt: "MqttSink | None", answers: "Keeper"
) -> None:
    """Publish the questions of a run, each once, from half an hour after it on, until cancelled.

    The next one comes once the one before is answered, here or elsewhere. Only where the answer
    would be taken, and not before the broker is there: it may be answered on the page meanwhile.
    Later questions have a topic of their own: who listens for the first one only answers that.
    """
    from monitor.report.follow_up import QUESTIONS

    asked: dict[str, set[str]] = {}
    while mqtt is not None and afterwards is not None:
        known = answers.number
        with contextlib.suppress(MonitorError):  # the page says so
            due = await asyncio.to_thread(afterwards.due, asked) if mqtt.is_answered else None
            if due is not None and due["key"] not in asked.get(due["session"], ()):
                mqtt.tell("follow_up" if due["key"] == QUESTIONS[0] else "follow_up/next", due)
                asked.setdefault(due["session"], set()).add(due["key"])
        for _ in range(_LOOKS):
            if answers.number != known:
                break
            await asyncio.sleep(_SOON_S)


def _no_time() -> float:
    """Give the session time between runs."""
    return 0.0
