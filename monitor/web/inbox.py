"""Bring a press into the recording exactly once, and tell the phone when it may forget it.

A press becomes a packet, the session records the packet, the disk confirms, the ledger notes the
identity, and only then is it acknowledged. A press that comes again meanwhile waits for the same
acknowledgement; one that comes again later is acknowledged at once.

A disk that refuses costs nothing but the acknowledgement: what a press does is done all the same,
once; its packet is recorded with the next one that the disk takes.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from monitor.errors import MonitorError, RecordingError, WireError
from monitor.session.said import Way
from monitor.types import Packet, WishKind
from monitor.web.ledger import Ledger, identity_in
from monitor.web.messages import (
    AnswerMessage,
    AskMessage,
    EndMessage,
    HeardMessage,
    LacesMessage,
    LiftMessage,
    OffMessage,
    PressMessage,
    SeenMessage,
    StartMessage,
    TapMessage,
    WishMessage,
    press_of,
)
from monitor.wire import symptom, uuids, wish
from monitor.wire.press import Press

logger = logging.getLogger(__name__)

_ANSWER_S: Final = 5.0
"""Ignore answers later than this. Rule of thumb."""
_MOST_DONE: Final = 16
"""Who sent a press and is told, at most: a phone sends it again every 3 s. Rule of thumb."""

Done = Callable[[], None]
"""Called once a press is on the disk."""
Refuse = Callable[[str], None]
"""Called with the reason once it is known that a press never will be."""


class Recorder(Protocol):
    """The recording that goes on."""

    path: Path
    packets: int

    def write(self, packet: Packet) -> None:
        """Write a packet."""

    def sync(self) -> None:
        """Wait until it is on the disk."""


class Deeds(NamedTuple):
    """What presses do that are no packets."""

    end: Done
    """End the session."""
    seen: Callable[[int], None]
    """Put the referral card of an advice away."""
    ask: Done
    """Say how things are."""
    heard: Callable[[int, Way], None]
    """Note that a sentence arrived."""
    test: Callable[[LiftMessage | LacesMessage], None]
    """Begin a test, go on in it, leave it."""


class _Recorded(NamedTuple):
    identity: str
    deed: Done
    """What is to be done once the identity is on the disk."""


@dataclass(slots=True)
class _Trouble:
    """What the disk refused."""

    packets: dict[str, Packet] = field(default_factory=dict)
    """Presses that are not in the recording, by identity."""
    unsaved: set[str] = field(default_factory=set)
    """Presses that are carried out, and perhaps not on the disk."""


class Inbox:
    """Take presses, each once.

    Parameters
    ----------
    ledger : Ledger
    recorder : Recorder
    take : callable
        Hands a packet to the session.
    now_s : callable
        Session time, s.
    deeds : Deeds
    """

    def __init__(
        self,
        ledger: Ledger,
        recorder: Recorder,
        take: Callable[[Packet], None],
        now_s: Callable[[], float],
        deeds: Deeds,
    ) -> None:
        self._ledger, self._recorder = ledger, recorder
        self._take, self._now_s = take, now_s
        self._deeds = deeds
        self._waiting: dict[str, deque[Done]] = {}
        self._trouble = _Trouble()
        self._recorded = asyncio.Queue[_Recorded | None]()  # presses are few: no bound needed
        self._closed = asyncio.Event()

    def press(self, message: PressMessage, done: Done) -> None:
        """Take a press; ``done`` is called when it is on the disk, perhaps at once."""
        identity = press_of(message.id, 0.0).identity
        if identity in self._ledger:
            done()
            return
        if identity in self._waiting:
            self._waiting[identity].append(done)
            if identity in self._trouble.unsaved:
                self._trouble.unsaved.discard(identity)
                self._recorded.put_nowait(_Recorded(identity, _nothing))
            return
        self._waiting[identity] = deque([done], _MOST_DONE)
        match message:
            case WishMessage() if self._is_of_another_run(message):
                self._recorded.put_nowait(_Recorded(identity, _nothing))
            case TapMessage() | WishMessage():
                self._take(message.packet(self._now_s()))
            case _ if isinstance(message, AnswerMessage):
                del self._waiting[identity]  # the phone keeps it until a hub waits between runs
            case StartMessage() | OffMessage():
                # a run goes on already, and its hub ends with it
                self._recorded.put_nowait(_Recorded(identity, _nothing))
            case _:
                self._recorded.put_nowait(_Recorded(identity, self._deed(message)))

    def knows(self, identity: str) -> bool:
        """Whether a press is on the disk, of this run or of an earlier one."""
        return identity in self._ledger

    def note(self, identity: str, done: Done) -> None:
        """Remember a press that somebody else has carried out; ``done`` as for ``press``."""
        if identity in self._ledger:
            done()
            return
        self._waiting.setdefault(identity, deque(maxlen=_MOST_DONE)).append(done)
        self._recorded.put_nowait(_Recorded(identity, _nothing))

    def record(self, packet: Packet) -> None:
        """Record a packet, and after it the presses that the disk refused before.

        Raises
        ------
        RecordingError
            As the recording does.
        """
        taken = self._write(packet)
        for press in list(self._trouble.packets.values()):
            # what the disk refuses once more stays where it is, and all after it
            taken = taken and self._write(_later(press, packet.t_rx_s))

    def close(self) -> None:
        """Let ``run`` end once everything that is recorded is on the disk."""
        self._recorded.put_nowait(None)

    async def run(self) -> None:
        """Bring presses to the disk and acknowledge them, until closed."""
        going_on = True
        while going_on:
            batch = [await self._recorded.get()]
            while not self._recorded.empty():
                batch.append(self._recorded.get_nowait())
            going_on = None not in batch
            if not going_on:  # the last chance of what the disk refused
                batch += [_Recorded(each, _nothing) for each in self._trouble.unsaved]
            await self._confirm([each for each in batch if each is not None])
        self._closed.set()

    async def closed(self) -> None:
        """Wait until ``run`` has ended."""
        await self._closed.wait()

    async def _confirm(self, recorded: list[_Recorded]) -> None:
        try:
            await asyncio.to_thread(self._store, [each.identity for each in recorded])
        except RecordingError as error:
            # the phone sends it again; a later hub finds it in the recording
            logger.warning("page: a press is not on the disk: %s", error)
            self._trouble.unsaved.update(each.identity for each in recorded)
        else:
            self._trouble.unsaved.difference_update(each.identity for each in recorded)
        for identity, deed in recorded:
            _carry_out(deed)
            if identity in self._ledger:
                for done in self._waiting.pop(identity, ()):
                    done()

    def _store(self, identities: list[str]) -> None:
        if identities:
            self._recorder.sync()
            self._ledger.add(identities)

    def _write(self, packet: Packet) -> bool:
        """Record a packet, and take note of a press in it; whether the recording took it."""
        before = self._recorder.packets
        try:
            self._recorder.write(packet)
        finally:
            is_written = self._recorder.packets > before
            identity = _identity(packet)
            if identity is not None and identity in self._waiting:
                if is_written:
                    self._trouble.packets.pop(identity, None)
                    self._recorded.put_nowait(_Recorded(identity, _nothing))
                else:
                    self._trouble.packets[identity] = packet
        return is_written

    def _is_of_another_run(self, message: WishMessage) -> bool:
        """Whether a pause was pressed before this run: it must not pause this one."""
        pauses = message.what in {WishKind.PAUSE, WishKind.RESUME}
        return pauses and message.age_s > self._now_s()

    def _deed(
        self,
        message: EndMessage | SeenMessage | AskMessage | HeardMessage | LiftMessage | LacesMessage,
    ) -> Done:
        """Give what a press does; nothing if it was made before this session began."""
        if isinstance(message, LiftMessage | LacesMessage):
            return lambda: self._deeds.test(message)  # it says itself what comes too late
        if message.age_s > self._now_s():
            return _nothing
        match message:
            case EndMessage():
                return self._deeds.end
            case AskMessage():
                # asked long ago, nobody waits for the answer
                return self._deeds.ask if message.age_s < _ANSWER_S else _nothing
            case HeardMessage(number=number, path=path):
                return lambda: self._deeds.heard(number, path)
            case SeenMessage(number=number):
                return lambda: self._deeds.seen(number)


def _nothing() -> None:
    """Do nothing: the packet itself says what is to be done."""


def _carry_out(deed: Done) -> None:
    """Do what a press does; what cannot be done now is said, and ends no run."""
    try:
        deed()
    except MonitorError as error:
        logger.warning("page: a press was not carried out: %s", error)


def _identity(packet: Packet) -> str | None:
    """Identity of the press in a packet; None if it has none, or cannot be read."""
    try:
        return identity_in(packet.characteristic, packet.payload)
    except WireError:
        return None


def _later(packet: Packet, t_rx_s: float) -> Packet:
    """Give a press as if it had arrived later, and is older by as much."""
    older_s = t_rx_s - packet.t_rx_s
    if packet.characteristic == uuids.SYMPTOM:
        tap = symptom.decode(packet.payload)
        payload = symptom.encode(replace(tap, press=_aged(tap.press, older_s)))
    else:
        quiet = wish.decode(packet.payload)
        payload = wish.encode(replace(quiet, press=_aged(quiet.press, older_s)))
    return packet._replace(t_rx_s=t_rx_s, payload=payload)


def _aged(press: Press | None, older_s: float) -> Press | None:
    return None if press is None else replace(press, age_s=press.age_s + older_s)
