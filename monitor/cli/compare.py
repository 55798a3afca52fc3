"""The command that holds two sessions side by side."""

from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import Whose, console
from monitor.cli.report import Language, speech
from monitor.cli.tables import show_rows
from monitor.errors import HomeError

if TYPE_CHECKING:
    from monitor.cli.home import Known
    from monitor.home.groups import Groups
    from monitor.report.compare import Difference
    from monitor.report.first_report import FirstReport
    from monitor.report.wording import Words

First = Annotated[
    str, typer.Argument(metavar="A", help="A session, a recording (.mcap), a lacing or a shoe.")
]
Second = Annotated[str, typer.Argument(metavar="B", help="Another one of the same kind.")]


def compare(a: First, b: Second, athlete: Whose = None, language: Language = None) -> None:
    """Compare two sessions, lacings or shoes, with how sure each difference is."""
    from monitor.cli.follow_up import show_cards
    from monitor.cli.home import find, opened, who_asks
    from monitor.home.groups import groups
    from monitor.report.wording import Words

    words = Words(speech(language))
    with opened() as (home, catalogue):
        if groups(catalogue, None, a, b) is not None:  # lacings or shoes: whose?
            who = who_asks(home, catalogue, athlete)
            found_groups = groups(catalogue, who, a, b)
            if found_groups is None:
                raise HomeError(f"{a}, {b}", f"{who or 'nobody'} has not run in both")
            if not show_cards(catalogue, who, words):
                _show_groups(found_groups, a, b, words)
            return
        first, second = find(catalogue, a), find(catalogue, b)
        if show_cards(catalogue, first.row.athlete, words, nobodys=True):
            return  # while a red flag is open there is no test of laces
    _show_sessions(first, second, words)


def _show_sessions(first: "Known", second: "Known", words: "Words") -> None:
    """Say what differs between two sessions, the laces first."""
    from monitor.report.compare import compare as compare_stories

    found = compare_stories(first.story, second.story)
    for side in ("left", "right"):
        for difference in found:
            if difference.measure == "instep" and difference.side == side:
                console.print(laces_sentence(difference, words))
    console.print(f"A {first.row.id}, B {second.row.id}")
    names = ("quantity", "a", "b", "change", "verdict")
    rows = [_cells(difference, words) for difference in found]
    show_rows([words[f"compare.{name}"] for name in names], rows, numeric=(1, 2))
    console.print(words["compare.tie_again"])


def _show_groups(found: "Groups", a: str, b: str, words: "Words") -> None:
    """Say after how many minutes something is felt with one and with the other."""
    from monitor.home.groups import until
    from monitor.report.first_report import first_report

    told = first_report([until(row) for row in found.a], [until(row) for row in found.b])
    console.print(first_sentence(told, a, b, words))
    if not found.by_turns:
        console.print(words["compare.not_by_turns"])
    shown = []
    for name, rows in ((a, found.a), (b, found.b)):
        hours, felt = 0.0, 0
        for row in rows:
            hours += row.running_s / 3600.0
            felt += row.symptoms
        shown.append((name, str(len(rows)), words.number(hours, 1), words.number(felt / hours, 1)))
    names = ("quantity", "runs", "hours", "rate")
    show_rows([words[f"compare.{name}"] for name in names], shown, numeric=(1, 2, 3))


def first_sentence(told: "FirstReport", a: str, b: str, words: "Words") -> str:
    """Say in one sentence with which something is felt later, and how sure that is."""
    if told.change is None or told.band is None:
        from monitor.report.first_report import LEAST_RUNS

        return words.say("compare.first_unknown", a=a, b=b, runs=str(LEAST_RUNS))
    return words.say(
        f"compare.first_{told.verdict}",
        a=a,
        b=b,
        change=words.number(abs(told.change)),
        band=words.number(told.band),
        a_min=words.number(told.a_min),
        b_min=words.number(told.b_min),
    )


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
