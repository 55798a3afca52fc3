"""Every row of the table of targets, met or not."""

from collections.abc import Sequence
from math import inf

from benchmarks.alerts.line import Line, only_sure, rate_line, share_line
from benchmarks.alerts.stats import rate, share
from benchmarks.coach.judge import delays_s, false_findings, looked_h
from benchmarks.coach.listening import Pair
from benchmarks.coach.play import Found
from benchmarks.coach.rows_listening import listening_lines
from monitor.types import Advice, FindingKind, FindingStatus


def report(
    results: Sequence[Found | Pair], *, quick: bool, unseen: bool, few: bool = False
) -> tuple[list[Line], list[str]]:
    """All lines, and the text; ``quick`` halves what must be found, for a few runs say little."""
    found = [r for r in results if isinstance(r, Found)]
    pairs = [r for r in results if isinstance(r, Pair)]
    hours = sum(r.hours for r in results)
    listening, more = listening_lines(pairs)
    lines = [
        *listening,
        *_quiet(found, pairs),
        *_found(found, 0.5 if quick else 1.0),
        *_false(found, pairs),
    ]
    if quick or few:
        lines = [only_sure(line) for line in lines]
    seeds = "unseen" if unseen else "known"
    head = f"{len(results)} runs, {hours:.0f} h, {seeds} seeds"
    return lines, [head, "", *(str(line) for line in lines), *more, *_groups(found)]


def _quiet(found: Sequence[Found], pairs: Sequence[Pair]) -> list[Line]:
    """What is said where nothing ever tingles."""
    calm = [r for r in found if r.case.family == "quiet"]
    well = [p for p in pairs if not p.without_min and not p.with_min and p.cause == "comfortable"]
    hours = sum(r.hours for r in calm) + sum(p.hours for p in well if p.sensors)
    said: list[Advice] = [a for r in calm for a in r.advice]
    said += [a for p in well if p.sensors for a in p.said]
    shoes = [a for a in said if a.cause in _SHOE or a.zone is not None]
    return [
        rate_line("nothing tingles: sentences", len(said), hours, 4.0),
        rate_line("nothing tingles: about shoes", len(shoes), hours, 1.0),
    ]


_SHOE = frozenset({FindingKind.LACING, FindingKind.SWELLING, FindingKind.NARROW_SHOE})


def _found(found: Sequence[Found], part: float) -> list[Line]:
    """What should be found, in time."""
    lines = [
        _row(found, "laces", "", 0.95 * part, "tight laces: within 60 s"),
        _row(found, "laces at start", "", 0.95 * part, "18 kPa from the start: within 3 min"),
        _row(
            found,
            "overstride",
            "with a profile",
            0.95 * part,
            "overstriding, with a profile: in 3 min",
        ),
        _row(found, "overstride", "first run", 0.80 * part, "overstriding, first run: in 3 min"),
        _row(
            found,
            "overstride early",
            "",
            0.80 * part,
            "overstriding, first run, from minute 2: in 3 min",
        ),
        _not_clear(found),
        _learning(found),
        _row(found, "fatigue", "with a profile", 0.90 * part, "fatigue, with a profile: in 4 min"),
        _row(found, "fatigue", "first run", 0.90 * part, "fatigue, first run: in 4 min"),
        _row(found, "foot drop", "", 0.95 * part, "foot drop: in 60 s (forefoot 120 s)"),
        _side(found),
        _row(found, "narrow shoe", "", 0.90 * part, "narrow shoe: in 5 min"),
        _row(found, "swelling", "", 0.90 * part, "swelling: in 5 min"),
        _row(found, "heart", "", 0.90 * part, "heart rate 10 bpm above its rise: in 15 min"),
    ]
    return [line for line in lines if line is not None]


def _row(found: Sequence[Found], family: str, group: str, least: float, what: str) -> Line | None:
    runs = [r for r in found if r.case.family == family and group in ("", r.case.group)]
    if not runs:
        return None
    delays = [(d, r.case.within_s) for r in runs for d in delays_s(r)]
    return share_line(what, sum(d <= most for d, most in delays), len(delays), least)


