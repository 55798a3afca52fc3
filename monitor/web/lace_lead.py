"""Lead a runner through the comparison of two lacings while a session records, page and voice."""

import asyncio
from collections.abc import Callable
from typing import Any, Final

from monitor.home.notes import LacingTest
from monitor.report.lacing_guide import GuideTimes, LacingGuide, Step
from monitor.report.lacing_test import A, B
from monitor.report.wording import LANGUAGES, Words
from monitor.types import Event, Packet, WishKind
from monitor.web.messages import RUNNER, LacesMessage
from monitor.wire import uuids, wish

Json = dict[str, Any]
"""What becomes a JSON object; ``Any`` because that is what JSON is."""
_TICK_S: Final = 0.25


class LaceLead:
    """The trials of a lacing test, one after the other; the coach is quiet meanwhile.

    Parameters
    ----------
    now_s : callable
        Session time, s.
    take : callable
        Hands a packet to the session.
    told : callable
        Told the name of a phrase as each step begins; with None, that what shows has changed.
    times : GuideTimes, optional
    """

    def __init__(
        self,
        now_s: Callable[[], float],
        take: Callable[[Packet], None],
        told: Callable[[str | None], None],
        times: GuideTimes | None = None,
    ) -> None:
        self._now_s, self._take, self._told = now_s, take, told
        self._times = times or GuideTimes()
        self._words = {language: Words(language) for language in LANGUAGES}
        self._guide: LacingGuide | None = None
        self._names = {A: A, B: B}
        self._text: dict[str, str] = {}
        self._kept: LacingTest | None = None
        self._begun = asyncio.Event()
        self.name = ""
        """Identity of the press that began the last test."""

    @property
    def goes_on(self) -> bool:
        """Whether a test goes on."""
        return self._guide is not None and self._guide.step is not Step.DONE

    @property
    def test(self) -> LacingTest | None:
        """The last test in which both lacings were run, also if the session ended before it did."""
        guide = self._guide
        if guide is None or not guide.has_both:
            return self._kept
        return LacingTest(a=self._names[A], b=self._names[B], spans=guide.spans, felt=guide.felt)

    def press(self, message: LacesMessage) -> None:
        """Take what the runner says; what does not fit the step that goes on changes nothing."""
        guide, now_s = self._guide, self._now_s()
        if message.what == "begin":
            self._begin(message)
        elif message.what == "leave":
            self.leave()
        elif guide is not None and (message.trial, message.step or guide.step) == (
            guide.trial,
            guide.step,
        ):
            match message.what:
                case "ready":
                    self._say(guide.ready(now_s))
                case "enough":
                    self._say(guide.enough(now_s))
                case "skip":
                    self._say(guide.skip(now_s))
                case "feel":
                    self._say(guide.feel(message.felt, now_s))

    def push(self, event: Event) -> None:
        """Consume an event: strides of running count."""
        if self._guide is not None:
            self._say(self._guide.push(event))

    def tick(self) -> None:
        """Let time pass."""
        if self.goes_on and self._guide is not None:
            self._say(self._guide.tick(self._now_s()))
            self._told(None)

    def state(self) -> Json | None:
        """Give the step, as the page shows it; None while there is none."""
        guide = self._guide
        if guide is None:
            return None
        left_s = guide.left_s(self._now_s())
        return {
            "test": self.name,
            "step": guide.step,
            "trial": guide.trial,
            "names": self._names,
            "left_s": None if left_s is None else round(left_s, 1),
            "enough": guide.step is Step.RELACE and guide.has_both,
            "text": self._text,
        }

    async def run(self) -> None:
        """Let time pass while a test goes on, until cancelled."""
        while True:
            await self._begun.wait()
            self._begun.clear()
            while self.goes_on:
                self.tick()
                await asyncio.sleep(_TICK_S)

    def _begin(self, message: LacesMessage) -> None:
        if self.goes_on:
            return
        self._kept, self.name = self.test, message.id
        self._names = {A: message.a.strip() or A, B: message.b.strip() or B}
        self._guide = LacingGuide(times=self._times)
        self._wish(WishKind.PAUSE)
        self.tick()
        self._begun.set()

    def leave(self) -> None:
        """Leave the test; nothing of it is kept. After its end, put it away."""
        if self.goes_on:
            self._wish(WishKind.RESUME)
        else:
            self._kept = self.test
        self._guide = None
        self._told(None)

    def _say(self, steps: list[Step]) -> None:
        guide = self._guide
        for step in steps if guide is not None else ():
            if guide is not None:
                self._text = {name: self._line(step, guide, name) for name in self._words}
            if step is Step.DONE:
                self._wish(WishKind.RESUME)
            self._told(self._phrase(step))

    def _line(self, step: Step, guide: LacingGuide, language: str) -> str:
        """Say what to do, with the name that the runner gave the lacing."""
        name, left_s = self._names[guide.lacing], guide.left_s(self._now_s())
        return self._words[language].say(
            f"laces.do_{step}",
            lacing=name if name == guide.lacing else f"{guide.lacing}, {name}",
            seconds="" if left_s is None else f"{left_s:.0f}",
        )

    def _phrase(self, step: Step) -> str:
        of_a_lacing = step in {Step.STAND, Step.RELACE} and self._guide is not None
        lacing = f"_{self._guide.lacing.lower()}" if of_a_lacing and self._guide else ""
        return f"laces.{step}{lacing}"

    def _wish(self, kind: WishKind) -> None:
        payload = wish.encode(wish.Quiet(kind))
        self._take(Packet(RUNNER, uuids.WISH, self._now_s(), payload))
