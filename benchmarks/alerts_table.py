"""What do the runs amount to? The lines of the alert table, with intervals and targets."""

from collections.abc import Sequence
from dataclasses import replace
from math import inf
from statistics import median

import numpy as np

from benchmarks.alerts_line import Line
from benchmarks.alerts_numb import numb_lines
from benchmarks.alerts_play import Played
from benchmarks.alerts_stats import rate, share
from monitor.types import Action, Finding, FindingKind, FindingStatus

CUES = (Action.DRINK, Action.SHORTER_STEPS, Action.EASE_OFF)
QUIET = ("fresh", "pace ±10 %", "hills", "packet loss", "sensor missing")
INSTEP = QUIET
EARLY_S = 5.0


def table(runs: Sequence[Played], *, decides: bool = True) -> list[Line]:
    """All lines; with too few runs to decide, without verdicts."""
    families = {run.case.family for run in runs}
    lines: list[Line] = []
    for family, target, recall, late_s in TARGETS:
        if family in families:
            chosen = [r for r in runs if r.case.family == family]
            lines += found_lines(family, chosen, target, recall, late_s)
    lines += false_lines(runs)
    if "numbness" in families:
        lines += numb_lines([r for r in runs if r.case.family == "numbness"])
    lines += speech_lines(runs)
    return lines if decides else [replace(line, met=None) for line in lines]


def physics_lines(runs: Sequence[Played], packet_ms: np.ndarray) -> list[Line]:
    """Found, false and delay of the runs with full physics; too few hours for verdicts."""
    lines = []
    for run in runs:
        case = run.case
        wrong = [f for f in run.findings if f.status is FindingStatus.ACTIVE and not _meant(run, f)]
        delay_s = None if case.target is None else _delay_s(run, case.target)
        found = "nothing to find" if case.target is None else "not found"
        if delay_s is not None:
            found = f"found after {delay_s:.0f} s"
        also = ", ".join(sorted({f"{f.kind} {f.side or ''}".strip() for f in wrong})) or "nothing"
        lines.append(Line(f"{case.family} #{case.seed}", f"{found}; wrongly: {also}", "", None))
    p99 = float(np.percentile(packet_ms, 99))
    lines.append(
        Line("packet in, events out: p99 of CPU", f"{p99:.2f} ms", "<= 5 ms", met=p99 <= 5.0)
    )
    return lines


def _meant(run: Played, finding: Finding) -> bool:
    """Whether a finding is what the run is about, or follows from it on the same foot."""
    case = run.case
    same_foot = case.side is None or finding.side in (None, case.side)
    return same_foot and finding.kind in FOLLOWS.get(case.target, (case.target,))


FOLLOWS: dict[FindingKind | None, tuple[FindingKind, ...]] = {
    FindingKind.OVERSTRIDING: (
        FindingKind.OVERSTRIDING,
        FindingKind.IMPACT,
        FindingKind.CALF_LOAD,
        FindingKind.FATIGUE,
    ),
    FindingKind.FOOT_DROP: (FindingKind.FOOT_DROP, FindingKind.FOOT_SLAP, FindingKind.ASYMMETRY),
}

TARGETS: tuple[tuple[str, FindingKind, float, float], ...] = (
    ("tight laces", FindingKind.LACING, 0.98, 60.0),
    ("tight laces, indirect", FindingKind.LACING, 0.80, inf),
    ("overstriding", FindingKind.OVERSTRIDING, 0.95, inf),
    ("fatigue", FindingKind.FATIGUE, 0.95, 180.0),
    ("swelling", FindingKind.SWELLING, 0.95, 300.0),
    ("foot drop", FindingKind.FOOT_DROP, 0.95, 60.0),
    ("narrow shoe", FindingKind.NARROW_SHOE, 0.90, inf),
)


def found_lines(
    family: str, runs: Sequence[Played], kind: FindingKind, recall: float, late_s: float
) -> list[Line]:
    """Recall and delay; a finding counts within ``late_s`` of what caused it."""
    judged = [run for run in runs if run.at_s is not None]
    delays = [_delay_s(run, kind) for run in judged]
    hits = sum(delay is not None and delay <= late_s for delay in delays)
    waited = [delay for delay in delays if delay is not None]
    late = "" if late_s == inf else f" in {late_s:.0f} s"
    p95 = float(np.percentile(waited, 95)) if waited else float("nan")
    lines = [
        Line(
            f"{family}: found{late}",
            share(hits, len(judged)),
            f">= {100 * recall:.0f} %",
            bool(judged) and hits >= recall * len(judged),
        ),
        Line(
            f"{family}: delay",
            f"median {median(waited) if waited else float('nan'):.0f} s, p95 {p95:.0f} s",
            "",
            None,
        ),
    ]
    if kind is FindingKind.SWELLING:
        lines.append(_sign_line(judged))
    if family == "tight laces, indirect":
        marked = [f.indirect for run in runs for f in _active(run, kind)]
        lines.append(Line(f"{family}: marked", share(sum(marked), len(marked)), "all", all(marked)))
    return lines


