"""The command that tells how it goes from run to run."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from monitor.cli.common import Whose, console
from monitor.cli.report import Language, speech
from monitor.cli.tables import show_table
from monitor.errors import MonitorError
from monitor.hints import command

if TYPE_CHECKING:
    from monitor.home.catalogue import Catalogue
    from monitor.home.rows import SessionRow

_TELL_S: Final = 60.0
"""No run of an older version is begun to be told again after this, s. Rule of thumb."""


def trends(
    athlete: Whose = None,
    language: Language = None,
) -> None:
    """Tell how often, how soon and how long something was felt, and whether it gets worse."""
    from monitor.cli.cards import show_cards, show_flags
    from monitor.cli.home import opened, who_asks
    from monitor.home.trends import trend_of
    from monitor.report.cues import helps_lines
    from monitor.report.trends import table_remarks, trend_sentences, trend_table
    from monitor.report.wording import Words

    words = Words(speech(language))
    with opened() as (home, catalogue):
        who = who_asks(home, catalogue, athlete)
        _tell_again(catalogue, who)
        told = trend_of(catalogue, who)
        shown = show_cards(catalogue, who, words)
    if told.flag is not None and not shown:
        show_flags((told.flag,), words)
    for sentence in (*trend_sentences(told, words), *table_remarks(told, words)):
        console.print(sentence)
    for sentence in helps_lines(told.helps, words) if told.helps else ():
        console.print(sentence)
    if not told.groups:
        return
    show_table(trend_table(told, words))


def say_left_out(catalogue: "Catalogue", athlete: str | None) -> None:
    """Say that runs of an older version are not in the trend, while their recordings are there."""
    rows = _to_tell(catalogue, athlete)
    if rows:
        runs = "1 run" if len(rows) == 1 else f"{len(rows)} runs"
        told = f"`{command('trends')}` counts anew"
        console.print(f"not in the trend yet: {runs} that an older version counted; {told}")


def _tell_again(catalogue: "Catalogue", athlete: str | None) -> None:
    """Tell runs again that an older version told, for a minute or so; say how many are left.

    What was told stays told, so the next time goes on from there.
    """
    from monitor.cli.home import shown
    from monitor.home.filing import known_story

    ends_s = time.monotonic() + _TELL_S
    for row in _to_tell(catalogue, athlete):
        if time.monotonic() > ends_s:
            break
        try:
            with shown(row.id) as progress:
                known_story(catalogue, row, progress)
        except MonitorError as error:  # one that cannot be read keeps none of the others out
            console.print(f"not in the trend: {error}")
    say_left_out(catalogue, athlete)


def _to_tell(catalogue: "Catalogue", athlete: str | None) -> "list[SessionRow]":
    from monitor.home.trends import left_out

    return [row for row in left_out(catalogue, athlete) if Path(row.path).exists()]
