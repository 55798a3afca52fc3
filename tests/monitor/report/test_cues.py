"""What cues do for a runner: told after twenty runs, from said and withheld ones measured alike."""

import pytest

from monitor.report.cues import LEAST_RUNS, Change, effect, helps, helps_lines
from monitor.report.gather import Facts, Gatherer
from monitor.report.story import Cue
from monitor.report.wording import LANGUAGES, Words
from monitor.types import Action, FindingKind, HeartBeat, Toss

FACTS = Facts(started="2026-05-01T07:30:00+00:00", duration_s=400.0)


def cue(number: int, *, said: bool, change_ms: float) -> Cue:
    return Cue(
        number=number,
        t_s=600.0,
        said=said,
        cause=FindingKind.FATIGUE,
        measure="contact",
        before=250.0,
        after=250.0 + change_ms,
    )


def runs(count: int, helped_ms: float) -> list[list[Cue]]:
    """Runs of two cues; every third is withheld; said ones shorten the contact."""
    told = []
    for run in range(count):
        cues = []
        for number in (1, 2):
            said = (2 * run + number) % 3 != 0
            noise_ms = (run * 7 + number * 3) % 5 - 2.0
            cues.append(cue(number, said=said, change_ms=noise_ms - (helped_ms if said else 0.0)))
        told.append(cues)
    return told


def test_nothing_is_told_before_twenty_runs() -> None:
    known = helps(runs(LEAST_RUNS - 1, 8.0))

    assert known is not None
    assert known.effects == ()
    assert helps([[], []]) is None


def test_an_effect_is_told_with_its_band_and_positive_is_what_the_cue_asks_for() -> None:
    known = helps(runs(30, 8.0))

    assert known is not None
    (found,) = known.effects
    assert found.effect == pytest.approx(8.0, abs=found.band)
    assert found.sure
    assert found.band < 4.0


def test_too_few_withheld_cues_tell_nothing() -> None:
    changes = [Change(said=True, measure="contact", change=float(n)) for n in range(30)]
    changes += [Change(said=False, measure="contact", change=float(n)) for n in range(4)]

    assert effect("contact", changes) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [3, 30])
def test_it_is_said_in_words(count: int, language: str) -> None:
    known = helps(runs(count, 8.0))

    assert known is not None
    assert all(helps_lines(known, Words(language)))


def test_said_and_withheld_cues_are_measured_over_the_same_spans() -> None:
    gathered = Gatherer()
    beats = [HeartBeat(float(t), 150.0 + (10.0 if t >= 200 else 0.0)) for t in range(400)]
    tosses = [
        Toss(number=n, t_s=200.0, said=said, action=Action.EASE_OFF,
             cause=FindingKind.CARDIAC_DRIFT, side=None, text="")
        for n, said in ((1, True), (2, False))
    ]  # fmt: skip

    gathered.push([*beats, *tosses])
    cues = gathered.finish(FACTS).cues

    assert [(c.said, c.measure, c.before, c.after) for c in cues] == [
        (True, "heart", 150.0, 160.0),
        (False, "heart", 150.0, 160.0),
    ]
