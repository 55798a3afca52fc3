"""Heart rate, running speed and cadence, battery: as the Bluetooth SIG lays them out."""

import pytest

from monitor.errors import WireError
from monitor.wire import battery, heart_rate, rsc
from monitor.wire.battery import BatteryLevel
from monitor.wire.heart_rate import HeartRate
from monitor.wire.rsc import RscFeature, RscMeasurement


@pytest.mark.parametrize(
    ("payload", "beat"),
    [
        ("00 48", HeartRate(72)),
        ("01 48 00", HeartRate(72)),
        ("04 48", HeartRate(72, contact=False)),
        ("06 48", HeartRate(72, contact=True)),
        ("02 48", HeartRate(72)),  # contact without "contact is measured" says nothing
        ("e0 48", HeartRate(72)),  # reserved flags
        ("08 48 10 27", HeartRate(72, energy_kj=10_000)),
        ("10 48 00 04 00 02", HeartRate(72, (1.0, 0.5))),
        ("10 48", HeartRate(72)),  # some straps set the flag and send no interval
        ("1f 2c 01 05 00 00 01", HeartRate(300, (0.25,), contact=True, energy_kj=5)),
    ],
)
def test_heart_rate_is_read_as_its_flags_say(payload: str, beat: HeartRate) -> None:
    assert heart_rate.decode(bytes.fromhex(payload)) == beat


@pytest.mark.parametrize(
    "payload",
    ["00", "01 48", "08 48 10", "01 2d 01", "10 48" + " 00 04" * 122],
)
def test_heart_rate_that_is_shorter_than_its_flags_say_is_refused(payload: str) -> None:
    with pytest.raises(WireError, match="heart rate"):
        heart_rate.decode(bytes.fromhex(payload))


@pytest.mark.parametrize(
    ("payload", "beat"),
    [
        ("00 48 00", HeartRate(72)),
        ("00 48 00 04", HeartRate(72)),
        ("10 48 00", HeartRate(72)),
        ("10 48 00 04 07", HeartRate(72, (1.0,))),
        ("e0 48", HeartRate(72)),
    ],
)
def test_bytes_and_bits_that_a_strap_adds_cost_no_heart_rate(payload: str, beat: HeartRate) -> None:
    assert heart_rate.decode(bytes.fromhex(payload)) == beat


@pytest.mark.parametrize(
    "wrong",
    [HeartRate(301), HeartRate(-1), HeartRate(60, (64.0,)), HeartRate(60, (1.0,) * 122)],
)
def test_a_heart_rate_that_does_not_fit_is_not_written(wrong: HeartRate) -> None:
    with pytest.raises(ValueError, match=r"fit|bpm"):
        heart_rate.encode(wrong)


@pytest.mark.parametrize(
    ("payload", "measurement"),
    [
        ("00 00 03 50", RscMeasurement(3.0, 80)),
        ("fc 00 03 50", RscMeasurement(3.0, 80, running=True)),  # reserved flags
        ("01 00 03 50 e1 00", RscMeasurement(3.0, 80, stride_length_m=2.25)),
        ("02 00 03 50 0a 00 00 00", RscMeasurement(3.0, 80, distance_m=1.0)),
    ],
)
def test_speed_and_cadence_are_read_as_their_flags_say(
    payload: str, measurement: RscMeasurement
) -> None:
    assert rsc.decode(bytes.fromhex(payload)) == measurement


@pytest.mark.parametrize("payload", ["f8 00 03 50", "00 00 03 50 00", "80 00 03 50 01 02 03 04 05"])
def test_bytes_and_bits_that_a_speed_pod_adds_cost_no_speed(payload: str) -> None:
    assert rsc.decode(bytes.fromhex(payload)) == RscMeasurement(3.0, 80)


@pytest.mark.parametrize("payload", ["", "00 00 03", "01 00 03 50", "00 00 03 50" + " 00" * 241])
def test_speed_and_cadence_that_are_shorter_than_their_flags_say_are_refused(payload: str) -> None:
    with pytest.raises(WireError, match="RSC measurement"):
        rsc.decode(bytes.fromhex(payload))


@pytest.mark.parametrize(
    "wrong",
    [
        RscMeasurement(300.0, 80),
        RscMeasurement(3.0, 256),
        RscMeasurement(-1.0, 80),
        RscMeasurement(3.0, 80, stride_length_m=700.0),
    ],
)
def test_a_speed_that_does_not_fit_is_not_written(wrong: RscMeasurement) -> None:
    with pytest.raises(ValueError, match="RscMeasurement"):
        rsc.encode(wrong)


def test_reserved_features_are_ignored() -> None:
    assert rsc.decode_feature(b"\xe5\xff") == RscFeature(stride_length=True, running=True)


def test_a_battery_holds_no_more_than_all() -> None:
    with pytest.raises(ValueError, match="101 %"):
        battery.encode(BatteryLevel(101))
