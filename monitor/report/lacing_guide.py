"""The guided comparison of two lacings: what to do now, step by step, on a screen or on a page.

A trial is: stand, lift one foot, lift the other, run easily for a minute. Between two trials the
laces are tied anew. Pure: time comes with ``tick``, running with strides; whoever shows the steps
calls ``ready`` when the laces are tied and ``feel`` with the runner's verdict.
"""

from enum import StrEnum, auto
from typing import Final

from msgspec import Struct

from monitor.report.lacing_test import A, B, Felt
from monitor.types import Event, Gait, Side, Stride, StrideFlag

ORDER: Final = "ABA"
_UNUSUAL: Final = StrideFlag.FIRST | StrideFlag.GAP


class Step(StrEnum):
    """What the runner does."""

    STAND = auto()
    LIFT_LEFT = auto()
    LIFT_RIGHT = auto()
    RUN = auto()
    RELACE = auto()
    VERDICT = auto()
    DONE = auto()


class Trigger(StrEnum):
    """What ends a step."""

    HELD = auto()
    """It was done for long enough."""
    LAST = auto()
    """It was done for long enough, and no trial is left."""
    READY = auto()
    """The runner says that the laces are tied."""
    ENOUGH = auto()
    """Both lacings were run, and the runner does not want to tie once more."""
    FELT = auto()
    """The runner said how it felt, or does not want to."""


TRANSITIONS: Final[dict[Step, dict[Trigger, Step]]] = {
    Step.STAND: {Trigger.HELD: Step.LIFT_LEFT},
    Step.LIFT_LEFT: {Trigger.HELD: Step.LIFT_RIGHT},
    Step.LIFT_RIGHT: {Trigger.HELD: Step.RUN},
    Step.RUN: {Trigger.HELD: Step.RELACE, Trigger.LAST: Step.VERDICT},
    Step.RELACE: {Trigger.READY: Step.STAND, Trigger.ENOUGH: Step.VERDICT},
    Step.VERDICT: {Trigger.FELT: Step.DONE},
    Step.DONE: {},
}


SKIPPED: Final = frozenset({Step.STAND, Step.LIFT_LEFT, Step.LIFT_RIGHT})
"""Steps that the judgement can do without."""


class GuideTimes(Struct, frozen=True, kw_only=True):
    """How long each step lasts, s. Rules of thumb: some eighty strides tell a kilopascal."""

    stand_s: float = 10.0
    lift_s: float = 5.0
    run_s: float = 60.0
    relace_s: float | None = None
    """None: until the runner says so."""


class Span(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One step of one trial, in session time, s; ``lacing`` is A or B."""

    trial: int
    lacing: str
    step: Step
    from_s: float
    until_s: float


class LacingGuide:
    """Lead through trials; gives each step as it begins.

    Parameters
    ----------
    order : str
        How the trials are tied, as in ABA.
    times : GuideTimes, optional

    Raises
    ------
    ValueError
        If the order has another letter, or lacks A or B.
    """

    def __init__(self, order: str = ORDER, times: GuideTimes | None = None) -> None:
        if set(order) != {A, B}:
            raise ValueError(f"{order!r}: expected A and B by turns, as in {ORDER}")
        self.order = order
        self._times = times or GuideTimes()
        self._trial = 0
        self._step = Step.STAND
        self._began_s: float | None = None
        self._ran_s = dict.fromkeys(Side, 0.0)
        self._spans: list[Span] = []
        self.felt: Felt | None = None

    @property
    def step(self) -> Step:
        """What the runner does now."""
        return self._step

    @property
    def lacing(self) -> str:
        """The lacing of this trial; while the laces are tied anew, that of the next."""
        next_one = self._step is Step.RELACE
        return self.order[self._trial + next_one]

    @property
    def trial(self) -> int:
        """Number of this trial, from 1; while the laces are tied anew, of the next."""
        return self._trial + 1 + (self._step is Step.RELACE)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The steps that are over."""
        return tuple(self._spans)

    @property
    def has_both(self) -> bool:
        """Whether both lacings were run: then there is something to judge."""
        return {span.lacing for span in self._spans if span.step is Step.RUN} == {A, B}

    def left_s(self, t_s: float) -> float | None:
        """Give how long this step still lasts; None where the runner ends it."""
        if self._step is Step.RUN:
            return max(self._times.run_s - max(self._ran_s.values()), 0.0)
        lasts_s = self._lasts_s
        if lasts_s is None or self._began_s is None:
            return lasts_s
        return max(lasts_s - (t_s - self._began_s), 0.0)

    def push(self, event: Event) -> list[Step]:
        """Consume an event; strides of running count for the step that asks for them."""
        if not isinstance(event, Stride) or event.gait is not Gait.RUN:
            return []
        if self._step is not Step.RUN or event.ic_s < (self._began_s or 0.0):
            return []
        if not event.has(_UNUSUAL):
            self._ran_s[event.side] += event.stride_time_s
        if max(self._ran_s.values()) < self._times.run_s:
            return []
        last = self._trial + 1 == len(self.order)
        return self._fire(Trigger.LAST if last else Trigger.HELD, event.next_ic_s)

    def tick(self, t_s: float) -> list[Step]:
        """Let time pass; the first tick begins the first step."""
        if self._began_s is None:
            self._began_s = t_s
            return [self._step]
        lasts_s = self._lasts_s
        if lasts_s is None or t_s - self._began_s < lasts_s:
            return []
        return self._fire(Trigger.READY if self._step is Step.RELACE else Trigger.HELD, t_s)

    def ready(self, t_s: float) -> list[Step]:
        """Take the runner's word that the laces are tied; no word while nobody asked."""
        return self._fire(Trigger.READY, t_s) if self._step is Step.RELACE else []

    def enough(self, t_s: float) -> list[Step]:
        """Take the runner's word that no other trial is wanted; not before both were run."""
        wanted = self._step is Step.RELACE and self.has_both
        return self._fire(Trigger.ENOUGH, t_s) if wanted else []

    def skip(self, t_s: float) -> list[Step]:
        """Leave out a step that the runner cannot do; nothing of it is kept."""
        return self._fire(Trigger.HELD, t_s, kept=False) if self._step in SKIPPED else []

    def feel(self, felt: Felt | None, t_s: float) -> list[Step]:
        """Take the runner's verdict; None is *not said*."""
        if self._step is not Step.VERDICT:
            return []
        self.felt = felt
        return self._fire(Trigger.FELT, t_s)

    @property
    def _lasts_s(self) -> float | None:
        times = self._times
        return {
            Step.STAND: times.stand_s,
            Step.LIFT_LEFT: times.lift_s,
            Step.LIFT_RIGHT: times.lift_s,
            Step.RELACE: times.relace_s,
        }.get(self._step)

    def _fire(self, trigger: Trigger, t_s: float, *, kept: bool = True) -> list[Step]:
        began_s = t_s if self._began_s is None else self._began_s
        span = Span(
            trial=self._trial,
            lacing=self.order[self._trial],
            step=self._step,
            from_s=round(began_s, 3),
            until_s=round(t_s, 3),
        )
        self._spans += [span] if kept else []
        if trigger is Trigger.READY:
            self._trial += 1
        self._step = TRANSITIONS[self._step][trigger]
        self._began_s = t_s
        self._ran_s = dict.fromkeys(Side, 0.0)
        return [self._step]
