"""A zone that may go numb: what is said of it, what holds it back, and what became of it."""

from typing import Any

import pytest

from monitor.advice.adviser import Adviser
from monitor.advice.limits import AdviceLimits
from monitor.risk.causes import Cause
from monitor.settings.speech import SpeechSettings
from monitor.types import (
    Action,
    Advice,
    Contribution,
    Finding,
    FindingKind,
    FindingStatus,
    HeartBeat,
    Outcome,
    OutcomeKind,
    Risk,
    Side,
    Wish,
    WishKind,
    Zone,
)

Out = list[Advice | Outcome]


def risk(
    t_s: float,
    zone: Zone = Zone.SOLE,
    side: Side = Side.LEFT,
    forecast_s: float | None = None,
    **parts: float,
) -> Risk:
    return Risk(
        side=side,
        zone=zone,
        t_s=t_s,
        level=sum(parts.values()),
        coverage=1.0,
        contributions=tuple(Contribution(Cause[name], amount) for name, amount in parts.items()),
        forecast_s=forecast_s,
    )


def lacing(t_s: float) -> Finding:
    return Finding(
        kind=FindingKind.LACING,
        side=Side.LEFT,
        t_s=t_s,
        status=FindingStatus.ACTIVE,
        evidence="seen",
    )


def texts(out: Out) -> list[str]:
    return [x.text for x in out if isinstance(x, Advice)]


def became(out: Out) -> list[OutcomeKind]:
    return [x.kind for x in out if isinstance(x, Outcome)]


def wait(adviser: Adviser, from_s: int, to_s: int) -> Out:
    return [x for t in range(from_s, to_s) for x in adviser.push(HeartBeat(float(t), 150.0))]


def test_a_warning_names_foot_zone_main_cause_and_the_time_that_is_left() -> None:
    adviser = Adviser(AdviceLimits())

    out = adviser.push(risk(40.0, CALF=0.7, PLANTAR=0.15, forecast_s=250.0))

    assert texts(out) == ["left sole may go numb from calf load in about 4 min, ease off a little"]
    (advice,) = out
    assert isinstance(advice, Advice)
    assert advice.reason == (
        "risk 0.85 of your threshold: calf load 0.70, load on the sole 0.15;"
        " at this rate about 4 min"
    )
    assert (advice.cause, advice.zone, advice.felt) == (None, Zone.SOLE, False)


@pytest.mark.parametrize(
    ("zone", "part", "action", "words"),
    [
        (Zone.TOP, "LACES", Action.LOOSEN_LACES, "top of the foot may go numb from the laces"),
        (Zone.TOP, "CALF", Action.EASE_OFF, "top of the foot may go numb from calf load"),
        (Zone.SOLE, "CALF", Action.EASE_OFF, "sole may go numb from calf load"),
        (Zone.SOLE, "SWELLING", Action.LOOSEN_LACES, "sole may go numb from swelling"),
        (Zone.FOREFOOT, "EDGES", Action.LOOSEN_LACES, "forefoot may go numb from a narrow shoe"),
        (Zone.FOREFOOT, "PLANTAR", Action.EASE_OFF, "forefoot may go numb from load on the sole"),
    ],
)
def test_what_is_asked_for_follows_from_the_main_cause(
    zone: Zone, part: str, action: Action, words: str
) -> None:
    causes: dict[str, Any] = {part: 1.1}

    (advice,) = Adviser(AdviceLimits()).push(risk(40.0, zone, **causes))

    assert isinstance(advice, Advice)
    assert advice.action is action
    assert advice.text.startswith(f"left {words}, ")


@pytest.mark.parametrize(
    ("level", "forecast_s"), [(0.85, None), (0.85, 400.0), (0.75, 100.0), (0.95, None)]
)
def test_below_the_threshold_only_what_will_soon_be_there_is_said(
    level: float, forecast_s: float | None
) -> None:
    assert Adviser(AdviceLimits()).push(risk(40.0, CALF=level, forecast_s=forecast_s)) == []


def test_a_zone_at_its_threshold_is_no_form_cue() -> None:
    speech = SpeechSettings(mute_cues=True, cues_per_hour=0, cue_cooldown_s=7200.0)
    limits = AdviceLimits(speech=speech)
    adviser = Adviser(limits)
    adviser.push(Wish(10.0, WishKind.MUTE_CUES))

    out = adviser.push(risk(40.0, CALF=1.2))
    out += adviser.push(risk(50.0, side=Side.RIGHT, CALF=1.2)) + wait(adviser, 51, 260)

    assert texts(out)[:2] == [
        "left sole may go numb from calf load, ease off a little",
        "left sole may go numb from calf load, walk a minute, shake the legs, rotate the ankles",
    ]


def test_two_zones_at_once_ask_once_for_what_helps_both_feet() -> None:
    adviser = Adviser(AdviceLimits())
    adviser.push(lacing(20.0))
    for side in Side:
        adviser.push(risk(30.0, side=side, CALF=1.2))

    assert texts(wait(adviser, 31, 60)) == [
        "sole of both feet may go numb from calf load, ease off a little"
    ]


def test_tight_laces_speak_for_the_top_that_they_lift_and_for_nothing_else() -> None:
    adviser = Adviser(AdviceLimits())
    adviser.push(lacing(10.0))

    top = adviser.push(risk(40.0, Zone.TOP, LACES=0.8, CALF=0.3)) + wait(adviser, 41, 70)
    sole = adviser.push(risk(70.0, CALF=1.8))

    assert texts(top) == []
    assert texts(sole) == ["left sole may go numb from calf load, ease off a little"]


def test_a_top_that_calf_load_alone_would_numb_is_said_beside_tight_laces() -> None:
    adviser = Adviser(AdviceLimits())
    adviser.push(lacing(10.0))

    out = adviser.push(risk(40.0, Zone.TOP, CALF=1.1, LACES=0.4))

    assert texts(out) == ["left top of the foot may go numb from calf load, ease off a little"]


def test_a_risk_that_fades_is_not_pressure_that_fell() -> None:
    adviser = Adviser(AdviceLimits())
    adviser.push(risk(40.0, CALF=1.2))

    assert became(adviser.push(risk(100.0, CALF=0.5))) == [OutcomeKind.RISK_FELL]


def test_a_slow_dose_that_falls_asks_for_no_more_and_one_that_stays_does() -> None:
    falling, staying = Adviser(AdviceLimits()), Adviser(AdviceLimits())
    for adviser in (falling, staying):
        adviser.push(risk(40.0, CALF=1.2))
    falling.push(risk(200.0, CALF=1.1))

    fell, stayed = wait(falling, 201, 230), wait(staying, 41, 230)

    assert (became(fell), texts(fell)) == ([OutcomeKind.RISK_FELL], [])
    assert became(stayed) == [OutcomeKind.IGNORED]
    assert "walk a minute" in texts(stayed)[0]


def test_what_threatens_no_more_is_not_said_again_while_it_lingers() -> None:
    adviser = Adviser(AdviceLimits())
    adviser.push(risk(40.0, CALF=1.2))
    adviser.push(risk(200.0, CALF=0.8))

    assert texts(wait(adviser, 201, 3000)) == []
