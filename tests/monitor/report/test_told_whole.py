"""A foot drop with its numbers, what was not looked at, and one word for what became of advice."""

from html import unescape

import pytest
from msgspec import structs

from monitor.report.follow_up import Answers
from monitor.report.story import Judgement, Series, Story
from monitor.report.wording import LANGUAGES, Words
from monitor.types import FindingKind, FindingStatus, OutcomeKind, Side
from tests.monitor.report.reports import TIGHT, reported, text_of
from tests.monitor.report.stories import DROP, LOOSEN, STORY, judged

WELL = Answers(numb=(), hard_to_lift=(), pain_in_one_spot=(), calf_tight=(), signs=())


def strike(side: Side, after: float) -> Series:
    """A strike angle of 20 degrees that is another one from minute 15 on."""
    row = tuple(20.0 if k < 90 else after for k in range(300))
    return Series(
        measure="strike", side=side, strides=4000, median=20.0, low=row, middle=row, high=row
    )


def dropped(**more: object) -> Story:
    """A left foot that drops at 15:00 for ten minutes."""
    found = structs.replace(
        TIGHT, kind=FindingKind.FOOT_DROP, from_s=900.0, until_s=1500.0, value=-0.1
    )
    rests = Judgement(
        kind=FindingKind.FOOT_DROP, side=Side.LEFT, assessed_s=2400.0, last=FindingStatus.CLEAR,
        indirect=False,
    )  # fmt: skip
    story = structs.replace(STORY, said=(DROP,), episodes=(found,), judgements=(rests,))
    return structs.replace(story, **more)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_clinician_reads_since_when_how_far_and_on_how_much_a_foot_dropped(
    language: str,
) -> None:
    angles = (strike(Side.LEFT, 15.2), strike(Side.RIGHT, 20.0))

    page = text_of(reported(dropped(series=angles), language=language))

    assert "15:00" in page
    assert "40 min" in page
    words = Words(language)
    left, right = (
        words.say(
            "text.drop_angle",
            side=words.side(side),
            before=words.number(20.0, 1),
            after=words.number(after, 1),
        )
        for side, after in ((Side.LEFT, 15.2), (Side.RIGHT, 20.0))
    )
    assert words.say("text.drop_angles", what=f"{left}; {right}") in page


def test_a_foot_drop_without_angles_says_that_they_are_not_known() -> None:
    page = text_of(reported(dropped()))

    assert "Found from 15:00 on, for 10 minutes" in page
    assert "was not measured while running" in page


def test_the_clinician_reads_what_a_level_is() -> None:
    page = unescape(text_of(reported(dropped())))

    assert Words("en")["text.risk_note"] in page


def test_keep_everything_names_what_nobody_looked_at_and_the_open_questions() -> None:
    never = Judgement(
        kind=FindingKind.CALF_LOAD, side=None, assessed_s=0.0, last=FindingStatus.NOT_ASSESSED,
        indirect=False,
    )  # fmt: skip
    story = structs.replace(judged(STORY), judgements=(never,))

    open_, asked = (reported(story, answers).sentences[2] for answers in (None, WELL))

    assert open_.startswith("Keep everything as it is for your next run, as far as was measured.")
    assert "Not assessed at all: calf load." in open_
    assert "questions of the half hour" in open_
    assert "questions of the half hour" not in asked
    assert reported(judged(STORY), WELL).sentences[2] == Words("en")["next.nothing"]


def test_advice_after_which_nothing_changed_is_not_called_without_effect() -> None:
    vain = structs.replace(LOOSEN, outcome=OutcomeKind.IGNORED)

    second = reported(structs.replace(STORY, said=(vain,))).sentences[1]

    assert second == "No change was seen after the advice; whether you tried it is not known."
