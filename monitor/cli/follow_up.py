"""The command that asks five questions half an hour after a run."""

import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.cards import show_cards, show_flags
from monitor.cli.common import Force, SessionName, console
from monitor.cli.keyboard import Keyboard
from monitor.cli.report import Language, speech
from monitor.errors import ConfigError
from monitor.hints import command

if TYPE_CHECKING:
    from monitor.home.catalogue import Catalogue
    from monitor.home.planning import Planned
    from monitor.report.follow_up import Answers
    from monitor.report.questions import Question
    from monitor.report.wording import Words

NoFollowUp = Annotated[
    bool,
    typer.Option("--no-follow-up", help="Do not wait for the five questions after the run."),
]
Answered = Annotated[
    list[str] | None,
    typer.Option(
        metavar="QUESTION=ANSWER",
        help="Answer without being asked: numb=no, numb=left/sole,right, hard_to_lift=left, "
        "pain_in_one_spot=no, calf_tight=no, signs=no, or "
        "calf_tense, foot_cold, calf_swollen, back_bladder, collapse.",
    ),
]
Calendar = Annotated[
    Path | None,
    typer.Option(metavar="FILE.ics", help="Make a calendar entry with an alarm instead."),
]
HOW_KEYS = {"d": "done", "p": "partly", "n": "not"}
"""Keys that answer how it went with an item of a plan."""
_LOOK_S = 1.0


def follow_up(
    session: SessionName = "last",
    answer: Answered = None,
    calendar: Calendar = None,
    force: Force = False,
    language: Language = None,
) -> None:
    """Answer the five questions of the half hour after a run."""
    from monitor.cli.home import find, opened
    from monitor.files.output import check_outputs, write_file
    from monitor.home import after
    from monitor.home.own_files import kept_files
    from monitor.report.calendar import calendar_entry
    from monitor.report.questions import questions
    from monitor.report.wording import Words

    words = Words(speech(language))
    with opened() as (home, catalogue):
        row = find(catalogue, session).row
        if calendar is not None:
            check_outputs([calendar], inputs=kept_files(home, catalogue), force=force)
            entry = calendar_entry(after.due_at(row), row.id, words)
            write_file(calendar, entry.encode(), force=force)
            console.print(f"calendar entry: {calendar}")
            return
        given = _given(answer or [])
        if not given:
            if not sys.stdin.isatty():
                raise ConfigError("--answer", "", "needed where nobody can be asked")
            given = dict(_asked(questions(words), Keyboard()))
        if not given:
            console.print(words["text.not_answered"])
            return
        show_flags(after.answer(catalogue, row.id, _read(given)), words)
        if set(given) & set(after.missing(row)):
            console.print(words["follow.early"])


def greet(
    catalogue: "Catalogue", athlete: str | None, *, tap: bool = False, plan: bool = True
) -> None:
    """Show at a start what is open: cards, the questions of the last run, and the plan.

    ``tap``: how it went with the plan is asked, one key an item; ``plan``: whether it is shown.
    """
    from monitor.cli.trends import say_left_out
    from monitor.home import after
    from monitor.home.planning import planned
    from monitor.report.follow_up import State
    from monitor.report.wording import Words

    words = Words(speech(None))
    show_cards(catalogue, athlete, words)
    say_left_out(catalogue, athlete)
    waits = after.waiting(catalogue, athlete, _now())
    if waits is not None and waits.state is not State.NOT_DUE:
        console.print(f"{words['title.follow_up']}: {words[f'follow.state_{waits.state}']}")
        console.print(command("follow-up", waits.session))
    found = planned(catalogue, athlete, words) if plan else None
    if found is not None and tap:
        ask_progress(catalogue, found, words)
        return
    for item in found.unanswered if found else ():
        name, did = words[f"plan.{item.key}_name"], command("plan", "--did", item.key)
        console.print(words.say("follow.plan", what=name, command=did))


