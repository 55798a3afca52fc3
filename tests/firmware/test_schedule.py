"""When the lace pod builds a notification, and what it drops, asked of it under MicroPython."""

from collections.abc import Iterator

import pytest

pytest.importorskip("micropython_unix")

import itertools

from monitor.wire import foot_imu, pressure
from tests.firmware.micropython import MicroPython, micropython

MS = 1_000_000


@pytest.fixture(scope="module")
def pod() -> Iterator[MicroPython]:
    with micropython() as ask:
        ask("import wire, settings, pod, stream, times, cells")
        yield ask


def started(pod: MicroPython) -> None:
    pod("p = pod.Pod(settings, [100000, 200000], 32, 2000, [0] * 4); one = b'\\0' * 12")
    pod("p.write(b'\\x01'); p.restart = False; sent = []; free = 99")
    pod("take = lambda kind, packet: (sent.append((kind, packet)), True)[1] if free else False")


def frames(pod: MicroPython) -> list[foot_imu.ImuFrame]:
    pod("p.outbox.send(take)")
    return [foot_imu.decode(packet) for kind, packet in pod("sent") if kind == 1]


def test_the_tick_wraps(pod: MicroPython) -> None:
    started(pod)
    at_ns = ((1 << 32) * 15_625_000 // 512) - 50 * MS
    for step in range(3):
        pod(f"p.imu([one] * 19, {at_ns + step * 95 * MS}, False)")

    heard = frames(pod)

    assert [frame.sequence for frame in heard] == [0, 1, 2]
    steps = [(b.tick - a.tick) % (1 << 32) for a, b in itertools.pairwise(heard)]
    assert heard[0].tick > heard[-1].tick
    assert steps == pytest.approx([19 * 32768 / 200.0] * 2, abs=1)


def test_the_number_of_a_notification_wraps(pod: MicroPython) -> None:
    pod("s = stream.Stream(lambda tick, number, samples: number, 1, 1000, 0); s.number = 65534")

    numbers = [pod(f"s.add({step}, one)") for step in range(3)]

    assert numbers == [[65534], [65535], [0]]


def test_the_counter_of_the_board_wraps_every_18_minutes(pod: MicroPython) -> None:
    pod("b = times.Boot()")
    readings = [(1 << 30) - 5, 3, 1 << 29, (1 << 30) - 1, 0]

    total_ns = [pod(f"b.ns({reading})") for reading in readings]

    wrap = 1 << 30
    expected = [wrap - 5, wrap + 3, wrap + (1 << 29), 2 * wrap - 1, 2 * wrap]
    assert total_ns == [1000 * us for us in expected]


def test_a_sensor_whose_clock_is_off_is_followed_without_a_jump(pod: MicroPython) -> None:
    """Truth: 203 Hz where 200 are said, read at odd moments over a minute."""
    pod("line = times.SampleLine(200000)")
    taken, worst, before = 0, 0.0, None
    for step in range(3000):
        read_s = 0.02 * step + 0.0031 * (step % 7)
        made = int(read_s * 203.0)
        if made == taken:
            continue
        first_s = pod(f"line.first_ns({made - taken}, {round(read_s * 1e9)})") / 1e9
        if read_s > 5.0:
            worst = max(worst, abs(first_s - (taken + 1) / 203.0))
            assert first_s > before
        before, taken = first_s, made

    assert worst < 1.5 / 203.0


def test_a_notification_waits_no_longer_than_it_may(pod: MicroPython) -> None:
    started(pod)
    pod(f"p.imu([one] * 5, {1000 * MS}, False); p.hurry({1100 * MS})")
    early = len(frames(pod))
    pod(f"p.hurry({1130 * MS})")

    heard = frames(pod)

    assert (early, len(heard), len(heard[0])) == (0, 1, 5)


def test_a_hole_closes_a_notification_and_is_not_filled(pod: MicroPython) -> None:
    started(pod)
    pod(f"p.imu([one] * 6, {1000 * MS}, False); p.imu([one] * 4, {1100 * MS}, True)")
    pod(f"p.hurry({1600 * MS})")

    heard = frames(pod)

    assert [len(frame) for frame in heard] == [6, 4]
    assert [frame.sequence for frame in heard] == [0, 1]
    first_s = [frame.tick / 32768 for frame in heard]
    assert first_s[1] - first_s[0] == pytest.approx(0.11, abs=0.003)


def test_what_the_radio_does_not_take_is_dropped_whole_and_its_number_with_it(
    pod: MicroPython,
) -> None:
    started(pod)
    pod("free = 0")
    for step in range(40):
        pod(f"p.imu([one] * 19, {(1000 + 95 * step) * MS}, False); p.outbox.send(take)")
    pod("free = 1")

    heard = frames(pod)

    assert pod("p.outbox.dropped") == 24
    assert [frame.sequence for frame in heard] == list(range(24, 40))
    assert all(len(frame) == 19 for frame in heard)
    ticks = [b.tick - a.tick for a, b in itertools.pairwise(heard)]
    assert ticks == pytest.approx([19 * 32768 / 200.0] * 15, abs=1)


def test_numbers_run_on_over_stop_and_start_and_old_samples_are_not_sent(pod: MicroPython) -> None:
    started(pod)
    pod(f"p.imu([one] * 30, {1000 * MS}, False); p.outbox.send(take)")
    pod(f"p.write(b'\\x02'); p.imu([one] * 30, {2000 * MS}, False); p.write(b'\\x01')")
    pod(f"p.imu([one] * 30, {2500 * MS}, False); p.restart = False")
    pod(f"p.imu([one] * 19, {3000 * MS}, False)")

    heard = frames(pod)

    assert [(frame.sequence, len(frame)) for frame in heard] == [(0, 19), (1, 19)]
    assert heard[1].tick / 32768 == pytest.approx(3.0 - 18.5 / 200.0, abs=0.003)


def test_a_slot_that_was_missed_stays_missed(pod: MicroPython) -> None:
    started(pod)
    due_ms = []
    for now_ms in (0, 4, 10, 13, 21, 55, 60):
        at_ns = pod(f"p.cells_due_ns({now_ms * MS})")
        if at_ns is not None:
            due_ms.append(at_ns / MS)
            pod(f"p.read_cells([500000] * 4, {at_ns})")
    pod(f"p.hurry({400 * MS}); p.outbox.send(take)")

    heard = [pressure.decode(packet) for kind, packet in pod("sent") if kind == 2]

    assert due_ms == [0, 10, 20, 60]
    assert [len(frame) for frame in heard] == [3, 1]


def test_zero_takes_the_mean_of_a_second_and_says_that_it_is_new(pod: MicroPython) -> None:
    pod("p = pod.Pod(settings, [200000], 32, 2000, [0] * 4)")
    assert pod("p.write(b'\\x05')") == b"\x85\x00"
    assert pod("p.write(b'\\x01')") == b"\x81\x03"
    for step in range(100):
        volts = [500_000 + 1000 * (step % 2), 0, 3_000_000, 200_000]
        pod(f"p.read_cells({volts}, p.cells_due_ns({step * 10 * MS}))")

    zeros = pod("p.zeros")

    assert pod("p.keep_zeros")
    assert zeros[0] == pytest.approx(500_500 / (4700 * 2_799_500) * 1e9, rel=1e-3)
    assert zeros[1:3] == [0, 0]
    assert pod("p.write(b'\\x01')") == b"\x81\x00"


def test_the_battery_is_said_when_it_changed_and_once_a_minute_at_most(pod: MicroPython) -> None:
    pod("p = pod.Pod(settings, [200000], 32, 2000, [0] * 4)")
    asked = [(0, 80), (5, 80), (10, 79), (61, 79), (62, 78), (200, 78)]

    said = [pod(f"p.battery({percent}, {s} * 10**9)") for s, percent in asked]

    assert said == [True, False, False, True, False, True]
    levels = [pod(f"cells.battery_percent({mv})") for mv in range(3000, 4300, 10)]
    assert levels == sorted(levels)
    assert (levels[0], levels[-1]) == (0, 100)
