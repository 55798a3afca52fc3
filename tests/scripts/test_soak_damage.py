"""The long damage flips every bit that it says, and goes on where it was stopped."""

import json
import os
import subprocess
import sys
from pathlib import Path

from scripts.soak_damage import flipped_bit

ROOT = Path(__file__).parents[2]


def test_every_bit_of_the_first_4_kib_is_flipped_and_of_every_head() -> None:
    heads = [5000, 9000]

    flipped = [flipped_bit(number, heads) for number in range(8 * (4096 + 2 * 64))]

    assert flipped[: 8 * 4096] == list(range(32_768))
    assert {bit // 8 for bit in flipped[8 * 4096 :]} == {*range(4952, 5016), *range(8952, 9016)}


def test_a_share_goes_on_where_the_one_before_ended(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scripts.soak_damage", "cuts", "3"]
    said = [
        subprocess.run(
            command,
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for _ in range(2)
    ]

    assert said == [f"cuts: {done} of 1000 done, none failed\n" for done in (3, 6)]
    assert json.loads((tmp_path / "out" / "soak" / "damage.json").read_text()) == {"cuts": 6}