def ask_progress(catalogue: "Catalogue", found: "Planned", words: "Words") -> None:
    """Ask how it went with each item of a plan that has no answer yet: one key each."""
    from monitor.home.planning import note_progress

    went: dict[str, str] = {}
    for item in found.unanswered:
        console.print(words.say("follow.plan_tap", what=words[f"plan.{item.key}_name"]))
        how = HOW_KEYS.get(typer.getchar().lower())
        if how is not None:
            went[item.key] = how
            console.print(f"  {how}")
    if went:
        note_progress(catalogue, found, went, _now().isoformat(timespec="seconds"))
        console.print(words["follow.thanks"])


def wait_and_ask(catalogue: "Catalogue", session: str, is_over: Callable[[], bool]) -> bool:
    """Wait for the half hour to be over, ask, and give up a quarter of an hour later.

    ``is_over`` tells that somebody answered elsewhere, or wants to leave: then the questions are
    left for the next start. Where nobody ran, or the system does not tell when something was typed,
    nothing is asked, and it gives False.
    """
    from monitor.home import after
    from monitor.report.follow_up import DUE_S, WAITS_S, State
    from monitor.report.questions import questions
    from monitor.report.wording import Words
    from monitor.sources.taps import has_terminals

    words = Words(speech(None))
    row = catalogue.session(session)
    rested_s = after.rested_s(row, _now())
    if rested_s is None:
        return False
    if not has_terminals():  # a line that is never typed would hold up the end of the program
        console.print(f"{words['title.follow_up']}: {command('follow-up', session)}")
        return False
    ends_s = time.monotonic() + WAITS_S - rested_s
    due_s = time.monotonic() + DUE_S - rested_s
    console.print(words.say("follow.wait", at=f"{after.due_at(row).astimezone():%H:%M}"))
    while not is_over() and time.monotonic() < due_s:
        time.sleep(min(_LOOK_S, max(due_s - time.monotonic(), 0.0)))

    def is_open(key: str) -> bool:
        return not is_over() and key in after.missing(row)

    given = dict(_asked(questions(words), Keyboard(ends_s, is_over), is_open))
    elsewhere = after.waiting(catalogue, row.athlete, _now())
    if given:
        show_flags(after.answer_also(catalogue, session, _read(given)), words)
    elif elsewhere is None or elsewhere.state is State.PARTLY:
        console.print(words["follow.thanks"])
    else:
        console.print(f"{words['text.not_answered']}: {command('follow-up', session)}")
    return True


def _asked(
    asked: "tuple[Question, ...]",
    keyboard: "Keyboard",
    is_open: Callable[[str], bool] = lambda _: True,
) -> Iterator[tuple[str, str]]:
    """Ask question by question; an empty line leaves one unanswered.

    ``is_open`` tells that a question was not answered elsewhere meanwhile.
    """
    for question in asked:
        if not is_open(question.key):
            continue
        console.print(question.text)
        for number, choice in enumerate(question.choices):
            console.print(f"  {number}  {choice.text}")
        while True:
            line = keyboard.line()
            if line is None:
                return
            chosen = _chosen(question, line)
            if chosen is not None:
                break
            console.print(f"0 to {len(question.choices) - 1}; several with commas")
        if chosen:
            yield question.key, chosen


def _chosen(question: "Question", line: str) -> str | None:
    """Give what numbers stand for; empty for an empty line, None for what is no choice."""
    if not line:
        return ""
    numbers = [part.strip() for part in line.split(",")]
    many = range(len(question.choices))
    if not all(part.isdecimal() and int(part) in many for part in numbers):
        return None
    places = sorted({int(part) for part in numbers})
    if 0 in places and len(places) > 1:
        return None  # no and something else
    return ",".join(question.choices[place].value for place in places)


def _given(answers: list[str]) -> dict[str, str]:
    given = {}
    for text in answers:
        key, equals, value = text.partition("=")
        if not equals:
            raise ConfigError("--answer", text, "expected QUESTION=ANSWER")
        given[key.strip()] = value.strip()
    return given


def _read(given: dict[str, str]) -> "Answers":
    from monitor.report.questions import answers_from

    try:
        return answers_from(given, _now().isoformat(timespec="seconds"))
    except ValueError as error:
        raise ConfigError("--answer", "", str(error)) from error


def _now() -> datetime:
    return datetime.now(UTC)
