"""What a press does and what is recorded of it while the disk refuses, and when it takes again."""

import asyncio
import resource
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from monitor.errors import HomeError, RecordingError
from monitor.session.journal import Journal
from monitor.session.recording import Recording
from monitor.types import Feeling, Packet, Side, WishKind
from monitor.web.inbox import Deeds, Inbox
from monitor.web.ledger import Ledger, identity_in
from monitor.web.messages import (
    EndMessage,
    LiftMessage,
    SeenMessage,
    TapMessage,
    WishMessage,
    press_of,
)
from monitor.wire import clock, symptom, uuids
from tests.monitor.web.serving import HEADER


@dataclass
class Desk:
    """An inbox before a real recording and a real ledger, on a disk that may be full."""

    inbox: Inbox
    journal: Journal
    done: list[str] = field(default_factory=list)
    t_s: float = 100.0
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def note(self, what: str) -> None:
        self.done.append(what)
        self.news.set()

    async def until(self, count: int) -> None:
        """Wait until so many things were done."""
        async with asyncio.timeout(20):
            while len(self.done) < count:
                self.news.clear()
                await self.news.wait()

    def press(self, message: EndMessage | SeenMessage | TapMessage | WishMessage) -> None:
        self.inbox.press(message, lambda: self.note(f"told {message.id}"))

    def hears(self, t_s: float) -> None:
        """Let time pass, which is recorded."""
        self.t_s = t_s
        tick = clock.encode(clock.HostTick(int(t_s)))
        self.write(Packet("host", uuids.CLOCK, t_s, tick))

    def write(self, packet: Packet) -> None:
        try:
            self.inbox.record(packet)
        except RecordingError as error:
            self.done.append(f"trouble {type(error).__name__}")

    async def settles(self) -> None:
        """Let the inbox do all that it has to do now."""
        self.inbox.close()
        await self.inbox.run()


@asynccontextmanager
async def a_desk(folder: Path, ledger: Path | None = None) -> AsyncIterator[Desk]:
    holder: list[Desk] = []

    def note(what: str) -> None:
        holder[0].note(what)

    def take(packet: Packet) -> None:
        holder[0].write(packet)

    def refuse(_: object) -> None:
        raise HomeError("catalogue.sqlite", "damaged")

    with Journal.open(folder / "run.mcap", HEADER) as journal:
        deeds = Deeds(
            lambda: note("end"),
            lambda number: note(f"seen {number}"),
            lambda: note("ask"),
            lambda number, way: note(f"heard {number} {way}"),
            refuse,
        )
        known = await asyncio.to_thread(Ledger, ledger, journal.path)
        inbox = Inbox(known, journal, take, lambda: holder[0].t_s, deeds)
        holder.append(Desk(inbox, journal))
        yield holder[0]


async def test_what_a_press_does_is_done_once_though_the_ledger_cannot_be_written(
    tmp_path: Path,
) -> None:
    ledger = tmp_path / "presses.txt"
    async with a_desk(tmp_path, ledger) as desk:
        await asyncio.to_thread(ledger.unlink)
        await asyncio.to_thread(ledger.mkdir)
        desk.press(EndMessage("a"))
        desk.press(SeenMessage("b", 3))
        await desk.settles()
        refused = list(desk.done)
        for _ in range(3):
            desk.press(EndMessage("a"))
            await desk.settles()
        still = list(desk.done)
        await asyncio.to_thread(ledger.rmdir)
        desk.press(EndMessage("a"))
        await desk.settles()

    assert refused == ["end", "seen 3"]
    assert still == refused
    # who asked five times is told five times; the other had only to wait
    assert sorted(desk.done[2:]) == ["told a"] * 5 + ["told b"]
    written = await asyncio.to_thread(ledger.read_text)
    assert {press_of(name, 0.0).identity in written for name in "ab"} == {True}


