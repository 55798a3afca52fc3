"""The command that holds two sessions, lacings or shoes side by side."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import Whose, console
from monitor.cli.report import Language, speech
from monitor.cli.tables import show_table
from monitor.errors import HomeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.cli.home import Known, Opened
    from monitor.home.groups import Groups
    from monitor.home.rows import SessionRow
    from monitor.report.compare_page import Compared, Group
    from monitor.report.document import Report
    from monitor.report.wording import Words

First = Annotated[
    str, typer.Argument(metavar="A", help="A session, a recording (.mcap), a lacing or a shoe.")
]
Second = Annotated[str, typer.Argument(metavar="B", help="Another one of the same kind.")]
Page = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE.html", help="Make one page of it, too."),
]
Force = Annotated[bool, typer.Option("--force", help="Replace FILE.html.")]


def compare(
    a: First,
    b: Second,
    output: Page = None,
    athlete: Whose = None,
    language: Language = None,
    force: Force = False,
) -> None:
    """Compare two sessions, lacings or shoes, with how sure each difference is."""
    from monitor.cli.home import opened
    from monitor.files.output import check_outputs
    from monitor.home.own_files import kept_files
    from monitor.report.wording import Words
    from monitor.session.beside import note_of

    words = Words(speech(language))
    with opened() as opened_home:
        named = [Path(a), Path(b)]  # a recording that is not filed yet is, below
        read = [*kept_files(*opened_home), *named, *map(note_of, named)]
        check_outputs([output], inputs=read, force=force)
        page = _page(opened_home, (a, b), athlete, words)
    if page is not None:
        _write(page, output, force=force)
    elif output is not None:  # an older one may lie there
        console.print(f"no page was made: {output}", markup=False)
        raise typer.Exit(1)


def _page(
    opened_home: "Opened", names: tuple[str, str], athlete: str | None, words: "Words"
) -> "Report | None":
    """Show what differs, and give the page of it; None while a card is open, which is shown."""
    from monitor.cli.cards import show_cards
    from monitor.cli.home import find, who_asks
    from monitor.home.groups import groups

    (home, catalogue), (a, b) = opened_home, names
    if groups(catalogue, None, a, b) is not None:  # lacings or shoes: whose?
        who = who_asks(home, catalogue, athlete)
        found_groups = groups(catalogue, who, a, b)
        if found_groups is None:
            raise HomeError(f"{a}, {b}", f"{who or 'nobody'} has not run in both")
        if show_cards(catalogue, who, words):
            return None
        return _show_groups(found_groups, a, b, words)
    first, second = find(catalogue, a), find(catalogue, b)
    runners = dict.fromkeys((first.row.athlete, second.row.athlete))
    shown = [show_cards(catalogue, one, words, nobodys=True) for one in runners]
    if any(shown):
        return None  # while a red flag is open there is no test of laces
    return _show_sessions(first, second, words)


def _show_sessions(first: "Known", second: "Known", words: "Words") -> "Report":
    """Say what differs between two sessions, the laces first."""
    from monitor.report.compare import compare as compare_stories
    from monitor.report.compare_page import sessions_page, which_table
    from monitor.report.compare_words import difference_table, laces_sentences

    found, (a, b) = compare_stories(first.story, second.story), map(_compared, (first, second))
    for sentence in laces_sentences(found, words):
        console.print(sentence)
    show_table(which_table(a, b, words))
    show_table(difference_table(found, words))
    console.print(words["compare.tie_again"])
    return sessions_page(a, b, found, words.language)


def _show_groups(found: "Groups", a: str, b: str, words: "Words") -> "Report":
    """Say after how many minutes something is felt with one and with the other."""
    from monitor.report.compare_page import group_remarks, group_table, groups_page
    from monitor.report.compare_words import first_sentence
    from monitor.report.first_report import first_report

    first, second = _group(a, found.a), _group(b, found.b)
    told = first_report(first.runs, second.runs)
    console.print(first_sentence(told, a, b, words))
    for remark in group_remarks(first, second, words, by_turns=found.by_turns):
        console.print(remark)
    show_table(group_table(first, second, words))
    return groups_page(first, second, told, words.language, by_turns=found.by_turns)


def _compared(known: "Known") -> "Compared":
    from monitor.report.compare_page import Compared

    row = known.row
    return Compared(
        name=row.id,
        story=known.story,
        shoe=row.shoe,
        insole=row.insole,
        lacing=row.lacing,
        temperature_c=row.temperature_c,
    )


def _group(name: str, rows: "Sequence[SessionRow]") -> "Group":
    from monitor.home.groups import until
    from monitor.report.compare_page import Group

    return Group(
        name=name,
        runs=tuple(until(row) for row in rows),
        running_s=sum(row.running_s for row in rows),
        felt=sum(row.symptoms for row in rows),
    )


def _write(page: "Report", output: Path | None, *, force: bool) -> None:
    from monitor.files.output import write_file
    from monitor.report.page import html_page

    if output is not None:
        write_file(output, html_page(page).encode(), force=force)
        console.print(f"page: {output}", markup=False)