def _not_clear(found: Sequence[Found]) -> Line | None:
    """Begun before minute 10 of a first run: no foot is called clear once it was there."""
    runs = [r for r in found if r.case.family == "overstride early"]
    good = sum(
        not any(
            f.kind is FindingKind.OVERSTRIDING
            and f.status is FindingStatus.CLEAR
            and f.t_s > (r.case.at_s or inf)
            for f in r.findings
        )
        for r in runs
    )
    what = "overstriding, first run, from minute 2: not clear"
    return share_line(what, good, len(runs), 0.95) if runs else None


def _learning(found: Sequence[Found]) -> Line | None:
    """In a first run: by minute 10 it has answered, and said before that it learns."""
    runs = [r for r in found if r.case.family == "overstride" and r.case.group == "first run"]
    if not runs:
        return None
    good = 0
    for run in runs:
        own = [f for f in run.findings if f.kind is FindingKind.OVERSTRIDING]
        learns = bool(own) and own[0].status is FindingStatus.NOT_ASSESSED and own[0].t_s < 120.0
        good += learns and "learning" in own[0].evidence
    return share_line('overstriding, first run: "still learning" said', good, len(runs), 0.99)


def _side(found: Sequence[Found]) -> Line | None:
    runs = [r for r in found if r.case.family == "foot drop"]
    named = [
        f.side in r.case.sides
        for r in runs
        for f in r.findings
        if f.kind is FindingKind.FOOT_DROP
        and f.status is FindingStatus.ACTIVE
        and f.t_s >= (r.case.at_s or inf) - 35.0
    ]
    return share_line("foot drop: side named", sum(named), len(named), 0.99) if runs else None


def _false(found: Sequence[Found], pairs: Sequence[Pair]) -> list[Line]:
    """What is found where it is not."""
    lines = []
    for kind, most in (
        (FindingKind.LACING, 0.1),
        (FindingKind.OVERSTRIDING, 0.2),
        (FindingKind.FATIGUE, 0.3),
        (FindingKind.NARROW_SHOE, 0.2),
        (FindingKind.SWELLING, 0.2),
        (FindingKind.CARDIAC_DRIFT, 0.1),
    ):
        times = len(false_findings(found, kind))
        name = str(kind).replace("_", " ")
        lines.append(rate_line(f"{name}: false", times, looked_h(found, kind), most, 3.0 / most))
    others = [r for r in found if r.case.family != "foot drop"]
    drops = len(false_findings(others, FindingKind.FOOT_DROP))
    hours = sum(r.hours for r in others) + sum(p.hours for p in pairs if p.sensors)
    ended = sum(a.red_flag for r in others for a in r.advice)
    ended += sum(a.red_flag and not a.felt for p in pairs for a in p.said)
    lines.append(
        rate_line("foot drop and end of the run: false", max(drops, ended), hours, 0.005, 600.0)
    )
    return lines


def _groups(found: Sequence[Found]) -> list[str]:
    """The same by group, and the rates of the other detectors; nothing is aimed at."""
    lines = ["", "By group", ""]
    for family in dict.fromkeys(r.case.family for r in found):
        for group in sorted(
            {r.case.group for r in found if r.case.family == family and r.case.group}
        ):
            runs = [r for r in found if r.case.family == family and r.case.group == group]
            delays = [(d, r.case.within_s) for r in runs for d in delays_s(r)]
            if delays:
                hits = sum(d <= most for d, most in delays)
                lines.append(f"  {family}: {group:<28} {share(hits, len(delays))}")
    lines += ["", "False, of what has no target", ""]
    for kind in (
        FindingKind.CALF_LOAD,
        FindingKind.FOOT_SLAP,
        FindingKind.ASYMMETRY,
        FindingKind.IMPACT,
    ):
        times = len(false_findings(found, kind))
        lines.append(f"  {str(kind).replace('_', ' '):<28} {rate(times, looked_h(found, kind))}")
    return lines
