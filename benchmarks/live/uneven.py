"""Strides of recordings in which one sample in sixty is late or lost.

    python -m benchmarks.live.uneven

The recordings of a foot beside the project that have a reference, as CSV files through the import:
as they are; with every sixtieth sample stamped 5 ms late; with every sixtieth sample left out.
Exits with 1 if less than 95 % of the lengths are kept, or their error grows by more than 0.5
points.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.gait.stride_score import FoundStride, Score, pool, score
from benchmarks.realdata import DATA, FootRecording, load
from monitor import analyse
from monitor.sources.importers.csv_map import map_path
from monitor.types import FloatArray

ONE_IN: Final = 60
LATE_S: Final = 0.005
KEPT, WORSE = 0.95, 0.005
GROUPS: Final = ("vicon running", "vicon walking", "surveyed")
COLUMNS: Final = "t_s,acc_x_m_s2,acc_y_m_s2,acc_z_m_s2,gyr_x_rad_s,gyr_y_rad_s,gyr_z_rad_s"


def late(table: FloatArray) -> FloatArray:
    """Every sixtieth sample has a time that is 5 ms late."""
    out = table.copy()
    out[ONE_IN // 2 :: ONE_IN, 0] += LATE_S
    return out


def lost(table: FloatArray) -> FloatArray:
    """Every sixtieth sample is left out."""
    return np.delete(table, np.s_[ONE_IN // 2 :: ONE_IN], axis=0)


CHANGES: Final[dict[str, Callable[[FloatArray], FloatArray]]] = {
    "as it is": np.copy,
    "one in 60 late": late,
    "one in 60 lost": lost,
}


def judge(recording: FootRecording, change: Callable[[FloatArray], FloatArray]) -> Score:
    """Score one recording, changed, as the import and the analysis see it."""
    folder = "surveyed_runs" if recording.group == "surveyed" else "vicon_foot"
    table = np.loadtxt(DATA / folder / f"{recording.name}.csv.gz", delimiter=",", skiprows=1)
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "foot.csv"
        rows = change(table)
        np.savetxt(file, rows, delimiter=",", header=COLUMNS, comments="", fmt="%.6f")
        strides = analyse(file, import_map=map_path("vicon_foot")).strides
    motions = [stride.motion for stride in strides if stride.motion is not None]
    found = [
        FoundStride(m.length_from_s, m.length_to_s, m.stride_length_m)
        for m in motions
        if m.stride_length_m is not None
    ]
    return score(recording.truth, found)


def main() -> int:
    """Print a row a change; 1 if a target is missed."""
    missed = False
    for group in GROUPS:
        recordings = load([group])
        plain = None
        for name, change in CHANGES.items():
            one = pool([judge(recording, change) for recording in recordings])
            plain = plain or one
            kept = len(one.truth_m) / len(plain.truth_m)
            print(f"{group:15} {name:15} {len(one.truth_m):5} lengths, {kept:7.1%}", end="")
            print(f"  MAPE {one.mape:6.2%}", flush=True)
            missed |= kept < KEPT or one.mape > plain.mape + WORSE
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
