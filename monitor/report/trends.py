"""Symptoms across sessions: how often, how soon, how long, and in which shoe, lacing or weather."""

from collections.abc import Iterable, Sequence
from statistics import median
from typing import Final

from msgspec import Struct

from monitor.report.cues import Helps
from monitor.report.document import Table
from monitor.report.follow_up import Card, RedFlag
from monitor.report.story import instant, is_dated
from monitor.report.wording import Words
from monitor.report.worsening import LEAST_BEFORE, LEAST_H, LONG_S, Found, Run, Worse, worse
from monitor.types import Side, Zone

LEAST_RUNS: Final = 3
"""Fewer runs are no trend. Rule of thumb."""
_LONG_KM: Final = 10.0
"""Where *long* begins in the tables, km. Rule of thumb."""
_WARM_C: Final = 20.0
"""Where *warm* begins in the tables, °C. Rule of thumb."""


PAIN_RUNS: Final = 5
"""Pain in the same place is looked for among so many of the newest runs. Rule of thumb."""


FLAGS: Final = frozenset(f"worse_{why}" for why in Worse)
"""Names of the red flags of a trend to the worse."""


class Past(Struct, frozen=True, kw_only=True):
    """One session as the trend sees it; None is not known."""

    name: str
    started: str
    running_s: float
    distance_m: float | None
    symptoms: int
    first_s: float | None
    longest_s: float | None
    shoe: str | None
    lacing: str | None
    temperature_c: float | None

    @property
    def run(self) -> Run:
        """What the test needs of it."""
        return Run(self.running_s / 3600.0, self.symptoms, self.longest_s)

    @property
    def counts(self) -> bool:
        """Whether somebody ran, on a known day: a trend can be told with it."""
        return self.running_s > 0.0 and is_dated(self.started)


class Group(Struct, frozen=True, kw_only=True):
    """Runs that have something in common: how often, how soon and how long something was felt.

    ``per_h`` is None where they ran too little for a rate; in ``felt_runs`` something was felt.
    """

    by: str
    name: str
    runs: int
    hours: float
    per_h: float | None
    first_min: float | None
    longest_min: float | None
    felt_runs: int


class SamePain(Struct, frozen=True, kw_only=True):
    """A place that hurt in ``runs`` of the newest ``of`` runs."""

    side: Side
    zone: Zone
    runs: int
    of: int


class Trend(Struct, frozen=True, kw_only=True):
    """All that is told across the sessions of one athlete."""

    groups: tuple[Group, ...]
    found: Found | None
    tested: int = 0
    """Runs with a date that are long enough to be held against each other."""
    short: int = 0
    """Runs that are too short for that."""
    older: int = 0
    """Runs that are left out because an older version counted in another way."""
    untested: bool = False
    """Whether the newest run with a date is too short for that."""
    pains: tuple[SamePain, ...] = ()
    """Places that hurt in several of the newest runs."""
    helps: Helps | None = None
    """What cues do for the athlete, where a coin was tossed."""
    nobodys: bool = False
    """Whether nobody knows whose runs they are."""

    @property
    def flag(self) -> RedFlag | None:
        """The red flag that a trend to the worse raises; each rule has its own reason."""
        return None if self.found is None else RedFlag(f"worse_{self.found.why}", Card.SOON)


def had_long(older: Iterable[Past], before: str) -> bool:
    """Tell whether a run before an instant (ISO) had a symptom over half an hour."""
    return any(
        one.counts and (one.longest_s or 0.0) > LONG_S and instant(one.started) < instant(before)
        for one in older
    )


def trend(past: Iterable[Past], older: Iterable[Past] = ()) -> Trend:
    """Tell the trend of an athlete's sessions, in any order; those without running are left out.

    ``older``: runs that an older version counted. Only how long symptoms lasted is taken of them.
    """
    runs = sorted(
        (one for one in past if one.running_s > 0.0), key=lambda one: instant(one.started)
    )
    if not runs:
        return Trend(groups=(), found=None)
    groups = [_group("all", "", runs)]
    for by in ("shoe", "lacing", "length", "warmth"):
        named: dict[str, list[Past]] = {}
        for one in runs:
            name = _name(by, one)
            if name is not None:
                named.setdefault(name, []).append(one)
        groups += [_group(by, name, some) for name, some in sorted(named.items())]
    dated = [one for one in runs if one.counts]
    in_order = [one.run for one in dated]
    return Trend(
        groups=tuple(groups),
        found=worse(in_order, had_long=bool(dated) and had_long(older, dated[-1].started)),
        tested=sum(run.hours >= LEAST_H for run in in_order),
        untested=bool(in_order) and in_order[-1].hours < LEAST_H,
        short=sum(one.run.hours < LEAST_H for one in runs),
    )


