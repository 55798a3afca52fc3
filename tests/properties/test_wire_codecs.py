"""Every registered codec reads what it writes, and refuses the rest with a WireError."""

from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from monitor.errors import WireError
from monitor.types import Cell, CellLayout, Feeling, LapTrigger, Side, WishKind, Zone
from monitor.wire import CHARACTERISTICS, control, uuids
from monitor.wire.battery import BatteryLevel
from monitor.wire.calibration import CellCurve, TongueCalibration
from monitor.wire.clock import HostTick
from monitor.wire.foot_imu import ImuFrame
from monitor.wire.heart_rate import HeartRate
from monitor.wire.imported import SampleFrame, StreamDescription, StreamFrame, StreamKind
from monitor.wire.information import PodInformation
from monitor.wire.lap import LapMark
from monitor.wire.link import Link, LinkReason, LinkState
from monitor.wire.power import PowerMeasurement
from monitor.wire.press import Press
from monitor.wire.pressure import PressureFrame, max_samples
from monitor.wire.reference import Reference
from monitor.wire.rsc import RscFeature, RscMeasurement
from monitor.wire.symptom import Tap
from monitor.wire.temperature import TemperatureReading
from monitor.wire.treadmill import TreadmillData
from monitor.wire.wish import Quiet
from tests.properties.mapped_sensors import sensor_maps

U8, U16, U32 = st.integers(0, 0xFF), st.integers(0, 0xFFFF), st.integers(0, 0xFFFFFFFF)
SIDES = st.sampled_from(Side)
PRESSES = st.builds(
    Press,
    st.binary(min_size=16, max_size=16).map(bytes.hex),
    st.integers(0, 2**32 - 1).map(lambda age_ms: age_ms / 1000.0),
)
TEXT = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=32)
CURVES = st.builds(CellCurve, gain=st.floats(1e-3, 1000.0), exponent=st.floats(0.25, 4.0))
KNOWN = st.floats(0.0, allow_infinity=False)
NAME = TEXT.filter(bool)


def array(shape: tuple[int, ...], counts: st.SearchStrategy[int], scale: float) -> Any:
    return npst.arrays(np.int64, shape, elements=counts).map(lambda a: a * scale)


@st.composite
def imu_frames(draw: Any) -> ImuFrame:
    n = draw(st.integers(1, 19))
    i16 = st.integers(-32768, 32767)
    acc = draw(array((n, 3), i16, 9.80665 / 1024))
    return ImuFrame(draw(U32), draw(U16), acc, draw(array((n, 3), i16, np.deg2rad(1 / 16))))


@st.composite
def pressure_frames(draw: Any) -> PressureFrame:
    plantar, instep = draw(st.integers(8, 32)), draw(st.integers(0, 8))
    n = draw(st.integers(1, max_samples(plantar, instep)))
    kpa = draw(array((n, plantar + instep), st.integers(0, 0xFFFF), 1 / 64))
    kpa = np.where(kpa == 0xFFFF / 64, np.nan, kpa)
    return PressureFrame(draw(U32), draw(U16), kpa[:, :plantar], kpa[:, plantar:])


@st.composite
def pods(draw: Any) -> PodInformation:
    imu, insole = draw(st.sampled_from([(True, True), (True, False), (False, True)]))
    imu_fields = {
        "imu_rate_hz": st.integers(100_000, 416_000).map(lambda rate: rate / 1000),
        "acc_range_g": st.sampled_from([16, 32]),
        "gyr_range_deg_s": st.just(2000),
    }
    insole_fields = {
        "pressure_rate_hz": st.integers(50_000, 200_000).map(lambda rate: rate / 1000),
        "plantar_cells": st.integers(8, 32),
        "instep_cells": st.integers(0, 8),
        "layout_id": NAME,
    }
    chosen = (imu_fields if imu else {}) | (insole_fields if insole else {})
    return PodInformation(
        side=draw(SIDES), firmware=draw(TEXT), **draw(st.fixed_dictionaries(chosen))
    )


CELLS = st.builds(
    lambda forward, lateral, area: Cell(forward / 1000, lateral / 1000, area / 1_000_000),
    st.integers(-50, 450),
    st.integers(-150, 150),
    st.integers(1, 10_000),
)


