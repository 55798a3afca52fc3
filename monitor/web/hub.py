"""Run the page beside a session: in its process, on its loop, and never in its way."""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from monitor.errors import RecordingError
from monitor.report.lacing_guide import GuideTimes
from monitor.sinks import Answered, Outbox
from monitor.types import Advice, Feeling, Packet, Side
from monitor.voice.utterances import Utterance
from monitor.web import media_keys
from monitor.web.aloud import Aloud
from monitor.web.board import Board, Json
from monitor.web.door import Door, serving
from monitor.web.guided import Guided
from monitor.web.inbox import Deeds, Done, Inbox, Recorder, Refuse
from monitor.web.ledger import Ledger
from monitor.web.media_keys import Key, meaning
from monitor.web.messages import LacesMessage, LiftMessage, PressMessage, TapMessage, press_text
from monitor.web.pod_taps import PodTaps
from monitor.web.radio import Radio
from monitor.web.watchers import Watchers
from monitor.web.ways import Ways
from monitor.wire import uuids

logger = logging.getLogger(__name__)

_PRESSES: Final = frozenset({uuids.SYMPTOM, uuids.WISH})
_FRESH_S: Final = 0.05
"""Pages that ask within this time get the same text. Rule of thumb: half of what a page waits."""


@dataclass(frozen=True, slots=True)
class Session:
    """What the hub needs of the session that it shows."""

    run: str
    """Names the run, unlike every other."""
    take: Callable[[Packet], None]
    """Hands a packet to the session."""
    end: Callable[[], None]
    now_s: Callable[[], float]
    recorder: Recorder


class Hub:
    """The board, the inbox and the pages that watch; a ``Sink``.

    Parameters
    ----------
    session : Session
    ledger : Ledger
    radio : Radio
    pod_taps : bool
        Whether two taps of a foot on the ground are a press.
    times : GuideTimes, optional
        How long the steps of a lacing test last.
    """

    def __init__(
        self,
        session: Session,
        ledger: Ledger,
        radio: Radio,
        *,
        pod_taps: bool = False,
        times: GuideTimes | None = None,
    ) -> None:
        self._session = session
        self._taps = PodTaps() if pod_taps else None
        self.radio = radio
        self._board = Board(session.run)
        self.watchers = Watchers()
        self._ways = Ways(session.recorder, session.now_s, radio)
        self.aloud = Aloud(session.now_s, radio)
        self._text, self._text_s = "", float("-inf")
        self._led: set[Packet] = set()
        """Packets of a test that goes on: nobody pressed them."""
        self.guided = Guided(session.now_s, self._take_led, self.aloud.phrase, self._poke, times)
        self.guided.pauses.paused = lambda: self._board.paused
        self.inbox = Inbox(
            ledger,
            session.recorder,
            session.take,
            session.now_s,
            Deeds(session.end, self._seen, self._tell_state, self._ways.confirm, self._lead),
        )

    async def run(self, outbox: Outbox) -> None:
        """Take events until ``None`` comes."""
        try:
            while (event := await outbox.get()) is not None:
                self._board.push(event)
                if self._board.flagged:
                    self.guided.flag()
                self.guided.push(event)
                self._poke()
        finally:
            self.radio.end()
        self.aloud.end()
        self.aloud.phrase("ended")
        self._board.phase = "ended"
        self._poke()

    def write(self, packet: Packet) -> None:
        """Record a packet, and take note of it.

        Raises
        ------
        RecordingError
            As the recording does.
        """
        if self._taps is not None:
            side = self._taps.push(packet)
            if side is not None:
                self.press(TapMessage(secrets.token_hex(8), Feeling.SOMETHING, 0.0, side), _nothing)
        try:
            self.inbox.record(packet)
        finally:
            self._board.hear(packet)
            if packet in self._led:
                self._led.discard(packet)
            elif packet.characteristic in _PRESSES:
                self.aloud.sound()

    def spoken(self, utterance: Utterance, ended: bool) -> None:
        """Note that the hub's own sound says something, or has said it to its end."""
        if utterance.advice is not None:
            self._ways.heard(utterance.advice, "hub", confirmed=ended)

    def on_air(self, utterance: Utterance, ended: bool) -> None:
        """Note that listeners of the radio are sent something, or were sent it to its end."""
        self._ways.on_air(utterance, ended=ended)
        if ended:
            self._poke()

    def published(self, advice: Advice, acknowledged: bool) -> None:
        """Note that a broker is sent a sentence, or has acknowledged it."""
        self._ways.heard(advice.number, "mqtt", confirmed=acknowledged)

    def key(self, key: Key) -> None:
        """Take a key of a headset."""
        press = meaning(key, runs=True, asked=self._board.asks(self._session.now_s()))
        self.press(press_text(msgspec.json.encode({**press, "id": secrets.token_hex(8)})), _nothing)

    def end(self) -> None:
        """End the session."""
        self._session.end()

    @property
    def run_name(self) -> str:
        """Name of the run."""
        return self._board.run

    @property
    def cards_read(self) -> dict[int, float]:
        """When the card of an advice was read, session time, s, by its number."""
        return self._ways.cards_read

    @property
    def number(self) -> int:
        """Number of the last news."""
        return self._board.number

    def sensors(self) -> list[Json]:
        """Give the sensors as the page shows them."""
        return self._board.sensors.state()

    def state(self) -> Json:
        """Give the latest state."""
        radio = {"speaks": self.radio.speaks, "said": self._ways.said}
        return self._board.state(self._session.now_s()) | self.guided.state() | {"radio": radio}

    def state_text(self) -> str:
        """Give the latest state as JSON; one text for all who ask at about the same time."""
        now_s = self._session.now_s()
        if now_s - self._text_s >= _FRESH_S:
            self._text, self._text_s = _json(self.state()), now_s
        return self._text

    def news_text(self, since: int) -> str:
        """Give the news after a number as JSON."""
        news = self._board.news_after(since)
        return _json({"type": "events", "run": self.run_name, "events": news})

    def press(self, message: PressMessage, done: Done, refuse: Refuse | None = None) -> None:  # noqa: ARG002 - a run refuses nothing
        """Take a press of the runner."""
        self.inbox.press(message, done)

    def command(self, text: bytes, done: Answered) -> None:
        """Take a press as text; ``done`` gets its identity when it is on the disk.

        Raises
        ------
        ValueError
            If it is no press.
        """
        message = press_text(text)
        self.press(message, lambda: done(message.id))

    def _lead(self, message: LiftMessage | LacesMessage) -> None:
        self.aloud.sound()
        self.guided.press(message)

    def _take_led(self, packet: Packet) -> None:
        self._led.add(packet)
        self._session.take(packet)

    def _seen(self, number: int) -> None:
        self._ways.card_read(number)
        self._board.seen(number)
        self._poke()

    def _tell_state(self) -> None:
        """Say aloud which feet are seen, and how high the risk is."""
        now_s = self._session.now_s()
        seen = self._board.feet(now_s)
        which = "both" if len(seen) == len(Side) else next(iter(seen), "none")
        self.aloud.phrase(f"seen.{which} {self._board.risk_phrase(seen)}")

    def _poke(self) -> None:
        self._text_s = float("-inf")
        self.watchers.poke()


