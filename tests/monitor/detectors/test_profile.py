from monitor.detectors.overstriding import overstriding
from monitor.detectors.profile import AthleteProfile, dump, learned, load, recall
from monitor.limits.detectors import DetectorLimits
from monitor.types import FindingStatus, Side
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
