import numpy as np
import pytest

from monitor.errors import WireError
from monitor.wire import foot_imu
from monitor.wire.foot_imu import ImuFrame

STANDING = bytes.fromhex("00 80 00 00  07 00  01  00 00 00 04 00 00  00 00 00 00 10 00")


def frame(acc_m_s2: float, gyr_rad_s: float = 0.0, n: int = 1) -> ImuFrame:
    return ImuFrame(0, 0, np.full((n, 3), acc_m_s2), np.full((n, 3), gyr_rad_s))


def test_decode_reads_the_worked_example_of_the_protocol_document() -> None:
    standing = foot_imu.decode(STANDING)

    assert (standing.tick, standing.sequence, len(standing)) == (32768, 7, 1)  # one second
    np.testing.assert_allclose(standing.acc_m_s2, [[0.0, 9.80665, 0.0]])
    np.testing.assert_allclose(np.rad2deg(standing.gyr_rad_s), [[0.0, 0.0, 1.0]])


def test_encode_saturates_as_the_sensor_does() -> None:
    read = foot_imu.decode(foot_imu.encode(frame(1000.0, -100.0)))

    np.testing.assert_allclose(read.acc_m_s2, 32767 / 1024 * 9.80665)
    np.testing.assert_allclose(np.rad2deg(read.gyr_rad_s), -2048.0)


def test_the_scale_holds_32_g_and_2000_deg_s_to_half_a_count() -> None:
    acc_m_s2, gyr_rad_s = 31.99 * 9.80665, np.deg2rad(2000.0)

    read = foot_imu.decode(foot_imu.encode(frame(acc_m_s2, gyr_rad_s)))

    np.testing.assert_allclose(read.acc_m_s2, acc_m_s2, rtol=0, atol=9.80665 / 2048)
    np.testing.assert_allclose(read.gyr_rad_s, gyr_rad_s, rtol=0, atol=np.deg2rad(1 / 32))


def test_nineteen_samples_fill_a_notification_and_twenty_are_refused() -> None:
    full = foot_imu.encode(frame(1.0, n=19))
    too_long = full[:6] + bytes([20]) + full[7:] + bytes(12)

    assert len(full) == 235
    with pytest.raises(WireError, match="IMU frame of 20 samples has 247 bytes"):
        foot_imu.decode(too_long)


def test_no_sample_at_all_is_refused() -> None:
    with pytest.raises(WireError, match="IMU frame of 0 samples has 7 bytes"):
        foot_imu.decode(bytes(7))


@pytest.mark.parametrize("wrong", [frame(np.nan), frame(1.0, n=0), frame(1.0, n=20)])
def test_encode_writes_nothing_that_decode_would_refuse(wrong: ImuFrame) -> None:
    with pytest.raises(ValueError, match=r"samples, 1 to 19 fit|sample is missing"):
        foot_imu.encode(wrong)


def test_a_decoded_frame_cannot_be_changed() -> None:
    standing = foot_imu.decode(STANDING)

    with pytest.raises(ValueError, match="read-only"):
        standing.acc_m_s2[0, 0] = 1.0


def test_many_keep_the_order_of_arrival_and_say_what_was_skipped() -> None:
    one, three = foot_imu.encode(frame(1.0)), foot_imu.encode(frame(3.0, n=3))
    rubbish = b"rubbish"

    batch = foot_imu.decode_many([three, rubbish, one, three[:-1], one])

    assert batch.packet.tolist() == [0, 2, 4]
    assert batch.count.tolist() == [3, 1, 1]
    np.testing.assert_allclose(batch.values[:, 0], [3.0, 3.0, 3.0, 1.0, 1.0], atol=0.005)
    assert [(i, error.payload) for i, error in batch.errors] == [(1, rubbish), (3, three[:-1])]


def test_many_of_nothing_is_an_empty_batch() -> None:
    batch = foot_imu.decode_many([])

    assert (batch.packet.shape, batch.values.shape, batch.errors) == ((0,), (0, 6), ())
