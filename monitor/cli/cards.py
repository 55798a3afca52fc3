"""The command that shows the cards of red flags, and what other commands show of them."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import Whose, console
from monitor.cli.report import Language, speech
from monitor.hints import command

if TYPE_CHECKING:
    from monitor.home.catalogue import Catalogue
    from monitor.home.unread import OpenCard
    from monitor.report.follow_up import RedFlag
    from monitor.report.wording import Words


def cards(
    read: Annotated[
        bool,
        typer.Option("--read", help="Mark them as read; they are shown no more."),
    ] = False,
    athlete: Whose = None,
    language: Language = None,
) -> None:
    """Show red flags whose card was not read yet; those of all where nobody ran last."""
    from monitor.cli.home import opened, who_asks
    from monitor.home.unread import acknowledge
    from monitor.report.wording import Words

    words = Words(speech(language))
    with opened() as (home, catalogue):
        who = who_asks(home, catalogue, athlete, anyone=not read)
        shown = show_cards(catalogue, who, words)
        if not shown:
            console.print("no open cards; that does not say that all is well")
        for card in shown if read else ():  # only these: another runner has not read theirs
            acknowledge(catalogue, card.session, card.name, datetime.now(UTC).isoformat())
        if who is not None:
            _point_to_others(catalogue, who, words)


def show_cards(
    catalogue: "Catalogue", athlete: str | None, words: "Words", *, nobodys: bool = False
) -> "tuple[OpenCard, ...]":
    """Show the open cards of an athlete, and give them.

    None: those of everybody, or with ``nobodys`` those of runs of which the runner is not known.
    """
    from monitor.home.unread import open_cards

    found = open_cards(catalogue, athlete, words)
    if athlete is None and nobodys:
        found = tuple(card for card in found if card.athlete is None)
    for card in found:
        whose = f", {card.athlete}" if card.athlete else ""
        console.print(f"[{card.session}{whose}] {card.title.upper()}. {card.intro} {card.why}")
    if found:
        console.print(words["text.card_only"])
    return found


def show_flags(flags: "tuple[RedFlag, ...]", words: "Words", *, past: bool = False) -> None:
    """Show the card at once, and why; ``past``: they are of a run of long ago."""
    from monitor.report.card_words import card_intro, card_title
    from monitor.report.clinician import flag_text

    for card in dict.fromkeys(flag.card for flag in flags):
        head, intro = (told(card, words, past=past) for told in (card_title, card_intro))
        console.print(f"{head.upper()}. {intro}")
        for flag in flags:
            if flag.card is card:
                console.print(words.say("card.why", what=flag_text(flag, words)))
    console.print(words["text.card_only" if flags else "follow.thanks"])


def _point_to_others(catalogue: "Catalogue", who: str, words: "Words") -> None:
    """Say whose cards are open besides, and how they are seen; not what they say."""
    from monitor.home.unread import open_cards

    found = open_cards(catalogue, None, words)
    for other in sorted({card.athlete for card in found if card.athlete} - {who}):
        console.print(f"open cards of {other}: {command('cards', '--athlete', other)}")
    for session in dict.fromkeys(card.session for card in found if card.athlete is None):
        noted = command("session", "note", session, "--athlete", "NAME")
        console.print(f"an open card of {session}, and who ran is not known; note it: {noted}")
