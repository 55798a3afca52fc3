"""What packets mean: feet that come and go, sensors that misbehave, the runner's taps."""

from dataclasses import replace

import pytest

from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.types import (
    Event,
    Feeling,
    HeartBeat,
    Notice,
    NoticeKind,
    Packet,
    Side,
    Stride,
    Symptom,
)
from monitor.wire import clock, heart_rate, link, symptom, uuids
from monitor.wire.link import Link, LinkState
from tests.monitor.pipeline.devices import Device, merged

LEFT = Device("left")
RIGHT = Device("right", Side.RIGHT, tick=123)
HELLO = [*LEFT.describe(0.2), *RIGHT.describe(0.3)]


def events(packets: list[Packet]) -> list[Event]:
    pipeline = Pipeline(Config())
    return [*pipeline.push(packets), *pipeline.finish()]


def notices(said: list[Event]) -> list[tuple[NoticeKind, str]]:
    return [(e.kind, e.sensor) for e in said if isinstance(e, Notice)]


def strides(said: list[Event], side: Side) -> list[Stride]:
    return [e for e in said if isinstance(e, Stride) and e.side is side]


def without(packets: list[Packet], from_s: float, to_s: float) -> list[Packet]:
    return [p for p in packets if not from_s <= p.t_rx_s < to_s]


def beat(t_s: float) -> Packet:
    return Packet("heart", uuids.HEART_RATE, t_s, heart_rate.encode(heart_rate.HeartRate(150)))


def tap(t_s: float) -> Packet:
    payload = symptom.encode(symptom.Tap(Feeling.NUMB, Side.LEFT))
    return Packet("host", uuids.SYMPTOM, t_s, payload)


def tick(t_s: float) -> Packet:
    return Packet("host", uuids.CLOCK, t_s, clock.encode(clock.HostTick(int(t_s))))


def test_two_feet_run_and_nothing_is_wrong() -> None:
    said = events(merged(HELLO, LEFT.packets(1.0, 30.0), RIGHT.packets(1.0, 30.0)))

    assert notices(said) == []
    for side in Side:
        found = strides(said, side)
        assert len(found) == pytest.approx(29.0 / 0.72, abs=4)
        assert found[20].stride_time_s == pytest.approx(0.72, abs=0.005)


def test_one_foot_alone_is_a_session() -> None:
    said = events(merged(LEFT.describe(0.2), LEFT.packets(1.0, 20.0)))

    assert len(strides(said, Side.LEFT)) > 20
    assert strides(said, Side.RIGHT) == []


def test_a_foot_that_is_away_is_missed_once_and_comes_back() -> None:
    away = without(RIGHT.packets(1.0, 40.0), 15.0, 25.0)

    said = events(merged(HELLO, LEFT.packets(1.0, 40.0), away))

    kinds = (NoticeKind.UNSEEN, NoticeKind.MISSING, NoticeKind.SEEN)
    assert notices(said) == [(kind, "right") for kind in kinds]
    _, missing, _ = (e for e in said if isinstance(e, Notice))
    assert missing.t_s == pytest.approx(25.5, abs=0.2)  # surely back
    assert missing.text == "right foot: 10.0 s of data missing"
    assert missing.side is Side.RIGHT
    right = strides(said, Side.RIGHT)
    assert not [s for s in right if 16.0 < s.ic_s < 24.5]
    assert [s for s in right if s.ic_s > 27.0]


def test_the_other_foot_is_heard_while_one_is_away() -> None:
    pipeline = Pipeline(Config())

    said = pipeline.push(
        merged(HELLO, LEFT.packets(1.0, 40.0), without(RIGHT.packets(1.0, 40.0), 15.0, 99.0))
    )

    assert strides(said, Side.LEFT)[-1].next_ic_s > 36.0


@pytest.mark.parametrize("uptime_s", [5.0, 500.0])
def test_a_reboot_is_said_once_for_both_streams_of_the_device(uptime_s: float) -> None:
    first = replace(RIGHT, boot_s=16.0 - uptime_s, tick=32_768)
    again = replace(RIGHT, boot_s=18.0, tick=32_768)

    said = events(
        merged(
            HELLO, LEFT.packets(12.0, 36.0), first.packets(12.0, 16.0), again.packets(19.0, 36.0)
        )
    )

    once = [(NoticeKind.REBOOTED, "right"), (NoticeKind.MISSING, "right")]
    assert [each for each in notices(said) if each in once] == once
    assert strides(said, Side.RIGHT)[-1].next_ic_s > 33.0


def test_a_second_pod_on_the_same_foot_is_named_and_not_used() -> None:
    thief = replace(LEFT, name="thief", tick=7)

    said = events(
        merged(HELLO, LEFT.packets(1.0, 20.0), thief.describe(5.0), thief.packets(5.5, 20.0))
    )

    assert (NoticeKind.SIDES_SWAPPED, "thief") in notices(said)
    assert {sensor for kind, sensor in notices(said) if kind is not NoticeKind.UNSEEN} == {"thief"}
    assert strides(said, Side.LEFT)[-1].next_ic_s == pytest.approx(19.0, abs=1.0)


def test_a_pod_that_has_not_sent_yet_is_not_replaced_by_another_of_its_foot() -> None:
    spare = replace(LEFT, name="spare", tick=7)

    said = events(
        merged(HELLO, spare.describe(0.6), LEFT.packets(1.0, 20.0), RIGHT.packets(1.0, 20.0))
    )

    assert notices(said) == [(NoticeKind.SIDES_SWAPPED, "spare")]
    assert strides(said, Side.LEFT)[-1].next_ic_s == pytest.approx(19.0, abs=1.0)


