"""Packets of one stream are put in order, whatever the link and the device did to them."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.ingest.limits import IngestLimits
from monitor.ingest.packet_columns import TICK_HZ, OrderedPackets, Packets, Tally
from monitor.ingest.reorder import Sequencer
from tests.tries import tries

LIMITS = IngestLimits()
WINDOW = LIMITS.reorder_packets
SAMPLES = 4
PACKET_TICKS = 1311
"""Four samples at 100 Hz."""
PACKET_S = PACKET_TICKS / TICK_HZ


def sent(numbers: list[int], *, tick: int = 1000, sequence: int = 0, rx_s: float = 5.0) -> Packets:
    """Packets by number: the n-th of a boot, 40 ms each, values say the number."""
    n = np.array(numbers, dtype=np.int64)
    return Packets(
        order=np.arange(len(n)),
        sequence=(sequence + n) % 2**16,
        tick=(tick + n * PACKET_TICKS) % 2**32,
        count=np.full(len(n), SAMPLES),
        t_rx_s=rx_s + n * PACKET_S,
        values=np.repeat(n, SAMPLES)[:, np.newaxis].astype(np.float64),
    )


def both(*parts: Packets) -> Packets:
    columns = ("sequence", "tick", "count", "t_rx_s", "values")
    joined: dict[str, Any] = {c: np.concatenate([getattr(p, c) for p in parts]) for c in columns}
    return Packets(order=np.arange(len(joined["tick"])), **joined)


def part(packets: Packets, start: int, stop: int) -> Packets:
    rows = slice(start * SAMPLES, stop * SAMPLES)
    cut = slice(start, stop)
    return Packets(
        *(getattr(packets, c)[cut] for c in ("order", "sequence", "tick", "count", "t_rx_s")),
        packets.values[rows],
    )


def sequencer() -> Sequencer:
    return Sequencer(TICK_HZ / 100.0, LIMITS)


def read(runs: list[OrderedPackets]) -> list[list[int]]:
    """Packet numbers of each boot."""
    boots: dict[int, list[int]] = {}
    for run in runs:
        boots.setdefault(run.epoch, []).extend(run.values[::SAMPLES, 0].astype(int).tolist())
    return list(boots.values())


def through(packets: Packets) -> tuple[list[list[int]], Tally]:
    line = sequencer()
    runs = line.push(packets)
    return read([*runs, *line.finish()]), line.tally


def test_packets_in_order_pass_at_once() -> None:
    line = sequencer()
    line.push(sent(list(range(WINDOW + 1))))

    assert read(line.push(sent([WINDOW + 1, WINDOW + 2]))) == [[WINDOW + 1, WINDOW + 2]]


@pytest.mark.parametrize(("tick", "sequence"), [(2**32 - 9000, 65_530), (2**32 - 1, 65_535)])
def test_ticks_and_sequence_numbers_count_on_across_their_wraps(tick: int, sequence: int) -> None:
    line = sequencer()

    runs = line.push(sent(list(range(40)), tick=tick, sequence=sequence))

    ticks = np.concatenate([run.tick for run in runs])
    assert (np.diff(ticks) == PACKET_TICKS).all()
    assert line.tally == Tally(received=40)


def test_a_packet_overtaken_by_the_whole_window_still_finds_its_place() -> None:
    late = [*range(10), *range(11, 11 + WINDOW), 10, *range(11 + WINDOW, 40)]

    assert through(sent(late)) == ([list(range(40))], Tally(received=40))


def test_a_packet_overtaken_by_more_is_given_up() -> None:
    late = [*range(10), *range(11, 12 + WINDOW), 10, *range(12 + WINDOW, 40)]

    boots, tally = through(sent(late))

    assert boots == [[n for n in range(40) if n != 10]]
    assert tally == Tally(received=40, lost=1, repeated=1)


def test_mixed_up_packets_after_a_loss_are_not_lost_too() -> None:
    after = [*range(10), 33, 31, 32, 30, *range(34, 60)]

    assert through(sent(after)) == ([[*range(10), *range(30, 60)]], Tally(received=40, lost=20))


def test_packets_that_come_twice_are_counted_once() -> None:
    twice = sent([*range(20), 19, 3, *range(20, 30), 12])

    assert through(twice) == ([list(range(30))], Tally(received=33, repeated=3))


def test_a_damaged_packet_is_bad_and_the_next_are_not() -> None:
    packets = sent(list(range(30)))
    packets.tick[15] ^= 1 << 30

    assert through(packets) == ([[n for n in range(30) if n != 15]], Tally(30, lost=1, bad=1))


def test_a_damaged_first_packet_is_no_reboot() -> None:
    packets = sent(list(range(30)))
    packets.sequence[0] ^= 1 << 14

    assert through(packets) == ([list(range(1, 30))], Tally(received=30, bad=1))


def test_a_damaged_last_packet_is_counted() -> None:
    packets = sent(list(range(30)))
    packets.tick[29] ^= 1 << 29

    assert through(packets) == ([list(range(29))], Tally(received=30, bad=1))


def test_a_pause_without_packets_is_the_same_boot() -> None:
    # the device counts only what it sends, so the sequence goes on while the clock jumps 10 s
    before = sent(list(range(20)))
    after = sent(list(range(20, 40)), tick=1000 + 10 * TICK_HZ, rx_s=15.0)

    assert through(both(before, after)) == ([list(range(40))], Tally(received=40))


def test_a_loss_of_ten_seconds_is_counted() -> None:
    assert through(sent([*range(20), *range(270, 300)])) == (
        [[*range(20), *range(270, 300)]],
        Tally(received=50, lost=250),
    )


@pytest.mark.parametrize("uptime_packets", [20, 100, 3000])
def test_a_reboot_begins_a_boot_even_if_tick_and_sequence_start_alike(uptime_packets: int) -> None:
    # every boot starts streaming at the same tick: its packets look like those of the first
    first = sent(list(range(uptime_packets)))
    second = sent(list(range(30)), rx_s=5.0 + uptime_packets * PACKET_S + 3.0)

    boots, tally = through(both(first, second))

    assert boots == [list(range(uptime_packets)), list(range(30))]
    assert tally == Tally(received=uptime_packets + 30, reboots=1)


def test_packets_say_which_arrival_released_them() -> None:
    line = sequencer()
    line.push(sent(list(range(10))))

    (run,) = line.push(sent([11, 10, 12]))

    assert run.values[::SAMPLES, 0].tolist() == [10, 11, 12]
    assert run.order.tolist() == [1, 1, 2]


def test_imported_packets_wait_for_nothing_when_their_first_number_is_known() -> None:
    line = Sequencer(0.0, LIMITS, sequence_wrap=1 << 32, first=0)
    packets = replace(sent([0, 1]), tick=np.zeros(2, dtype=np.int64))

    assert read(line.push(packets)) == [[0, 1]]


Step = st.sampled_from(["next"] * 12 + ["lose", "twice", "tick", "number", "boot", "pause"])


def story(steps: list[str], seed: int) -> Packets:
    """A device's life: its packets as they arrive."""
    noise = np.random.default_rng(seed)
    parts, number, tick, sequence, rx_s = [], 0, 2**32 - 30_000, 65_500, 5.0
    for step in steps:
        packet = sent([number], tick=tick, sequence=sequence, rx_s=rx_s)
        number += 1
        match step:
            case "lose":
                number += int(noise.integers(1, 30))
                continue
            case "twice":
                parts.append(packet)
            case "tick":
                packet.tick[0] ^= 1 << int(noise.integers(0, 32))
            case "number":
                packet.sequence[0] ^= 1 << int(noise.integers(0, 16))
            case "boot":
                tick, sequence = int(noise.integers(0, 90_000)), -number
                rx_s += 2.0
            case "pause":
                tick, rx_s = tick + 8 * TICK_HZ, rx_s + 8.0
        parts.append(packet)
    return both(*parts) if parts else sent([])


