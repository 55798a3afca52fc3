"""A lacing test in words: one sentence with its uncertainty, and the tables behind it."""

from collections.abc import Mapping, Sequence
from typing import Final

from monitor.report.compare import Verdict
from monitor.report.document import Section, Table
from monitor.report.lace_spot import SPOTS
from monitor.report.lace_trial import TONGUE, Trial, Values, ZonePressure
from monitor.report.lacing_test import A, B, LaceChange, LacingResult, Slip
from monitor.report.statistics import mean
from monitor.report.wording import DASH, Words
from monitor.types import Side

_DIGITS: Final = 1
_STANDS_OUT: Final = 1.2
"""A zone that changes by less than this times the whole tongue is not named. Rule of thumb."""


def lacing_sentence(result: LacingResult, names: Mapping[str, str], words: Words) -> str:
    """Say in one sentence what B does, held against A; *no difference that we can see* is one.

    ``names`` are those of the lacings, by A and B.
    """
    named = {"a": names[A], "b": names[B]}
    if not result.changes:
        return words.say("laces.unknown", **named)
    shown = result.told or [one for one in result.changes if one.zone == TONGUE]
    what = words.each([_change(one, result.changes, words) for one in shown])
    key = "laces.differs" if result.told else "laces.none"
    parts = [words.say(key, what=what, **named), *_slips(result, words)]
    if result.felt is not None:
        parts.append(words[f"laces.felt_{result.felt}"])
    return "; ".join(parts) + "."


def lacing_lines(result: LacingResult, names: Mapping[str, str], words: Words) -> tuple[str, ...]:
    """Give the sentence, and what is not assessed."""
    lines = [lacing_sentence(result, names, words)]
    if not result.changes:
        return tuple(lines)
    seen = {one.side for one in result.changes}
    unseen = [side for side in Side if side not in seen]
    unknown = [side for side, slip in result.slips.items() if slip is Slip.UNKNOWN]
    for key, sides in (("unseen", unseen), ("slip_unknown", unknown)):
        if sides:
            feet = words.each([words.side(side) for side in sides])
            lines.append(words.say(f"laces.{key}", feet=feet))
    if len(result.order) == len({A, B}):
        lines.append(words["laces.once"])
    return tuple(lines)


def lacing_sections(
    result: LacingResult | None, names: Mapping[str, str], words: Words
) -> tuple[Section, ...]:
    """Give the part of the report about a lacing test; none where none was taken."""
    if result is None:
        return ()
    text = lacing_lines(result, names, words)
    return (Section(key="laces", title=words["title.laces"], text=text),)


def change_table(result: LacingResult, names: Mapping[str, str], words: Words) -> Table:
    """Give every zone of both feet in swing: A, B, and what B changes."""
    rows = tuple(
        (
            _zone(one.side, one.zone, words),
            f"{words.signed(one.change, _DIGITS)} ± {words.number(one.band, _DIGITS)}",
            words.number(one.a, _DIGITS),
            words.number(one.b, _DIGITS),
        )
        for one in result.changes
    )
    head = (words["laces.zone"], words["laces.change"], names[A], names[B])
    return Table(head=head, rows=rows, numeric=2)


def measure_table(trials: Sequence[Trial], words: Words) -> Table:
    """Give contact, mean, peak and variability by zone, in swing and in stance, A / B."""
    rows = []
    for side in Side:
        for zone in (TONGUE, *SPOTS):
            tied = {one: _of(trials, one, side, zone) for one in (A, B)}
            if all(tied.values()):
                rows += [
                    (f"{_zone(side, zone, words)}, {words[f'laces.{phase}']}", *_cells(tied, phase))
                    for phase in ("swing", "stance")
                ]
    columns = ("zone", "contact", "mean", "peak", "spread", "variation")
    return Table(head=tuple(words[f"laces.{c}"] for c in columns), rows=tuple(rows), numeric=5)


def still_lines(trials: Sequence[Trial], names: Mapping[str, str], words: Words) -> list[str]:
    """Say what pressed while the runner stood, and while a foot was lifted."""
    return [
        words.say(
            "laces.still",
            lacing=names[trial.lacing],
            side=words.side(still.side),
            standing=words.number(still.standing_kpa, _DIGITS),
            lifted=words.number(still.lifted_kpa, _DIGITS),
        )
        for trial in trials
        for still in trial.still
    ]


def _change(one: LaceChange, every: Sequence[LaceChange], words: Words) -> str:
    text = words.say(
        "laces.by",
        side=words.side(one.side),
        change=words.signed(one.change, _DIGITS),
        band=words.number(one.band, _DIGITS),
    )
    zone = one.zone if one.zone != TONGUE else _most(one, every)
    return text if zone is None else f"{text} {words.say('laces.at', spot=words[f'spot.{zone}'])}"


def _most(whole: LaceChange, every: Sequence[LaceChange]) -> str | None:
    """Name the zone in which a sure change of the whole tongue is the greatest."""
    if whole.verdict is Verdict.NONE:
        return None
    zones = [z for z in every if z.side is whole.side and z.zone != TONGUE]
    least_kpa = _STANDS_OUT * abs(whole.change)
    sure = [z for z in zones if z.verdict is whole.verdict and abs(z.change) >= least_kpa]
    found = max(sure, key=lambda zone: abs(zone.change), default=None)
    return None if found is None else found.zone


def _slips(result: LacingResult, words: Words) -> list[str]:
    known = {side: slip for side, slip in result.slips.items() if slip is not Slip.UNKNOWN}
    told = {slip: [side for side, one in known.items() if one is slip] for slip in Slip}
    parts = []
    for slip in (Slip.MORE, Slip.LESS):
        if told[slip]:
            feet = words.each([words.side(side) for side in told[slip]])
            parts.append(words.say(f"laces.slip_{slip}", feet=feet))
    if known and not parts:
        parts.append(words["laces.slip_same"])
    return parts


def _zone(side: Side, zone: str, words: Words) -> str:
    name = words["laces.tongue"] if zone == TONGUE else words[f"region.{zone}"]
    return f"{words[f'short.{side}']} {name}"


def _of(trials: Sequence[Trial], lacing: str, side: Side, zone: str) -> list[ZonePressure]:
    tied = [trial.find(side, zone) for trial in trials if trial.lacing == lacing]
    return [one for one in tied if one is not None]


def _cells(tied: Mapping[str, list[ZonePressure]], phase: str) -> list[str]:
    columns = []
    by_lacing: dict[str, list[Values]] = {
        lacing: [getattr(zone, phase) for zone in zones] for lacing, zones in tied.items()
    }
    for name, scale, digits in (
        ("contact", 100.0, 0),
        ("mean_kpa", 1.0, 1),
        ("peak_kpa", 1.0, 1),
        ("spread_kpa", 1.0, 2),
        ("variation", 100.0, 0),
    ):
        both = []
        for lacing in (A, B):
            known = [v for one in by_lacing[lacing] if (v := getattr(one, name)) is not None]
            both.append(f"{scale * mean(known):.{digits}f}" if known else DASH)
        columns.append(" / ".join(both))
    return columns
