"""The bytes of the lace pod, made under MicroPython, against our own decoders."""

from collections.abc import Iterator

import numpy as np
import pytest

pytest.importorskip("micropython_unix")

from monitor.errors import WireError
from monitor.types import Side
from monitor.wire import control, foot_imu, information, layout, pressure, uuids
from monitor.wire.control import Answer, Result
from tests.firmware.micropython import MicroPython, micropython

G, DEG = 9.80665, np.pi / 180.0


@pytest.fixture(scope="module")
def pod() -> Iterator[MicroPython]:
    with micropython() as ask:
        ask("import wire, settings, pod, stream, times, cells, lsm6dso32, struct")
        yield ask


def test_it_says_what_it_is(pod: MicroPython) -> None:
    pod("p = pod.Pod(settings, [104000, 208000], 32, 2000, [0, 0, 0, 0])")

    about = information.decode(pod("p.information()"))
    places = layout.decode(pod("p.layout()"))

    assert (about.side, about.imu_rate_hz, about.pressure_rate_hz) == (Side.LEFT, 208.0, 100.0)
    assert (about.plantar_cells, about.instep_cells, about.layout_id) == (0, 4, "tongue4")
    assert (about.acc_range_g, about.gyr_range_deg_s) == (32, 2000)
    assert (places.name, places.plantar, len(places.instep)) == ("tongue4", (), 4)
    assert [cell.forward_m for cell in places.instep] == [0.095, 0.095, 0.135, 0.135]


def test_it_uses_the_protocols_identifiers(pod: MicroPython) -> None:
    names = "SERVICE", "INFORMATION", "LAYOUT", "CONTROL"
    ours = [uuids.SERVICE, uuids.INFORMATION, uuids.LAYOUT, uuids.CONTROL]

    assert [pod(f"wire.{name}") for name in names] == ours
    assert [pod("wire.IMU_SAMPLES"), pod("wire.PRESSURE_SAMPLES")] == [uuids.IMU, uuids.PRESSURE]


def test_the_sensors_counts_keep_their_values(pod: MicroPython) -> None:
    """0.976 mg and 70 m°/s a count, to half a count of the protocol and 0.01 %."""
    counts = [(0, 0, 0), (1024, -1024, 1), (32767, -32768, 7), (-5, 300, -29999)]
    pod(f"s = [lsm6dso32.sample(c, c[2:] + c[1:2] + c[:1]) for c in {counts}]")

    frame = foot_imu.decode(pod("wire.imu_packet(5, 6, s)"))

    acc_g = np.array(counts) * 0.976e-3
    gyr_deg_s = np.clip(np.array([c[::-1] for c in counts]) * 0.070, -2048.0, 2048.0 - 1 / 16)
    np.testing.assert_allclose(frame.acc_m_s2 / G, acc_g, rtol=1e-4, atol=0.51 / 1024)
    np.testing.assert_allclose(frame.gyr_rad_s / DEG, gyr_deg_s, rtol=1e-4, atol=0.51 / 16)
    assert (frame.tick, frame.sequence) == (5, 6)


def test_a_fifo_is_read_pair_by_pair_and_half_a_pair_waits(pod: MicroPython) -> None:
    pod("b = lambda tag, slot, x: struct.pack('<Bhhh', tag << 3 | slot << 1, x, 0, 0)")
    pod("Bus = type('Bus', (), {})")
    pod("bus = Bus(); bus.readfrom_mem = lambda a, r, n: b'\\x6c' if r == 15 else raw[:n]")
    pod("bus.writeto_mem = lambda a, r, d: None; raw = b'\\x00'; imu = lsm6dso32.Imu(bus)")
    pod("raw = b(1, 0, 10) + b(2, 0, 1) + b(3, 0, 99) + b(2, 1, 2)")
    first = pod("imu.read(4)")
    pod("raw = b(1, 1, 20) + b(2, 2, 3) + b(1, 3, 40) + b(2, 3, 4)")

    second = pod("imu.read(4)")

    x = [foot_imu.decode(b"\0" * 6 + b"\1" + one) for one in first + second]
    assert [round(float(f.acc_m_s2[0, 0] / G * 1024)) for f in x] == [1, 2, 4]
    assert [round(float(f.gyr_rad_s[0, 0] / DEG * 16)) for f in x] == [11, 22, 45]


