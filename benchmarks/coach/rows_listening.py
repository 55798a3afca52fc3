"""Rows about runners who listen: minutes of tingling, sentences, answers, forecasts, levels."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from benchmarks.alerts.line import Line, share_line
from benchmarks.coach.listening import Minute, Pair
from benchmarks.coach.models import MODELS
from benchmarks.coach.reliability import (
    brier_skill,
    forecast_line,
    forecasts_by_profile,
    reliability,
)
from monitor.types import NERVE_ZONES, Action, Advice, Zone

HOPELESS: Final = list(MODELS)[-1]
DRAWS: Final = 1000
HOUR_S: Final = 3600.0


def listening_lines(pairs: Sequence[Pair]) -> tuple[list[Line], list[str]]:
    """The rows, and what stands below the table."""
    if not pairs:
        return [], []
    lines = [*_relief(pairs), *_harm(pairs), *_reports_only(pairs), _answered(pairs)]
    never = [p for p in pairs if p.ear == "never"]
    if never:
        lines += [*forecast_line(never), _skill(never)]
    return lines, [*_groups(pairs), *(_zones(never) if never else [])]


def _sum(pairs: Sequence[Pair], value: Callable[[Pair], float]) -> float:
    return float(sum(value(p) for p in pairs))


def _change(pairs: Sequence[Pair]) -> tuple[float, float, float]:
    """Change of minutes, of those without; the point and its interval, runners drawn again."""
    before = np.array([p.without_min for p in pairs])
    after = np.array([p.with_min for p in pairs])
    if not before.sum():
        return 0.0, 0.0, 0.0
    rng = np.random.default_rng(0)
    rows = rng.integers(len(pairs), size=(DRAWS, len(pairs)))
    sums = before[rows].sum(axis=1)
    drawn = (after[rows].sum(axis=1) - sums)[sums > 0] / sums[sums > 0]
    low, high = np.percentile(drawn, (2.5, 97.5)) if len(drawn) else (0.0, 0.0)
    return float((after.sum() - before.sum()) / before.sum()), float(low), float(high)


def _change_line(what: str, pairs: Sequence[Pair], most: float) -> Line:
    hours = _sum(pairs, lambda p: p.hours)
    change, low, high = _change(pairs)
    before = _sum(pairs, lambda p: p.without_min) / max(hours, 1e-9)
    after = _sum(pairs, lambda p: p.with_min) / max(hours, 1e-9)
    between = f"({100 * low:.0f}…{100 * high:.0f})"
    value = f"{before:.1f} to {after:.1f} min/h, {100 * change:+.0f} % {between}"
    met = change <= most
    sure = high <= most if met else low > most
    return Line(what, value, f"<= {100 * most:+.0f} %", met, sure)


def _relief(pairs: Sequence[Pair]) -> list[Line]:
    """Minutes of tingling, with and without, by symptom model."""
    own = [p for p in pairs if p.ear == "obeys" and p.sensors]
    lines = []
    for model in MODELS:
        chosen = [p for p in own if p.model == model]
        if any(p.without_min for p in chosen) and model != HOPELESS:
            lines.append(_change_line(f"obeys: tingling, {model}", chosen, -0.5))
    cold = [p for p in own if p.model == HOPELESS and p.without_min]
    if cold:
        others = [p for p in own if p.model != HOPELESS and p.without_min]
        fewer = _advised(cold), _advised(others)
        value = f"{fewer[0]:.1f} /h, the other models {fewer[1]:.1f} /h"
        lines.append(
            Line(
                "cold: sentences but acknowledgements",
                value,
                "fewer",
                fewer[0] < fewer[1] if others else None,
            )
        )
        lines += _once_referred(cold)
        long = [p for p in cold if p.numb_min >= 12.0 and p.taps >= 2]
        if long:
            referred = sum(p.referred for p in long)
            lines.append(share_line("cold: referred, where long numb", referred, len(long), 0.9))
    return lines


def _once_referred(cold: Sequence[Pair]) -> list[Line]:
    """Sentences an hour from the referral on, against those until then: nothing more helps."""
    told = [(p, p.referred_s) for p in cold if p.referred_s is not None]
    if not told:
        return []
    asked = [[a.t_s - since_s for a in p.said if not _is_answer(a)] for p, since_s in told]
    after_h = sum(p.hours - since_s / HOUR_S for p, since_s in told)
    before_h = sum(since_s for _, since_s in told) / HOUR_S
    after = sum(t_s > 0.0 for one in asked for t_s in one) / max(after_h, 1e-9)
    before = sum(t_s <= 0.0 for one in asked for t_s in one) / max(before_h, 1e-9)
    value = f"{after:.1f} /h, until then {before:.1f} /h"
    return [Line("cold: the same, once referred", value, "fewer", after < before)]


def _is_answer(advice: Advice) -> bool:
    """Whether a sentence only says that a report was heard."""
    return advice.action is Action.ACKNOWLEDGE


def _said(pairs: Sequence[Pair]) -> float:
    return _sum(pairs, lambda p: len(p.said)) / max(_sum(pairs, lambda p: p.hours), 1e-9)


def _advised(pairs: Sequence[Pair]) -> float:
    """Sentences an hour that are no mere acknowledgement of a report."""
    said = _sum(pairs, lambda p: sum(not _is_answer(a) for a in p.said))
    return said / max(_sum(pairs, lambda p: p.hours), 1e-9)


def _harm(pairs: Sequence[Pair]) -> list[Line]:
    """No group has more minutes than without, beyond its interval."""
    groups: dict[tuple[str, str], list[Pair]] = {}
    for p in pairs:
        if p.sensors:
            groups.setdefault((p.cause, p.ear), []).append(p)
    worse = [key for key, chosen in groups.items() if _change(chosen)[1] > 0.0]
    value = f"{len(worse)} of {len(groups)}" + (f": {worse[0]}" if worse else "")
    return [Line("groups with more tingling than without", value, "0", not worse)]


def _reports_only(pairs: Sequence[Pair]) -> list[Line]:
    own = [p for p in pairs if not p.sensors and p.model != HOPELESS]
    if not any(p.without_min for p in own):
        return []
    all_sensors = [p for p in pairs if p.sensors and p.ear == "obeys" and p.model != HOPELESS]
    lines = [_change_line("reports only: tingling", own, -0.3)]
    more = _said(own) - _said(all_sensors)
    lines.append(
        Line(
            "reports only: more sentences than with sensors",
            f"{more:+.1f} /h",
            "<= +2 /h",
            more <= 2.0,
        )
    )
    well = [p for p in own if not p.without_min and not p.taps]
    if well:
        said = int(_sum(well, lambda p: len(p.said)))
        lines.append(Line("reports only, no symptoms: sentences", f"{said}", "0", said == 0))
    return lines


def _answered(pairs: Sequence[Pair]) -> Line:
    taps, late = sum(p.taps for p in pairs), sum(p.late for p in pairs)
    return share_line("reports answered within 3 s", taps - late, taps, 1.0)


def _of(never: Sequence[Pair], zone: Zone, *, fresh: bool = False) -> list[list[Minute]]:
    """Minutes of a zone, runner by runner; ``fresh``: those in which it does not tingle yet."""
    return [[m for m in p.minutes if m.zone is zone and not (fresh and m.felt)] for p in never]


def _skill(never: Sequence[Pair]) -> Line:
    skill = brier_skill(_of(never, Zone.TOP))
    return Line("top of the foot: Brier skill", f"{skill:.2f}", ">= 0.25", skill >= 0.25)


def _zones(never: Sequence[Pair]) -> list[str]:
    lines = [
        *forecasts_by_profile(never),
        "",
        "Levels against tingling within 5 min (those who never listen; reports included)",
        "",
    ]
    for zone in NERVE_ZONES:
        own, fresh = _of(never, zone), _of(never, zone, fresh=True)
        skills = f"skill {brier_skill(own):+.2f}, of minutes not yet felt {brier_skill(fresh):+.2f}"
        lines.append(f"{zone}: {skills}")
        lines += reliability([m for one in own for m in one])
    return lines


def _groups(pairs: Sequence[Pair]) -> list[str]:
    """Minutes and sentences by cause, model and how they listen."""
    columns = f"{'runs':>5}{'without':>9}{'with':>7}{'said/h':>8}"
    head = f"{'cause':<22}{'model':<30}{'listens':<20}{columns}"
    lines = ["", "Minutes of tingling an hour", "", head]
    keys = dict.fromkeys((p.cause, p.model, p.ear, p.sensors) for p in pairs)
    for cause, model, ear, sensors in keys:
        own = [
            p for p in pairs if (p.cause, p.model, p.ear, p.sensors) == (cause, model, ear, sensors)
        ]
        hours = _sum(own, lambda p: p.hours)
        before, after = (
            _sum(own, f) / hours for f in (lambda p: p.without_min, lambda p: p.with_min)
        )
        listens = ear if sensors else f"{ear}, reports only"
        lines.append(
            f"{cause:<22}{model:<30}{listens:<20}{len(own):>5}{before:>9.1f}{after:>7.1f}{_said(own):>8.1f}"
        )
    return lines
