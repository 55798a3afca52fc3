"""A walk is offered before the usual minute of the first symptom; it needs no sensor."""

import pytest

from monitor.pipeline.coach import Coach
from monitor.profile import AthleteProfile
from monitor.types import Advice, Feeling, Side, Symptom, Tick, Zone

OFFER = "Walk a minute now. You often tingle soon."


def run(
    profile: AthleteProfile | None, *, minutes: int, felt_min: float | None
) -> tuple[AthleteProfile, list[float]]:
    """What the next run starts from, and when a walk was offered."""
    coach = Coach(profile=profile)
    events: list[Symptom | Tick] = [Tick(float(t)) for t in range(0, 60 * minutes, 5)]
    if felt_min is not None:
        events.append(Symptom(60.0 * felt_min, Feeling.TINGLING, Side.LEFT, Zone.TOP))
    said = [c for e in sorted(events, key=lambda e: e.t_s) for c in coach.push(e)]
    return coach.profile, [c.t_s for c in said if isinstance(c, Advice) and c.text == OFFER]


def after(*onsets_min: float) -> AthleteProfile:
    profile: AthleteProfile | None = None
    for felt_min in onsets_min:
        profile, _ = run(profile, minutes=40, felt_min=felt_min)
    assert profile is not None
    return profile


def test_a_walk_is_offered_at_seven_tenths_of_the_usual_minutes() -> None:
    _, offered = run(after(20.0, 24.0, 20.0), minutes=19, felt_min=None)

    assert offered == [pytest.approx(0.7 * 20.0 * 60.0, abs=10.0)]


def test_two_runs_are_too_few() -> None:
    assert run(after(20.0, 24.0), minutes=30, felt_min=None)[1] == []


def test_a_run_without_a_report_lets_the_next_walk_come_later_and_a_report_brings_it_back() -> None:
    taught = after(20.0, 20.0, 20.0)

    calm, _ = run(taught, minutes=40, felt_min=None)
    assert calm.onsets is not None
    assert calm.onsets.minutes == (20.0,) * 3
    assert calm.onsets.share == pytest.approx(0.75)
    felt, _ = run(calm, minutes=40, felt_min=18.0)

    assert felt.onsets is not None
    assert felt.onsets.share == pytest.approx(0.7)


def test_once_it_is_felt_no_walk_is_offered_beforehand() -> None:
    assert run(after(20.0, 20.0, 20.0), minutes=40, felt_min=10.0)[1] == []