@contextlib.asynccontextmanager
async def open_hub(
    door: Door | None, session: Session, ledger_file: Path | None, radio: Radio
) -> AsyncIterator[Hub]:
    """Serve pages beside a session; without a door, only take note."""
    pod_taps = door is not None and door.settings.pod_taps
    async with (
        noting(session, ledger_file, radio, pod_taps=pod_taps) as hub,
        contextlib.AsyncExitStack() as stack,
    ):
        if door is not None:
            stack.enter_context(media_keys.listening(hub.key))
            await stack.enter_async_context(serving(door, hub))
        yield hub
        hub.inbox.close()
        await hub.inbox.closed()


@contextlib.asynccontextmanager
async def noting(
    session: Session,
    ledger_file: Path | None,
    radio: Radio,
    *,
    pod_taps: bool = False,
    times: GuideTimes | None = None,
) -> AsyncIterator[Hub]:
    """Take note of a session and of what is pressed; serve nothing."""
    ledger = await asyncio.to_thread(_ledger, ledger_file, session.recorder.path)
    hub = Hub(session, ledger, radio, pod_taps=pod_taps, times=times)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(hub.inbox.run(), name="page-inbox")
        leading = tasks.create_task(hub.guided.run(), name="page-guided")
        try:
            yield hub
        finally:
            leading.cancel()
            hub.inbox.close()
    try:
        ledger.close()
    except RecordingError as error:
        logger.warning("page: %s", error)


def _ledger(file: Path | None, recording: Path) -> Ledger:
    """Open the ledger; one that cannot be read costs its memory, not the run."""
    try:
        return Ledger(file, recording)
    except RecordingError as error:
        logger.warning("page: taps may be recorded twice: %s", error)
        return Ledger(None, recording)


def _nothing() -> None:
    """Tell nobody: a key has no other end."""


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