def test_the_rates_are_those_of_its_own_oscillator(pod: MicroPython) -> None:
    pod("bus.readfrom_mem = lambda a, r, n: b'\\x6c' if r == 15 else b'\\xf6'")

    assert pod("lsm6dso32.Imu(bus).rates_mhz") == [102609, 205218, 410437]


def test_a_cell_that_cannot_be_told_is_not_valid(pod: MicroPython) -> None:
    volts = [0, 500_000, 2_000_000, 3_000_000]
    pod(f"c = cells.counts([cells.conductance_ns(v) for v in {volts}], [0, 10000, 0, 0])")

    frame = pressure.decode(pod("wire.pressure_packet(1, 2, [c])"))

    nominal = [v / (4700.0 * (3.3e6 - v)) * 1e9 / 10_000.0 for v in volts]
    expected = [[0.0, nominal[1] - 1.0, nominal[2], np.nan]]
    np.testing.assert_allclose(frame.instep_kpa, expected, atol=1 / 64)
    assert frame.plantar_kpa.shape == (1, 0)


ANSWERS = {
    b"": Answer(0, Result.UNKNOWN_OPCODE),
    b"\x09": Answer(9, Result.UNKNOWN_OPCODE),
    b"\x81\x00": Answer(1, Result.UNKNOWN_OPCODE),
    b"\x04\x00": Answer(4, Result.BAD_ARGUMENT),
    b"\x04\x3d": Answer(4, Result.BAD_ARGUMENT),
    b"\x01\x00": Answer(1, Result.BAD_ARGUMENT),
    b"\x03\x01\x80\x2c\x03": Answer(3, Result.BAD_ARGUMENT),
    b"\x03\x03\x80\x2c\x03\x00": Answer(3, Result.BAD_ARGUMENT),
    control.encode(control.Identify(60)): Answer(4, Result.OK),
    control.encode(control.SetRate(control.Stream.IMU, 110.0)): Answer(3, Result.OK),
    control.encode(control.Stop()): Answer(2, Result.OK),
    control.encode(control.Start()): Answer(1, Result.OK),
    control.encode(control.Zero()): Answer(5, Result.BUSY),
    control.encode(control.SetRate(control.Stream.PRESSURE, 50.0)): Answer(3, Result.BUSY),
}


def test_every_request_is_answered_as_the_protocol_says(pod: MicroPython) -> None:
    pod("p = pod.Pod(settings, [104000, 208000], 32, 2000, [0] * 4)")

    said = [control.decode(pod(f"p.write({request!r})")) for request in ANSWERS]

    assert said == list(ANSWERS.values())
    assert pod("(p.streaming, p.blink_s)") == (True, 60)
    assert information.decode(pod("p.information()")).imu_rate_hz == 104.0


def test_what_it_refuses_our_own_decoder_refuses_too(pod: MicroPython) -> None:
    """Every opcode with every length up to seven, so that the two cannot drift apart."""
    pod("p = pod.Pod(settings, [104000, 208000], 32, 2000, [0] * 4)")
    for opcode in range(128):
        for length in range(7):
            request = bytes([opcode, 1, 1, 1, 1, 1, 1][: length + 1])
            answer = control.decode(pod(f"p.write({request!r})"))
            try:
                control.decode(request)
            except WireError:
                assert answer == control.refusal(request)
            else:
                assert answer in (Answer(opcode, Result.OK), Answer(opcode, Result.BUSY))
