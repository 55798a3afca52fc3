"""What the coach hands to whom, and what it keeps for the next run."""

import pytest

from monitor import profile
from monitor.pipeline.coach import Coach
from monitor.profile import AthleteProfile, ThresholdState
from monitor.settings.athlete import Athlete
from monitor.types import (
    Advice,
    Feeling,
    Finding,
    FindingKind,
    FindingStatus,
    Gait,
    GaitChange,
    HeartBeat,
    InputEvent,
    Risk,
    Side,
    Stride,
    Symptom,
    Tick,
    Zone,
)
from tests.monitor.detectors.running import changed, run

OK = Symptom(200.0, Feeling.OK, Side.LEFT)
ACTIVE, CLEAR = FindingStatus.ACTIVE, FindingStatus.CLEAR


def statuses(coach: Coach, *taps: Symptom, more_kpa: float = 9.0) -> list[FindingStatus]:
    """What is said of left laces that press from the first stride on."""
    tight = [
        changed(event, instep_swing_kpa=event.load.instep_swing_kpa + more_kpa)
        if isinstance(event, Stride) and event.side is Side.LEFT
        else event
        for event in run(400.0)
    ]
    events: list[InputEvent] = [*tight, *taps]
    events.sort(key=lambda event: event.known_s)
    claims = [claim for event in events for claim in coach.push(event)]
    return [
        claim.status
        for claim in claims
        if isinstance(claim, Finding)
        and claim.kind is FindingKind.LACING
        and claim.side is Side.LEFT
    ]


def in_shoe(shoe: str | None, known: AthleteProfile | None = None) -> Coach:
    return Coach(athlete=Athlete(shoe=shoe), profile=known)


@pytest.mark.parametrize("reduced_feeling", [True, False])
def test_the_ok_of_a_foot_that_feels_little_agrees_to_no_pressure(reduced_feeling: bool) -> None:
    coach = Coach(athlete=Athlete(reduced_feeling=reduced_feeling))

    said = statuses(coach, OK)

    assert said == ([ACTIVE] if reduced_feeling else [ACTIVE, CLEAR])
    assert len(coach.profile.agreed) == (0 if reduced_feeling else 1)


def test_an_ok_holds_for_that_shoe_in_later_runs_and_in_no_other() -> None:
    first = in_shoe("blue")
    statuses(first, OK)
    known = profile.load(profile.dump(first.profile), "me.json")

    same, other, unsaid = (in_shoe(shoe, known) for shoe in ("blue", "red", None))

    assert ACTIVE not in statuses(same)
    assert statuses(other) == statuses(unsaid) == [ACTIVE]
    assert same.profile.agreed == other.profile.agreed == known.agreed


def test_a_symptom_of_that_foot_takes_the_ok_back_for_good() -> None:
    first = in_shoe("blue")
    statuses(first, OK)
    second = in_shoe("blue", first.profile)

    said = statuses(second, Symptom(250.0, Feeling.TINGLING, Side.LEFT))

    assert ACTIVE in said
    assert second.profile.agreed == ()
    assert statuses(in_shoe("blue", second.profile)) == [ACTIVE]


def test_in_a_run_with_a_symptom_an_ok_agrees_to_nothing() -> None:
    coach = in_shoe("blue")

    said = statuses(coach, Symptom(190.0, Feeling.TINGLING, Side.LEFT), OK)

    assert said == [ACTIVE]
    assert coach.profile.agreed == ()


def test_no_ok_of_earlier_runs_lifts_the_ceiling_beyond_the_second_one() -> None:
    first = in_shoe("blue")
    statuses(first, OK, more_kpa=17.0)

    assert statuses(in_shoe("blue", first.profile), more_kpa=17.0) == [ACTIVE]


def test_what_was_agreed_before_a_foot_felt_little_holds_no_more_and_is_kept() -> None:
    first = in_shoe("blue")
    statuses(first, OK)
    agreed = first.profile.agreed

    numb_feet = Coach(athlete=Athlete(shoe="blue", reduced_feeling=True), profile=first.profile)

    assert statuses(numb_feet) == [ACTIVE]
    assert numb_feet.profile.agreed == agreed
    numb_feet.push(Symptom(450.0, Feeling.NUMB, Side.LEFT))
    assert numb_feet.profile.agreed == ()


def test_yes_to_left_foot_is_a_report_of_the_left_foot_for_risk_and_detectors_too() -> None:
    coach = in_shoe("blue")
    statuses(coach, OK)
    assert [one.side for one in coach.profile.agreed] == [Side.LEFT]

    claims = [*coach.push(Symptom(401.0, Feeling.NUMB, None, Zone.TOP))]
    for t_s in range(402, 410):
        claims += coach.push(HeartBeat(float(t_s), 140.0))
    asked = [one.text for one in claims if isinstance(one, Advice)][-1]
    claims = coach.push(Symptom(410.0, Feeling.NUMB, None, Zone.TOP))

    assert asked == "Left foot?"
    levels = {(c.side, c.zone): c.level for c in claims if isinstance(c, Risk)}
    assert levels == {(Side.LEFT, Zone.TOP): levels[Side.LEFT, Zone.TOP]}
    assert (levels[Side.LEFT, Zone.TOP] or 0.0) >= 1.0
    assert coach.profile.agreed == ()


def lessons(*taps: Symptom) -> tuple[ThresholdState, ...]:
    """What a run of 10 min in tight laces, with a walk from 310 to 400 s, teaches."""
    tight = [
        changed(one, instep_swing_kpa=8.0 + (16.0 if one.ic_s < 310.0 else 4.0))
        for one in run(600.0)
        if isinstance(one, Stride)
    ]
    rest = [GaitChange(s, t, g) for t, g in ((310.0, Gait.STAND), (400.0, Gait.RUN)) for s in Side]
    events: list[InputEvent | Tick] = [one for one in tight if not 310 < one.next_ic_s < 401]
    events += [*rest, *taps, *(Tick(float(t)) for t in range(300, 420))]
    coach = Coach()
    for event in sorted(events, key=lambda event: event.known_s):
        coach.push(event)
    return coach.profile.thresholds


def test_a_no_to_better_that_names_nothing_teaches_no_threshold() -> None:
    tingling = Symptom(300.0, Feeling.TINGLING, Side.LEFT, Zone.TOP)

    once = lessons(tingling)

    assert [(one.side, one.zone) for one in once] == [(Side.LEFT, Zone.TOP)]
    assert lessons(tingling, Symptom(375.0, Feeling.SOMETHING)) == once
