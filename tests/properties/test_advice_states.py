"""Whatever happens: quiet can return, missing is never low, grouping never matters."""

from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.advice.adviser import Adviser
from monitor.advice.ladder import CUES, LADDERS, Ladder, Rung, Trigger, after
from monitor.advice.limits import AdviceLimits
from monitor.config import Config
from monitor.detectors import alarm as mechanism
from monitor.pipeline import Pipeline
from monitor.risk.causes import REPORTED, Cause
from monitor.types import (
    NERVE_ZONES,
    UNJUDGED,
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
    Outcome,
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
        lambda side, zone, level, cause, felt_s: Risk(
            side=side,
            zone=zone,
            t_s=0.0,
            level=level,
            coverage=1.0,
            contributions=() if level is None else (Contribution(cause, level),),
            felt_s=felt_s,
        ),
        st.sampled_from(Side),
        st.sampled_from(NERVE_ZONES),
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
        moved: Any = {"t_s": t_s}
        out.append(replace(event, **moved))
    return out


def advised(story: list[Event]) -> tuple[Adviser, list[Advice]]:
    adviser = Adviser(AdviceLimits())
    said = [a for event in story for a in adviser.push(event) if isinstance(a, Advice)]
    return adviser, said


@pytest.mark.parametrize("ladder", LADDERS)
def test_every_rung_of_every_ladder_leads_back_to_quiet(ladder: Ladder) -> None:
    step: int | None = None
    for trigger in (Trigger.APPEARS, Trigger.UNHELPED, Trigger.AGAIN, Trigger.RED_FLAG):
        _, step = after(ladder, step, trigger)
        assert step is not None
        assert after(ladder, step, Trigger.EASED) == (True, None)


@pytest.mark.parametrize("ladder", LADDERS)
@pytest.mark.parametrize("trigger", [t for t in Trigger if t is not Trigger.RED_FLAG])
def test_only_a_red_flag_ends_the_run(ladder: Ladder, trigger: Trigger) -> None:
    rungs = LADDERS[ladder]
    for step in range(len(rungs) - 1):
        _, new = after(ladder, step, trigger)
        assert new is None or rungs[new] is not Rung.END


def test_every_status_of_a_finding_can_become_clear_again() -> None:
    for status, moves in mechanism.TRANSITIONS.items():
        assert status is FindingStatus.CLEAR or FindingStatus.CLEAR in moves.values()


@given(story=STORIES)
def test_after_all_is_well_nothing_more_is_said(story: list[tuple[float, Event]]) -> None:
    events = timed(story)
    adviser, _ = advised(events)
    t_s = events[-1].t_s + 1.0 if events else 0.0  # type: ignore[union-attr]  # all of these events have t_s
    well: list[Event] = [Symptom(t_s, Feeling.OK)]
    well += [
        Finding(kind=kind, side=side, t_s=t_s, status=FindingStatus.CLEAR)
        for kind in FindingKind
        for side in (*Side, None)
    ]
    well += [
        Risk(side=side, zone=zone, t_s=t_s, level=0.0, coverage=1.0)
        for side in Side
        for zone in NERVE_ZONES
    ]
    for event in well:
        adviser.push(event)
    well_after: list[Event] = [
        GaitChange(Side.LEFT, t_s + 1.0, Gait.RUN),
        GaitChange(Side.RIGHT, t_s, Gait.RUN),
    ]
    well_after += [HeartBeat(t_s + 60.0 * minute, 150.0) for minute in range(2, 120)]

    later = [out for event in well_after for out in adviser.push(event)]
    # a break that was being led is led to its end
    assert {out.action for out in later if isinstance(out, Advice)} <= UNJUDGED
    assert adviser.finish() == []


@given(story=STORIES)
def test_never_two_sentences_within_twenty_seconds_but_red_flags_and_answers(
    story: list[tuple[float, Event]],
) -> None:
    _, said = advised(timed(story))

    for before, later in pairwise(said):
        free = later.red_flag or later.felt or later.action in UNJUDGED
        assert free or later.t_s - before.t_s >= 20.0


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
        judged = [a for a in said if a.action not in UNJUDGED and not a.red_flag]
        times_s = [a.t_s for a in judged if a.felt is felt]
        for first, thirteenth in zip(times_s, times_s[12:], strict=False):
            assert thirteenth - first >= 3600.0


@given(story=STORIES)
def test_every_sentence_gets_exactly_one_outcome(story: list[tuple[float, Event]]) -> None:
    adviser = Adviser(AdviceLimits())
    out = [item for event in timed(story) for item in adviser.push(event)] + adviser.finish()

    said = [item for item in out if isinstance(item, Advice)]
    judged = sorted(item.advice_number for item in out if isinstance(item, Outcome))
    assert [item.number for item in said] == list(range(1, len(said) + 1))
    assert judged == [item.number for item in said if item.action not in UNJUDGED]


@given(story=STORIES)
def test_every_report_is_answered_in_the_same_instant(story: list[tuple[float, Event]]) -> None:
    adviser = Adviser(AdviceLimits())
    for event in timed(story):
        out = adviser.push(event)
        if isinstance(event, Symptom):
            assert any(isinstance(x, Advice) and x.felt and x.t_s == event.t_s for x in out)


PACKETS = tuple(
    Packet("strap", uuids.HEART_RATE, float(t), heart_rate.encode(HeartRate(120 + t % 40)))
    if t % 7
    else Packet("app", uuids.SYMPTOM, float(t), symptom.encode(Tap(Feeling.NUMB, Side.LEFT)))
    for t in range(1, 400)
)


def answered(edges: list[int]) -> list[Event]:
    pipeline = Pipeline(Config())
    out = [e for a, b in pairwise(edges) for e in pipeline.push(PACKETS[a:b])]
    return out + pipeline.finish()


@cache
def answered_at_once() -> list[Event]:
    return answered([0, len(PACKETS)])


@tries(50)
@given(cuts=st.lists(st.integers(0, len(PACKETS)), max_size=20))
def test_what_is_said_of_taps_does_not_depend_on_how_packets_are_grouped(cuts: list[int]) -> None:
    assert [e for e in answered_at_once() if isinstance(e, Advice)]
    assert answered([0, *sorted(cuts), len(PACKETS)]) == answered_at_once()
