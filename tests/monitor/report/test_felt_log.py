"""Each ailment stands once in the story, with the foot that the runner named and its end."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.home.filing import story_of
from monitor.report.felt_log import FeltLog
from monitor.report.gather import Facts, Gatherer
from monitor.session import said
from monitor.session.finish import write_recording
from monitor.session.header import RecordingHeader
from monitor.types import Action, Advice, Feeling, Packet, Side, Symptom, Zone
from monitor.wire import symptom, uuids
from monitor.wire.symptom import AFTERWARDS, Tap

ASKED_S = 600.0


def told(*events: Symptom | Advice) -> list[tuple[float, Side | None, bool, float | None]]:
    gathered = Gatherer()
    gathered.push(events)
    felt = gathered.finish(Facts(started="2026-05-01", duration_s=900.0)).felt
    return [(f.t_s, f.side, f.both, f.until_s) for f in felt]


def better(t_s: float) -> Advice:
    return Advice(
        number=1, t_s=t_s, expires_s=t_s + 30.0, action=Action.ASK, cause=None, side=None,
        text="Better?", reason="", words=("better",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("yes_s", "side", "both"),
    [(306.0, Side.LEFT, False), (314.0, Side.RIGHT, False), (322.0, None, True)],
)
def test_yes_to_left_foot_names_the_report_and_is_no_second_one(
    tmp_path: Path, yes_s: float, side: Side | None, *, both: bool
) -> None:
    numb = symptom.encode(Tap(Feeling.NUMB, None, None, both=False))
    well = symptom.encode(Tap(Feeling.OK, side, None, both=both))
    packets = [Packet("strap", uuids.HEART_RATE, float(k), bytes([0, 140])) for k in range(600)]
    packets += [Packet("runner", uuids.SYMPTOM, t_s, numb) for t_s in (300.0, yes_s)]
    packets.append(Packet("runner", uuids.SYMPTOM, 500.0, well))
    path = tmp_path / "run.mcap"
    header = RecordingHeader(started=datetime(2026, 5, 1, 7, 30, tzinfo=UTC), source="live")
    write_recording(path, header, sorted(packets, key=lambda packet: packet.t_rx_s))

    (felt,) = story_of(path).felt

    assert (felt.t_s, felt.side, felt.both, felt.until_s) == (300.0, side, both, 500.0)


def test_numb_again_later_and_of_no_foot_is_a_report_of_its_own(tmp_path: Path) -> None:
    numb = symptom.encode(Tap(Feeling.NUMB, None, None, both=False))
    packets = [Packet("strap", uuids.HEART_RATE, float(k), bytes([0, 140])) for k in range(600)]
    packets += [Packet("runner", uuids.SYMPTOM, t_s, numb) for t_s in (300.0, 400.0, 406.0)]
    path = tmp_path / "run.mcap"
    header = RecordingHeader(started=datetime(2026, 5, 1, 7, 30, tzinfo=UTC), source="live")
    write_recording(path, header, sorted(packets, key=lambda packet: packet.t_rx_s))

    felt = story_of(path).felt

    assert [(f.t_s, f.side) for f in felt] == [(300.0, None), (400.0, Side.LEFT)]


@pytest.mark.parametrize(
    ("again", "reports"),
    [
        (Symptom(ASKED_S + 5.0, Feeling.NUMB, Side.LEFT, Zone.TOP), 1),
        (Symptom(ASKED_S + 5.0, Feeling.NUMB), 1),
        (Symptom(ASKED_S + 5.0, Feeling.SOMETHING), 1),
        (Symptom(ASKED_S + 5.0, Feeling.PAIN, Side.LEFT, Zone.TOP), 2),
        (Symptom(ASKED_S + 5.0, Feeling.NUMB, Side.RIGHT, Zone.TOP), 2),
        (Symptom(ASKED_S + 90.0, Feeling.NUMB, Side.LEFT, Zone.TOP), 2),
    ],
)
def test_the_same_again_after_better_is_no_second_report(again: Symptom, reports: int) -> None:
    first = Symptom(500.0, Feeling.NUMB, Side.LEFT, Zone.TOP)

    assert len(told(first, better(ASKED_S), again)) == reports


def which(t_s: float) -> Advice:
    return Advice(
        number=1, t_s=t_s, expires_s=t_s + 15.0, action=Action.ASK, cause=None, side=None,
        text="Left foot?", reason="", words=("which_foot",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "answer", "named"),
    [
        (Symptom(100.0, Feeling.NUMB), Symptom(108.0, Feeling.NUMB, Side.LEFT, Zone.TOP),
         [(100.0, Side.LEFT, Zone.TOP)]),
        (Symptom(100.0, Feeling.NUMB), Symptom(108.0, Feeling.NUMB, Side.RIGHT),
         [(100.0, Side.RIGHT, None)]),
        (Symptom(100.0, Feeling.NUMB, zone=Zone.TOP), Symptom(108.0, Feeling.NUMB, Side.LEFT),
         [(100.0, Side.LEFT, Zone.TOP)]),
        (Symptom(100.0, Feeling.NUMB), Symptom(108.0, Feeling.NUMB, both=True),
         [(100.0, None, None)]),
        (Symptom(100.0, Feeling.NUMB, zone=Zone.TOP),
         Symptom(108.0, Feeling.NUMB, Side.LEFT, Zone.SOLE),
         [(100.0, None, Zone.TOP), (108.0, Side.LEFT, Zone.SOLE)]),
        (Symptom(100.0, Feeling.NUMB), Symptom(108.0, Feeling.PAIN, Side.LEFT),
         [(100.0, None, None), (108.0, Side.LEFT, None)]),
        (Symptom(100.0, Feeling.NUMB), Symptom(190.0, Feeling.NUMB, Side.LEFT),
         [(100.0, None, None), (190.0, Side.LEFT, None)]),
    ],
)  # fmt: skip
def test_the_button_of_a_foot_answers_which_foot_and_is_no_second_report(
    first: Symptom, answer: Symptom, named: list[tuple[float, Side | None, Zone | None]]
) -> None:
    log = FeltLog()
    log.push(first)
    log.asked(which(104.5))
    log.push(answer)

    told = log.told()

    assert [(felt.t_s, felt.side, felt.zone) for felt in told] == named
    assert told[0].both == (answer.both and len(told) == 1)


@pytest.mark.parametrize(
    ("now", "reports"),
    [(Feeling.PAIN, 3), (Feeling.NUMB, 2), (Feeling.SOMETHING, 2)],
)
def test_a_new_ailment_after_better_is_not_lost_in_an_old_one_that_was_never_called_over(
    now: Feeling, reports: int
) -> None:
    old = Symptom(100.0, Feeling.PAIN, Side.RIGHT, Zone.TOP)
    newest = Symptom(1900.0, Feeling.NUMB, Side.LEFT)

    assert len(told(old, newest, better(2000.0), Symptom(2010.0, now))) == reports


@pytest.mark.parametrize(
    ("apart", "stays"),
    [
        (Symptom(100.0, Feeling.PAIN, Side.RIGHT, Zone.HEEL), True),
        (Symptom(100.0, Feeling.DIZZY), True),
        (Symptom(100.0, Feeling.SWOLLEN, Side.LEFT), True),
        (Symptom(100.0, Feeling.NUMB, Side.RIGHT, Zone.SOLE), False),
    ],
)
def test_a_bare_yes_to_better_ends_no_pain_elsewhere_and_nothing_that_needs_help(
    apart: Symptom, stays: bool
) -> None:
    numb = Symptom(500.0, Feeling.NUMB, Side.LEFT, Zone.SOLE)
    yes, late = (Symptom(t_s, Feeling.OK) for t_s in (ASKED_S + 5.0, ASKED_S + 60.0))

    def ends_s(*events: Symptom | Advice) -> list[float | None]:
        return [end_s for _, _, _, end_s in told(apart, numb, better(ASKED_S), *events)]

    assert ends_s(yes) == [None if stays else yes.t_s, yes.t_s]
    assert ends_s(late) == [late.t_s, late.t_s]
    assert ends_s(yes, late) == [late.t_s if stays else yes.t_s, yes.t_s]


def test_a_bare_yes_to_better_ends_the_pain_that_the_break_was_for() -> None:
    pain = Symptom(500.0, Feeling.PAIN, Side.LEFT, Zone.HEEL)
    later = Symptom(ASKED_S + 2.0, Feeling.PAIN, Side.RIGHT, Zone.HEEL)
    yes = Symptom(ASKED_S + 5.0, Feeling.OK)

    out = told(pain, better(ASKED_S), later, yes)

    assert [end_s for _, _, _, end_s in out] == [yes.t_s, None]


def test_both_feet_are_well_once_each_is_and_an_unsaid_one_once_either_is() -> None:
    both = Symptom(100.0, Feeling.NUMB, zone=Zone.TOP, both=True)
    unsaid = Symptom(110.0, Feeling.PAIN)
    left, right = (
        Symptom(t_s, Feeling.OK, side) for t_s, side in zip((200.0, 300.0), Side, strict=True)
    )

    assert told(both, unsaid, left) == [(100.0, None, True, None), (110.0, None, False, 200.0)]
    assert told(both, left, right) == [(100.0, None, True, 300.0)]


def test_a_whole_foot_that_is_well_ends_each_place_of_it_and_no_dizziness() -> None:
    top = Symptom(100.0, Feeling.NUMB, Side.LEFT, Zone.TOP)
    dizzy = Symptom(110.0, Feeling.DIZZY)
    tight = Symptom(120.0, Feeling.TIGHT, Side.LEFT)
    foot = Symptom(200.0, Feeling.OK, Side.LEFT, Zone.FOOT)
    calf = Symptom(210.0, Feeling.OK, Side.LEFT, Zone.CALF)
    well = Symptom(220.0, Feeling.OK)

    ends_s = [end_s for _, _, _, end_s in told(top, dizzy, tight, foot, calf, well)]

    assert ends_s == [200.0, 220.0, 200.0]


NUMB = symptom.encode(Tap(Feeling.NUMB, None, None, both=False))


def session(path: Path, *more: Packet) -> Path:
    packets = [Packet("strap", uuids.HEART_RATE, float(k), bytes([0, 140])) for k in range(600)]
    header = RecordingHeader(started=datetime(2026, 5, 1, 7, 30, tzinfo=UTC), source="live")
    write_recording(path, header, sorted([*packets, *more], key=lambda packet: packet.t_rx_s))
    return path


@pytest.mark.parametrize("sensors", [(AFTERWARDS, AFTERWARDS), (AFTERWARDS, "runner")])
def test_what_was_added_afterwards_asks_and_answers_nothing(
    tmp_path: Path, sensors: tuple[str, str]
) -> None:
    taps = [
        Packet(sensor, uuids.SYMPTOM, t_s, NUMB)
        for sensor, t_s in zip(sensors, (300.0, 305.0), strict=True)
    ]

    felt = story_of(session(tmp_path / "run.mcap", *taps)).felt

    assert [(one.t_s, one.side) for one in felt] == [(300.0, None), (305.0, None)]
    assert [one.added for one in felt] == [sensor == AFTERWARDS for sensor in sensors]


def test_a_question_that_only_a_replay_would_ask_names_no_foot(tmp_path: Path) -> None:
    # the run had its cues muted: nobody asked, and the second tap answered nothing
    taps = [Packet("runner", uuids.SYMPTOM, t_s, NUMB) for t_s in (300.0, 312.0)]

    felt = story_of(session(tmp_path / "run.mcap", said.opening(0.0), *taps)).felt

    assert [(one.t_s, one.side) for one in felt] == [(300.0, None), (312.0, None)]


def test_a_question_that_was_really_asked_names_the_foot(tmp_path: Path) -> None:
    taps = [Packet("runner", uuids.SYMPTOM, t_s, NUMB) for t_s in (300.0, 317.0)]
    asked = Advice(
        number=1, t_s=315.0, expires_s=330.0, action=Action.ASK, cause=None, side=None,
        text="Left foot?", reason="", words=("which_foot",),
    )  # fmt: skip
    heard = [said.opening(0.0), *said.to_packets([asked], 315.0)]

    felt = story_of(session(tmp_path / "run.mcap", *heard, *taps)).felt

    assert [(one.t_s, one.side) for one in felt] == [(300.0, Side.LEFT)]


@pytest.mark.parametrize(
    ("times_s", "counted"),
    [((100.0, 102.0, 105.0), 1), ((100.0, 109.0, 118.0), 1), ((100.0, 111.0), 2)],
)
def test_the_same_pressed_again_within_seconds_is_one_symptom(
    times_s: tuple[float, ...], counted: int
) -> None:
    presses = [Symptom(t_s, Feeling.NUMB, Side.LEFT, Zone.TOP) for t_s in times_s]

    assert len(told(*presses)) == counted


@pytest.mark.parametrize(
    "other",
    [
        Symptom(103.0, Feeling.PAIN, Side.LEFT, Zone.TOP),
        Symptom(103.0, Feeling.NUMB, Side.RIGHT, Zone.TOP),
        Symptom(103.0, Feeling.NUMB, Side.LEFT, Zone.TOP, added=True),
    ],
)
def test_another_report_within_seconds_is_one_of_its_own(other: Symptom) -> None:
    assert len(told(Symptom(100.0, Feeling.NUMB, Side.LEFT, Zone.TOP), other)) == 2


def test_numb_again_after_an_ok_is_a_second_symptom() -> None:
    first = Symptom(100.0, Feeling.NUMB, Side.LEFT, Zone.TOP)
    ok = replace(first, t_s=103.0, feeling=Feeling.OK)

    assert len(told(first, ok, replace(first, t_s=107.0))) == 2


def test_the_other_foot_soon_after_the_answer_is_a_symptom_of_its_own() -> None:
    numb = [Symptom(t_s, Feeling.NUMB) for t_s in (100.0, 105.5, 109.0, 123.0)]
    asks = [replace(better(t_s), words=("which_foot",)) for t_s in (104.0, 113.0, 121.0)]
    heard: list[Symptom | Advice] = [*numb, *asks]

    felt = told(*sorted(heard, key=lambda one: one.t_s))

    assert [(t_s, side) for t_s, side, *_ in felt] == [(100.0, Side.LEFT), (109.0, Side.RIGHT)]
