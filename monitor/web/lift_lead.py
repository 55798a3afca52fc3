"""Lead a runner through the lift test while a session records: on the page, by voice, or both."""

import asyncio
from collections.abc import Callable
from typing import Any, Final

from monitor.report.lift_guide import LiftGuide, LiftSpan, LiftStep, LiftTimes
from monitor.texts import LANGUAGES, texts
from monitor.types import Packet, WishKind
from monitor.web.messages import RUNNER
from monitor.wire import uuids, wish

Json = dict[str, Any]
"""What becomes a JSON object; ``Any`` because that is what JSON is."""
_TICK_S: Final = 0.25
_SHOWN_S: Final = 20.0
"""How long the page shows that the test is over, s. Rule of thumb."""


class LiftLead:
    """The steps of a lift test, one after the other; the coach is quiet meanwhile.

    Parameters
    ----------
    now_s : callable
        Session time, s.
    take : callable
        Hands a packet to the session.
    told : callable
        Told each step as it begins; with None, that what shows has changed.
    times : LiftTimes, optional
    """

    def __init__(
        self,
        now_s: Callable[[], float],
        take: Callable[[Packet], None],
        told: Callable[[LiftStep | None], None],
        times: LiftTimes | None = None,
    ) -> None:
        self._now_s, self._take, self._told = now_s, take, told
        self._times = times or LiftTimes()
        self._guide: LiftGuide | None = None
        self._done_s: float | None = None
        self._begun = asyncio.Event()
        self.name = ""
        """Identity of the press that began the last test."""
        self.spans: tuple[LiftSpan, ...] = ()
        """Steps of the last test that went to its end; none where there was none."""

    @property
    def goes_on(self) -> bool:
        """Whether a test goes on."""
        return self._guide is not None and self._guide.step is not LiftStep.DONE

    def begin(self, name: str = "") -> None:
        """Begin a test, if none goes on; a page names it, to leave no other one."""
        if self.goes_on:
            return
        self.name = name
        self._guide, self._done_s = LiftGuide(self._times), None
        self._wish(WishKind.PAUSE)
        self._begun.set()

    def leave(self) -> None:
        """Leave the test: it hurts, or something came between; nothing of it is kept."""
        if self.goes_on:
            self._wish(WishKind.RESUME)
        self._guide, self._done_s = None, None
        self._told(None)

    def state(self) -> Json | None:
        """Give the step and how long it lasts, as the page shows them; None while there is none."""
        guide = self._guide
        if guide is None:
            return None
        return {
            "test": self.name,
            "step": guide.step,
            "left_s": round(guide.left_s(self._now_s()), 1),
            "text": {name: texts(name).voice[f"lift.{guide.step}"] for name in LANGUAGES},
        }

    async def run(self) -> None:
        """Let time pass while a test goes on, until cancelled."""
        while True:
            await self._begun.wait()
            self._begun.clear()
            while self._guide is not None:
                self._tick(self._guide)
                await asyncio.sleep(_TICK_S)

    def _tick(self, guide: LiftGuide) -> None:
        now_s = self._now_s()
        for step in guide.tick(now_s):
            if step is LiftStep.DONE:
                self.spans, self._done_s = guide.spans, now_s
                self._wish(WishKind.RESUME)
            self._told(step)
        self._told(None)
        if self._done_s is not None and now_s - self._done_s > _SHOWN_S:
            self._guide = None

    def _wish(self, kind: WishKind) -> None:
        payload = wish.encode(wish.Quiet(kind))
        self._take(Packet(RUNNER, uuids.WISH, self._now_s(), payload))
