"""Where under the laces it presses most, and whether one spot stands out."""

from typing import Final

from monitor.report.story import Insole, Story
from monitor.types import Side

SPOTS: Final = ("instep_toes", "instep_middle", "instep_ankle")
"""Thirds of the tongue, from the toes to the ankle; each has words in ``region``."""
_STANDS_OUT: Final = 1.3
"""A third that presses this much more than the mean of all is a spot. Rule of thumb."""


def thirds(insole: Insole, part: int, *, swing: bool) -> dict[str, float]:
    """Give the mean pressure of each third of the tongue in one part of a session, kPa.

    Cells count along the tongue; where the layout says where they are, that decides.
    """
    if part >= len(insole.maps):
        return {}
    made = insole.maps[part]
    values = made.instep_swing if swing else made.instep_peak
    order = list(range(len(values)))
    if len(insole.instep) == len(values):
        order.sort(key=lambda cell: -insole.instep[cell].forward_m)
    gathered: dict[str, list[float]] = {}
    for rank, cell in enumerate(order):
        value = values[cell]
        if value is not None:
            gathered.setdefault(SPOTS[rank * len(SPOTS) // len(order)], []).append(value)
    return {name: sum(known) / len(known) for name, known in gathered.items()}


def spot(story: Story, side: Side | None) -> str | None:
    """Give the third of the tongue that stands out in the air, where it pressed most; or None."""
    worst: tuple[float, str] | None = None
    for insole in story.insoles:
        if side is not None and insole.side is not side:
            continue
        for part in range(len(insole.maps)):
            found = _standing_out(thirds(insole, part, swing=True))
            if found is not None and (worst is None or found > worst):
                worst = found
    return worst[1] if worst else None


def _standing_out(pressed: dict[str, float]) -> tuple[float, str] | None:
    if len(pressed) < 2:
        return None
    mean = sum(pressed.values()) / len(pressed)
    name, most = max(pressed.items(), key=lambda pair: pair[1])
    return (most, name) if most >= _STANDS_OUT * mean else None
