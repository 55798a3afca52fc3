"""Count what was spoken: how often, and how close together."""

from collections.abc import Sequence
from math import inf
from typing import Final

from benchmarks.alerts.case import CONDITIONS
from benchmarks.alerts.judge import active
from benchmarks.alerts.line import Line
from benchmarks.alerts.matrix import SPEECH
from benchmarks.alerts.play import Played
from benchmarks.alerts.stats import long, rate_bounds
from monitor.types import UNJUDGED, Action, FindingKind

CUES: Final = (Action.DRINK, Action.SHORTER_STEPS, Action.EASE_OFF)
MOST_CUES: Final = 6
GAP_S: Final = 20.0
RED_S: Final = 5.0
HOUR_S: Final = 3600.0


def speech_lines(runs: Sequence[Played]) -> list[Line]:
    """The rules of speech, over all runs."""
    hours = long(sum(run.hours for run in runs))
    most = max((most_cues(run) for run in runs), default=0)
    gaps = [
        b.t_s - a.t_s
        for run in runs
        for a, b in zip(run.advice, run.advice[1:], strict=False)
        if not (b.red_flag or b.felt or b.action in UNJUDGED)
    ]
    reds = [delay for run in runs for delay in _red_delays_s(run)]
    least, slowest = min(gaps, default=inf), max(reds, default=0.0)
    return [
        Line("form cues, most in any hour", f"{most}, in {hours} h", "<= 6", most <= MOST_CUES),
        Line(
            "least gap of two sentences, red flags and answers apart",
            f"{least:.1f} s, of {len(gaps)}",
            ">= 20 s",
            least >= GAP_S,
        ),
        Line(
            "red flag after its finding",
            f"{slowest:.1f} s at most, {len(reds)} of them",
            "<= 5 s",
            slowest <= RED_S,
        ),
    ]


def spoken(runs: Sequence[Played]) -> list[str]:
    """Sentences an hour by what they ask for, and how many of them answer a tap."""
    groups = {name: chosen for name, chosen in _groups(runs).items() if chosen}
    said = [[advice for run in chosen for advice in run.advice] for chosen in groups.values()]
    hours = [sum(run.hours for run in chosen) for chosen in groups.values()]
    lines = [_row("sentences an hour", list(groups)), _row("hours", [long(h) for h in hours])]
    for action in Action:
        times = [sum(advice.action is action for advice in heard) for heard in said]
        lines.append(_row(str(action).replace("_", " "), _rates(times, hours)))
    asked = [sum(advice.felt for advice in heard) for heard in said]
    risky = [sum(a.cause is None and not a.felt for a in heard) for heard in said]
    most = [str(max(most_cues(run) for run in chosen)) for chosen in groups.values()]
    return [
        *lines,
        _row("all", _rates([len(heard) for heard in said], hours)),
        _row("  of these, after a tap", _rates(asked, hours)),
        _row("  of a zone at risk", _rates(risky, hours)),
        _row("form cues, most in 1 h", most),
    ]


def _groups(runs: Sequence[Played]) -> dict[str, list[Played]]:
    """Runs in which nothing is wrong, by condition, and the others."""
    quiet = [run for run in runs if not run.case.causes]
    return {
        **{name: [run for run in quiet if run.case.condition == name] for name in CONDITIONS},
        "one cause": [run for run in runs if run.case.target],
        **{name: [run for run in runs if run.case.family == name] for name in ("numbness", SPEECH)},
    }


def _rates(times: Sequence[int], hours: Sequence[float]) -> list[str]:
    bounds = [rate_bounds(n, h) for n, h in zip(times, hours, strict=True)]
    means = [n / h for n, h in zip(times, hours, strict=True)]
    return [f"{m:.2f} ({low:.2f}–{high:.2f})" for m, (low, high) in zip(means, bounds, strict=True)]


def _row(name: str, cells: Sequence[str]) -> str:
    return (f"{name:<24}" + "".join(f"{cell:<18}" for cell in cells)).rstrip()


def _red_delays_s(run: Played) -> list[float]:
    """From every finding of foot drop to its red flag; infinite where none was spoken."""
    said = [a for a in run.advice if a.red_flag and a.cause is FindingKind.FOOT_DROP]
    return [
        min(
            (a.t_s - f.t_s for a in said if a.side in (None, f.side) and a.t_s >= f.t_s),
            default=inf,
        )
        for f in active(run.findings, FindingKind.FOOT_DROP)
    ]


def most_cues(run: Played) -> int:
    """Form cues in the hour of the run that had most."""
    times = [a.t_s for a in run.advice if a.action in CUES and a.cause is not None]
    return max((sum(t <= u < t + HOUR_S for u in times) for t in times), default=0)
