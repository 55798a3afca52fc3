"""Taps say whose pods they are."""

from collections.abc import Sequence

import numpy as np
import pytest

from monitor.sources.ble_adapter import FoundSensor
from monitor.sources.ble_kinds import SensorKind
from monitor.sources.double_tap import DoubleTap
from monitor.sources.pairing import Pairing
from monitor.types import Packet, Side
from monitor.units import STANDARD_GRAVITY_M_S2
from monitor.wire import foot_imu, information, uuids

RATE_HZ = 200.0
SAMPLES = 10


def frames(knocks_s: Sequence[float], duration_s: float = 4.0) -> list[foot_imu.ImuFrame]:
    """A foot that stands still, but for knocks of 30 ms."""
    force_m_s2 = np.full(round(duration_s * RATE_HZ), STANDARD_GRAVITY_M_S2)
    for knock_s in knocks_s:
        start = round(knock_s * RATE_HZ)
        force_m_s2[start : start + 6] = 70.0
    acc_m_s2 = np.zeros((len(force_m_s2), 3))
    acc_m_s2[:, 2] = force_m_s2
    return [
        foot_imu.ImuFrame(start, start, acc_m_s2[start : start + SAMPLES], np.zeros((SAMPLES, 3)))
        for start in range(0, len(acc_m_s2), SAMPLES)
    ]


@pytest.mark.parametrize(
    ("knocks_s", "taps"),
    [
        ([], 0),
        ([1.0], 0),
        ([1.0, 1.4], 1),
        ([1.0, 1.05, 1.4], 1),
        ([1.0, 1.4, 1.8], 0),
        ([0.3, 0.6, 2.0, 2.5], 2),
        ([0.7 * n for n in range(1, 5)], 0),
    ],
)
def test_two_knocks_with_calm_around_them_are_a_tap(knocks_s: list[float], taps: int) -> None:
    watch = DoubleTap(RATE_HZ)

    assert sum(watch.push(frame) for frame in frames(knocks_s)) == taps


def pod(name: str, kind: SensorKind = SensorKind.POD) -> FoundSensor:
    return FoundSensor(f"AA:{name}", name, kind, -50)


def is_a(side: Side, sensor: str) -> Packet:
    said = information.PodInformation(
        side=side, imu_rate_hz=RATE_HZ, acc_range_g=16, gyr_range_deg_s=2000, firmware="toy"
    )
    return Packet(f"AA:{sensor}", uuids.INFORMATION, 0.0, information.encode(said))


def taps(pairing: Pairing, sensor: str, at_s: float = 0.0) -> list[str]:
    packets = [
        Packet(f"AA:{sensor}", uuids.IMU, at_s, foot_imu.encode(f)) for f in frames([1.0, 1.4])
    ]
    return [sentence for packet in packets for sentence in pairing.push(packet)]


def mine(pairing: Pairing) -> list[tuple[str, Side | None]]:
    return [(chosen.sensor.name, chosen.side) for chosen in pairing.chosen()]


def test_a_runner_with_a_right_pod_alone_is_asked_for_the_right_foot() -> None:
    pairing = Pairing([pod("r")])

    said = pairing.push(is_a(Side.RIGHT, "r"))
    taps(pairing, "r")

    assert said == ["r is here: it is a right one", "no left pod is here"]
    assert mine(pairing) == [("r", Side.RIGHT)]


def test_one_tap_is_enough_where_there_is_one_pod_a_foot() -> None:
    strap = pod("strap", SensorKind.HEART_RATE)
    pairing = Pairing([pod("l"), pod("r"), strap])
    for packet in (is_a(Side.LEFT, "l"), is_a(Side.RIGHT, "r")):
        pairing.push(packet)

    said = taps(pairing, "l")

    assert said == [
        "l felt that: it is your left one",
        "r is the only right one: it is yours too",
    ]
    assert pairing.asked is None
    assert mine(pairing) == [("l", Side.LEFT), ("r", Side.RIGHT), ("strap", None)]


def test_among_other_runners_each_foot_is_tapped_and_their_straps_are_left_alone() -> None:
    straps = [pod("his", SensorKind.HEART_RATE), pod("hers", SensorKind.HEART_RATE)]
    pairing = Pairing([pod("l1"), pod("l2"), pod("r1"), pod("r2"), *straps])
    for name in ("l1", "l2", "r1", "r2"):
        pairing.push(is_a(Side.LEFT if name[0] == "l" else Side.RIGHT, name))

    taps(pairing, "l2")
    asked = pairing.asked
    taps(pairing, "r1")

    assert (asked, pairing.asked) == (Side.RIGHT, None)
    assert mine(pairing) == [("l2", Side.LEFT), ("r1", Side.RIGHT)]
    assert pairing.unclear() == straps


