"""The tests that a page leads a runner through while a session records: one at a time."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any, Final

from monitor.errors import MonitorError
from monitor.home.notes import TakenTests
from monitor.report.lacing_guide import GuideTimes
from monitor.report.lift_guide import LiftStep
from monitor.types import Event, Packet, WishKind
from monitor.web.lace_lead import LaceLead
from monitor.web.lift_lead import LiftLead
from monitor.web.messages import LacesMessage, LiftMessage
from monitor.wire import wish

logger = logging.getLogger(__name__)

Json = dict[str, Any]
"""What becomes a JSON object; ``Any`` because that is what JSON is."""
_PROMPT_S: Final = 5.0
"""A press that is older, s, begins no test, as nobody stands ready any more. If it names no test,
it is not taken to mean the one that goes on. Rule of thumb."""
_TOLD_S: Final = 20.0
"""How long the page says that a press came too late, s. Rule of thumb."""


class Pauses:
    """Let a test pause the run, and go on after it; a pause of the runner's own stays.

    Parameters
    ----------
    take : callable
        Hands a packet to the session.
    """

    def __init__(self, take: Callable[[Packet], None]) -> None:
        self._take = take
        self._stays = False
        self.paused: Callable[[], bool] = lambda: False
        """Whether the runner has paused."""

    def take(self, packet: Packet) -> None:
        """Take a pause or its end from a test."""
        if wish.decode(packet.payload).kind is WishKind.PAUSE:
            self._stays = self.paused()
        if not self._stays:
            self._take(packet)


class Guided:
    """The lift test and the lacing test of one session.

    Parameters
    ----------
    now_s : callable
        Session time, s.
    take : callable
        Hands a packet to the session.
    say : callable
        Says a phrase aloud.
    changed : callable
        Told that what shows has changed.
    times : GuideTimes, optional
        How long the steps of the lacing test last.
    """

    def __init__(
        self,
        now_s: Callable[[], float],
        take: Callable[[Packet], None],
        say: Callable[[str], None],
        changed: Callable[[], None],
        times: GuideTimes | None = None,
    ) -> None:
        self._changed, self._now_s = changed, now_s
        self._say = say
        self.pauses = Pauses(take)
        self._lift = LiftLead(now_s, self.pauses.take, self._lift_step)
        self._laces = LaceLead(now_s, self.pauses.take, self._phrase, times)
        self._is_refused = False
        self._late_s = float("-inf")
        # presses of one runner are few: no bound needed
        self._asked = asyncio.Queue[LiftMessage | LacesMessage]()
        self.flagged: Callable[[], bool] = lambda: False
        """Whether a red flag of an earlier run is open: then there is no test. Asked in a thread:
        it reads the catalogue."""
        self.has_flag = False
        """Whether a red flag was said in this run."""

    @property
    def taken(self) -> TakenTests:
        """The tests that were taken."""
        return TakenTests(lift=self._lift.spans, laces=self._laces.test)

    def press(self, message: LiftMessage | LacesMessage) -> None:
        """Let ``run`` take what the runner says of a test, in its turn."""
        self._asked.put_nowait(message)

    async def take(self, message: LiftMessage | LacesMessage) -> None:
        """Take what the runner says of a test; a new one begins when no other goes on.

        What was said of another test, or too long ago, changes nothing, and the page says so.
        """
        if self._is_late(message):
            logger.info("page: a press of a test that is over: %s %s", message.id, message.what)
            self._late_s = self._now_s()
        elif message.what != "begin":
            self._hand_on(message)
        elif await asyncio.to_thread(self._may_be_flagged) or self.has_flag:  # perhaps meanwhile
            self._is_refused = True
        elif not (self._lift.goes_on or self._laces.goes_on):
            self._is_refused = False
            self._hand_on(message)
        self._changed()

    def flag(self) -> None:
        """Take note of a red flag in this run: a test that goes on is left, and none begins."""
        if self.has_flag:
            return
        self.has_flag = True
        if self._lift.goes_on:
            self._lift.leave()
        if self._laces.goes_on:
            self._laces.leave()
        self._changed()

    def push(self, event: Event) -> None:
        """Consume an event."""
        self._laces.push(event)

    def state(self) -> Json:
        """Give what the page shows of the tests."""
        return {
            "lift": self._lift.state(),
            "laces": self._laces.state(),
            "no_tests": self.has_flag or self._is_refused,
            "late_for_test": self._now_s() - self._late_s < _TOLD_S,
        }

    async def run(self) -> None:
        """Let time pass, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._take_turns(), name="lead-presses")
            tasks.create_task(self._lift.run(), name="lead-lift")
            tasks.create_task(self._laces.run(), name="lead-laces")

    async def _take_turns(self) -> None:
        while True:
            await self.take(await self._asked.get())

    def _is_late(self, message: LiftMessage | LacesMessage) -> bool:
        """Whether a press is of another test than the one that goes on."""
        if message.what == "begin" or not message.test:
            return message.age_s >= _PROMPT_S
        lead = self._laces if isinstance(message, LacesMessage) else self._lift
        return message.test != lead.name

    def _may_be_flagged(self) -> bool:
        """Ask for a red flag; where nobody can tell, there may be one."""
        try:
            return self.flagged()
        except MonitorError as error:
            logger.warning("page: no test, as nobody can tell of red flags: %s", error)
            return True

    def _hand_on(self, message: LiftMessage | LacesMessage) -> None:
        match message:
            case LacesMessage():
                self._laces.press(message)
            case LiftMessage(what="begin"):
                self._lift.begin(message.id)
            case LiftMessage():
                self._lift.leave()

    def _lift_step(self, step: LiftStep | None) -> None:
        self._phrase(None if step is None else f"lift.{step}")

    def _phrase(self, phrase: str | None) -> None:
        """Say a step aloud, and let pages see it."""
        if phrase is not None:
            self._say(phrase)
        self._changed()
