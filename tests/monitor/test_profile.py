from typing import Any

import pytest
from msgspec import structs

from monitor.detectors.limits import DetectorLimits
from monitor.detectors.overstriding import overstriding
from monitor.errors import ConfigError
from monitor.home.lessons import undo_lessons
from monitor.profile import (
    AthleteProfile,
    Lesson,
    ThresholdState,
    dump,
    learned,
    load,
    recall,
)
from monitor.risk.limits import RiskLimits
from monitor.risk.threshold import Threshold
from monitor.types import Feeling, FindingStatus, Side, Zone
from tests.monitor.detectors.running import on_left, run
from tests.monitor.detectors.telling import found, statuses

LIMITS = DetectorLimits()


def after_runs(count: int) -> AthleteProfile:
    profile = AthleteProfile()
    for number in range(count):
        detector = overstriding(Side.LEFT, LIMITS)
        recall(profile, [detector])
        found(detector, run(1000.0, seed=number))
        profile = learned(profile, [detector], ())
    return profile


def test_a_profile_survives_the_file() -> None:
    profile = after_runs(2)

    assert load(dump(profile), "me.json") == profile
    assert profile.runs == 2
    assert [(s.name, s.side, s.runs) for s in profile.baselines] == [
        ("heel_to_pelvis_m", Side.LEFT, 2)
    ]


def test_earlier_runs_let_a_form_that_is_off_from_the_start_be_found() -> None:
    signs = run(1000.0, lambda s, t, _n: on_left(s, t, 0.0, heel_to_pelvis_m=0.08), seed=9)
    fresh, known = overstriding(Side.LEFT, LIMITS), overstriding(Side.LEFT, LIMITS)
    recall(after_runs(3), [known])

    assert FindingStatus.ACTIVE not in statuses(found(fresh, signs))
    assert FindingStatus.ACTIVE in statuses(found(known, signs))


def test_a_bad_run_does_not_poison_what_is_known() -> None:
    profile = after_runs(3)
    detector = overstriding(Side.LEFT, LIMITS)
    recall(profile, [detector])
    found(
        detector,
        run(1500.0, lambda s, t, _n: on_left(s, t, 0.0, heel_to_pelvis_m=0.08), seed=9),
    )

    after = learned(profile, [detector], ())

    assert after.baselines == profile.baselines
    assert after.runs == profile.runs + 1


def test_one_run_moves_what_is_known_only_a_little() -> None:
    profile = after_runs(5)
    detector = overstriding(Side.LEFT, LIMITS)
    recall(profile, [detector])
    found(detector, run(1000.0, lambda s, t, _n: on_left(s, t, 0.0, heel_to_pelvis_m=0.02)))

    after = learned(profile, [detector], ())

    moved_m = after.baselines[0].line[0] - profile.baselines[0].line[0]
    assert 0.0 < moved_m < 0.2 * 0.02 * 1.2


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"rho": 1.0}, "rho"),
        ({"rho": -0.1}, "rho"),
        ({"spread": 1e308}, "spread"),
        ({"spread": 0.0}, "spread"),
        ({"runs": 0}, "runs"),
        ({"line": (1e300, 0.0, 0.0, 0.0)}, "line"),
        ({"covariance": (1.0, *[0.0] * 15)}, None),
        ({"covariance": (1.0, 2.0, *[0.0] * 14)}, "covariance"),
        ({"covariance": (1.0, 2.0, 0.0, 0.0, 2.0, 1.0, *[0.0] * 10)}, "covariance"),
        ({"covariance": (-1.0, *[0.0] * 15)}, "covariance"),
    ],
)
def test_a_line_that_no_run_can_have_taught_is_refused(
    change: dict[str, Any], key: str | None
) -> None:
    state = structs.replace(after_runs(1).baselines[0], **change)
    data = dump(AthleteProfile(baselines=(state,)))

    if key is None:
        assert load(data, "me.json").baselines == (state,)
        return
    with pytest.raises(ConfigError) as caught:
        load(data, "me.json")

    assert (caught.value.file, caught.value.key) == ("me.json", f"baselines[0].{key}")