LAYOUTS = st.builds(
    CellLayout,
    NAME,
    st.lists(CELLS, min_size=8, max_size=32).map(tuple),
    st.lists(CELLS, max_size=8).map(tuple),
)


@st.composite
def descriptions(draw: Any) -> StreamDescription:
    kind = draw(st.sampled_from(StreamKind))
    common = {
        "kind": kind,
        "side": draw(SIDES),
        "rate_hz": draw(st.floats(1.0, 10_000.0)),
        "mass_kg": draw(st.none() | st.floats(20.0, 200.0)),
    }
    if kind is not StreamKind.PRESSURE:
        channels = 6 if kind is StreamKind.IMU else 1
        return StreamDescription(
            channels=channels, frame=draw(st.sampled_from(StreamFrame)), **common
        )
    layout = draw(LAYOUTS)
    channels = len(layout.plantar) + len(layout.instep)
    return StreamDescription(
        channels=channels, instep_cells=len(layout.instep), layout=layout, **common
    )


@st.composite
def sample_frames(draw: Any) -> SampleFrame:
    n, channels = draw(st.integers(1, 20)), draw(st.integers(1, 41))
    seconds = st.floats(-1e9, 1e9)
    t_s = np.sort(draw(npst.arrays(np.float64, n, elements=seconds)))
    anything = st.floats(allow_nan=True, allow_infinity=False)
    values = draw(npst.arrays(np.float64, (n, channels), elements=anything))
    return SampleFrame(draw(U32), t_s, values)


REQUESTS = st.one_of(
    st.just(control.Start()),
    st.just(control.Stop()),
    st.builds(
        control.SetRate,
        st.sampled_from(control.Stream),
        st.integers(1, 0xFFFFFFFF).map(lambda rate: rate / 1000),
    ),
    st.builds(control.Identify, st.integers(1, 60)),
    st.just(control.Zero()),
)
ANSWERS = st.builds(control.Answer, st.integers(0, 127), st.sampled_from(control.Result))
CENTI = U16.map(lambda count: count / 100)
DECI = U32.map(lambda count: count / 10)

VALUES: dict[str, Any] = {
    uuids.INFORMATION: pods(),
    uuids.LAYOUT: LAYOUTS,
    uuids.IMU: imu_frames(),
    uuids.PRESSURE: pressure_frames(),
    uuids.CONTROL: REQUESTS | ANSWERS,
    uuids.BATTERY: st.builds(BatteryLevel, st.integers(0, 100)),
    uuids.HEART_RATE: st.builds(
        HeartRate,
        st.integers(0, 300),
        st.lists(U16.map(lambda count: count / 1024), max_size=9).map(tuple),
        st.none() | st.booleans(),
        st.none() | U16,
    ),
    uuids.RSC_MEASUREMENT: st.builds(
        RscMeasurement,
        U16.map(lambda count: count / 256),
        U8,
        st.booleans(),
        st.none() | CENTI,
        st.none() | DECI,
    ),
    uuids.RSC_FEATURE: st.builds(
        RscFeature,
        stride_length=st.booleans(),
        distance=st.booleans(),
        running=st.booleans(),
        calibration=st.booleans(),
        locations=st.booleans(),
    ),
    uuids.POWER: st.builds(PowerMeasurement, st.integers(-0x8000, 0x7FFF)),
    uuids.TREADMILL: st.builds(
        TreadmillData,
        st.none() | st.integers(0, 5400).map(lambda count: count / 360.0),
        st.none() | st.integers(0, 0xFFFFFF),
        st.none() | st.integers(-0x8000, 0x7FFE).map(lambda count: count / 1000),
    ),
    uuids.TEMPERATURE: st.builds(
        TemperatureReading,
        st.none() | st.integers(-27_315, 0x7FFF).map(lambda count: count / 100),
    ),
    uuids.CALIBRATION: st.builds(TongueCalibration, instep=st.tuples(CURVES, st.none() | CURVES)),
    uuids.LINK: st.builds(
        LinkState, st.sampled_from(Link), st.sampled_from(LinkReason), st.text(max_size=50)
    ),
    uuids.SYMPTOM: st.builds(
        Tap,
        st.sampled_from(Feeling),
        st.none() | SIDES,
        st.none() | st.sampled_from(Zone),
        st.none() | PRESSES,
    ),
    uuids.CLOCK: st.builds(HostTick, U32),
    uuids.WISH: st.builds(Quiet, st.sampled_from(WishKind), U16, st.none() | PRESSES),
    uuids.REFERENCE: st.builds(
        Reference,
        KNOWN,
        st.none() | KNOWN,
        st.none() | KNOWN,
        st.none() | st.floats(allow_nan=False, allow_infinity=False),
        st.none() | KNOWN,
    ),
    uuids.SENSOR_MAP: sensor_maps(),
    uuids.LAP: st.builds(LapMark, st.sampled_from(LapTrigger), U16),
    uuids.IMPORT_DESCRIPTION: descriptions(),
    uuids.IMPORT_SAMPLES: sample_frames(),
}
EVERY = pytest.mark.parametrize("uuid", CHARACTERISTICS)


