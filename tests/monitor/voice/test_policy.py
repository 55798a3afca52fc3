"""Who speaks, who waits, who is never heard."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.types import (
    Action,
    Advice,
    Event,
    Feeling,
    FindingKind,
    HeartBeat,
    Notice,
    NoticeKind,
    Side,
    Symptom,
)
from monitor.voice.policy import RULES, Fate, Policy, Standing
from monitor.voice.utterances import Earcon, Urgency, Utterance, taken, utterance_of

FAR_S = 1000.0


def said(key: str, urgency: Urgency, expires_s: float = FAR_S) -> Utterance:
    return Utterance(key, urgency, expires_s, words=key)


def test_urgency_is_a_ladder_without_ties() -> None:
    ladder = [Urgency.STATUS, Urgency.FORM, Urgency.SHOE, Urgency.ANSWER, Urgency.RED_FLAG]

    assert sorted(Urgency) == ladder
    assert all(lower < higher for lower, higher in pairwise(ladder))


@pytest.mark.parametrize(
    ("standing", "urgency", "speaks", "then"),
    [
        (Standing.MORE, Urgency.ANSWER, "new", "old"),
        (Standing.EQUAL, Urgency.SHOE, "new", None),
        (Standing.LESS, Urgency.FORM, "old", "new"),
    ],
)
def test_the_table_is_walked(
    standing: Standing, urgency: Urgency, speaks: str, then: str | None
) -> None:
    policy = Policy()
    policy.offer(said("old", Urgency.SHOE), 0.0)

    began = policy.offer(said("new", urgency), 0.0)
    speaking = policy.speaking
    following = policy.done(1.0)

    assert speaking is not None
    assert speaking.key == speaks
    assert began is (RULES[standing].comes is Fate.SPEAKS)
    assert (following and following.key) == then
    assert policy.done(2.0) is None


def test_one_red_flag_does_not_end_another() -> None:
    policy = Policy()
    policy.offer(said("first", Urgency.RED_FLAG), 0.0)

    policy.offer(said("second", Urgency.RED_FLAG), 0.0)
    following = policy.done(1.0)

    assert following is not None
    assert following.key == "first"


def test_the_same_is_not_said_twice() -> None:
    policy = Policy()
    policy.offer(said("once", Urgency.SHOE), 0.0)
    policy.done(1.0)

    assert not policy.offer(said("once", Urgency.SHOE), 2.0)
    assert policy.speaking is None


def test_what_expires_while_it_waits_is_counted_and_never_said() -> None:
    policy = Policy()
    policy.offer(said("long", Urgency.SHOE), 0.0)
    policy.offer(said("cue", Urgency.FORM, expires_s=5.0), 0.0)
    late = policy.offer(said("late", Urgency.RED_FLAG, expires_s=1.0), 2.0)

    assert not late
    assert policy.done(6.0) is None
    assert policy.expired == 2


OFFERS = st.lists(
    st.tuples(st.sampled_from(Urgency), st.integers(1, 12), st.booleans()), max_size=30
)


@given(offers=OFFERS)
def test_nothing_is_said_after_its_time_nor_before_something_more_urgent(
    offers: list[tuple[Urgency, int, bool]],
) -> None:
    policy = Policy()
    for now, (urgency, lasts, ends) in enumerate(offers):
        policy.offer(said(str(now), urgency, expires_s=float(now + lasts)), float(now))
        speaking = policy.speaking
        assert speaking is not None
        assert speaking.urgency >= urgency
        if ends:
            following = policy.done(float(now))
            assert following is None or following.expires_s > now


def advice(**changes: object) -> Advice:
    values = {
        "number": 1,
        "t_s": 60.0,
        "expires_s": 120.0,
        "action": Action.EASE_OFF,
        "cause": None,
        "side": Side.LEFT,
        "text": "",
        "reason": "",
    }
    return Advice(**{**values, **changes})  # type: ignore[arg-type] # each test gives its own


@pytest.mark.parametrize(
    ("event", "urgency"),
    [
        (advice(red_flag=True, felt=True), Urgency.RED_FLAG),
        (advice(felt=True), Urgency.ANSWER),
        (advice(cause=FindingKind.NARROW_SHOE), Urgency.SHOE),
        (advice(action=Action.LOOSEN_LACES), Urgency.SHOE),
        (advice(cause=FindingKind.FATIGUE), Urgency.FORM),
        (Notice(NoticeKind.UNSEEN, 5.0, "pod", "", Side.LEFT), Urgency.STATUS),
        (Notice(NoticeKind.CONSTANT, 5.0, "pod", "Stuck.", Side.LEFT), Urgency.STATUS),
    ],
)
def test_every_kind_of_event_has_its_place(event: Event, urgency: Urgency) -> None:
    utterance = utterance_of(event)

    assert utterance is not None
    assert utterance.urgency is urgency


def test_a_lost_strap_and_a_heart_beat_are_not_said() -> None:
    assert utterance_of(Notice(NoticeKind.LOST, 5.0, "strap", "")) is None
    assert utterance_of(Notice(NoticeKind.LOST, 5.0, "pod", "", Side.LEFT)) is None
    assert utterance_of(HeartBeat(5.0, 150.0)) is None


def test_a_tap_is_answered_by_a_sound_alone_when_it_comes_and_not_again_by_its_event() -> None:
    sound = taken("1", 5.0)

    assert (sound.earcon, sound.words, sound.phrase) == (Earcon.TAP, "", "")
    assert sound.urgency is Urgency.ANSWER
    assert utterance_of(Symptom(5.0, Feeling.NUMB, Side.LEFT)) is None


def test_two_feet_that_are_lost_together_are_both_said() -> None:
    left, right = (utterance_of(Notice(NoticeKind.UNSEEN, 5.0, "pod", "", side)) for side in Side)
    assert left is not None
    assert right is not None
    policy = Policy()

    policy.offer(left, 5.0)
    policy.offer(right, 5.0)
    spoken = [policy.speaking, policy.done(7.0), policy.done(9.0)]

    assert spoken == [right, left, None]


def test_what_is_new_of_a_foot_takes_the_place_of_what_waits_about_it() -> None:
    lost, other, back = (
        utterance_of(Notice(kind, t_s, "pod", "", side))
        for kind, t_s, side in (
            (NoticeKind.UNSEEN, 5.0, Side.LEFT),
            (NoticeKind.UNSEEN, 6.0, Side.RIGHT),
            (NoticeKind.SEEN, 7.0, Side.LEFT),
        )
    )
    policy = Policy()

    for each in (lost, other, back):
        assert each is not None
        policy.offer(each, 7.0)
    spoken = [policy.speaking, policy.done(8.0), policy.done(9.0)]

    assert spoken == [back, other, None]


def test_the_sound_of_a_second_tap_does_not_end_the_answer_to_the_first() -> None:
    answer = said("noted", Urgency.ANSWER)
    policy = Policy()
    policy.offer(answer, 0.0)

    policy.offer(taken("2", 1.0), 1.0)

    assert policy.done(1.5) is answer


BEAT = Utterance("metronome 1", Urgency.STATUS, 15.0, beat_spm=180.0)


@pytest.mark.parametrize("beats", [True, False])
def test_beats_are_over_when_a_sentence_comes(beats: bool) -> None:
    """Those that beat already, and those that still wait for the sentence to end."""
    policy = Policy()
    policy.offer(said("shorter", Urgency.FORM, expires_s=9.0), 0.0)
    policy.offer(BEAT, 0.0)
    if beats:
        policy.done(2.5)

    policy.offer(said("stop", Urgency.RED_FLAG), 8.0)

    assert policy.done(9.5) is None


def test_the_sound_of_a_tap_lets_beats_go_on_for_what_is_left_of_them() -> None:
    policy = Policy()
    policy.offer(BEAT, 0.0)

    policy.offer(taken("1", 40.0), 40.0)
    goes_on = policy.done(40.5)
    policy.offer(taken("2", 50.5), 50.5)
    again = policy.done(51.0)
    ended = policy.done(61.0)

    assert goes_on is not None
    assert again is not None
    assert (goes_on.beat_spm, goes_on.beats_s, again.beats_s) == (180.0, 20.0, 10.0)
    assert (ended, policy.expired) == (None, 0)


def test_beats_that_wait_for_a_sentence_outlive_the_sound_of_a_tap() -> None:
    policy = Policy()
    policy.offer(said("shorter", Urgency.FORM, expires_s=9.0), 0.0)
    policy.offer(BEAT, 0.0)

    policy.offer(taken("1", 1.0), 1.0)
    following = [policy.done(1.5), policy.done(4.0)]

    assert [each and each.key for each in following] == ["shorter", "metronome 1"]
    assert following[1] == BEAT


def test_what_expired_before_anybody_began_it_does_not_begin() -> None:
    policy = Policy()
    policy.offer(said("shoe", Urgency.SHOE), 0.0)
    policy.offer(taken("1", 0.0), 0.0)

    begun = policy.due(5.0)

    assert begun is not None
    assert (begun.key, policy.expired) == ("shoe", 1)


def test_after_the_run_only_red_flags_are_still_said() -> None:
    flag, policy = said("flag", Urgency.RED_FLAG), Policy()
    policy.offer(flag, 0.0)
    policy.offer(said("shoe", Urgency.SHOE), 0.0)
    cut = Policy()
    cut.offer(said("form", Urgency.FORM), 0.0)

    assert (policy.end(1.0), policy.speaking, policy.done(2.0)) == (False, flag, None)
    assert (cut.end(1.0), cut.speaking) == (True, None)
