"""Rate, loss and drift are what the packets say."""

import numpy as np
import pytest

from monitor.sources.link_quality import LinkQuality, Quality
from monitor.types import Packet, Side
from monitor.wire import battery, foot_imu, heart_rate, information, uuids

STILL = np.zeros((16, 3))
EVERY_S = 0.08


def imu(number: int, device_s: float, t_rx_s: float) -> Packet:
    tick = round(device_s * 32768) % 2**32
    frame = foot_imu.ImuFrame(tick, number % 65536, STILL.copy(), STILL.copy())
    return Packet("pod", uuids.IMU, t_rx_s, foot_imu.encode(frame))


def heard(packets: list[Packet]) -> Quality:
    quality = LinkQuality()
    for packet in packets:
        quality.push(packet)
    return quality.now


def test_nothing_is_claimed_of_a_sensor_that_said_nothing() -> None:
    assert heard([]) == Quality()


def test_who_it_is_and_its_charge_are_told() -> None:
    said = information.PodInformation(
        side=Side.LEFT, imu_rate_hz=200.0, acc_range_g=16, gyr_range_deg_s=2000, firmware="toy"
    )
    packets = [
        Packet("pod", uuids.INFORMATION, 0.0, information.encode(said)),
        Packet("pod", uuids.BATTERY, 0.1, battery.encode(battery.BatteryLevel(70))),
    ]

    assert heard(packets) == Quality(side=Side.LEFT, battery_percent=70)


def test_a_lost_packet_in_ten_is_counted_over_the_wrap_of_the_numbers() -> None:
    numbers = [n for n in range(65500, 65600) if n % 10]
    packets = [imu(n, n * EVERY_S, n * EVERY_S) for n in numbers]

    now = heard(packets)

    assert now.lost_percent == pytest.approx(10.0, abs=1.0)
    assert now.packets_hz == pytest.approx(0.9 / EVERY_S, rel=0.03)


@pytest.mark.parametrize("drift_ppm", [-80.0, 0.0, 40.0])
def test_the_drift_of_a_clock_shows_through_delays_that_vary(drift_ppm: float) -> None:
    rng = np.random.default_rng(3)
    packets = []
    for number in range(900):
        t_s = number * EVERY_S
        device_s = t_s * (1.0 + drift_ppm * 1e-6)
        packets.append(imu(number, device_s, t_s + 0.01 + float(rng.exponential(0.01))))

    now = heard(packets)

    assert now.drift_ppm == pytest.approx(drift_ppm, abs=15.0)


def test_drift_is_not_told_before_it_can_be_known() -> None:
    packets = [imu(number, number * EVERY_S, number * EVERY_S) for number in range(100)]

    assert heard(packets).drift_ppm is None


def test_a_pod_that_restarts_begins_anew() -> None:
    before = [imu(50_000 + n, 700.0 + n * EVERY_S, n * EVERY_S) for n in range(600)]
    after = [imu(n, 1.0 + n * EVERY_S, 60.0 + n * EVERY_S) for n in range(100)]

    now = heard([*before, *after])

    assert now.lost_percent == 0.0
    assert now.drift_ppm is None


def test_a_strap_has_a_rate_and_no_numbers_to_lose() -> None:
    beat = heart_rate.encode(heart_rate.HeartRate(120))
    packets = [Packet("strap", uuids.HEART_RATE, float(n), beat) for n in range(11)]

    assert heard(packets) == Quality(packets_hz=1.0)
