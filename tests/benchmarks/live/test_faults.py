"""Faults are put in as they are called, and what is late is counted."""

import numpy as np
import pytest

from benchmarks.live.faults import FROM_S, LEFT, Row, constant, easy, frozen, turned
from firmware_sim.record import packets
from monitor.types import Packet
from monitor.wire import foot_imu, uuids

SENT = [p for p in packets(easy(3.0), FROM_S + 1.0, 5) if p[:2] == (LEFT, uuids.IMU)]
AFTER = [n for n, packet in enumerate(SENT) if packet.t_rx_s >= FROM_S]


def decoded(spoiled: list[Packet]) -> list[foot_imu.ImuFrame]:
    return [foot_imu.decode(spoiled[n].payload) for n in AFTER]


def test_a_stuck_pod_repeats_itself() -> None:
    assert {frame.sequence for frame in decoded(frozen(SENT))} == {
        foot_imu.decode(SENT[AFTER[0] - 1].payload).sequence
    }


def test_a_constant_sensor_goes_on_counting() -> None:
    frames = decoded(constant(SENT))

    assert not any(frame.acc_m_s2.any() or frame.gyr_rad_s.any() for frame in frames)
    assert len({frame.sequence for frame in frames}) == len(frames)


def test_a_turned_sensor_feels_as_much_in_another_direction() -> None:
    before, after = decoded(SENT), decoded(turned("x", 60.0)(SENT))

    for one, other in zip(before, after, strict=True):
        size = np.linalg.norm(one.acc_m_s2, axis=1)
        assert np.linalg.norm(other.acc_m_s2, axis=1) == pytest.approx(size, abs=0.03)
        assert not np.allclose(one.acc_m_s2, other.acc_m_s2, atol=0.5)


def test_what_is_late_or_never_said_misses_the_target(capsys: pytest.CaptureFixture[str]) -> None:
    assert not Row("stuck", 10.0, took=[5.0, 9.9]).print()
    assert Row("stuck", 10.0, took=[5.0, 11.0, None]).print()

    assert "2 of   3 said after 5.0 to 11.0 s (target 10): 2 late or never" in (
        capsys.readouterr().out
    )