async def test_a_press_that_is_sent_again_reaches_the_disk_while_the_run_goes_on(
    tmp_path: Path,
) -> None:
    ledger = tmp_path / "presses.txt"
    async with a_desk(tmp_path, ledger) as desk:
        await asyncio.to_thread(ledger.unlink)
        await asyncio.to_thread(ledger.mkdir)
        running = asyncio.create_task(desk.inbox.run())
        desk.press(EndMessage("a"))
        await desk.until(1)
        await asyncio.to_thread(ledger.rmdir)
        desk.press(EndMessage("a"))
        await desk.until(3)
        desk.inbox.close()
        await running

    assert desk.done == ["end", "told a", "told a"]


async def test_a_tap_that_the_disk_refused_is_recorded_once_when_it_takes_again(
    tmp_path: Path,
) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    async with a_desk(tmp_path) as desk:
        desk.hears(100.0)
        resource.setrlimit(resource.RLIMIT_FSIZE, (desk.journal.path.stat().st_size, hard))
        try:
            tap = TapMessage("t", Feeling.NUMB, 1.0, Side.LEFT)
            desk.press(tap)
            desk.press(WishMessage("w", WishKind.MUTE_CUES))
            desk.press(tap)
            await desk.settles()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        full = list(desk.done)
        desk.hears(110.0)
        desk.press(tap)
        await desk.settles()
        again = sorted(desk.done[len(full) :])

    packets = [*Recording(desk.journal.path).packets()]
    assert full == ["trouble RecordingError"]
    assert again == ["told t", "told t", "told t", "told w"]
    presses = [each for each in packets if identity_in(each.characteristic, each.payload)]
    assert [(each.characteristic, each.t_rx_s) for each in presses] == [
        (uuids.SYMPTOM, 110.0),
        (uuids.WISH, 110.0),
    ]
    pressed = symptom.decode(presses[0].payload)
    assert pressed.press is not None
    assert (pressed.side, pressed.press.age_s) == (Side.LEFT, 11.0)


def allow(size: int) -> None:
    """Let no file grow larger."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))


async def test_taps_that_the_disk_refuses_a_second_time_are_recorded_once_when_it_takes_again(
    tmp_path: Path,
) -> None:
    soft, _ = resource.getrlimit(resource.RLIMIT_FSIZE)
    async with a_desk(tmp_path) as desk:
        desk.hears(99.0)
        desk.press(TapMessage("first", Feeling.NUMB, 0.0, Side.LEFT))
        begun = desk.journal.path.stat().st_size
        desk.hears(100.0)
        tick = desk.journal.path.stat().st_size - begun
        desk.press(TapMessage("second", Feeling.NUMB, 0.0, Side.LEFT))
        full = desk.journal.path.stat().st_size
        try:
            allow(full)
            for name in "abc":
                desk.press(TapMessage(name, Feeling.NUMB, 0.0, Side.LEFT))
            # room for a tick and one tap, not for the two others
            allow(2 * full - begun)
            desk.hears(110.0)
            room = desk.journal.path.stat().st_size - full
        finally:
            allow(soft)
        desk.hears(120.0)
        await desk.settles()

    assert room > tick
    assert desk.done.count("trouble RecordingError") == 2
    told = sorted(each for each in desk.done if each.startswith("told"))
    assert told == ["told a", "told b", "told c", "told first", "told second"]
    taps = [
        (each.t_rx_s, symptom.decode(each.payload).press)
        for each in Recording(desk.journal.path).packets()
        if each.characteristic == uuids.SYMPTOM
    ]
    ages = [(t_s, press and press.age_s) for t_s, press in taps]
    assert ages == [(99.0, 0.0), (100.0, 0.0), (110.0, 10.0), (120.0, 20.0), (120.0, 20.0)]


async def test_a_press_that_cannot_be_carried_out_ends_nothing(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        desk.inbox.press(LiftMessage("l", "begin"), lambda: desk.done.append("told l"))
        await desk.settles()
        desk.press(SeenMessage("b", 3))
        await desk.settles()

    assert desk.done == ["told l", "seen 3", "told b"]
