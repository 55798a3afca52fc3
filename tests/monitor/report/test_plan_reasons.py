"""Why an item is in a plan, what it starts from, and what is not in it although it was felt."""

import pytest
from msgspec import structs

from monitor.report.document import Report
from monitor.report.follow_up import Answers
from monitor.report.laced import laced_already
from monitor.report.plan import LOADS_CALF, plan
from monitor.report.story import Episode, Felt, Judgement, Series, Story
from monitor.report.wording import LANGUAGES, Words
from monitor.types import Feeling, FindingKind, FindingStatus, Side, Zone
from tests.monitor.report.reports import TIGHT, reported
from tests.monitor.report.stories import STORY, numb, with_strides

WELL = Answers(at="2026-05-01T09:00", calf_tight=(), signs=())
FOREFOOT = structs.replace(numb(900.0), zone=Zone.FOREFOOT, feeling=Feeling.TINGLING)
SOLE = structs.replace(STORY, felt=(structs.replace(numb(900.0), zone=Zone.SOLE),))


def series(measure: str, before: float, after: float, side: Side = Side.LEFT) -> Series:
    """A quantity that changes at ten minutes."""
    row = tuple(before if k < 60 else after for k in range(300))
    return Series(
        measure=measure, side=side, strides=4000, median=after, low=row, middle=row, high=row
    )


def found(kind: FindingKind, side: Side | None = Side.LEFT, from_s: float = 660.0) -> Episode:
    return structs.replace(TIGHT, kind=kind, side=side, from_s=from_s, until_s=None)


def rows_of(report: Report, key: str) -> dict[str, str]:
    """The table of an item in the plan of a report."""
    (section,) = [one for one in report.sections if one.key == "plan"]
    (figure,) = [one for one in section.figures if one.key == f"plan-{key}"]
    assert figure.table is not None
    return {row[0]: row[1] for row in figure.table.rows}


def keys(story: Story, lacing: str | None = None) -> list[str]:
    return [item.key for item in plan(story, lacing)]


def test_a_wider_shoe_for_what_was_felt_claims_no_measurement() -> None:
    told = rows_of(reported(structs.replace(STORY, felt=(FOREFOOT,))), "wider_shoe")

    assert told["Why"] == "You felt the left forefoot (tingling)."
    assert "measured in your own run" not in told["Source"]


def test_edges_that_pressed_are_the_reason_with_their_number_also_where_it_was_felt() -> None:
    story = structs.replace(
        STORY,
        felt=(FOREFOOT,),
        episodes=(found(FindingKind.NARROW_SHOE),),
        series=(series("edges", 2.5, 9.8),),
    )

    told = rows_of(reported(story), "wider_shoe")

    assert "9.8 kPa" in told["Why"]
    assert told["Source"].startswith("Edge pressure measured in your own run")


def test_edges_of_the_other_shoe_are_no_reason_for_what_was_felt() -> None:
    story = structs.replace(
        STORY, felt=(FOREFOOT,), episodes=(found(FindingKind.NARROW_SHOE, Side.RIGHT),)
    )

    reasons = {item.key: item.why for item in plan(story)}

    assert reasons["wider_shoe"] == "felt_forefoot"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_beat_of_the_drill_is_above_the_cadence_before_the_steps_grew_long(
    language: str,
) -> None:
    cadence = tuple(series("cadence", 168.0, 158.0, side) for side in Side)
    story = structs.replace(
        STORY, series=cadence, episodes=(found(FindingKind.OVERSTRIDING, None),)
    )
    words = Words(language)

    told = rows_of(reported(story, language=language), "cadence_drill")[words["column.how"]]

    assert " 176 " in told  # 5 % above 168, not above 158
    assert words["text.own_before"] in told


def test_a_finding_from_the_start_takes_the_cadence_of_the_run_and_says_so() -> None:
    story = structs.replace(
        STORY,
        series=(series("cadence", 160.0, 160.0),),
        episodes=(found(FindingKind.OVERSTRIDING, None, from_s=30.0),),
    )

    told = rows_of(reported(story), "cadence_drill")["How"]

    assert "168 steps a minute, 5 % above your own in this run" in told


@pytest.mark.parametrize("lacing", ["parallel", "Parallel-Schnürung", "straight bar"])
def test_a_pattern_in_use_is_not_advised_but_the_next(lacing: str) -> None:
    felt = structs.replace(STORY, felt=(numb(900.0),))
    pressed = structs.replace(STORY, episodes=(TIGHT,))

    assert keys(felt, lacing) == keys(pressed, lacing) == ["skip_lacing"]
    told = rows_of(reported(felt, lacing=lacing), "skip_lacing")["How"]
    assert "the place where it presses" in told


@pytest.mark.parametrize("lacing", [None, "crossed", "not parallel", "nicht parallel"])
def test_another_lacing_changes_no_plan(lacing: str | None) -> None:
    assert keys(structs.replace(STORY, felt=(numb(900.0),)), lacing) == ["parallel_lacing"]


def test_free_lowest_eyelets_leave_the_wider_shoe() -> None:
    story = structs.replace(STORY, felt=(FOREFOOT,))

    assert keys(story, "lowest eyelets free") == ["wider_shoe"]
    assert laced_already("unterste Ösen frei") == {"toe_box_lacing"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_calf_is_loaded_for_a_numb_sole_before_the_calf_is_known(language: str) -> None:
    words = Words(language)

    open_, known = plan(SOLE), plan(SOLE, None, WELL)

    assert open_ == ()
    assert {item.key for item in known} == LOADS_CALF
    assert reported(SOLE, language=language).sentences[2] == words["text.plan_waits"]
    assert words["text.plan_waits"] not in reported(SOLE, WELL, language).sentences


def test_an_answer_before_the_half_hour_does_not_tell_how_the_calf_is() -> None:
    early = structs.replace(WELL, early=("calf_tight", "signs"))

    assert plan(SOLE, None, early) == ()


def test_a_calf_load_that_was_assessed_needs_no_answer() -> None:
    clear = tuple(
        Judgement(
            kind=FindingKind.CALF_LOAD, side=side, assessed_s=2000.0, last=FindingStatus.CLEAR,
            indirect=False,
        )
        for side in Side
    )  # fmt: skip

    assert {item.key for item in plan(structs.replace(SOLE, judgements=clear))} == LOADS_CALF
    assert (
        plan(
            structs.replace(SOLE, judgements=(clear[0], structs.replace(clear[1], assessed_s=0.0)))
        )
        == ()
    )


def test_what_hurts_says_nothing_of_waiting_exercises() -> None:
    hurts = Felt(t_s=60.0, feeling=Feeling.PAIN, side=Side.LEFT, zone=Zone.SOLE, until_s=None)

    said = reported(structs.replace(STORY, felt=(hurts,))).sentences[2]

    assert said != Words("en")["text.plan_waits"]


def test_a_step_in_a_quantity_is_not_called_no_change() -> None:
    told = str(reported(with_strides()).sections)

    assert "no steady drift" in told
    assert "no change that we can see" not in told