def plain(value: Any) -> Any:
    """Value as something that ``==`` compares, arrays bit for bit."""
    if isinstance(value, np.ndarray):
        return value.shape, value.tobytes()
    if is_dataclass(value):
        return type(value), [plain(getattr(value, field.name)) for field in fields(value)]
    return value


def read(uuid: str, payload: bytes) -> Any:
    """Value of a payload, or the bytes that the error carries."""
    try:
        return plain(CHARACTERISTICS[uuid].decode(payload))
    except WireError as error:
        return error.payload


def refused_or_read_the_same_again(uuid: str, payload: bytes) -> bool:
    codec, value = CHARACTERISTICS[uuid], read(uuid, payload)
    if isinstance(value, bytes):
        return value == payload
    return plain(codec.decode(codec.encode(codec.decode(payload)))) == value


@EVERY
@given(data=st.data())
def test_a_codec_decodes_what_it_encodes(uuid: str, data: Any) -> None:
    value = data.draw(VALUES[uuid])
    codec = CHARACTERISTICS[uuid]

    payload = codec.encode(value)

    assert plain(codec.decode(payload)) == plain(value)
    assert codec.encode(codec.decode(payload)) == payload


@EVERY
@given(payload=st.binary(max_size=300))
def test_random_bytes_are_refused_with_the_bytes_or_read_soundly(uuid: str, payload: bytes) -> None:
    assert refused_or_read_the_same_again(uuid, payload)


@EVERY
@given(data=st.data())
def test_flipped_bits_are_refused_with_the_bytes_or_read_soundly(uuid: str, data: Any) -> None:
    payload = bytearray(CHARACTERISTICS[uuid].encode(data.draw(VALUES[uuid])))
    flips = data.draw(st.lists(st.integers(0, 8 * len(payload) - 1), min_size=1, max_size=8))
    for bit in flips:
        payload[bit // 8] ^= 1 << bit % 8

    assert refused_or_read_the_same_again(uuid, bytes(payload))


OF_SEVERAL_LENGTHS = {
    uuids.HEART_RATE,
    uuids.LINK,
    uuids.POWER,
    uuids.REFERENCE,
    uuids.RSC_MEASUREMENT,
    uuids.SYMPTOM,
    uuids.TREADMILL,
    uuids.WISH,
}
LENGTH_IS_KNOWN = sorted(CHARACTERISTICS.keys() - OF_SEVERAL_LENGTHS)


@pytest.mark.parametrize("uuid", LENGTH_IS_KNOWN)
@given(data=st.data())
def test_a_short_or_a_long_payload_is_refused(uuid: str, data: Any) -> None:
    codec = CHARACTERISTICS[uuid]
    payload = codec.encode(data.draw(VALUES[uuid]))
    short = payload[: data.draw(st.integers(0, len(payload) - 1))]
    long = payload + data.draw(st.binary(min_size=1, max_size=30).filter(lambda tail: tail.strip()))

    for wrong in (short, long):
        with pytest.raises(WireError) as caught:
            codec.decode(wrong)
        assert caught.value.payload == wrong