def test_while_a_foot_is_not_tapped_nothing_is_chosen() -> None:
    alone = Pairing([pod("l"), pod("strap", SensorKind.HEART_RATE)])
    half = Pairing([pod("l1"), pod("r1"), pod("r2"), pod("strap", SensorKind.HEART_RATE)])
    for packet in (is_a(Side.LEFT, "l1"), is_a(Side.RIGHT, "r1"), is_a(Side.RIGHT, "r2")):
        half.push(packet)

    taps(half, "l1")

    assert (alone.asked, mine(alone)) == (Side.LEFT, [])
    assert (half.asked, mine(half)) == (Side.RIGHT, [])


def test_a_pod_that_connects_after_the_first_tap_is_waited_for() -> None:
    pairing = Pairing([pod("l"), pod("r"), pod("strap", SensorKind.HEART_RATE)])
    pairing.push(is_a(Side.LEFT, "l"))

    taps(pairing, "l")
    before = (pairing.asked, mine(pairing))
    said = pairing.push(is_a(Side.RIGHT, "r"))

    assert before == (Side.RIGHT, [])
    assert said == ["r is here: it is a right one", "r is the only right one: it is yours too"]
    assert pairing.asked is None
    assert mine(pairing) == [("l", Side.LEFT), ("r", Side.RIGHT), ("strap", None)]


def test_who_has_one_pod_is_not_kept_waiting_by_a_strangers_that_says_nothing() -> None:
    strap = pod("strap", SensorKind.HEART_RATE)
    pairing = Pairing([pod("l"), pod("stranger"), strap])
    pairing.push(is_a(Side.LEFT, "l"))

    taps(pairing, "l", 5.0)
    before = (pairing.asked, mine(pairing))
    early = pairing.push(Packet("AA:l", uuids.BATTERY, 24.0, b"\x50"))
    said = pairing.push(Packet("AA:l", uuids.BATTERY, 25.0, b"\x50"))

    assert before == (Side.RIGHT, [])
    assert early == []
    assert said == ["stranger does not say its foot, and is not paired"]
    assert pairing.silent == [pod("stranger")]
    assert pairing.asked is None
    assert mine(pairing) == [("l", Side.LEFT), ("strap", None)]


def test_what_was_tapped_is_kept_when_the_time_is_over() -> None:
    tapped = Pairing([pod("l"), pod("stranger")])
    untapped = Pairing([pod("l"), pod("stranger")])
    for pairing in (tapped, untapped):
        pairing.push(is_a(Side.LEFT, "l"))
    taps(tapped, "l")

    said = [tapped.give_up(), untapped.give_up()]

    assert said == [["stranger does not say its foot, and is not paired"], []]
    assert (tapped.asked, mine(tapped)) == (None, [("l", Side.LEFT)])
    assert (untapped.asked, mine(untapped)) == (Side.LEFT, [])


def test_a_foot_of_which_a_pod_is_known_is_tapped_however_long_another_is_silent() -> None:
    pairing = Pairing([pod("l"), pod("r"), pod("silent")])
    for packet in (is_a(Side.LEFT, "l"), is_a(Side.RIGHT, "r")):
        pairing.push(packet)

    taps(pairing, "l")
    pairing.push(Packet("AA:l", uuids.BATTERY, 99.0, b"\x50"))
    asked = pairing.asked  # the silent one may be the runner's
    taps(pairing, "r", 100.0)

    assert (asked, pairing.asked) == (Side.RIGHT, None)
    assert mine(pairing) == [("l", Side.LEFT), ("r", Side.RIGHT)]
    assert pairing.silent == []


def test_of_two_pods_of_a_foot_the_quicker_one_is_not_taken_untapped() -> None:
    pairing = Pairing([pod("l"), pod("r1"), pod("r2")])
    for packet in (is_a(Side.LEFT, "l"), is_a(Side.RIGHT, "r1")):
        pairing.push(packet)

    taps(pairing, "l")
    pairing.push(is_a(Side.RIGHT, "r2"))
    asked = pairing.asked
    taps(pairing, "r2")

    assert (asked, pairing.asked) == (Side.RIGHT, None)
    assert mine(pairing) == [("l", Side.LEFT), ("r2", Side.RIGHT)]


def test_a_pod_on_the_wrong_shoe_is_said() -> None:
    pairing = Pairing([pod("l"), pod("r")])
    for packet in (is_a(Side.LEFT, "l"), is_a(Side.RIGHT, "r")):
        pairing.push(packet)

    said = taps(pairing, "r")

    assert said == [
        "r felt that, and says it is a right one: change the pods over, or tap the left foot"
    ]
    assert (pairing.asked, mine(pairing)) == (Side.LEFT, [])


def test_pods_of_one_name_are_told_apart_by_their_address() -> None:
    first = FoundSensor("AA:1", "pod", SensorKind.POD, -50)
    second = FoundSensor("AA:2", "pod", SensorKind.POD, -40)
    pairing = Pairing([first, second])
    for name, side in (("2", Side.LEFT), ("1", Side.RIGHT)):
        pairing.push(is_a(side, name))

    taps(pairing, "2")

    assert [chosen.sensor for chosen in pairing.chosen()] == [second, first]
