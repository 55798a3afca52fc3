"""Answers after the run bound how long a symptom lasted."""

import pytest
from msgspec import structs

from monitor.home.notes import Note
from monitor.home.rows import row_of
from monitor.report.follow_up import Answers, Where
from monitor.report.story import Felt
from monitor.report.wording import LANGUAGES, Words
from monitor.types import Feeling, Side, Zone
from tests.monitor.report.reports import reported, text_of
from tests.monitor.report.stories import STORY, numb

NO_LONGER = Answers(at="2026-05-01T09:00", numb=())
LEFT_TOP = Answers(at="2026-05-01T09:00", numb=(Where(Side.LEFT, Zone.TOP),))


def longest_s(felt: Felt, answers: Answers | None) -> float | None:
    story = structs.replace(STORY, felt=(felt,))
    return row_of("a", "a.mcap", story, Note(follow_up=answers), "").longest_symptom_s


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_longer_numb_after_the_run_is_told_as_over(language: str) -> None:
    words = Words(language)
    story = structs.replace(STORY, felt=(numb(900.0),))

    report = reported(story, NO_LONGER, language)

    assert words["happened.over_after"] in report.sentences[0]
    assert words["text.over_after"] in text_of(report)
    assert words["happened.not_over"] in reported(story, None, language).sentences[0]


def test_pain_is_not_over_because_nothing_is_numb() -> None:
    pain = structs.replace(numb(900.0), feeling=Feeling.PAIN)

    report = reported(structs.replace(STORY, felt=(pain,)), NO_LONGER)

    assert "you did not say that it was over" in report.sentences[0]


@pytest.mark.parametrize(
    ("felt", "answers", "least_s"),
    [
        (numb(900.0), LEFT_TOP, 2950.0 + 1800.0 - 900.0),
        (numb(900.0), NO_LONGER, None),
        (numb(900.0), None, None),
        (numb(900.0, 1000.0), LEFT_TOP, 100.0),
        (numb(900.0, side=Side.RIGHT), LEFT_TOP, None),
        (structs.replace(numb(900.0), zone=Zone.SOLE), LEFT_TOP, None),
        (structs.replace(numb(900.0), zone=None), LEFT_TOP, 2950.0 + 1800.0 - 900.0),
    ],
)
def test_still_numb_half_an_hour_after_is_a_bound_for_how_long(
    felt: Felt, answers: Answers | None, least_s: float | None
) -> None:
    assert longest_s(felt, answers) == least_s


def test_a_clinician_reads_that_it_was_still_there() -> None:
    report = reported(structs.replace(STORY, felt=(numb(900.0),)), LEFT_TOP)

    assert "still there when asked after the run" in text_of(report)
