from dataclasses import replace
from typing import Any

import pytest

from monitor.errors import WireError
from monitor.types import Side
from monitor.wire import information
from monitor.wire.information import PodInformation

BOTH = PodInformation(
    side=Side.LEFT,
    imu_rate_hz=208.0,
    pressure_rate_hz=100.0,
    plantar_cells=20,
    instep_cells=4,
    acc_range_g=16,
    gyr_range_deg_s=2000,
    layout_id="flat24",
    firmware="1.2.0",
)


def test_a_pod_of_another_version_is_refused_by_its_number() -> None:
    payload = bytes([9]) + information.encode(BOTH)[1:]

    with pytest.raises(WireError, match="protocol version 9, this program reads 1") as caught:
        information.decode(payload)

    assert caught.value.payload == payload


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"imu_rate_hz": 5.0}, "IMU rate of 5 Hz"),
        ({"imu_rate_hz": 6400.0}, "IMU rate of 6400 Hz"),
        ({"pressure_rate_hz": 1.0}, "pressure rate of 1 Hz"),
        ({"plantar_cells": 7}, "insole of 7"),
        ({"instep_cells": 9}, r"insole of 20 \+ 9"),
        ({"acc_range_g": 0}, "IMU ranges of 0 g"),
        ({"gyr_range_deg_s": 60000}, "60000 deg/s"),
        ({"layout_id": ""}, "without a layout id"),
        ({"imu_rate_hz": 0.0}, "ranges, but no IMU"),
        ({"pressure_rate_hz": 0.0}, "no pressure rate"),
    ],
)
def test_what_cannot_be_true_is_neither_written_nor_believed(
    change: dict[str, Any], reason: str
) -> None:
    absurd = replace(BOTH, **change)
    payload = bytearray(information.encode(BOTH))
    payload[2:6] = round(absurd.imu_rate_hz * 1000).to_bytes(4, "little")
    payload[6:10] = round(absurd.pressure_rate_hz * 1000).to_bytes(4, "little")
    payload[10:13] = bytes([absurd.plantar_cells, absurd.instep_cells, absurd.acc_range_g])
    payload[13:15] = absurd.gyr_range_deg_s.to_bytes(2, "little")
    payload[15:22] = bytes([len(absurd.layout_id)]) + absurd.layout_id.encode()

    with pytest.raises(ValueError, match=reason):
        information.encode(absurd)
    with pytest.raises(WireError, match=reason):
        information.decode(bytes(payload))


def test_a_pod_without_any_sensor_is_refused() -> None:
    nothing = bytes([1, 1, *bytes(13), 0, 0])

    with pytest.raises(WireError, match="neither IMU nor insole"):
        information.decode(nothing)


def test_names_are_printable_ascii_of_bounded_length() -> None:
    for name in ("größe", "x" * 33, "two\nlines"):
        with pytest.raises(ValueError, match="printable ASCII"):
            information.encode(replace(BOTH, layout_id=name))
    with pytest.raises(WireError, match="printable ASCII"):
        information.decode(information.encode(BOTH).replace(b"flat24", b"flat\x0024"[:6]))


def test_a_name_too_long_is_not_believed() -> None:
    long = b"\x21" + b"x" * 33

    with pytest.raises(WireError, match="layout id is not up to 32"):
        information.decode(information.encode(BOTH).replace(b"\x06flat24", long))


def test_a_pod_may_have_only_one_of_the_two_sensors() -> None:
    imu = PodInformation(
        side=Side.RIGHT, imu_rate_hz=416.0, acc_range_g=32, gyr_range_deg_s=2000, firmware="2"
    )

    assert (imu.has_imu, imu.has_insole) == (True, False)
    assert information.decode(information.encode(imu)) == imu