LESSON = Lesson(run=1, t_s=700.0, feeling=Feeling.NUMB, measured=0.5, before=1.0, after=0.6)
PLACE = ThresholdState(side=Side.LEFT, zone=Zone.TOP, threshold=0.6, lessons=(LESSON,))


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"measured": -3.0}, "measured"),
        ({"measured": 1e308}, "measured"),
        ({"after": 0.0}, "after"),
        ({"t_s": -1.0}, "t_s"),
        ({"run": 2}, "run"),
        ({"run": -1}, "run"),
        ({"share": 0.0}, "share"),
        ({"share": 1.5}, "share"),
        ({}, None),
    ],
)
def test_a_lesson_that_no_tap_can_have_taught_is_refused(
    change: dict[str, Any], key: str | None
) -> None:
    state = structs.replace(PLACE, lessons=(LESSON, structs.replace(LESSON, **change)))
    data = dump(AthleteProfile(runs=1, thresholds=(state,)))

    if key is None:
        assert load(data, "me.json").thresholds == (state,)
        return
    with pytest.raises(ConfigError) as caught:
        load(data, "me.json")

    assert caught.value.key == f"thresholds[0].lessons[1].{key}"


def test_what_stands_twice_or_belongs_to_nobody_is_refused() -> None:
    line = after_runs(1).baselines[0]
    for profile, key in (
        (AthleteProfile(baselines=(line, line)), "baselines[1].name"),
        (AthleteProfile(baselines=(structs.replace(line, name="x"),)), "baselines[0].name"),
        (AthleteProfile(baselines=(structs.replace(line, side=None),)), "baselines[0].name"),
        (AthleteProfile(runs=1, thresholds=(PLACE, PLACE)), "thresholds[1].zone"),
        (
            AthleteProfile(runs=1, thresholds=(structs.replace(PLACE, threshold=1e308),)),
            "thresholds[0].threshold",
        ),
    ):
        with pytest.raises(ConfigError) as caught:
            load(dump(profile), "me.json")
        assert caught.value.key == key


def test_a_lesson_says_of_which_run_it_is() -> None:
    fresh = structs.replace(LESSON, run=0)
    first = learned(AthleteProfile(runs=6), [], [structs.replace(PLACE, lessons=(fresh,))])
    again = structs.replace(PLACE, lessons=(*first.thresholds[0].lessons, fresh))

    second = learned(first, [], [again])

    assert [lesson.run for lesson in second.thresholds[0].lessons] == [7, 8]


SECOND = structs.replace(LESSON, run=2, measured=0.4, before=0.6, after=0.5)
TAUGHT = structs.replace(PLACE, threshold=0.5, lessons=(LESSON, SECOND))


def test_lessons_are_taken_back_from_the_last_one_on() -> None:
    known = AthleteProfile(runs=2, thresholds=(TAUGHT,))

    (once,) = undo_lessons(known, PLACE.side, PLACE.zone).thresholds
    all_of_them = undo_lessons(known, PLACE.side, PLACE.zone, 1)

    assert (once.threshold, once.lessons) == (0.6, (LESSON,))
    assert all_of_them.thresholds == ()
    assert load(dump(all_of_them), "me.json").runs == 2


def test_the_first_lesson_that_is_kept_is_taken_back_to_what_older_ones_had_taught() -> None:
    state = structs.replace(TAUGHT, lessons=(SECOND,))  # the first one is not kept any more
    known = AthleteProfile(runs=2, thresholds=(state,))

    once = undo_lessons(known, PLACE.side, PLACE.zone)
    at_first = undo_lessons(once, PLACE.side, PLACE.zone)
    recalled = Threshold(PLACE.side, PLACE.zone, RiskLimits())
    recalled.recall(once.thresholds[0])

    assert once.thresholds == (structs.replace(state, threshold=0.6, lessons=()),)
    assert load(dump(once), "me.json") == once
    assert (recalled.value, recalled.is_personal) == (0.6, True)
    assert learned(once, [], []).thresholds == once.thresholds
    assert at_first.thresholds == ()


@pytest.mark.parametrize(("side", "number"), [(PLACE.side.other, None), (PLACE.side, 3)])
def test_what_was_never_taught_cannot_be_taken_back(side: Side, number: int | None) -> None:
    known = AthleteProfile(runs=2, thresholds=(TAUGHT,))

    with pytest.raises(ValueError, match=r"nothing was taught|expected a lesson"):
        undo_lessons(known, side, PLACE.zone, number)
