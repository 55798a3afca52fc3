"""Where under the laces it presses most, and whether one spot stands out."""

from collections.abc import Sequence
from typing import Final

from monitor.report.story import Insole, Place, Story
from monitor.types import Side

SPOTS: Final = ("instep_toes", "instep_middle", "instep_ankle")
"""Thirds of the tongue, from the toes to the ankle; each has words in ``region``."""
_STANDS_OUT: Final = 1.3
"""A third that presses this much more than the mean of all is a spot. Rule of thumb."""


def zones(cells: int, places: Sequence[Place]) -> dict[str, list[int]]:
    """Give the cells of each zone of the tongue, by their number; rows are never split.

    Cells count along the tongue; where the layout says where they are, that decides.

    >>> zones(3, ()), zones(4, [Place(0.15, -0.02), Place(0.15, 0.02), Place(0.12, -0.02),
    ...                         Place(0.12, 0.02)])
    ({'instep_toes': [0], 'instep_middle': [1], 'instep_ankle': [2]}, \
{'instep_toes': [0, 1], 'instep_ankle': [2, 3]})
    """
    at = [-float(cell) for cell in range(cells)]
    if len(places) == cells:
        at = [place.forward_m for place in places]
    rows = sorted(set(at), reverse=True)
    told: dict[str, list[int]] = {}
    for cell in sorted(range(cells), key=lambda cell: (-at[cell], cell)):
        along = rows.index(at[cell]) / max(len(rows) - 1, 1)
        told.setdefault(SPOTS[int(along * (len(SPOTS) - 1) + 0.5)], []).append(cell)
    return told


def thirds(insole: Insole, part: int, *, swing: bool) -> dict[str, float]:
    """Give the mean pressure of each zone of the tongue in one part of a session, kPa."""
    if part >= len(insole.maps):
        return {}
    made = insole.maps[part]
    values = made.instep_swing if swing else made.instep_peak
    told = {}
    for name, cells in zones(len(values), insole.instep).items():
        known = [value for cell in cells if (value := values[cell]) is not None]
        if known:
            told[name] = sum(known) / len(known)
    return told


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
