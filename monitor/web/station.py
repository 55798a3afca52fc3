"""A hub that waits for runs: pages watch it, a press starts a run, and it goes on afterwards."""

import asyncio
import contextlib
import secrets
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import msgspec

from monitor.sinks import Answered
from monitor.types import Advice
from monitor.web.air import Air
from monitor.web.board import Board, Json
from monitor.web.hub import Hub
from monitor.web.inbox import Done, Refuse
from monitor.web.keeper import Keeper
from monitor.web.media_keys import Key, meaning
from monitor.web.messages import (
    AnswerMessage,
    AskMessage,
    OffMessage,
    PressMessage,
    StartMessage,
    TapMessage,
    press_of,
    press_text,
)
from monitor.web.phases import Phase, Trigger, after, once
from monitor.web.power import Power
from monitor.web.radio import Radio
from monitor.web.told import Told
from monitor.web.unable import in_english, unable
from monitor.web.wanted import PROMPT_S, Sender, Start, Wanted
from monitor.web.watchers import Watchers

_FRESH_S: Final = 0.05
"""Pages that ask within this time get the same text. Rule of thumb: half of what a page waits."""


class _Shown(NamedTuple):
    """What pages were told last: after how many changes, and when, s."""

    text: str
    changes: int
    t_s: float