def _sign_line(runs: Sequence[Played]) -> Line:
    signs = [
        (f.value or 0.0) * run.case.change > 0.0
        for run in runs
        for f in _active(run, FindingKind.SWELLING)
        if f.side is run.case.side and run.at_s is not None
    ]
    right = sum(signs)
    return Line(
        "swelling: sign right", share(right, len(signs)), ">= 99 %", right >= 0.99 * len(signs)
    )


def _active(run: Played, kind: FindingKind) -> list[Finding]:
    return [f for f in run.findings if f.kind is kind and f.status is FindingStatus.ACTIVE]


def _delay_s(run: Played, kind: FindingKind) -> float | None:
    """Time from cause to finding on the right foot; a finding before its cause is not one."""
    cause_s = run.at_s if run.at_s is not None else inf
    # lacing and swelling approach their criterion: to be found on the way is to be found early
    ramps = kind in (FindingKind.LACING, FindingKind.SWELLING)
    start_s = run.case.scenario.change[0].at_s if ramps else cause_s - EARLY_S
    times = [
        f.t_s
        for f in _active(run, kind)
        if (run.case.side is None or f.side is run.case.side) and f.t_s >= start_s
    ]
    return min(times) - cause_s if times else None


def false_lines(runs: Sequence[Played]) -> list[Line]:
    """False alarms an hour, by kind, over all quiet runs and by family."""
    lines = []
    limits = {
        FindingKind.LACING: 0.2,
        FindingKind.OVERSTRIDING: 0.5,
        FindingKind.FATIGUE: 1.0,
        FindingKind.FOOT_DROP: 0.05,
    }
    quiet = [run for run in runs if run.case.family in QUIET]
    for kind in FindingKind if quiet else ():
        times = sum(len(_active(run, kind)) for run in quiet)
        limit = limits.get(kind)
        hours = sum(run.hours for run in quiet)
        by = ", ".join(
            f"{family} {sum(len(_active(r, kind)) for r in quiet if r.case.family == family)}"
            for family in QUIET
            if any(_active(r, kind) for r in quiet if r.case.family == family)
        )
        met = None if limit is None else times <= limit * hours
        target = "" if limit is None else f"<= {limit:g} /h"
        lines.append(Line(f"false {kind}", f"{rate(times, hours)} {by}", target, met))
    without = [run for run in runs if run.case.family == "no instep"]
    if without:
        times = sum(len(_active(run, FindingKind.LACING)) for run in without)
        hours = sum(run.hours for run in without)
        lines.append(
            Line("false lacing, indirect", rate(times, hours), "<= 0.5 /h", times <= 0.5 * hours)
        )
    paced = [run for run in runs if run.case.family == "pace ±10 %"]
    if paced:
        times = sum(len(_active(run, FindingKind.OVERSTRIDING)) for run in paced)
        lines.append(
            Line("overstriding under pace ±10 %", f"{times} findings", "silent", times == 0)
        )
    return lines


def speech_lines(runs: Sequence[Played]) -> list[Line]:
    """What was actually spoken."""
    hours = sum(run.hours for run in runs)
    spoken = [a for run in runs for a in run.advice]
    quiet = [run for run in runs if run.case.family in QUIET]
    most = max((_most_in_an_hour(run) for run in runs), default=0)
    gaps = [
        b.t_s - a.t_s
        for run in runs
        for a, b in zip(run.advice, run.advice[1:], strict=False)
        if not b.red_flag
    ]
    reds = [delay for run in runs for delay in _red_delays_s(run)]
    cpu_ms = 1e3 * np.concatenate([run.cpu_s for run in runs]) if runs else np.zeros(0)
    p99 = float(np.percentile(cpu_ms, 99)) if len(cpu_ms) else float("nan")
    quiet_hours = sum(run.hours for run in quiet)
    return [
        Line("sentences an hour, all runs", rate(len(spoken), hours), "", None),
        Line(
            "sentences an hour, quiet runs",
            rate(sum(len(r.advice) for r in quiet), quiet_hours),
            "",
            None,
        ),
        Line("form cues, most in an hour", str(most), "<= 6", most <= 6),
        Line(
            "least gap of two sentences",
            f"{min(gaps, default=inf):.1f} s",
            ">= 20 s",
            min(gaps, default=inf) >= 20.0,
        ),
        Line(
            "red flag after its finding",
            f"{max(reds, default=0.0):.1f} s at most, {len(reds)} of them",
            "<= 5 s",
            max(reds, default=0.0) <= 5.0,
        ),
        Line("stride in, advice out: p99 of CPU", f"{p99:.2f} ms", "<= 5 ms", p99 <= 5.0),
    ]


def _red_delays_s(run: Played) -> list[float]:
    """From every finding of foot drop to its red flag; infinite where none was spoken."""
    spoken = [a for a in run.advice if a.red_flag and a.cause is FindingKind.FOOT_DROP]
    return [
        min((a.t_s - f.t_s for a in spoken if a.side is f.side and a.t_s >= f.t_s), default=inf)
        for f in _active(run, FindingKind.FOOT_DROP)
    ]


def _most_in_an_hour(run: Played) -> int:
    times = [a.t_s for a in run.advice if a.action in CUES]
    return max((sum(t <= u < t + 3600.0 for u in times) for t in times), default=0)
