"""Tell apart the sessions of a FIT file: what was done on foot, and its laps."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np

from monitor.sources.importers.fit_sports import ON_FOOT, SPORTS
from monitor.sources.importers.track import BoolArray, Lap
from monitor.types import FloatArray, LapTrigger

_SWITCH_S: Final = 5.0
"""A press this near to the end of a session changes the sport. Rule of thumb."""


@dataclass(frozen=True, slots=True)
class Part:
    """One session of a file: its sport, and from when to when, s since 1970."""

    sport: int
    treadmill: bool
    start_s: float | None
    end_s: float | None
    training: str = ""
    """What is done where one stands, if it is that."""

    @property
    def on_foot(self) -> bool:
        """Whether it was done on foot."""
        return (self.sport in ON_FOOT and not self.training) or self.treadmill

    @property
    def name(self) -> str:
        """What to call the sport."""
        return self.training or SPORTS.get(self.sport, f"sport {self.sport}")


class LapSpan(NamedTuple):
    """A lap, and when it began, s since 1970; None where the file does not say it."""

    begun_s: float | None
    lap: Lap

    @property
    def during_s(self) -> float:
        """An instant within the lap: its end may be the start of the next session."""
        if self.begun_s is None or not self.begun_s < self.lap.t_s:
            return self.lap.t_s - 1.0
        return (self.begun_s + self.lap.t_s) / 2.0


def on_foot(t_s: FloatArray, parts: Sequence[Part]) -> BoolArray | None:
    """Mark what was done on foot; None where the file does not say when each session was.

    Sessions follow each other by their starts, or else by their ends.
    """
    if all(part.on_foot for part in parts):
        return np.ones(len(t_s), dtype=np.bool_)
    starts_s = _distinct([part.start_s for part in parts])
    ends_s = _distinct([part.end_s for part in parts])
    if starts_s is not None:
        order = np.argsort(starts_s)
        place = np.searchsorted(starts_s[order][1:], t_s, side="right")
    elif ends_s is not None:
        order = np.argsort(ends_s)
        place = np.searchsorted(ends_s[order][:-1], t_s, side="left")
    else:
        return None
    kept: BoolArray = np.array([part.on_foot for part in parts])[order][place]
    return kept


def lap_ends(laps: Sequence[LapSpan], parts: Sequence[Part]) -> tuple[Lap, ...]:
    """Give the laps that were done on foot.

    A press that ends one of several sessions changes the sport: it is not taken for a manual lap.
    """
    during_s = np.array([span.during_s for span in laps], dtype=np.float64)
    kept = on_foot(during_s, parts)
    found = [span.lap for n, span in enumerate(laps) if kept is None or kept[n]]
    if len(parts) < 2:
        return tuple(found)
    changes_s = [at_s for part in parts for at_s in (part.start_s, part.end_s) if at_s is not None]
    return tuple(_unless_change(lap, changes_s) for lap in found)


def _unless_change(lap: Lap, changes_s: Sequence[float]) -> Lap:
    changes = any(abs(lap.t_s - at_s) <= _SWITCH_S for at_s in changes_s)
    return replace(lap, trigger=LapTrigger.AUTOMATIC) if changes else lap


def _distinct(times_s: Sequence[float | None]) -> FloatArray | None:
    """Give the times if all are known and no two are equal."""
    known = [at_s for at_s in times_s if at_s is not None]
    whole = len(known) == len(times_s) == len(set(known))
    return np.array(known, dtype=np.float64) if whole else None
