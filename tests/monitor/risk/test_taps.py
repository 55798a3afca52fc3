from msgspec import structs

from monitor.profile import AthleteProfile, ThresholdState, dump, load
from monitor.risk.limits import RiskLimits
from monitor.risk.model import RiskModel
from monitor.risk.threshold import Threshold
from monitor.types import (
    Feeling,
    Risk,
    Side,
    Symptom,
    Zone,
)
from tests.monitor.detectors.running import run
from tests.monitor.risk.test_model import plain, risks, snug, tight


def test_a_tap_outranks_every_sensor_until_the_runner_says_ok() -> None:
    model, _ = risks(300.0, plain)

    felt = model.push(Symptom(301.0, Feeling.NUMB, Side.LEFT, Zone.TOP))
    hour = [r for sign in run(3000.0, plain) if sign.next_ic_s > 301.0 for r in model.push(sign)]
    eased = model.push(Symptom(3001.0, Feeling.OK, Side.LEFT, Zone.TOP))

    assert [r.level for r in felt] == [1.0]
    assert all(
        r.level is not None and r.level >= 1.0
        for r in hour
        if r.side is Side.LEFT and r.zone is Zone.TOP
    )
    assert eased[0].level is not None
    assert eased[0].level < 1.0


def test_a_tap_lowers_the_threshold_of_its_own_foot_only_and_leaves_its_history() -> None:
    model, _ = risks(700.0, snug)

    model.push(Symptom(701.0, Feeling.NUMB, Side.LEFT, Zone.TOP))

    (left,) = states = model.thresholds()
    assert (left.side, left.zone) == (Side.LEFT, Zone.TOP)
    assert RiskLimits().threshold_least <= left.threshold < 1.0
    assert [lesson.feeling for lesson in left.lessons] == [Feeling.NUMB]
    assert load(dump(AthleteProfile(thresholds=states)), "p.json").thresholds == states


def test_a_report_without_a_foot_lifts_and_teaches_none() -> None:
    model, _ = risks(700.0, snug)

    unsaid = model.push(Symptom(701.0, Feeling.NUMB, None, Zone.TOP))
    both = model.push(Symptom(702.0, Feeling.NUMB, None, Zone.TOP, both=True))

    assert unsaid == []
    assert [(r.side, r.level) for r in both] == [(Side.LEFT, 1.0), (Side.RIGHT, 1.0)]


def test_pain_lifts_its_zone_and_teaches_neither_foot() -> None:
    model, _ = risks(700.0, snug)

    felt = model.push(Symptom(701.0, Feeling.PAIN, Side.LEFT, Zone.TOP))

    assert [r.level for r in felt] == [1.0]
    assert model.thresholds() == ()


def test_the_threshold_is_bounded_whatever_is_tapped() -> None:
    model, _ = risks(700.0, snug)

    for number in range(50):
        model.push(Symptom(701.0 + number, Feeling.TINGLING, Side.LEFT, Zone.TOP))

    least = RiskLimits().threshold_least
    assert [state.threshold >= least for state in model.thresholds()] == [True]


def test_a_history_is_bounded_and_keeps_the_lowest_level_that_was_felt() -> None:
    place = Threshold(Side.LEFT, Zone.TOP, RiskLimits(lessons_most=3))
    for number, measured in enumerate((0.8, 0.3, 0.9)):
        place.teach(float(number), Feeling.NUMB, measured)
    for number in range(10, 20):
        state = place.state()
        assert state is not None
        place = Threshold(Side.LEFT, Zone.TOP, RiskLimits(lessons_most=3))
        place.recall(structs.replace(state, threshold=0.25))
        place.teach(float(number), Feeling.OK, 1.0)

    state = place.state()
    assert state is not None
    assert [(x.t_s, x.measured) for x in state.lessons] == [(1.0, 0.3), (18.0, 1.0), (19.0, 1.0)]


def test_silence_teaches_nothing() -> None:
    model, _ = risks(1500.0, tight)

    assert model.thresholds() == ()


def test_a_sensitive_runner_is_warned_earlier() -> None:
    state = ThresholdState(side=Side.LEFT, zone=Zone.TOP, threshold=0.5)
    sensitive = RiskModel(RiskLimits())
    sensitive.recall(AthleteProfile(thresholds=(state,)))
    found = [r for sign in run(900.0, tight) for r in sensitive.push(sign)]
    _, usual = risks(900.0, tight)

    def reached(of: list[Risk]) -> float:
        return next(r.t_s for r in of if r.zone is Zone.TOP and (r.level or 0.0) >= 1.0)

    assert reached(found) < reached(usual) - 60.0


def test_a_tap_that_comes_late_lifts_its_zone_and_teaches_nothing() -> None:
    """The doses of now are not those of the press."""
    model, _ = risks(700.0, snug)

    felt = model.push(Symptom(521.0, Feeling.NUMB, Side.LEFT, Zone.TOP, heard_s=701.0))

    assert [(r.t_s, r.level) for r in felt] == [(701.0, 1.0)]
    assert model.thresholds() == ()


def test_a_tap_from_before_an_ok_that_was_heard_already_lifts_nothing() -> None:
    model, _ = risks(700.0, snug)
    model.push(Symptom(690.0, Feeling.OK, Side.LEFT, Zone.TOP))

    late = model.push(Symptom(521.0, Feeling.NUMB, Side.LEFT, Zone.TOP, heard_s=701.0))

    assert all(r.level is not None and r.level < 1.0 for r in late)


def test_the_ok_of_a_foot_that_feels_little_raises_no_threshold_nor_does_an_earlier_one() -> None:
    ok = Symptom(1600.0, Feeling.OK, Side.LEFT, Zone.TOP)
    feels, feels_little = RiskModel(RiskLimits()), RiskModel(RiskLimits(), may_raise=False)
    for model in (feels, feels_little):
        for sign in run(1600.0, tight):
            model.push(sign)
        model.push(ok)

    (raised,) = feels.thresholds()
    assert raised.threshold > 1.0
    assert feels_little.thresholds() == ()

    later = RiskModel(RiskLimits(), may_raise=False)
    later.recall(AthleteProfile(thresholds=(raised,)))
    assert later.thresholds() == (raised,)  # kept for the day the feet feel again


def test_a_raised_threshold_that_a_run_may_not_use_is_kept_until_a_symptom_below_it() -> None:
    place = Threshold(Side.LEFT, Zone.TOP, RiskLimits())
    place.teach(0.0, Feeling.OK, 1.4)
    taught = place.state()
    assert taught is not None
    assert taught.threshold > 1.0

    def after(measured: float) -> tuple[float, float]:
        later = Threshold(Side.LEFT, Zone.TOP, RiskLimits())
        later.recall(taught, 1.0)
        assert later.value == 1.0
        later.teach(100.0, Feeling.NUMB, measured)
        kept = later.state()
        assert kept is not None
        return later.value, kept.threshold

    assert after(1.6) == (1.0, taught.threshold)
    lowered, kept = after(0.6)
    assert kept == lowered < 1.0
