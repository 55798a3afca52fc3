"""What a comparison says in words: sentences, and the rows of its tables."""

from collections.abc import Sequence

from monitor.report.compare import Difference, Verdict
from monitor.report.document import Table
from monitor.report.first_report import LEAST_RUNS, FirstReport
from monitor.report.measures import MEASURES
from monitor.report.wording import DASH, Words
from monitor.types import Side


def laces_sentences(found: Sequence[Difference], words: Words) -> tuple[str, ...]:
    """Say what another lacing changed under the laces, a sentence a foot."""
    under = {one.side: one for one in found if one.measure == "instep"}
    return tuple(laces_sentence(under[side], words) for side in Side if side in under)


def laces_sentence(found: Difference, words: Words) -> str:
    """Say in one sentence what another lacing changed under the laces of one foot."""
    if found.change is None or found.band is None:
        return words.say("compare.laces_unknown", side=words.side(found.side))
    told = found.verdict in {Verdict.LESS, Verdict.MORE}  # less and more have no sign
    return words.say(
        f"compare.laces_{found.verdict}",
        side=words.side(found.side),
        change=words.number(abs(found.change), 1) if told else words.signed(found.change, 1),
        band=words.number(found.band, 1),
        least=words.number(found.least),
    )


def first_sentence(told: FirstReport, a: str, b: str, words: Words) -> str:
    """Say in one sentence with which something is felt later, and how sure that is."""
    if told.change is None or told.band is None:
        return words.say("compare.first_unknown", a=a, b=b, runs=str(LEAST_RUNS))
    is_none = told.verdict is Verdict.NONE
    return words.say(
        f"compare.first_{told.verdict}",
        a=a,
        b=b,
        change=words.signed(told.change) if is_none else words.number(abs(told.change)),
        band=words.number(told.band),
        a_min=words.number(told.a_min),
        b_min=words.number(told.b_min),
    )


def difference_table(found: Sequence[Difference], words: Words) -> Table:
    """Give every quantity of both feet, with the smallest difference that counts."""
    names = ("quantity", "a", "b", "change", "least", "verdict")
    return Table(
        head=tuple(words[f"compare.{name}"] for name in names),
        rows=tuple(_cells(difference, words) for difference in found),
    )


def name_of(found: Difference, words: Words) -> str:
    """Name a quantity of a foot in a few letters."""
    return f"{words[f'short.{found.side}']} {words[f'measure.{found.measure}']}"


def _cells(found: Difference, words: Words) -> tuple[str, ...]:
    shown = MEASURES[found.measure]
    change = DASH
    if found.change is not None and found.band is not None:
        digits = shown.digits + 1
        change = f"{words.signed(found.change, digits)} ± {words.number(found.band, digits)}"
    return (
        f"{name_of(found, words)}, {shown.unit}",
        words.number(found.a, shown.digits),
        words.number(found.b, shown.digits),
        change,
        words.number(found.least, shown.digits),
        words[f"compare.{found.verdict}"],
    )
