"""The demo is killed at a random moment: nothing that was understood is missing, nobody stays."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from monitor.session.recording import Recording

ROUNDS = int(os.environ.get("FOOTLOOSE_KILLS", "2"))
ENOUGH = 20
"""Packets understood before the clock of the kill starts."""
UNDERSTOOD = re.compile(r"session: (\d+) packets understood")


def family(pid: int) -> list[int]:
    """Processes that this one started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in children]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def understood_so_far(log: Path) -> int:
    return int([0, *UNDERSTOOD.findall(log.read_text())][-1])


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("round_", range(ROUNDS))
def test_a_killed_demo_loses_no_packet_and_leaves_no_process(tmp_path: Path, round_: int) -> None:
    moment_s = random.Random(round_).uniform(0.5, 4.0)
    path, log = tmp_path / "killed.mcap", tmp_path / "log.txt"
    command = [sys.executable, "-m", "monitor.cli", "--debug", "demo", "-o", str(path)]

    with log.open("wb") as errors:
        demo = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
        deadline_s = time.monotonic() + 60.0
        while understood_so_far(log) <= ENOUGH and time.monotonic() < deadline_s:
            assert demo.poll() is None, log.read_text()
            time.sleep(0.05)
        time.sleep(moment_s)
        assert demo.poll() is None, log.read_text()
        children = family(demo.pid)
        demo.send_signal(signal.SIGKILL)
        demo.wait(5)
    understood = understood_so_far(log)
    recording = Recording(path)
    recorded = sum(1 for _ in recording.packets())

    assert understood > ENOUGH
    assert recorded >= understood
    assert recording.recovery.missing_packets == 0
    assert children, "the pods run in a process of their own"
    for _ in range(100):
        if not any(map(is_alive, children)):
            break
        time.sleep(0.05)
    assert not any(map(is_alive, children))
