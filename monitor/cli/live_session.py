"""One live session of the command line: its sinks, its end, what it could not keep."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from monitor.cli.common import DIM, console, header
from monitor.cli.ending import ended_by_signals
from monitor.cli.own_coin import with_coin
from monitor.cli.sensors import known_feet
from monitor.errors import IncompleteError, MonitorError, SourceError
from monitor.hints import command

if TYPE_CHECKING:
    from monitor.app import Live
    from monitor.config import Config
    from monitor.home.notes import TakenTests
    from monitor.profile import AthleteProfile
    from monitor.session.athlete_file import AthleteFile
    from monitor.session.journal import Journal
    from monitor.sinks import Sink
    from monitor.sources.sensor_maps import MappedSensor
    from monitor.types import Packet
    from monitor.web.hub import Hub

T_co = TypeVar("T_co", covariant=True)


class WayIn(Protocol):
    """How pages and others come to a session."""

    def beating(self) -> AbstractAsyncContextManager[None]:
        """Tell systemd that the session lives."""
        ...

    def open(self, live: "Live", journal: "Journal", /) -> AbstractAsyncContextManager["Hub"]:
        """Let pages see the session."""
        ...

    def sinks(self, hub: "Hub", live: "Live", /) -> "dict[str, Sink]":
        """Give who else is told."""
        ...


class Desk(Protocol[T_co]):
    """Where a session is filed."""

    def file(self, recording: Path, /, *, quiet: bool, tests: "Tests | None" = None) -> T_co:
        """File a recording, with the tests and the cards of its page."""
        ...


@dataclass(slots=True)
class Tests:
    """The tests of a session that its page leads through, and the cards that it shows.

    ``flagged`` tells whether a red flag of an earlier run is open: then there are no tests;
    ``taken`` are those that were taken; ``read`` is when the card of an advice was read, session
    time, s, by its number.
    """

    flagged: Callable[[], bool] = lambda: False
    taken: "TakenTests | None" = None
    read: dict[int, float] = field(default_factory=dict)


@dataclass(slots=True)
class Calls:
    """What a session calls: once its recording is there, at each Enter, and for more sinks."""

    began: Callable[[Path], None] = lambda _: None
    entered: Callable[[], None] = lambda: None
    beside: "Callable[[Live], dict[str, Sink]]" = lambda _: {}


@dataclass(slots=True)
class _Lacks:
    """What a session could not keep."""

    packets: str = ""
    """What the recording lacks."""
    lesson: MonitorError | None = None
    """Why what was learned could not be written."""


class LiveSession:
    """One live session, from the first packet to what was learned."""

    def __init__(
        self,
        config: "Config",
        path: Path,
        backend: str | None,
        sinks: "dict[str, Sink]",
        known: "AthleteProfile | None" = None,
        *,
        source: str = "live",
        started: datetime | None = None,
    ) -> None:
        from monitor import profile
        from monitor.pipeline import Pipeline
        from monitor.sinks.log import RadioLog

        config = with_coin(config)
        self.path = path
        self.has_begun = False
        self._lacks = _Lacks()
        self._config = config
        self._backend = backend
        # who has no screen of events still has to hear that Bluetooth is off
        self._sinks = sinks if "console" in sinks else {**sinks, "log": RadioLog()}
        text = profile.dump(known).decode() if known else ""
        here = (started or datetime.now(UTC)).astimezone()  # the day is that of where one runs
        self._header = header(source, config, here, text)
        self._pipeline = Pipeline(config, known)
        self._prompts: set[asyncio.Future[None]] = set()
        self.calls = Calls()
        self.tests = Tests()

    @property
    def name(self) -> str:
        """What tells this session from others."""
        return self._header.started.isoformat()

    @property
    def learned(self) -> "AthleteProfile":
        """What to remember of the runner."""
        return self._pipeline.profile

    async def run(
        self,
        only: tuple[str, ...],
        seconds: float | None,
        way_in: WayIn,
        maps: "tuple[MappedSensor, ...]" = (),
    ) -> int | None:
        """Run to the end; return the signal that ended it, if one did."""
        from monitor.app import open_live
        from monitor.session.journal import Journal

        config, path = self._config, self.path
        # what a home knows of sensors is not about the pods of a demo
        feet = known_feet(maps) if self._header.source == "live" else None
        async with open_live(
            config, self._backend, only, seconds, self._prompt, self.calls.entered, feet=feet
        ) as live:
            # what waits for the disk does not hold up the sensors that connect now
            opening = asyncio.to_thread(Journal.open, path, self._header, config.session)
            with ended_by_signals(live.end) as caught, await opening as journal:
                # a line by itself, at once: the calling program needs the path
                print(f"recording: {path}", flush=True)
                await asyncio.to_thread(self.calls.began, path)
                if "console" in self._sinks:
                    self._tell_keys()
                async with way_in.beating():
                    async with way_in.open(live, journal) as hub:
                        await self._run(live, hub, way_in)
                    # packing a long run takes seconds, and the sensors are still connected
                    await asyncio.to_thread(journal.close)
                self.path, self._lacks.packets = journal.path, journal.incomplete
        return caught[0] if caught else None

    async def _run(self, live: "Live", hub: "Hub", way_in: WayIn) -> None:
        """Understand what arrives until it ends, and note what the pages led through."""
        from monitor.app import run as run_session

        hub.guided.flagged = self.tests.flagged
        sinks = {**self._sinks, **way_in.sinks(hub, live), **self.calls.beside(live)}
        record, gather_s = self._listening(hub.write), self._config.session.gather_s
        await run_session(live.packets, self._pipeline, record, sinks, gather_s)
        self.tests.taken = hub.guided.taken
        self.tests.read = hub.cards_read

    def file(self, desk: "Desk[T_co]", ended_by: int | None, *, quiet: bool) -> T_co:
        """File the session, then say where its recording is; a gap in it hinders nothing.

        Raises
        ------
        SourceError
            If nobody was heard, neither a sensor nor the runner: there is no session.
        MonitorError
            If the session cannot be filed; an ``IncompleteError`` if packets are missing, too.
        """
        if not self.has_begun and not self._lacks.packets and ended_by != signal.SIGINT:
            raise SourceError(f"{self.path}: no sensor was heard, so there is nothing to file")
        try:
            filed = desk.file(self.path, quiet=quiet, tests=self.tests)
        except MonitorError as error:
            console.print(f"not filed: {error}")
            self._farewell(quiet=quiet)
            self.check_whole()
            raise
        self._farewell(quiet=quiet)
        return filed

    def teach(self, athlete: "AthleteFile | None") -> None:
        """Write what was learned; that it cannot be written keeps no run from being filed."""
        if athlete is None or not self.has_begun:
            return
        try:
            athlete.write(self.learned, self.name)
        except MonitorError as error:
            self._lacks.lesson = error

    @property
    def gap(self) -> str:
        """What recording or profile lack, as one line; empty if they are whole."""
        gaps = [f"{self.path}: {self._lacks.packets}"] if self._lacks.packets else []
        if self._lacks.lesson is not None:
            gaps.append(f"nothing was learned of this run: {self._lacks.lesson}")
        return "; ".join(gaps)

    def check_whole(self) -> None:
        """Tell a session with a gap by its exit code, once it is filed and asked about.

        Raises
        ------
        IncompleteError
            If packets are missing from the recording.
        MonitorError
            If what was learned could not be written.
        """
        if self._lacks.packets:
            raise IncompleteError(self.gap)
        if self._lacks.lesson is not None:
            raise self._lacks.lesson

    def _farewell(self, *, quiet: bool) -> None:
        if not quiet:
            if self._lacks.packets:
                console.print(f"not whole: {self._lacks.packets}")
            console.print(f"recorded: {self.path}")
            console.print(f"see it again:   {command('replay', self.path)}")
            console.print(f"all strides:    {command('analyse', self.path, '-o', 'out')}")

    def _listening(self, record: "Callable[[Packet], None]") -> "Callable[[Packet], None]":
        """Record, and note whether anybody is heard: a sensor, or the runner."""
        from monitor.home.recovery import OF_THE_HOST

        def listen(packet: "Packet") -> None:
            self.has_begun = self.has_begun or packet.characteristic not in OF_THE_HOST
            record(packet)

        return listen

    def _tell_keys(self) -> None:
        from monitor.sources.taps import HELP, can_listen, has_terminals

        if can_listen():
            console.print(HELP, style=DIM)
        elif not has_terminals():
            console.print("keys are not read on this system; end with Ctrl-C", style=DIM)

    def _prompt(self, text: str) -> None:
        """Show what the next key is to say; in a thread, as a paused terminal blocks its writer."""
        if "console" in self._sinks:
            loop = asyncio.get_running_loop()
            shown = loop.run_in_executor(None, lambda: console.print(text, style=DIM))
            self._prompts.add(shown)
            shown.add_done_callback(self._prompts.discard)
