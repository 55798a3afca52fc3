"""One strap at a time, and only what is used is missed."""

import pytest

from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.types import (
    Event,
    Finding,
    FindingKind,
    FindingStatus,
    HeartBeat,
    Notice,
    NoticeKind,
    Packet,
)
from monitor.wire import heart_rate, link, treadmill, uuids
from monitor.wire.link import Link, LinkReason, LinkState


def beat(sensor: str, t_s: float, rate_bpm: int) -> Packet:
    return Packet(sensor, uuids.HEART_RATE, t_s, heart_rate.encode(heart_rate.HeartRate(rate_bpm)))


def note(sensor: str, t_s: float, state: LinkState) -> Packet:
    return Packet(sensor, uuids.LINK, t_s, link.encode(state))


def events(packets: list[Packet], size: int | None = None) -> list[Event]:
    pipeline = Pipeline(Config())
    packets = sorted(packets, key=lambda packet: packet.t_rx_s)
    size = size or len(packets)
    said = [e for i in range(0, len(packets), size) for e in pipeline.push(packets[i : i + size])]
    return [*said, *pipeline.finish()]


def hearts(said: list[Event]) -> list[tuple[float, float]]:
    return [(e.t_s, e.rate_bpm) for e in said if isinstance(e, HeartBeat)]


@pytest.mark.parametrize("size", [1, 7, None])
def test_a_partners_heart_never_takes_the_place_of_a_strap_that_drops_out(size: int | None) -> None:
    mine = [beat("mine", t + 0.1, 150) for t in range(400) if not 20 <= t < 27 and t < 50]
    back = [beat("mine", t + 0.1, 160) for t in range(350, 400)]
    other = [beat("other", t + 0.6, 95) for t in range(400)]

    said = events([*mine, *other, *back], size)

    assert hearts(said) == [(one.t_rx_s, 150.0) for one in mine] + [
        (one.t_rx_s, 160.0) for one in back
    ]
    assert [e for e in said if isinstance(e, Notice) and e.kind is NoticeKind.NOT_USED] == [
        Notice(NoticeKind.NOT_USED, 0.6, "other", "other: is not used, mine counts the heart")
    ]


def at_ease(extra: list[Packet]) -> list[FindingStatus]:
    """What is said of cardiac drift in half an hour on a belt, with what else is heard."""
    belt, strap = [], []
    for t in range(1800):
        said = treadmill.TreadmillData(3.0, None, 0.0)
        belt.append(Packet("belt", uuids.TREADMILL, t + 0.1, treadmill.encode(said)))
        strap.append(beat("strap", t + 0.5, 140 if t < 900 else min(185, 140 + (t - 900) // 20)))
    found = [e for e in events([*belt, *strap, *extra]) if isinstance(e, Finding)]
    return [one.status for one in found if one.kind is FindingKind.CARDIAC_DRIFT]


REFUSED = LinkState(Link.MISSING, LinkReason.REFUSED, "left pod: the left foot has another IMU")
AWAY = LinkState(Link.LOST, LinkReason.DROPPED, "sensor")
WHOLE = [FindingStatus.CLEAR, FindingStatus.ACTIVE]


@pytest.mark.parametrize(
    ("sensor", "state"),
    [
        ("Pod B", REFUSED),
        ("left pod", LinkState(Link.MISSING, LinkReason.NOT_FOUND)),
        ("thermometer", AWAY),
        ("partner's strap", AWAY),
    ],
)
def test_a_sensor_that_is_not_used_is_not_missed(sensor: str, state: LinkState) -> None:
    assert at_ease([note(sensor, t, state) for t in (1000.0, 1060.0, 1200.0)]) == WHOLE


@pytest.mark.parametrize("sensor", ["strap", "belt"])
def test_the_strap_and_what_says_the_pace_are_missed(sensor: str) -> None:
    assert FindingStatus.NOT_ASSESSED in at_ease([note(sensor, 1000.0, AWAY)])


def test_the_radio_and_a_sensor_that_is_not_heard_are_told_apart() -> None:
    off = LinkState(Link.MISSING, LinkReason.NO_RADIO, "Bluetooth is switched off")
    unheard = LinkState(Link.MISSING, LinkReason.NOT_FOUND)

    said = events([note("Bluetooth", 1.0, off), note("strap", 20.0, unheard)])

    assert [(e.kind, e.text) for e in said if isinstance(e, Notice)] == [
        (NoticeKind.NO_RADIO, "Bluetooth is switched off"),
        (NoticeKind.NOT_FOUND, "strap: not found"),
    ]


def test_a_sensor_that_is_left_alone_is_said_once_for_each_reason() -> None:
    newer = LinkState(Link.MISSING, LinkReason.WRONG_VERSION, "pod: version 2, expected 1")
    asked = [note("Pod B", 10.0 + 60.0 * k, REFUSED) for k in range(5)]

    said = events([*asked, note("Pod C", 12.0, newer)])

    assert [(e.kind, e.text) for e in said if isinstance(e, Notice)] == [
        (NoticeKind.NOT_USED, "Pod B: is not used (left pod: the left foot has another IMU)"),
        (NoticeKind.NOT_USED, "Pod C: is not used (pod: version 2, expected 1)"),
    ]
