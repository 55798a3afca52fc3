"""The lift test, step by step, on a screen or on a page: stand, walk, stand, on the heels, stand.

Standing tells which way is flat, the ordinary steps how each pod sits on its shoe. Pure: time comes
with ``tick``.
"""

from enum import StrEnum, auto
from typing import Final

from msgspec import Struct


class LiftStep(StrEnum):
    """What the runner does."""

    STAND = auto()
    WALK = auto()
    STAND_AGAIN = auto()
    HEELS = auto()
    STAND_LAST = auto()
    DONE = auto()


ORDER: Final = tuple(LiftStep)
"""One step after the other; ``DONE`` is the last."""


class LiftTimes(Struct, frozen=True, kw_only=True):
    """How long each step lasts, s.

    Twenty seconds on the heels are the test. The rest is a rule of thumb: a foot that stands is
    still after two or three seconds, and ten ordinary strides tell how a pod sits.
    """

    stand_s: float = 5.0
    walk_s: float = 14.0
    stand_again_s: float = 6.0
    heels_s: float = 20.0
    stand_last_s: float = 6.0

    def of(self, step: LiftStep) -> float:
        """Give how long a step lasts; the last one lasts no time."""
        return 0.0 if step is LiftStep.DONE else float(getattr(self, f"{step}_s"))


class LiftSpan(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One step, in session time, s."""

    step: LiftStep
    from_s: float
    until_s: float


class LiftGuide:
    """Lead through the steps; gives each as it begins.

    >>> guide = LiftGuide()
    >>> [str(step) for t_s in (0.0, 1.0, 5.0, 30.0) for step in guide.tick(t_s)]
    ['stand', 'walk', 'stand_again']
    """

    def __init__(self, times: LiftTimes | None = None) -> None:
        self._times = times or LiftTimes()
        self._place = 0
        self._began_s: float | None = None
        self._spans: list[LiftSpan] = []

    @property
    def step(self) -> LiftStep:
        """What the runner does now."""
        return ORDER[self._place]

    @property
    def spans(self) -> tuple[LiftSpan, ...]:
        """The steps that are over."""
        return tuple(self._spans)

    def left_s(self, t_s: float) -> float:
        """Give how long this step still lasts."""
        began_s = t_s if self._began_s is None else self._began_s
        return max(self._times.of(self.step) - (t_s - began_s), 0.0)

    def tick(self, t_s: float) -> list[LiftStep]:
        """Let time pass; the first tick begins the first step."""
        if self._began_s is None:
            self._began_s = t_s
            return [self.step]
        if self.step is LiftStep.DONE or self.left_s(t_s) > 0.0:
            return []
        self._spans.append(
            LiftSpan(step=self.step, from_s=round(self._began_s, 3), until_s=round(t_s, 3))
        )
        self._place += 1
        self._began_s = t_s
        return [self.step]


def spans_around(heels_s: float, times: LiftTimes | None = None) -> tuple[LiftSpan, ...]:
    """Give the steps of a recording in which somebody began to walk on the heels at an instant.

    The steps before and after are taken to lie close by, as the guide asks for them.
    """
    times = times or LiftTimes()
    at_s = heels_s - times.stand_s - times.walk_s - times.stand_again_s
    spans = []
    for step in ORDER[:-1]:
        until_s = at_s + times.of(step)
        spans.append(LiftSpan(step=step, from_s=max(at_s, 0.0), until_s=max(until_s, 0.0)))
        at_s = until_s
    return tuple(spans)
