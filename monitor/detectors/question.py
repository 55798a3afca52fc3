"""Define what a detector is asked and shown, and what a detector's file must say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from msgspec import Struct

from monitor.baseline.pace_line import PaceLine
from monitor.types import Finding, FindingKind, InputEvent, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, and of which foot.

    Parameters
    ----------
    kind : FindingKind
    side : Side or None
        None for a question about both feet.
    needs : str
        What has to be measured, for the sentence that says it was not.
    walking : bool
        Whether it can be answered while walking; else walking pauses it.
    both : bool
        Whether it needs the strides of the other foot too; else they only tell the time.
    feet : bool
        Whether a lost pod leaves it unanswered at once; else another lost sensor does.
    learns_long : bool
        Whether it takes minutes to learn the runner's own normal: then that is said at once.
    """

    kind: FindingKind
    side: Side | None
    needs: str
    walking: bool = False
    both: bool = False
    feet: bool = True
    learns_long: bool = False


class Rule(Protocol):
    """The part of every detector's limits that :class:`Alarm` reads."""

    @property
    def sustained_s(self) -> float:
        """How long the limit must be passed, s."""
        ...

    @property
    def clear_fraction(self) -> float:
        """Clears below this fraction of the limit."""
        ...

    @property
    def clear_s(self) -> float:
        """How long it must be below, s."""
        ...

    @property
    def stale_s(self) -> float:
        """Moving for this long without a measurement is not assessed, s."""
        ...


class Reading(Struct, frozen=True):
    """One measurement against its limit.

    ``ratio`` is quantity / limit: 1 at the limit; None while the runner's own normal is still
    being learned, which is neither clear nor unassessed. ``evidence`` is written only when needed.
    ``from_start`` marks what was so from the first strides on. ``restart`` says that what was known
    no longer holds (the laces were changed).
    """

    ratio: float | None
    evidence: Callable[[], str]
    value: float | None = None
    indirect: bool = False
    restart: bool = False
    from_start: bool = False


class Quantity(Protocol):
    """What a detector file provides."""

    @property
    def baselines(self) -> Sequence[PaceLine]:
        """What it learns of the runner; kept in the athlete's profile."""
        ...

    def read(self, event: InputEvent) -> Reading | None:
        """Return the measurement that an event completes, if it settles one."""
        ...


class Detector(Protocol):
    """Answers one question with findings, for one foot or for both."""

    @property
    def quantity(self) -> Quantity:
        """What it watches."""
        ...

    @property
    def baselines(self) -> Sequence[PaceLine]:
        """What it learns of the runner; kept in the athlete's profile."""
        ...

    @property
    def felt(self) -> bool:
        """Whether the runner felt a symptom here in this run."""
        ...

    @property
    def spoilt(self) -> bool:
        """Whether this run found something, so that it teaches nothing of what is normal."""
        ...

    def push(self, event: InputEvent, /) -> list[Finding]:
        """Consume what happened; return what changed in the answer."""
        ...

    def finish(self) -> list[Finding]:
        """Return what was still open at the end of the session."""
        ...
