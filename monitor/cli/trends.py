"""The command that tells how it goes from run to run."""

from monitor.cli.common import Whose, console
from monitor.cli.report import Language, speech
from monitor.cli.tables import show_table


def trends(
    athlete: Whose = None,
    language: Language = None,
) -> None:
    """Tell how often, how soon and how long something was felt, and whether it gets worse."""
    from monitor.cli.follow_up import show_cards, show_flags
    from monitor.cli.home import opened, who_asks
    from monitor.home.trends import trend_of
    from monitor.report.cues import helps_lines
    from monitor.report.trends import trend_sentences, trend_table
    from monitor.report.wording import Words

    words = Words(speech(language))
    with opened() as (home, catalogue):
        who = who_asks(home, catalogue, athlete)
        told = trend_of(catalogue, who)
        shown = show_cards(catalogue, who, words)
    if told.flag is not None and not shown:
        show_flags((told.flag,), words)
    for sentence in trend_sentences(told, words):
        console.print(sentence)
    for sentence in helps_lines(told.helps, words) if told.helps else ():
        console.print(sentence)
    if not told.groups:
        return
    show_table(trend_table(told, words))
