"""A device whose speed is believed and that is lost tells nothing of what comes later."""

from functools import cache

import pytest

from firmware_sim import record
from firmware_sim.scenario import scenario_file
from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.types import Advice, Feeling, Packet, Side, Zone
from monitor.wire import heart_rate, link, symptom, treadmill, uuids
from monitor.wire.link import Link, LinkReason, LinkState

AWAY = LinkState(Link.LOST, LinkReason.DROPPED, "sensor")
TINGLING = symptom.encode(symptom.Tap(Feeling.TINGLING, Side.LEFT, Zone.SOLE))
PODS = ("pod-left", "pod-right")
OF_THE_FEET = (uuids.INFORMATION, uuids.LAYOUT, uuids.IMU, uuids.PRESSURE)


@cache
def feet() -> tuple[Packet, ...]:
    run = record.packets(scenario_file.load("demo"), 40.0)
    return tuple(one for one in run if one.characteristic in OF_THE_FEET)


def belt_at(t_s: float, speed_m_s: float) -> Packet:
    payload = treadmill.encode(treadmill.TreadmillData(speed_m_s, None, 0.0))
    return Packet("belt", uuids.TREADMILL, t_s + 0.1, payload)


def advice(packets: list[Packet], size: int | None = None) -> list[Advice]:
    pipeline, size = Pipeline(Config()), size or len(packets)
    events = [e for i in range(0, len(packets), size) for e in pipeline.push(packets[i : i + size])]
    return [e for e in [*events, *pipeline.finish()] if isinstance(e, Advice)]


def said(speed_m_s: float, size: int | None = None) -> list[str]:
    """What is said to a runner whose belt is lost while the feet run, and later the feet are."""
    lost = [("belt", 28.5), *((pod, 42.0) for pod in PODS)]
    gone = [Packet(name, uuids.LINK, t_s, link.encode(AWAY)) for name, t_s in lost]
    heart = heart_rate.encode(heart_rate.HeartRate(140))
    beats = [Packet("strap", uuids.HEART_RATE, t + 0.5, heart) for t in range(40, 240)]
    tap = Packet("host", uuids.SYMPTOM, 70.0, TINGLING)
    belt = [belt_at(t, speed_m_s) for t in range(20, 28)]
    packets = sorted([*feet(), *belt, *gone, *beats, tap], key=lambda p: p.t_rx_s)
    return [one.text for one in advice(packets, size)]


@pytest.mark.parametrize("speed_m_s", [0.0, 3.0])
def test_a_lost_device_neither_stands_nor_runs_on_once_the_feet_are_lost(speed_m_s: float) -> None:
    # nobody sees how the runner moves: a walk is asked for, and after it whether it is better
    assert said(speed_m_s) == ["Left sole tingling. Walk for a minute.", "Better?"]


def test_it_is_the_same_in_small_groups() -> None:
    assert said(0.0, 97) == said(0.0)


def test_a_strap_that_is_lost_cuts_no_break_short_that_the_belt_sees() -> None:
    heart = heart_rate.encode(heart_rate.HeartRate(140))
    beats = [Packet("strap", uuids.HEART_RATE, t + 0.5, heart) for t in range(150)]
    speeds = [belt_at(t, 3.0 if t < 110 else 1.4) for t in range(200)]
    tap = Packet("host", uuids.SYMPTOM, 100.0, TINGLING)
    gone = Packet("strap", uuids.LINK, 150.3, link.encode(AWAY))

    out = advice(sorted([*beats, *speeds, tap, gone], key=lambda p: p.t_rx_s))

    assert [(round(one.t_s), one.text) for one in out][1:] == [
        (140, "Circle your ankles."),
        (170, "Better?"),
    ]
