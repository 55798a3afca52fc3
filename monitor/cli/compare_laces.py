"""The command that leads through a comparison of two lacings, or makes it from recordings."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import console
from monitor.cli.report import Language, speech
from monitor.cli.sensors import AdapterName, BackendName, TestSensor
from monitor.cli.tables import show_table
from monitor.cli.who_runs import AthleteName, Insole, Shoe, Worn
from monitor.errors import ConfigError
from monitor.options import finite

if TYPE_CHECKING:
    from monitor.home.notes import LacingTest
    from monitor.report.lace_trial import Trial
    from monitor.report.lacing_test import Felt
    from monitor.report.wording import Words

Recordings = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[A B [A]]",
        help="None: be guided through a new test. One: show an earlier guided test. Several: "
        "sessions or recordings, one for each lacing, in the order of --order.",
    ),
]
NameOfA = Annotated[
    str, typer.Option("--a", metavar="NAME", help="What you call the first lacing.")
]
NameOfB = Annotated[
    str, typer.Option("--b", metavar="NAME", help="What you call the second lacing.")
]
Order = Annotated[
    str | None,
    typer.Option(
        metavar="ABA", help="Which lacing in which trial. More trials give a surer answer."
    ),
]
FeltLike = Annotated[
    str | None, typer.Option(metavar="better|same|worse", help="How B felt against A.")
]
TrialSeconds = Annotated[
    float,
    typer.Option(
        callback=finite, min=30.0, help="How long you run in each trial of a new test, s."
    ),
]
RelaceSeconds = Annotated[
    float | None,
    typer.Option(
        callback=finite, min=5.0, help="Time to tie anew in a new test, s. Without it, until Enter."
    ),
]
LETTERS = "AB"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a new test is to be: names of the lacings, their order, how long the steps last."""

    a: str
    b: str
    order: str
    run_s: float
    relace_s: float | None


def compare_laces(
    recordings: Recordings = None,
    a: NameOfA = "A",
    b: NameOfB = "B",
    order: Order = None,
    felt: FeltLike = None,
    seconds: TrialSeconds = 60.0,
    relace_seconds: RelaceSeconds = None,
    sensor: TestSensor = None,
    backend: BackendName = None,
    adapter: AdapterName = None,
    athlete: AthleteName = None,
    shoe: Shoe = None,
    insole: Insole = None,
    language: Language = None,
) -> None:
    """Find out in about five minutes which of two lacings presses less, and how sure that is."""
    from monitor.report.wording import Words

    words = Words(speech(language))
    verdict = _felt(felt)
    if recordings and len(recordings) == 1:
        _guided_before(recordings[0], verdict, words)
    elif recordings:
        _recorded(recordings, order or _alternating(len(recordings)), {"A": a, "B": b}, verdict,
                  words)  # fmt: skip
    else:
        from monitor.cli.lacing_session import lead

        asked = Asked(a, b, order or "ABA", seconds, relace_seconds)
        radio = (tuple(sensor or ()), backend, adapter)
        lead(asked, radio, athlete, Worn(shoe, insole), words)


def show_result(
    trials: "tuple[Trial, ...]", names: dict[str, str], felt: "Felt | None", words: "Words"
) -> None:
    """Say what a test says: a sentence, and the tables behind it."""
    from monitor.report.lacing_test import judge
    from monitor.report.lacing_words import (
        change_table,
        lacing_lines,
        measure_table,
        still_lines,
    )

    result = judge(trials, felt)
    for line in lacing_lines(result, names, words):
        console.print(line)
    if not result.changes:
        return
    show_table(change_table(result, names, words))
    show_table(measure_table(trials, words))
    for line in still_lines(trials, names, words):
        console.print(line)


def _guided_before(session: str, felt: "Felt | None", words: "Words") -> None:
    """Show a guided test again; a verdict that is given now is kept with it."""
    from msgspec import structs

    from monitor.cli.cards import show_cards
    from monitor.cli.home import find, opened, shown
    from monitor.home.filing import recording_of
    from monitor.home.lacing import guided_trials, keep_test

    with opened() as (_, catalogue):
        known = find(catalogue, session)
        if show_cards(catalogue, known.row.athlete, words, nobodys=True):
            return  # while a red flag is open there is no test of laces
        test = known.note.laces
        if test is None:
            raise ConfigError(
                "compare-laces", session, "no guided test; expected two recordings or more"
            )
        with shown(known.row.id) as progress:
            trials = guided_trials(recording_of(known.row), test.spans, progress)
        if felt is not None:
            test = structs.replace(test, felt=felt)
            keep_test(catalogue, (known.row, known.story), test, trials)
    show_test(trials, test, words)


def show_test(trials: "tuple[Trial, ...]", test: "LacingTest", words: "Words") -> None:
    """Show a guided test."""
    show_result(trials, test.names, test.felt, words)


def _recorded(
    sessions: list[str], order: str, names: dict[str, str], felt: "Felt | None", words: "Words"
) -> None:
    """Make the test from recordings of one lacing each."""
    from monitor.cli.cards import show_cards
    from monitor.cli.home import named, opened, shown
    from monitor.home.filing import recording_of
    from monitor.home.lacing import recorded_trial
    from monitor.home.remembered import read_remembered

    if set(order) != set(LETTERS) or len(order) != len(sessions):
        expected = f"expected {len(sessions)} letters A or B, one a recording, both of them"
        raise ConfigError("--order", order, expected)
    trials = []
    with opened() as (home, catalogue):
        rows = [
            catalogue.at(Path(s)) if s.endswith(".mcap") else named(catalogue, s) for s in sessions
        ]
        whose = {row.athlete for row in rows if row is not None}
        mine = whose or {read_remembered(home).athlete}
        if any(show_cards(catalogue, who, words, nobodys=True) for who in mine):
            return  # while a red flag is open there is no test of laces
        for session, lacing in zip(sessions, order, strict=True):
            path = Path(session)
            if path.suffix != ".mcap":
                path = recording_of(named(catalogue, session))
            with shown(path.name) as progress:
                trials.append(recorded_trial(path, lacing, progress))
    show_result(tuple(trials), names, felt, words)


def _alternating(count: int) -> str:
    return "".join(LETTERS[number % 2] for number in range(count))


def _felt(text: str | None) -> "Felt | None":
    from monitor.report.lacing_test import Felt

    if text is None:
        return None
    try:
        return Felt(text)
    except ValueError as error:
        raise ConfigError("--felt", text, "expected better, same or worse") from error
