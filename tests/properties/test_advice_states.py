"""Whatever happens: quiet can return, missing is never low, grouping never matters."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.advice.adviser import Adviser
from monitor.advice.concerns import CUES, TRANSITIONS, State
from monitor.advice.limits import AdviceLimits
from monitor.config import Config
from monitor.detectors import alarm as mechanism
from monitor.pipeline import Pipeline
from monitor.risk.causes import REPORTED, Cause
from monitor.types import (
    Action,
    Advice,
    Contribution,
    Event,
    Feeling,
    Finding,
    FindingKind,
    FindingStatus,
    Gait,
    GaitChange,
    HeartBeat,
    Notice,
    NoticeKind,
    Packet,
    ReferenceSpeed,
    Risk,
    Side,
    Symptom,
    Wish,
    WishKind,
    Zone,
)
from monitor.wire import heart_rate, symptom, uuids
from monitor.wire.heart_rate import HeartRate
from monitor.wire.symptom import Tap
from tests.tries import tries

SIDES = st.sampled_from([*Side, None])
GAPS_S = st.floats(0.1, 400.0)
EVENTS = st.one_of(
    st.builds(
        lambda kind, side, status: Finding(kind=kind, side=side, t_s=0.0, status=status),
        st.sampled_from(FindingKind),
        SIDES,
        st.sampled_from(FindingStatus),
    ),
    st.builds(
        lambda side, zone, level, cause, forecast_s: Risk(
            side=side,
            zone=zone,
            t_s=0.0,
            level=level,
            coverage=1.0,
            contributions=() if level is None else (Contribution(cause, level),),
            forecast_s=forecast_s,
        ),
        st.sampled_from(Side),
        st.sampled_from(Zone),
        st.one_of(st.none(), st.floats(0.0, 3.0)),
        st.sampled_from([*Cause, REPORTED]),
        st.one_of(st.none(), st.floats(0.0, 3600.0)),
    ),
    st.builds(lambda speed_m_s: ReferenceSpeed(0.0, speed_m_s), st.floats(0.0, 5.0)),
    st.builds(
        lambda kind, side: Notice(kind, 0.0, "pod", "", side),
        st.sampled_from([NoticeKind.LOST, NoticeKind.STALLED, NoticeKind.RETURNED]),
        SIDES,
    ),
    st.builds(
        lambda feeling, side, zone: Symptom(0.0, feeling, side, zone),
        st.sampled_from(Feeling),
        SIDES,
        st.sampled_from([*Zone, None]),
    ),
    st.builds(
        lambda side, gait: GaitChange(side, 0.0, gait),
        st.sampled_from(Side),
        st.sampled_from(Gait),
    ),
    st.builds(
        lambda kind, for_s: Wish(0.0, kind, for_s),
        st.sampled_from(WishKind),
        st.floats(0.0, 1000.0),
    ),
    st.just(HeartBeat(0.0, 150.0)),
)
STORIES = st.lists(st.tuples(GAPS_S, EVENTS), max_size=60)


def timed(story: list[tuple[float, Event]]) -> list[Event]:
    t_s, out = 0.0, []
    for gap_s, event in story:
        t_s += gap_s
        out.append(replace(event, t_s=t_s))  # type: ignore[call-arg]
    return out


def advised(story: list[Event]) -> tuple[Adviser, list[Advice]]:
    adviser = Adviser(AdviceLimits())
    said = [a for event in story for a in adviser.push(event) if isinstance(a, Advice)]
    return adviser, said


LACING, SLAP, DROP = (
    Finding(kind=kind, side=Side.LEFT, t_s=0.0, status=FindingStatus.ACTIVE)
    for kind in (FindingKind.LACING, FindingKind.FOOT_SLAP, FindingKind.FOOT_DROP)
)
LEADS_TO: dict[State, tuple[Finding, int, Finding]] = {
    State.CUED: (SLAP, 1, replace(SLAP, status=FindingStatus.CLEAR)),
    State.LOOSEN: (LACING, 1, replace(LACING, status=FindingStatus.CLEAR)),
    State.WALK: (LACING, 200, replace(LACING, status=FindingStatus.CLEAR)),
    State.STOP: (DROP, 1, replace(DROP, status=FindingStatus.CLEAR)),
}
ASKS = {
    State.CUED: Action.EASE_OFF,
    State.LOOSEN: Action.LOOSEN_LACES,
    State.WALK: Action.WALK,
    State.STOP: Action.STOP,
}


@pytest.mark.parametrize("blind", [False, True])
@pytest.mark.parametrize("state", LEADS_TO)
def test_every_state_of_advice_leads_back_to_quiet(state: State, blind: bool) -> None:
    first, wait_s, over = LEADS_TO[state]
    end = replace(over, status=FindingStatus.NOT_ASSESSED) if blind else over
    adviser, said = advised([first, *(HeartBeat(float(t), 150.0) for t in range(1, wait_s))])
    assert said[-1].action is ASKS[state]

    adviser.push(replace(end, t_s=float(wait_s)))
    later = [a for t in range(wait_s, 9000, 10) for a in adviser.push(HeartBeat(float(t), 150.0))]

    assert set(LEADS_TO) == set(TRANSITIONS) - {State.QUIET}
    assert later == []
    assert adviser.finish() == []


def test_every_status_of_a_finding_can_become_clear_again() -> None:
    for status, moves in mechanism.TRANSITIONS.items():
        assert status is FindingStatus.CLEAR or FindingStatus.CLEAR in moves.values()


@given(story=STORIES)
def test_after_all_is_well_nothing_more_is_said(story: list[tuple[float, Event]]) -> None:
    events = timed(story)
    adviser, _ = advised(events)
    t_s = events[-1].t_s + 1.0 if events else 0.0  # type: ignore[union-attr]
    well: list[Event] = [Symptom(t_s, Feeling.OK)]
    well += [
        Finding(kind=kind, side=side, t_s=t_s, status=FindingStatus.CLEAR)
        for kind in FindingKind
        for side in (*Side, None)
    ]
    well += [
        Risk(side=side, zone=zone, t_s=t_s, level=0.0, coverage=1.0)
        for side in Side
        for zone in Zone
    ]
    for event in well:
        adviser.push(event)
    well_after: list[Event] = [
        GaitChange(Side.LEFT, t_s + 1.0, Gait.RUN),
        GaitChange(Side.RIGHT, t_s, Gait.RUN),
    ]
    well_after += [HeartBeat(t_s + 60.0 * minute, 150.0) for minute in range(2, 120)]

    assert [out for event in well_after for out in adviser.push(event)] == []
    assert adviser.finish() == []


@given(story=STORIES)
def test_never_two_sentences_within_twenty_seconds_red_flags_excepted(
    story: list[tuple[float, Event]],
) -> None:
    _, said = advised(timed(story))

    for before, after in pairwise(said):
        assert after.red_flag or after.t_s - before.t_s >= 20.0


@given(story=st.lists(st.tuples(st.floats(0.1, 90.0), EVENTS), max_size=120))
def test_never_more_than_six_form_cues_in_any_hour(story: list[tuple[float, Event]]) -> None:
    _, said = advised(timed(story))

    cues = [a.t_s for a in said if a.action in CUES and a.cause is not None]
    for first, seventh in zip(cues, cues[6:], strict=False):
        assert seventh - first >= 3600.0


@given(story=st.lists(st.tuples(st.floats(0.1, 90.0), EVENTS), max_size=120))
def test_never_more_than_twelve_answers_nor_twelve_others_in_any_hour(
    story: list[tuple[float, Event]],
) -> None:
    _, said = advised(timed(story))

    for felt in (True, False):
        times_s = [a.t_s for a in said if a.felt is felt and not a.red_flag]
        for first, thirteenth in zip(times_s, times_s[12:], strict=False):
            assert thirteenth - first >= 3600.0


@given(story=STORIES)
def test_every_sentence_gets_exactly_one_outcome(story: list[tuple[float, Event]]) -> None:
    adviser = Adviser(AdviceLimits())
    out = [item for event in timed(story) for item in adviser.push(event)] + adviser.finish()

    numbers = [item.number for item in out if isinstance(item, Advice)]
    judged = sorted(item.advice_number for item in out if not isinstance(item, Advice))
    assert judged == numbers == list(range(1, len(numbers) + 1))


PACKETS = tuple(
    Packet("strap", uuids.HEART_RATE, float(t), heart_rate.encode(HeartRate(120 + t % 40)))
    if t % 7
    else Packet("app", uuids.SYMPTOM, float(t), symptom.encode(Tap(Feeling.NUMB, Side.LEFT)))
    for t in range(1, 400)
)


@tries(50)
@given(cuts=st.lists(st.integers(0, len(PACKETS)), max_size=20))
def test_what_is_said_of_taps_does_not_depend_on_how_packets_are_grouped(cuts: list[int]) -> None:
    def answer(edges: list[int]) -> list[Event]:
        pipeline = Pipeline(Config())
        out = [e for a, b in pairwise(edges) for e in pipeline.push(PACKETS[a:b])]
        return out + pipeline.finish()

    whole = answer([0, len(PACKETS)])

    assert [e for e in whole if isinstance(e, Advice)]
    assert answer([0, *sorted(cuts), len(PACKETS)]) == whole
