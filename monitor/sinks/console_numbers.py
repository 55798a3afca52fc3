"""Put numbers of the run into words for the terminal: means, and what no foot says."""

from collections.abc import Sequence
from typing import Final

from monitor.total import total
from monitor.types import HeartBeat, ReferenceSpeed

_WORTH_M: Final = 10.0
"""A way that is worth saying, m. Rule of thumb: the last of two digits of a kilometre."""


def others_of(
    measured: Sequence[HeartBeat | ReferenceSpeed],
    way_m: float | None,
    *,
    without_strides: bool,
) -> list[str]:
    """What a strap says, a speed pod where no foot says it, and how far the runner has come."""
    beats = [event.rate_bpm for event in measured if isinstance(event, HeartBeat)]
    speeds = [event for event in measured if isinstance(event, ReferenceSpeed)]
    parts: list[str] = []
    if without_strides:
        parts += mean_text("{:.1f} m/s", [event.speed_m_s for event in speeds])
        parts += mean_text("{:.0f} steps/min", [event.cadence_spm for event in speeds])
    parts += mean_text("heart {:.0f}", beats)
    if way_m is not None and way_m >= _WORTH_M:
        parts.append(f"{way_m / 1000.0:.2f} km")
    return parts


def mean_text(text: str, values: Sequence[float | None]) -> list[str]:
    """Return the mean of what is known as text, nothing if nothing is known.

    >>> mean_text("{:.0f} steps/min", [169.0, None, 171.0])
    ['170 steps/min']
    """
    known = [value for value in values if value is not None]
    return [text.format(total(known) / len(known))] if known else []
