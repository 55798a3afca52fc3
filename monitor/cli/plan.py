"""The command that shows what to change, and notes how it went."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from monitor.cli.common import Whose, console
from monitor.cli.report import Language, speech
from monitor.errors import ConfigError

Did = Annotated[
    list[str] | None,
    typer.Option(metavar="ITEM=done|partly|not", help="How it went with an item of the plan."),
]


def plan(
    did: Did = None,
    athlete: Whose = None,
    language: Language = None,
) -> None:
    """Show what to change before the next run, and note how it went."""
    from monitor.cli.cards import show_cards
    from monitor.cli.home import opened, who_asks
    from monitor.home.planning import note_progress, nothing_found, planned
    from monitor.home.reporting import context_of
    from monitor.report.sections import plan_section
    from monitor.report.wording import Words

    words = Words(speech(language))
    with opened() as (home, catalogue):
        who = who_asks(home, catalogue, athlete)
        if show_cards(catalogue, who, words):
            return
        found = planned(catalogue, who, words)
        if found is None:
            console.print(nothing_found(catalogue, who, words))
            return
        if did:
            given = _given(did)
            try:
                at = datetime.now(UTC).isoformat(timespec="seconds")
                note_progress(catalogue, found, given, at)
            except ValueError as error:
                raise ConfigError("--did", "", str(error)) from error
            for key, how in given.items():
                what, state = words[f"plan.{key}_name"], words[f"follow.went_{how}"]
                console.print(words.say("follow.went", what=what, how=state))
            return
    about = context_of(found.row, found.story, found.note, None, words).about
    section = plan_section(found.story, found.items, words, about)
    for item, figure in zip(found.items, section.figures, strict=True):
        console.print(f"{figure.title} ({item.key})")
        for name, text in figure.table.rows if figure.table else ():
            console.print(f"  {name}: {text}")


def _given(answers: list[str]) -> dict[str, str]:
    given = {}
    for text in answers:
        key, equals, value = text.partition("=")
        if not equals:
            raise ConfigError("--did", text, "expected ITEM=done, ITEM=partly or ITEM=not")
        given[key.strip()] = value.strip()
    return given
