"""Events depend on the packets, never on how they are grouped or mixed up on the way."""

from dataclasses import replace
from functools import cache
from itertools import zip_longest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware_sim import record
from firmware_sim.scenario import scenario_file
from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.streams import ImportedStream
from monitor.sources.importers.streams import packets as packets_of
from monitor.types import Event, Feeling, Packet, Side
from monitor.wire import battery, clock, heart_rate, link, symptom, uuids
from monitor.wire.imported import StreamDescription, StreamKind
from monitor.wire.link import Link, LinkState
from monitor.wire.press import Press
from tests.monitor.pipeline import spoiled
from tests.monitor.pipeline.devices import Device, merged, pieces, pressed, shaken, shuffled
from tests.monitor.pipeline.mapped import mapped_foot
from tests.tries import tries

WINDOW = Config().ingest.reorder_packets
STOP_S = 26.0
SINGLY = 25
"""Packets that are pushed one by one between two groups."""

LEFT = Device("left", skew_ppm=60.0)
RIGHT = Device("right", Side.RIGHT, tick=2**32 - 300_000, sequence=65_300, skew_ppm=-40.0)
RIGHT_IMU = replace(RIGHT, name="right imu", pressure_hz=0.0)
RIGHT_SOLE = replace(RIGHT, name="right sole", imu_hz=0.0, tick=99, latency_s=0.05)


def host() -> list[Packet]:
    """What is around the feet: heart, taps, battery, the host's clock, and strangers."""
    beats = [
        Packet("heart", uuids.HEART_RATE, t, heart_rate.encode(heart_rate.HeartRate(150)))
        for t in np.arange(0.9, STOP_S, 1.01).tolist()
    ]
    ticks = [
        Packet("host", uuids.CLOCK, t + 0.003, clock.encode(clock.HostTick(int(t))))
        for t in np.arange(1.0, STOP_S + 5.0).tolist()
    ]
    taps = [
        Packet("host", uuids.SYMPTOM, t, symptom.encode(symptom.Tap(Feeling.NUMB, Side.LEFT)))
        for t in (12.34, 12.35, 25.0)
    ]
    kept = symptom.Tap(Feeling.OK, Side.LEFT, press=Press("0f" * 16, 9.5))
    taps += [Packet("phone", uuids.SYMPTOM, 24.1, symptom.encode(kept))]
    odd = [
        Packet("left", "0000fff0-0000-1000-8000-00805f9b34fb", 7.7, b"?"),
        Packet("left", uuids.BATTERY, 9.0, battery.encode(battery.BatteryLevel(9))),
        Packet("right", uuids.LINK, 22.0, link.encode(LinkState(Link.LOST))),
        Packet("heart", uuids.HEART_RATE, 8.0, b""),
    ]
    return merged(beats, ticks, taps, odd)


def silent(packets: list[Packet], from_s: float, to_s: float) -> list[Packet]:
    return [p for p in packets if not from_s <= p.t_rx_s < to_s]


def late(packets: list[Packet], from_s: float, to_s: float) -> list[Packet]:
    return [p._replace(t_rx_s=max(p.t_rx_s, to_s)) if p.t_rx_s >= from_s else p for p in packets]


def imported_run() -> list[Packet]:
    """A file with samples exactly on the grid of one stream and between that of the other."""
    streams = []
    for side, kind, rate_hz in (
        (Side.LEFT, StreamKind.IMU, 100.0),
        (Side.LEFT, StreamKind.PRESSURE, 50.0),
        (Side.RIGHT, StreamKind.PRESSURE, 60.0),
    ):
        t_s = np.arange(int(100 * STOP_S)) / rate_hz
        t_s = t_s[(t_s < STOP_S) & ((t_s < 11.0) | (t_s > 11.5))]
        imu = kind is StreamKind.IMU
        values = shaken(t_s, side) if imu else pressed(t_s, side, 8)
        about = StreamDescription(kind=kind, side=side, rate_hz=rate_hz, channels=values.shape[1])
        streams.append(ImportedStream(about, t_s, values))
    return list(packets_of(streams, ImportLimits()))


def mapped_feet() -> tuple[list[Packet], list[Packet]]:
    """Two sensors without number and time; the rate of one is off, the other is away for 6 s."""
    right = mapped_foot(Side.RIGHT, 0.6, 18.0)
    return mapped_foot(Side.LEFT, 0.6, 18.0, 102.0), silent(right, 9.0, 15.0)


def sessions() -> dict[str, list[Packet]]:
    left, right = LEFT.packets(1.0, STOP_S), RIGHT.packets(1.2, STOP_S)
    hello = [*LEFT.describe(0.5), *RIGHT.describe(0.6)]
    booted = replace(RIGHT, tick=40_000, sequence=0, boot_s=21.0)
    two = [
        *RIGHT_IMU.describe(0.6),
        *RIGHT_SOLE.describe(0.7),
        *RIGHT_IMU.packets(1.0, STOP_S),
        *silent(RIGHT_SOLE.packets(1.1, STOP_S), 15.0, 99.0),
    ]
    away = (silent(left, 12.0, 20.0), silent(right, 14.0, 24.0))
    again = [*booted.describe(21.5), *booted.packets(21.6, STOP_S)]
    spoil = spoiled.with_counts(spoiled.zeros)
    zeros = spoiled.spoiled(right, "right", uuids.IMU, spoil, (8.0, 20.0))
    unreadable = [p._replace(payload=p.payload[:9]) for p in right]
    layout_late = [hello[0], *hello[2:], hello[1]._replace(t_rx_s=20.0)]
    return {
        "two feet": merged(hello, left, right, host()),
        "one foot": merged(LEFT.describe(0.5), left, host()),
        "a foot away for 10 s": merged(hello, left, silent(right, 14.0, 24.0), host()),
        "a foot late by 5 s": merged(hello, left, late(right, 14.0, 19.0), host()),
        "both feet away": merged(hello, *away, host()),
        "a reboot": merged(hello, left, silent(right, 17.0, 99.0), again, host()),
        "four devices, one dies": merged(LEFT.describe(0.5), left, two, host()),
        "a layout that comes late": merged(layout_late, left, right, host()),
        "an imported run": merged(imported_run(), host()),
        "no feet": host(),
        "a frozen foot": merged(hello, left, spoiled.frozen(right, "right", 12.0, 24.0), host()),
        "motion of zeros": merged(hello, left, zeros, host()),
        "a foot that cannot be read": merged(hello, left, unreadable, host()),
        "two mapped feet, one away": merged(*mapped_feet(), host()),
    }


