"""What to change: each row of the article's prevention part, and what must not be in a plan."""

import pytest
from msgspec import structs

from monitor.report.drawings import DRAWINGS, drawing
from monitor.report.drift import drift
from monitor.report.follow_up import Answers
from monitor.report.plan import ANSWERS, ITEMS, MOST, TRAINS, plan
from monitor.report.story import CellMap, Episode, Insole, Place
from monitor.report.wording import LANGUAGES, Words
from monitor.types import Feeling, FindingKind, Side, Zone
from tests.monitor.report.reports import reported
from tests.monitor.report.stories import LOOSEN, STORY, judged, numb, with_strides


def found(kind: FindingKind, value: float | None = 5.0, long_s: float = 600.0) -> Episode:
    return Episode(
        kind=kind, side=Side.LEFT, from_s=600.0, until_s=600.0 + long_s, severity=0.5,
        value=value, indirect=False,
    )  # fmt: skip


def keys(*episodes: Episode, **more: object) -> list[str]:
    return [item.key for item in plan(structs.replace(STORY, episodes=episodes, **more))]


def test_prevention_tight_calves_get_stretch_heel_drops_and_toe_raises() -> None:
    assert keys(found(FindingKind.CALF_LOAD)) == ["soleus_stretch", "heel_drops", "toe_raises"]


def test_prevention_a_weak_shin_gets_toe_raises_and_heel_walks() -> None:
    assert keys(found(FindingKind.FOOT_SLAP)) == ["toe_raises", "heel_walks"]


def test_prevention_pressure_all_over_the_top_gets_parallel_lacing() -> None:
    assert keys(found(FindingKind.LACING)) == ["parallel_lacing"]


def tongue(*swing_kpa: float) -> Insole:
    made = CellMap(
        side=Side.LEFT, part="middle", from_s=0.0, until_s=180.0, strides=200,
        plantar_peak=(), plantar_swing=(), instep_peak=swing_kpa, instep_swing=swing_kpa,
    )  # fmt: skip
    places = tuple(Place(0.2 - 0.02 * k, 0.0) for k in range(len(swing_kpa)))
    return Insole(side=Side.LEFT, name="x", plantar=(), instep=places, maps=(made,))


def test_prevention_pressure_in_one_spot_gets_the_eyelet_over_it_skipped() -> None:
    story = structs.replace(
        STORY, episodes=(found(FindingKind.LACING),), insoles=(tongue(5.0, 5.0, 18.0),)
    )

    first = plan(story)[0]

    assert (first.key, first.spot) == ("skip_lacing", "instep_ankle")


def test_prevention_laces_that_were_loosened_with_success_start_looser() -> None:
    assert keys(found(FindingKind.LACING), said=(LOOSEN,))[0] == "looser_start"


def test_prevention_a_narrow_shoe_gets_room_and_a_wider_shoe() -> None:
    assert keys(found(FindingKind.NARROW_SHOE)) == ["toe_box_lacing", "wider_shoe"]


def test_prevention_overstriding_gets_a_cadence_drill() -> None:
    assert keys(found(FindingKind.OVERSTRIDING)) == ["cadence_drill"]


def test_steps_that_get_uneven_have_an_answer_that_says_why() -> None:
    story = structs.replace(STORY, episodes=(found(FindingKind.ASYMMETRY),))

    assert [item.key for item in plan(story)] == ["even_ground", "shorter"]
    for language in LANGUAGES:
        said = reported(judged(story), language=language).sentences[2]
        assert Words(language)["plan.even_ground_name"] in said
        assert Words(language)["why.asymmetry"] in said


def test_prevention_a_drifting_heart_gets_a_drink() -> None:
    assert keys(found(FindingKind.CARDIAC_DRIFT)) == ["drink"]


def test_a_foot_that_swells_gets_room_and_one_that_shrinks_nothing() -> None:
    assert keys(found(FindingKind.SWELLING, 2.0)) == ["longer_shoe"]
    assert keys(found(FindingKind.SWELLING, -2.0)) == []


def test_a_foot_that_drops_gets_no_exercise() -> None:
    assert FindingKind.FOOT_DROP not in ANSWERS
    assert keys(found(FindingKind.FOOT_DROP)) == []


