"""How late an event is, from the packet that it waited for."""

from pathlib import Path

from benchmarks.live.feed import before
from firmware_sim.record import record


def test_what_is_sent_ends_where_it_was_told_to(tmp_path: Path) -> None:
    recording = tmp_path / "run.mcap"
    record("demo", recording, duration_s=3.0)

    packets = before(recording, 2.0)

    assert packets
    assert max(packet.t_rx_s for packet in packets) < 2.0
    assert [packet.t_rx_s for packet in packets] == sorted(packet.t_rx_s for packet in packets)