SESSIONS = sessions()
Name = st.sampled_from(sorted(SESSIONS))
BY_ARRIVAL = {"a frozen foot", "a foot that cannot be read", "two mapped feet, one away"}
"""When these are noticed, or what they say of time, is a matter of arrival."""


def events(packets: list[Packet], cuts: list[int]) -> list[str]:
    """What the pipeline says, every digit of it."""
    pipeline = Pipeline(Config())
    said: list[Event] = [e for piece in pieces(packets, cuts) for e in pipeline.push(piece)]
    return [repr(event) for event in [*said, *pipeline.finish()]]


@cache
def at_once(name: str) -> list[str]:
    """What the pipeline says of a session that comes in one piece."""
    return events(SESSIONS[name], [])


def differing(one: list[str], other: list[str]) -> list[tuple[str | None, str | None]]:
    """The first pair of events that differ: comparing two long lists takes pytest minutes."""
    return [pair for pair in zip_longest(one, other) if pair[0] != pair[1]][:1]


@tries(50)
@given(name=Name, seed=st.none() | st.integers(0, 999), data=st.data())
def test_events_depend_neither_on_grouping_nor_on_the_order_within_the_window(
    name: str, seed: int | None, data: st.DataObject
) -> None:
    packets = SESSIONS[name]
    if seed is not None and name not in BY_ARRIVAL:
        packets = shuffled(packets, WINDOW, seed)
    cuts = data.draw(st.lists(st.integers(0, len(packets)), max_size=60))
    singly_from = data.draw(st.integers(0, len(packets)))

    said = events(packets, [*cuts, *range(singly_from, singly_from + SINGLY)])

    assert differing(said, at_once(name)) == []


@pytest.mark.parametrize(
    "name",
    ["one foot", "both feet away", "an imported run", "no feet", "two mapped feet, one away"],
)
def test_events_of_packets_one_by_one_are_those_of_all_at_once(name: str) -> None:
    packets = SESSIONS[name]

    singly = events(packets, list(range(len(packets))))

    assert differing(singly, at_once(name)) == []


@pytest.mark.parametrize(
    "scenario",
    [
        "fault_bit_flips",
        pytest.param("fault_burst", marks=pytest.mark.soak),
        pytest.param("fault_dead_cell", marks=pytest.mark.soak),
        "fault_reboot",
        pytest.param("fault_swap_pods", marks=pytest.mark.soak),
    ],
)
def test_simulated_sessions_do_not_depend_on_grouping(scenario: str) -> None:
    packets = list(record.packets(scenario_file.load(scenario), 72.0))
    cuts = np.random.default_rng(1).integers(0, len(packets), 150).tolist()

    assert differing(events(packets, cuts), events(packets, [])) == []


def absurd(packets: list[Packet], seed: int) -> list[Packet]:
    """No link does this: far out of order, twice, from another time, a session after itself.

    A silence of years ends: were its samples made, one example in eight would not.
    """
    noise = np.random.default_rng(seed)
    came = [*packets, *(packets[i] for i in noise.integers(0, len(packets), 40))]
    if noise.random() < 0.5:
        came += [p._replace(t_rx_s=p.t_rx_s + noise.choice([0.0, 100.0])) for p in packets]
    window = noise.choice([1.0, 30.0, 3000.0])
    order = np.argsort(np.arange(len(came)) + noise.uniform(0.0, window, len(came)))
    came = [came[i] for i in order]
    for i in noise.integers(0, len(came), noise.integers(0, 9)):
        t_rx_s = noise.choice([0.0, -5.0, 1e6, 1e9, -1e9, came[i].t_rx_s + noise.normal(0.0, 60.0)])
        came[i] = came[i]._replace(t_rx_s=float(t_rx_s))
    for i in noise.integers(0, len(came), noise.integers(0, 90)):
        payload = bytearray(came[i].payload)
        if payload:
            payload[noise.integers(0, min(len(payload), 8))] ^= 1 << noise.integers(0, 8)
        came[i] = came[i]._replace(payload=bytes(payload))
    return came


@tries(50)
@given(
    name=st.sampled_from(["one foot", "two feet", "four devices, one dies"]),
    seed=st.integers(0, 99_999),
    data=st.data(),
)
def test_events_of_absurd_packets_do_not_depend_on_grouping(
    name: str, seed: int, data: st.DataObject
) -> None:
    packets = absurd([p for p in SESSIONS[name] if p.t_rx_s < 4.0], seed)
    cuts = data.draw(st.lists(st.integers(0, len(packets)), max_size=40))

    assert differing(events(packets, cuts), events(packets, [])) == []