def test_what_was_felt_is_answered_without_any_sensor() -> None:
    sole = structs.replace(numb(900.0), zone=Zone.SOLE)

    well = Answers(calf_tight=(), signs=())

    items = plan(structs.replace(STORY, felt=(sole,)), None, well)

    assert [item.key for item in items] == ["soleus_stretch", "heel_drops"]


@pytest.mark.parametrize("feeling", [Feeling.PAIN, Feeling.SWOLLEN])
@pytest.mark.parametrize("zone", [Zone.CALF, Zone.SOLE, Zone.HEEL])
def test_what_hurts_or_is_swollen_is_neither_stretched_nor_trained(
    feeling: Feeling, zone: Zone
) -> None:
    hurts = structs.replace(numb(900.0), feeling=feeling, zone=zone)
    numb_there = structs.replace(numb(300.0), zone=zone)

    assert TRAINS.isdisjoint(keys(felt=(numb_there, hurts)))


@pytest.mark.parametrize("feeling", [Feeling.PAIN, Feeling.SWOLLEN])
@pytest.mark.parametrize("zone", [None, *Zone])
def test_where_anything_hurts_no_finding_is_answered_by_an_exercise(
    feeling: Feeling, zone: Zone | None
) -> None:
    hurts = structs.replace(numb(900.0), feeling=feeling, zone=zone)
    kinds = (FindingKind.CALF_LOAD, FindingKind.FOOT_SLAP, FindingKind.OVERSTRIDING)

    assert TRAINS.isdisjoint(keys(*(found(kind) for kind in kinds), felt=(hurts,)))


def test_a_plan_is_short_and_the_gravest_comes_first() -> None:
    mild = structs.replace(found(FindingKind.CARDIAC_DRIFT), severity=0.1)
    grave = structs.replace(found(FindingKind.OVERSTRIDING), severity=2.0)
    others = [found(kind) for kind in (FindingKind.CALF_LOAD, FindingKind.NARROW_SHOE)]

    chosen = keys(mild, *others, grave)

    assert len(chosen) == MOST
    assert chosen[0] == "cadence_drill"


def test_laces_that_tighten_are_not_answered_as_a_foot_that_swells() -> None:
    laces = found(FindingKind.LACING)
    echo = structs.replace(found(FindingKind.SWELLING), from_s=616.0, severity=2.0)

    assert keys(laces, echo) == ["parallel_lacing"]
    swelled_first = structs.replace(echo, from_s=500.0)
    assert keys(laces, swelled_first)[0] == "longer_shoe"
    other_foot = structs.replace(echo, side=Side.RIGHT)
    assert keys(laces, other_foot)[0] == "longer_shoe"


def test_a_cause_is_changed_before_its_effect() -> None:
    cause = found(FindingKind.OVERSTRIDING)
    effect = structs.replace(found(FindingKind.CALF_LOAD), severity=2.0)

    assert keys(effect, cause)[:2] == ["cadence_drill", "soleus_stretch"]
    long_after = structs.replace(effect, from_s=1150.0, until_s=2400.0)
    assert keys(long_after, cause)[0] == "soleus_stretch"


def test_a_moment_changes_no_shoe() -> None:
    assert keys(found(FindingKind.NARROW_SHOE, long_s=10.0)) == []


@pytest.mark.parametrize("item", sorted(ITEMS))
def test_every_item_has_a_drawing_with_a_title(item: str) -> None:
    drawn = drawing(item, Words("en"))

    assert set(DRAWINGS) == set(ITEMS)
    assert Words("en")[f"plan.{item}_name"] in drawn


def test_a_drift_at_the_same_pace_is_found_with_its_band_and_none_where_there_is_none() -> None:
    story = with_strides()

    left, right = drift(story, "contact", Side.LEFT), drift(story, "contact", Side.RIGHT)

    assert left is not None
    assert right is not None
    assert left.seen
    assert abs(left.per_10_min - 3.0) < left.band < 1.0
    assert not right.seen


def test_a_short_run_tells_no_drift() -> None:
    assert drift(with_strides(seconds=700), "contact", Side.LEFT) is None