def rate(symptoms: int, running_s: float) -> float | None:
    """Give symptoms an hour of running; None below ``LEAST_H``: one in a minute would be sixty.

    >>> rate(3, 5400.0), rate(1, 60.0)
    (2.0, None)
    """
    hours = running_s / 3600.0
    return None if hours < LEAST_H else round(symptoms / hours, 3)


def trend_sentences(told: Trend, words: Words) -> tuple[str, ...]:
    """Say the trend in words; what the test can see is said with it."""
    if told.nobodys:
        return (words["trend.nobodys"],)
    older = [words.say("trend.older", runs=str(told.older))] if told.older else []
    pains = [pain_text(one, words) for one in told.pains]
    if not told.groups or told.groups[0].runs < LEAST_RUNS:
        return (*pains, *(older or [words["trend.none"]]))
    every = told.groups[0]
    how = "all" if every.per_h is not None else "all_short"
    lines = [
        words.say(
            f"trend.{how}",
            runs=str(every.runs),
            hours=words.number(every.hours, 1),
            rate=words.number(every.per_h, 1),
        )
    ]
    if every.first_min is not None and every.felt_runs > 1:
        soon = every.first_min < 1.0
        minutes = words.minutes(60.0 * every.first_min)
        lines.append(words.say("trend.first_soon" if soon else "trend.first", minutes=minutes))
    if told.found is not None:
        found = told.found
        lines.append(
            words.say(
                f"trend.worse_{found.why}",
                runs=str(found.runs),
                before=words.number(found.before_per_h, 1),
                now=words.number(found.now_per_h, 1),
            )
        )
    elif told.tested < LEAST_BEFORE + LEAST_RUNS:
        lines.append(words.say("trend.too_few", runs=str(LEAST_BEFORE + LEAST_RUNS)))
    else:
        lines.append(words["trend.not_tested" if told.untested else "trend.no_change"])
    if told.short:
        minutes = words.number(60.0 * LEAST_H)
        lines.append(words.say("trend.too_short", runs=str(told.short), minutes=minutes))
    return (*pains, *lines, *older)


def table_remarks(told: Trend, words: Words) -> tuple[str, ...]:
    """Say why a rate is a dash in the table of a trend, if one is."""
    return (no_rate_text(words),) if any(one.per_h is None for one in told.groups) else ()


def pain_text(pain: SamePain, words: Words) -> str:
    """Say that a place hurt in several runs, and what to do."""
    place = words.place(pain.side, pain.zone)
    return words.say("trend.same_pain", place=place, runs=str(pain.runs), of=str(pain.of))


def no_rate_text(words: Words) -> str:
    """Say why a rate is not given."""
    return words.say("trend.no_rate", minutes=words.number(60.0 * LEAST_H))


def trend_table(told: Trend, words: Words) -> Table:
    """Give the groups as a table."""
    rows = tuple(
        (
            words[f"trend.by_{group.by}"]
            if not group.name
            else f"{words[f'trend.by_{group.by}']}: {_shown(group, words)}",
            str(group.runs),
            words.number(group.hours, 1),
            words.number(group.per_h, 1),
            words.number(group.first_min),
            words.number(group.longest_min),
        )
        for group in told.groups
    )
    columns = ("what", "runs", "hours", "rate", "first_min", "longest")
    return Table(head=tuple(words[f"trend.{c}"] for c in columns), rows=rows, numeric=5)


def _shown(group: Group, words: Words) -> str:
    return words[f"trend.{group.name}"] if group.by in {"length", "warmth"} else group.name


def _name(by: str, one: Past) -> str | None:
    match by:
        case "shoe":
            return one.shoe
        case "lacing":
            return one.lacing
        case "length":
            if one.distance_m is None:
                return None
            return "long" if one.distance_m >= 1000.0 * _LONG_KM else "short"
        case _:
            if one.temperature_c is None:
                return None
            return "warm" if one.temperature_c >= _WARM_C else "cool"


def _group(by: str, name: str, runs: Sequence[Past]) -> Group:
    seconds = 0.0
    count = 0
    for one in runs:
        seconds += one.running_s
        count += one.symptoms
    firsts = [one.first_s / 60.0 for one in runs if one.first_s is not None]
    longest = [one.longest_s / 60.0 for one in runs if one.longest_s is not None]
    return Group(
        by=by,
        name=name,
        runs=len(runs),
        hours=round(seconds / 3600.0, 2),
        per_h=rate(count, seconds),
        first_min=round(median(firsts), 1) if firsts else None,
        longest_min=round(max(longest), 1) if longest else None,
        felt_runs=len(firsts),
    )
