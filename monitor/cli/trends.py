"""The command that tells how it goes from run to run."""

from typing import Annotated

import typer

from monitor.cli.common import console
from monitor.cli.report import Language, speech
from monitor.cli.tables import show_table


def trends(
    athlete: Annotated[
        str | None, typer.Option("--athlete", metavar="NAME", help="Whose; else who ran last.")
    ] = None,
    language: Language = None,
) -> None:
    """Tell how often, how soon and how long something was felt, and whether it gets worse."""
    from monitor.cli.follow_up import show_flags
    from monitor.cli.home import check_known, opened
    from monitor.home.remembered import read_remembered
    from monitor.home.trends import trend_of
    from monitor.report.trends import trend_sentences, trend_table
    from monitor.report.wording import Words

    words = Words(speech(language))
    with opened() as (home, catalogue):
        if athlete is not None:
            check_known(catalogue, athlete)
        told = trend_of(catalogue, athlete or read_remembered(home).athlete)
    if told.flag is not None:
        show_flags((told.flag,), words)
    for sentence in trend_sentences(told, words):
        console.print(sentence)
    if not told.groups:
        return
    show_table(trend_table(told, words))
