"""Recordings made to do harm (../shared/cases/attack), and copies by other programs."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from monitor.errors import ConfigError, RecordingError
from monitor.session.athlete_file import open_athlete
from monitor.session.finish import repack_recording, write_recording
from monitor.session.header import RecordingHeader
from monitor.session.limits import SessionLimits
from monitor.session.recording import Recording
from monitor.types import Packet
from tests.beside import needs

CASES = Path(__file__).parents[3].parent / "shared" / "cases"
ATTACKS = CASES / "attack"

pytestmark = needs(CASES)


def read(path: Path) -> Recording:
    recording = Recording(path)
    for _ in recording.batches():
        pass
    return recording


def test_a_length_beyond_all_memory_is_damage_like_any_other() -> None:
    recovery = read(ATTACKS / "mcap_length_overflow.mcap").recovery

    # the only chunk of this one is lost
    assert (recovery.packets, recovery.finished, recovery.whole) == (0, True, False)
    assert recovery.damaged_bytes + recovery.cut_bytes > 9_000


def test_a_profile_that_is_no_text_is_named() -> None:
    path = ATTACKS / "profile_bad_utf8.json"

    with pytest.raises(ConfigError) as refused, open_athlete(path):
        pass

    assert str(refused.value) == f"{path}: expected a text file (UTF-8)"


def test_every_flipped_bit_of_a_chunks_head_costs_that_chunk_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"
    rng = np.random.default_rng(3)
    packets = [Packet("pod", "imu", i / 50.0, rng.bytes(100)) for i in range(400)]
    header = RecordingHeader(datetime(2026, 1, 1, tzinfo=UTC))
    write_recording(path, header, packets, SessionLimits(chunk_bytes=8192))
    good = path.read_bytes()
    second = good.index(b"zstd", good.index(b"zstd") + 4) - 41

    left = set()
    for bit in range(8 * 60):
        damaged = bytearray(good)
        damaged[second + bit // 8] ^= 1 << bit % 8
        path.write_bytes(damaged)
        found = list(Recording(path).packets())
        assert set(found) <= set(packets)
        left.add(len(found))

    # log times are not ours to check; every other bit costs the packets of one chunk
    assert max(left) == len(packets)
    assert min(left) >= len(packets) - 8192 // 100


def test_a_packet_that_arrived_at_no_time_is_left_out_and_counted(tmp_path: Path) -> None:
    copy = tmp_path / "run.mcap"
    copy.write_bytes((ATTACKS / "one_packet_at_nan_s.mcap").read_bytes())

    before = read(copy).recovery
    count, _kept = repack_recording(copy)
    after = read(copy).recovery

    assert (before.refused_packets, before.missing_packets, before.whole) == (1, 0, False)
    assert (count, after.packets, after.missing_packets) == (before.packets, before.packets, 1)


def test_a_bomb_is_refused_within_bounded_memory() -> None:
    script = (
        "import sys; from pathlib import Path; "
        "from monitor.session.recording import Recording; "
        "recording = Recording(Path(sys.argv[1])); list(recording.batches()); "
        "print(recording.recovery.damaged_bytes > 0, recording.recovery.packets); "
        # the kernel's peak of this program alone: ru_maxrss begins with that of its parent
        "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])"
    )
    path = ATTACKS / "zstd_bomb_4GiB_claims_1000.mcap"

    run = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )

    found, peak_kib = run.stdout.splitlines()
    assert found == "True 0"
    assert int(peak_kib) * 1024 < 4 * path.stat().st_size + 200 * 2**20


def test_a_copy_that_another_program_packed_is_read_and_never_replaced(tmp_path: Path) -> None:
    copy = tmp_path / "lz4.mcap"
    copy.write_bytes((CASES / "mcap_foreign_rewrite" / "lz4.mcap").read_bytes())

    recovery = read(copy).recovery

    assert recovery.packets > 100
    assert recovery.missing_packets == 0
    with pytest.raises(RecordingError, match=r"made by another program \(lz4\) and is left"):
        repack_recording(copy)
    assert copy.read_bytes() == (CASES / "mcap_foreign_rewrite" / "lz4.mcap").read_bytes()


@pytest.mark.parametrize("name", ["attack/esc_names.mcap", "ble_name_with_escapes/names.mcap"])
def test_names_that_steer_a_terminal_are_escaped(name: str) -> None:
    sensors = {packet.sensor for packet in Recording(CASES / name).packets()}

    assert sensors
    assert all(sensor.isprintable() for sensor in sensors)
    assert any("\\x1b" in sensor or "\\n" in sensor for sensor in sensors)
