"""What a level or a forecast is worth: reliability, Brier skill over the base rate.

A level is made a probability by a table: how often it tingled soon at such levels on the other
runners. The runner who is judged is not in it.
"""

from collections.abc import Sequence
from typing import Final

from benchmarks.alerts.line import Line, share_line
from benchmarks.alerts.stats import share
from benchmarks.coach.listening import Minute, Pair, Warned

BOUNDS: Final = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
"""Levels between which a row of the table lies."""
NOT_ASSESSED: Final = -1
LATE: Final = 1.5
SPEAKS_S: Final = 300.0
"""A warning without a forecast (at the threshold already) says: within five minutes."""
PRIOR: Final = 4.0
"""Minutes at the base rate that every row of the table starts from."""
Counts = dict[int, tuple[int, int]]


def row_of(level: float | None) -> int:
    """Row of a level; a level that was not assessed has its own."""
    if level is None:
        return NOT_ASSESSED
    return sum(level >= bound for bound in BOUNDS)


def brier_skill(runners: Sequence[Sequence[Minute]]) -> float:
    """1 − Brier score over that of the base rate; 0 where nothing ever or always happens."""
    minutes = [m for own in runners for m in own]
    if not minutes:
        return 0.0
    base = sum(m.soon for m in minutes) / len(minutes)
    whole, score = counted(minutes), 0.0
    for own in runners:
        mine = counted(own)
        score += sum((_probability(m, whole, mine, base) - m.soon) ** 2 for m in own)
    reference = sum((base - m.soon) ** 2 for m in minutes)
    return 1.0 - score / reference if reference else 0.0


def _probability(minute: Minute, whole: Counts, mine: Counts, base: float) -> float:
    """What the other runners' table says of a level."""
    row = row_of(minute.level)
    hits, of = whole.get(row, (0, 0))
    own_hits, own_of = mine.get(row, (0, 0))
    return (hits - own_hits + PRIOR * base) / (of - own_of + PRIOR)


def counted(minutes: Sequence[Minute]) -> Counts:
    """Minutes before tingling, and all minutes, by row."""
    rows: Counts = {}
    for m in minutes:
        hits, of = rows.get(row_of(m.level), (0, 0))
        rows[row_of(m.level)] = hits + m.soon, of + 1
    return rows


def reliability(minutes: Sequence[Minute]) -> list[str]:
    """Level against what came."""
    lines = []
    for row, (hits, of) in sorted(counted(minutes).items()):
        low = 0.0 if row <= 0 else BOUNDS[row - 1]
        name = "not assessed" if row == NOT_ASSESSED else f"from {low:.1f}"
        lines.append(f"  {name:<14} {share(hits, of)}")
    return lines


def forecast_line(never: Sequence[Pair]) -> list[Line]:
    """Warnings that were spoken: how many came true, and how many onsets they came before."""
    true, of = came_true([w for p in never for w in p.warned])
    onsets = [spoken for p in never for spoken in p.onsets]
    name, least = "warnings of the top that came true", 0.6
    silent = Line(name, "none is spoken", f">= {100 * least:.0f} %", met=None)
    return [
        share_line(name, true, of, least) if of else silent,
        share_line("onsets on the top spoken of before", sum(onsets), len(onsets), 0.3),
    ]


def forecasts_by_profile(never: Sequence[Pair]) -> list[str]:
    """The same of runners in a first run, and of those whom earlier runs made known."""
    lines = ["", "Warnings of the top, before findings: came true; onsets spoken of before", ""]
    for name, is_known in (("first run", False), ("with a profile", True)):
        own = [p for p in never if p.known is is_known]
        onsets = [spoken for p in own for spoken in p.onsets]
        told = share(sum(onsets), len(onsets))
        true = share(*came_true([w for p in own for w in p.warned]))
        lines.append(f"  {name:<15} {true}; {told}")
    return lines


def came_true(warned: Sequence[Warned]) -> tuple[int, int]:
    """Warnings that came true in time, and all of them."""
    true = sum(
        w.felt_after_s is not None and w.felt_after_s <= LATE * (w.forecast_s or SPEAKS_S)
        for w in warned
    )
    return true, len(warned)
