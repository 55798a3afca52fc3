"""The demo is killed at a random moment: nothing that was understood is missing, nobody stays."""

import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.session.recording import Recording
from tests.system.programs import COMMAND, children, wait_for_end

ROUNDS = 5
"""``scripts/soak damage`` kills 200."""
UNDERSTOOD = re.compile(r"session: (\d+) packets understood")

pytestmark = pytest.mark.timeout(600)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("round_", range(ROUNDS))
def test_a_killed_demo_loses_no_packet_and_leaves_no_process(tmp_path: Path, round_: int) -> None:
    kill_a_demo(tmp_path / "killed.mcap", round_)


def kill_a_demo(path: Path, round_: int) -> None:
    """Kill a run with its pods after so many packets as the round says; read its recording."""
    enough = random.Random(round_).randrange(20, 500)
    understood = 0

    with subprocess.Popen(
        [*COMMAND, "--debug", "demo", "-o", path],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as demo:
        assert demo.stderr is not None
        for line in demo.stderr:
            if said := UNDERSTOOD.search(line):
                understood += int(said[1])
            if understood > enough:
                break
        family = children(demo.pid)
        demo.kill()
        understood += sum(map(int, UNDERSTOOD.findall(demo.stderr.read())))
    recording = Recording(path)
    recorded = sum(1 for _ in recording.packets())

    assert understood > enough
    assert recorded >= understood
    assert recording.recovery.missing_packets == 0
    assert family, "the pods run in a process of their own"
    wait_for_end(family)
