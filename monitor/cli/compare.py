"""Which command holds two sessions side by side?"""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from monitor.cli.common import console
from monitor.cli.report import Language, speech

if TYPE_CHECKING:
    from monitor.report.compare import Difference
    from monitor.report.wording import Words

First = Annotated[str, typer.Argument(metavar="A", help="A session, or a recording (.mcap).")]
Second = Annotated[str, typer.Argument(metavar="B", help="Another one.")]


def compare(a: First, b: Second, language: Language = None) -> None:
    """Compare two sessions: laces, shoes or form, with how sure each difference is."""
    from monitor.cli.follow_up import show_cards
    from monitor.cli.home import find, opened
    from monitor.report.compare import compare as compare_stories
    from monitor.report.wording import Words

    words = Words(speech(language))
    with opened() as (_, catalogue):
        first, second = find(catalogue, a), find(catalogue, b)
        if show_cards(catalogue, first.row.athlete, words):
            return  # while a red flag is open there is no test of laces
    found = compare_stories(first.story, second.story)
    for side in ("left", "right"):
        for difference in found:
            if difference.measure == "instep" and difference.side == side:
                console.print(laces_sentence(difference, words))
    console.print(f"A {first.row.id}, B {second.row.id}")
    table = Table(box=None, collapse_padding=True)
    for name in ("quantity", "a", "b", "change", "verdict"):
        table.add_column(words[f"compare.{name}"], justify="right" if name in "ab" else "left")
    for difference in found:
        table.add_row(*_cells(difference, words))
    console.print(table)
    console.print(words["compare.tie_again"])


def laces_sentence(found: "Difference", words: "Words") -> str:
    """Say in one sentence what another lacing changed under the laces of one foot."""
    if found.change is None or found.band is None:
        return words.say("compare.laces_unknown", side=words.side(found.side))
    return words.say(
        f"compare.laces_{found.verdict}",
        side=words.side(found.side),
        change=words.number(abs(found.change), 1),
        band=words.number(found.band, 1),
    )


def _cells(found: "Difference", words: "Words") -> list[str]:
    from monitor.report.measures import MEASURES
    from monitor.report.wording import DASH

    shown = MEASURES[found.measure]
    change = DASH
    if found.change is not None and found.band is not None:
        digits = shown.digits + 1
        change = f"{words.signed(found.change, digits)} ± {words.number(found.band, digits)}"
    return [
        f"{words[f'short.{found.side}']} {words[f'measure.{found.measure}']}, {shown.unit}",
        words.number(found.a, shown.digits),
        words.number(found.b, shown.digits),
        change,
        words[f"compare.{found.verdict}"],
    ]
