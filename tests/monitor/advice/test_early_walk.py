"""A walk is offered before the usual minute of the first symptom; it needs no sensor."""

import pytest

from monitor.advice.adviser import Adviser
from monitor.advice.limits import AdviceLimits
from monitor.pipeline.coach import Coach
from monitor.profile import AthleteProfile, OnsetState
from monitor.types import Advice, Feeling, Gait, Side, Symptom, Tick, Wish, WishKind, Zone
from tests.monitor.advice.scene import advice, moves, wait

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


def offered(*story: tuple[float, Gait | Wish]) -> list[float]:
    """When a walk is offered, in a run of a runner whose feet tingle after 20 min."""
    adviser = Adviser(AdviceLimits(), onsets=OnsetState(minutes=(20.0, 20.0, 20.0)))
    at, out = 0.0, moves(adviser, 0.0, Gait.RUN)
    for t_s, what in story:
        out += wait(adviser, at, t_s)
        out += adviser.push(what) if isinstance(what, Wish) else moves(adviser, t_s, what)
        at = t_s
    return [a.t_s for a in advice(out) if a.text == OFFER]


@pytest.mark.parametrize(
    ("back_s", "side", "kept"),
    [(5.0, Side.LEFT, False), (5.0, None, False), (5.0, Side.RIGHT, True), (60.0, Side.LEFT, True)],
)
def test_a_tap_by_mistake_that_is_taken_back_at_once_is_no_onset(
    back_s: float, side: Side | None, kept: bool
) -> None:
    adviser = Adviser(AdviceLimits())
    moves(adviser, 0.0, Gait.RUN)
    adviser.push(Symptom(40.0, Feeling.NUMB, Side.LEFT))
    adviser.push(Symptom(40.0 + back_s, Feeling.OK, side))

    assert (adviser.onsets is not None) is kept


END = (1700.0, Gait.RUN)


def test_a_walk_that_was_due_while_quiet_was_wanted_is_offered_after_it() -> None:
    assert offered((835.0, Wish(835.0, WishKind.SNOOZE, 10.0)), END)[0] == 845.0


@pytest.mark.parametrize(
    ("rests", "first_s"),
    [(((300, 320), (500, 520), (700, 720)), 840.0), (((300, 359),), 359.0 + 840.0)],
)
def test_only_a_rest_of_half_a_minute_begins_a_new_stretch_and_at_its_end(
    rests: tuple[tuple[float, float], ...], first_s: float
) -> None:
    story = [x for begin, end in rests for x in ((begin, Gait.WALK), (end, Gait.RUN))]

    assert offered(*story, END)[0] == pytest.approx(first_s, abs=1.5)