class Station:
    """All runs of a hub, one after the other; to a page it is one hub.

    Parameters
    ----------
    radio : Radio
        It plays on between runs.
    power : Power
    known : callable
        Whether the press of an identity was recorded before this process began. The runs since
        tell themselves.
    once : bool
        Whether there is one run only, which begins by itself.
    """

    def __init__(
        self, radio: Radio, power: Power, known: Callable[[str], bool], *, once: bool = False
    ) -> None:
        self.radio = radio
        self.air = Air()
        self.told = Told(once=once)
        self.phase = Phase.STARTING if once else Phase.IDLE
        self._power, self._known = power, known
        self._hub: Hub | None = None
        self._idle = Board(f"idle-{secrets.token_hex(4)}")
        self.watchers = Watchers()
        self._wanted = Wanted()
        self.answers = Keeper(self._answered)
        self._shown = _Shown("", 0, float("-inf"))

    async def next_start(self) -> StartMessage | None:
        """Wait for a press that starts a run; None: the hub is to end."""
        while self._wanted.start is None and not self._wanted.leave:
            self._wanted.wake.clear()
            await self._wanted.wake.wait()
        return (
            None if self._wanted.leave or self._wanted.start is None else self._wanted.start.message
        )

    def leave(self) -> None:
        """End the hub once no run goes on."""
        self._wanted.leave = True
        self._wanted.wake.set()

    @contextlib.contextmanager
    def showing(self, hub: Hub) -> Iterator[None]:
        """Let a run be what pages see and press."""
        self._hub, self._known = hub, hub.inbox.knows
        hub.watchers = self.watchers
        self._move(Trigger.BEGUN)
        if self._wanted.start is not None:
            start, self._wanted.start = self._wanted.start, None
            for done, _ in start.senders:
                hub.inbox.note(start.identity, done)
        if self._wanted.off or self._wanted.leave:  # said while the run was starting
            hub.end()
        try:
            yield
        finally:
            self._hub = None
            self._move(Trigger.ENDED)

    def filed(self, name: str | None, trouble: str = "", where: str = "") -> None:
        """Take note that a run is over: its session and its report, or why there is none."""
        self.told.last, self.told.trouble = name or self.told.last, trouble
        self.told.where = where
        # a run that never began is pressed anew: the press has done what it could
        if self.phase is Phase.STARTING:
            self._wanted.drop()
        self._move(Trigger.FILED if name and not trouble else Trigger.FAILED)
        if self._wanted.off:
            self._wanted.drop("off")
            self._switch_off()
        elif self._wanted.start is not None:  # pressed while this one was filed
            if self._wanted.is_meant(asyncio.get_running_loop().time()):
                self._move(Trigger.START)
            else:
                self.told.trouble = trouble or "late"
                self._wanted.drop("late")

    @property
    def is_idle(self) -> bool:
        """Whether it waits for a run."""
        return self.phase is Phase.IDLE

    @property
    def run_name(self) -> str:
        """Name of the run, or of the time between two."""
        return self._hub.run_name if self._hub else self._idle.run

    @property
    def number(self) -> int:
        """Number of the last news."""
        return self._hub.number if self._hub else self._idle.number

    def published(self, advice: Advice, acknowledged: bool) -> None:
        """Note which way a sentence of the run that goes on went."""
        if self._hub is not None:
            self._hub.published(advice, acknowledged)

    def sensors(self) -> list[Json]:
        """Give the sensors as the page shows them."""
        return self._hub.sensors() if self._hub else []

    def state_text(self) -> str:
        """Give the latest state as JSON; one text for all who ask at about the same time."""
        now_s = asyncio.get_running_loop().time()
        shown, changes = self._shown, self.watchers.changes
        if changes != shown.changes or now_s - shown.t_s >= _FRESH_S:
            radio = {"radio": {"speaks": self.radio.speaks, "said": None}}
            state = self._hub.state() if self._hub else self._idle.state(0.0) | radio
            text = _json({**state, "phase": self.phase, "station": self._around()})
            self._shown = shown = _Shown(text, changes, now_s)
        return shown.text

    def news_text(self, since: int) -> str:
        """Give the news after a number as JSON."""
        if self._hub is not None:
            return self._hub.news_text(since)
        return _json({"type": "events", "run": self.run_name, "events": []})

    def press(self, message: PressMessage, done: Done, refuse: Refuse | None = None) -> None:
        """Take a press of the runner; ``refuse`` is told why it never can be.

        A tap that comes between runs is not taken: the phone keeps it for the next one, as it does
        with an answer that nobody here can keep.
        """
        match message:
            case StartMessage():
                self._on_start(message, Sender(done, refuse))
            case OffMessage():
                self._on_off(message, done)
            case _ if isinstance(message, AnswerMessage) and self.answers.take is not None:
                self.answers.keep(message, done, refuse or (lambda _: done()))
            case _ if self._hub is not None:
                self._hub.press(message, done)
            case AskMessage():
                is_over = self.phase in {Phase.FILING, Phase.OVER, Phase.OFF}
                self.radio.say_phrase("ended" if is_over else "ready")
                done()
            case _ if isinstance(message, TapMessage | AnswerMessage):
                return
            case _:
                done()

    def command(self, text: bytes, done: Answered) -> None:
        """Take a press as text; ``done`` gets its identity when it is on the disk, or is refused.

        Raises
        ------
        ValueError
            If it is no press.
        """
        message = press_text(text)
        runs, over = self._hub is not None, self.phase is Phase.OVER
        keeps, switch = self.answers.take is not None, self._power.is_there
        why = unable(message, runs=runs, over=over, keeps=keeps, switch=switch)
        if why and not self._known(press_of(message.id, 0.0).identity):
            # unlike a phone, who sends a text does not send it again
            done(message.id, in_english(why))
            return
        name = message.id
        self.press(message, lambda: done(name), lambda why: done(name, in_english(why)))

    def key(self, key: Key) -> None:
        """Take a key of a headset."""
        if self._hub is not None:
            self._hub.key(key)
            return
        # while a run is filed, a key may still be meant for it: it begins no other
        is_filed = self.phase is Phase.FILING
        press = {"type": "ask"} if is_filed else meaning(key, runs=False, asked=False)
        self.press(press_text(_json({**press, "id": secrets.token_hex(8)})), self.poke)

    def poke(self) -> None:
        """Let pages see that something changed."""
        self.watchers.poke()

    def _answered(self, trouble: str) -> None:
        """Take note that answers changed; one that can never be kept is told."""
        self.told.trouble = trouble or self.told.trouble
        self.poke()

    def _around(self) -> Json:
        more, trouble = ({}, "") if self._hub else self.told.between_runs()
        return {
            "can_switch_off": self._power.is_there,
            "last": self.told.last,
            "where": self.told.where,
            "once": self.told.once,
            "replay": self.told.replay,
            "trouble": self.answers.trouble or self.told.trouble or trouble,
            "answers": self.answers.number,
            **more,
        }

    def _on_start(self, message: StartMessage, sender: Sender) -> None:
        identity = press_of(message.id, 0.0).identity
        if self._wanted.start is not None and self._wanted.start.identity == identity:
            self._wanted.start.senders.append(sender)
        elif self._takes(message, identity):
            now_s = asyncio.get_running_loop().time()
            self._wanted.start = Start(message, identity, [sender], now_s)
            self._wanted.begun.add(identity)
            if self.phase is Phase.IDLE:
                self.told.trouble = ""
                self._move(Trigger.START)
            self._wanted.wake.set()
        elif self._hub is not None:
            self._hub.inbox.note(identity, sender.done)
        else:
            sender.done()

    def _takes(self, message: StartMessage, identity: str) -> bool:
        """Whether a press starts a run now, or once the last one is filed."""
        is_new = identity not in self._wanted.begun and not self._known(identity)
        is_free = self.phase is Phase.IDLE or (
            self.phase is Phase.FILING and self._wanted.start is None and not self.told.once
        )
        return is_free and is_new and message.age_s < PROMPT_S

    def _on_off(self, message: OffMessage, done: Done) -> None:
        done()
        if message.age_s >= PROMPT_S:
            return
        if not self._power.is_there:  # a run that nobody can switch off goes on
            self._switch_off()
            return
        self._wanted.off = True
        if self._hub is not None:
            self._hub.end()
        elif self.phase is Phase.IDLE:
            self._switch_off()

    def _switch_off(self) -> None:
        self._wanted.off = False
        self.told.trouble = self._power.switch_off()
        if not self.told.trouble:
            self._move(Trigger.OFF)
        self.poke()

    def _move(self, trigger: Trigger) -> None:
        self.phase = after(self.phase, trigger)
        if self.told.once:
            self.phase = once(self.phase)
        self.poke()


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