def test_a_pod_that_comes_when_the_link_of_another_was_lost_is_used_at_once() -> None:
    spare = replace(LEFT, name="spare", tick=7)
    lost = Packet("left", uuids.LINK, 12.5, link.encode(LinkState(Link.LOST)))

    said = events(
        merged(HELLO, LEFT.packets(1.0, 12.0), [lost], spare.describe(14.0))
        + merged(spare.packets(15.0, 45.0))
    )

    assert NoticeKind.SIDES_SWAPPED not in {kind for kind, _ in notices(said)}
    assert strides(said, Side.LEFT)[-1].next_ic_s > 43.0


def test_a_pod_that_replaces_a_dead_one_is_used() -> None:
    spare = replace(LEFT, name="spare", tick=7)

    said = events(
        merged(HELLO[:2], LEFT.packets(1.0, 12.0), spare.describe(24.0), spare.packets(25.0, 45.0))
    )

    assert notices(said) == []
    assert strides(said, Side.LEFT)[-1].next_ic_s > 43.0


def test_an_imu_and_an_insole_may_be_two_devices_and_either_may_die() -> None:
    imu = replace(LEFT, name="imu", pressure_hz=0.0, skew_ppm=90.0)
    sole = replace(LEFT, name="sole", imu_hz=0.0, skew_ppm=-90.0, tick=9)
    hello = [*imu.describe(0.2), *sole.describe(0.3)]

    no_imu = events(merged(hello, imu.packets(1.0, 12.0), sole.packets(1.0, 30.0)))
    no_sole = events(merged(hello, imu.packets(1.0, 30.0), sole.packets(1.0, 12.0)))

    assert strides(no_imu, Side.LEFT)[-1].next_ic_s > 28.0
    assert strides(no_sole, Side.LEFT)[-1].next_ic_s > 28.0


def test_samples_of_an_undescribed_sensor_and_unknown_characteristics_are_counted() -> None:
    pipeline = Pipeline(Config())
    odd = [Packet("left", "0000fff0-0000-1000-8000-00805f9b34fb", 2.0 + i, b"?") for i in range(3)]

    said = [*pipeline.push(merged(LEFT.packets(1.0, 6.0), odd)), *pipeline.finish()]

    assert pipeline.refused["left"] == len(LEFT.packets(1.0, 6.0)) + 3
    assert {kind for kind, _ in notices(said)} <= {NoticeKind.BAD_PACKETS, NoticeKind.UNKNOWN}
    assert 1 <= len(notices(said)) <= 3


def test_a_foot_whose_packets_cannot_be_read_does_not_silence_the_other() -> None:
    rubbish = [p._replace(payload=p.payload[:9]) for p in RIGHT.packets(1.0, 90.0)]
    pipeline = Pipeline(Config())

    said = pipeline.push(merged(HELLO, LEFT.packets(1.0, 90.0), rubbish))

    assert strides(said, Side.LEFT)[-1].next_ic_s > 85.0
    pipeline.finish()
    assert sum(tally.bad for tally in pipeline.tallies.values()) == len(rubbish)


def test_everything_said_is_in_the_order_of_its_time() -> None:
    beats = [beat(t / 2.0) for t in range(2, 60)]
    taps = [tap(7.123), tap(7.124), tap(21.5)]

    said = events(merged(HELLO, LEFT.packets(1.0, 30.0), RIGHT.packets(1.0, 30.0), beats, taps))

    times_s = [
        e.next_ic_s if isinstance(e, Stride) else e.t_s
        for e in said
        if isinstance(e, Stride | HeartBeat | Symptom)
    ]
    assert times_s == sorted(times_s)
    assert sum(isinstance(e, HeartBeat) for e in said) == len(beats)
    assert [e.t_s for e in said if isinstance(e, Symptom)] == [7.123, 7.124, 21.5]


def test_a_tap_is_heard_though_no_sensor_speaks() -> None:
    pipeline = Pipeline(Config())

    said = [pipeline.push([packet]) for packet in (tap(1.0), tick(1.5), tick(2.5))]

    assert [[type(e) for e in events_ if isinstance(e, Symptom)] for events_ in said] == [
        [],
        [],
        [Symptom],
    ]


def test_packets_are_accounted_for() -> None:
    pipeline = Pipeline(Config())
    left = LEFT.packets(1.0, 20.0)
    lossy = [p for i, p in enumerate(left) if i % 10]

    pipeline.push(merged(LEFT.describe(0.2), lossy, lossy[50:60]))
    pipeline.finish()

    tallies = pipeline.tallies
    assert sum(t.received for t in tallies.values()) == len(lossy) + 10
    assert sum(t.repeated for t in tallies.values()) == 10
    assert sum(t.bad for t in tallies.values()) == 0
    assert sum(t.lost for t in tallies.values()) == pytest.approx(len(left) - len(lossy), abs=2)


@pytest.mark.parametrize("apart", [False, True])
def test_cells_under_the_tongue_need_no_sole(apart: bool) -> None:
    """A lace sensor: its IMU, or that of another pod, says when the foot swings."""
    lace = replace(LEFT, name="lace", plantar=0, instep=4, imu_hz=0.0 if apart else 200.0)
    devices = [lace, replace(LEFT, pressure_hz=0.0)] if apart else [lace]

    said = events(
        merged(*(d.describe(0.2) for d in devices), *(d.packets(1.0, 30.0) for d in devices))
    )

    swings = [s.load.instep_swing_kpa for s in strides(said, Side.LEFT) if s.load is not None]
    assert len(swings) > 25
    assert None not in swings
    assert notices(said) == []
    assert all(s.load is None or s.load.plantar_swing_kpa is None for s in strides(said, Side.LEFT))
