"""The command that tells how it goes from run to run."""

from monitor.cli.common import Whose, console
from monitor.cli.report import Language, speech
from monitor.cli.tables import show_table


def trends(
    athlete: Whose = None,
    language: Language = None,
) -> None:
    """Tell how often, how soon and how long something was felt, and whether it gets worse."""
    from monitor.cli.follow_up import show_flags
    from monitor.cli.home import opened, who_asks
    from monitor.home.trends import trend_of
    from monitor.report.trends import trend_sentences, trend_table
    from monitor.report.wording import Words

    words = Words(speech(language))
    with opened() as (home, catalogue):
        told = trend_of(catalogue, who_asks(home, catalogue, athlete))
    if told.flag is not None:
        show_flags((told.flag,), words)
    for sentence in trend_sentences(told, words):
        console.print(sentence)
    if not told.groups:
        return
    show_table(trend_table(told, words))
