"""What a level or a forecast is worth: reliability, Brier skill over the base rate.

A level is made a probability by a table that was measured on seeds that were tuned on, zone by
zone; on unseen seeds that table is only read.
"""

from collections.abc import Sequence
from typing import Final

from benchmarks.alerts.line import Line, share_line
from benchmarks.alerts.stats import share
from benchmarks.coach.listening import Minute, Pair
from monitor.types import Zone

BOUNDS: Final = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
"""Levels between which a row of the table lies."""
NOT_ASSESSED: Final = -1
LATE: Final = 1.5
SPEAKS_S: Final = 300.0
"""A warning without a forecast (at the threshold already) says: within five minutes."""
TABLE: Final[dict[Zone, dict[int, float]]] = {}
"""Share of minutes before tingling, by zone and row; measured on known seeds."""


def row_of(level: float | None) -> int:
    """Row of a level; a level that was not assessed has its own."""
    if level is None:
        return NOT_ASSESSED
    return sum(level >= bound for bound in BOUNDS)


def brier_skill(minutes: Sequence[Minute]) -> float:
    """1 − Brier score over that of the base rate; 0 where nothing ever or always happens."""
    if not minutes:
        return 0.0
    base = sum(m.soon for m in minutes) / len(minutes)
    own = sum((probability(m, base) - m.soon) ** 2 for m in minutes)
    reference = sum((base - m.soon) ** 2 for m in minutes)
    return 1.0 - own / reference if reference else 0.0


def probability(minute: Minute, base: float) -> float:
    """What the table says of a level; the base rate where it says nothing."""
    return TABLE.get(minute.zone, {}).get(row_of(minute.level), base)


def measured(minutes: Sequence[Minute]) -> dict[int, tuple[int, int]]:
    """Minutes before tingling, and all minutes, by row."""
    rows: dict[int, tuple[int, int]] = {}
    for m in minutes:
        hits, of = rows.get(row_of(m.level), (0, 0))
        rows[row_of(m.level)] = hits + m.soon, of + 1
    return rows


def reliability(minutes: Sequence[Minute]) -> list[str]:
    """Level against what came."""
    lines = []
    for row, (hits, of) in sorted(measured(minutes).items()):
        low = 0.0 if row <= 0 else BOUNDS[row - 1]
        name = "not assessed" if row == NOT_ASSESSED else f"from {low:.1f}"
        told = TABLE.get(minutes[0].zone, {}).get(row)
        said = "" if told is None else f"table says {100 * told:.0f} %"
        lines.append(f"  {name:<14} {share(hits, of):<36} {said}")
    return lines


def forecast_line(never: Sequence[Pair]) -> list[Line]:
    """Warnings that were spoken: how many came true, and how many onsets they came before."""
    warned = [w for p in never for w in p.warned]
    true = sum(
        w.felt_after_s is not None and w.felt_after_s <= LATE * (w.forecast_s or SPEAKS_S)
        for w in warned
    )
    onsets = [spoken for p in never for spoken in p.onsets]
    return [
        share_line("warnings of the top that came true", true, len(warned), 0.6),
        share_line("onsets on the top spoken of before", sum(onsets), len(onsets), 0.3),
    ]