def told(runs: list[OrderedPackets]) -> list[tuple[int, int, float, list[float]]]:
    return [
        (run.epoch, int(tick), float(t_rx_s), values.tolist())
        for run in runs
        for tick, t_rx_s, values in zip(
            run.tick, run.t_rx_s, run.values.reshape(-1, SAMPLES), strict=True
        )
    ]


@tries(150)
@given(
    steps=st.lists(Step, max_size=80),
    seed=st.integers(0, 99),
    cuts=st.lists(st.integers(0, 90), max_size=20),
)
def test_all_at_once_piece_by_piece_and_one_by_one_are_the_same(
    steps: list[str], seed: int, cuts: list[int]
) -> None:
    packets = story(["next"] * 12 + steps, seed)
    n = len(packets.tick)

    def run(edges: list[int]) -> tuple[Any, Tally]:
        line = sequencer()
        runs = []
        for a, b in pairwise(edges):
            runs += line.push(part(packets, a, b))
        return told([*runs, *line.finish()]), line.tally

    whole = run([0, n])

    assert run([0, *sorted(min(cut, n) for cut in cuts), n]) == whole
    assert run(list(range(n + 1))) == whole
    assert whole[1].received == len(whole[0]) + whole[1].repeated + whole[1].bad


def test_a_thousand_packets_at_once_are_as_one_by_one_where_some_are_out_of_step() -> None:
    late_and_lost = [*range(400), 401, 402, 400, *range(405, 640), *range(641, 1000)]
    packets = both(sent(late_and_lost), sent(list(range(300)), tick=7, rx_s=90.0))
    at_once, one_by_one = sequencer(), sequencer()

    runs = at_once.push(packets)
    singles, waits = [], []
    for k in range(len(packets.tick)):
        singles += one_by_one.push(part(packets, k, k + 1))
        waits += one_by_one.waits.tolist()

    assert [run.epoch for run in runs] == [0, 1]
    assert told(runs) == told(singles)
    assert [n for run in runs for n in run.order] == [n for run in singles for n in run.order]
    assert at_once.waits.tolist() == waits
    assert set(waits) == {False, True}
    assert at_once.tally == one_by_one.tally == Tally(received=1297, lost=3, reboots=1)
