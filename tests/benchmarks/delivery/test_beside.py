"""What stands beside the run that the delivery benchmark measures."""

import subprocess
import time
from pathlib import Path

import numpy as np

from benchmarks.delivery.beside import MutePlayer
from monitor.sinks.voice import PLAYERS
from monitor.voice.sound import RATE_HZ, write_wav


def test_a_mute_player_lasts_as_long_as_its_sounds_and_counts_them(tmp_path: Path) -> None:
    player, sound = MutePlayer(tmp_path), tmp_path / "now.wav"
    sound.write_bytes(write_wav(np.zeros((RATE_HZ, 2))))
    before, begun_s = player.count, time.monotonic()

    for _ in range(2):
        subprocess.run([player.folder / PLAYERS[0], sound], check=True)

    assert (before, player.count) == (0, 2)
    assert time.monotonic() - begun_s >= 2.0
