"""Strides of the recordings that were once too hard, scored as sets of their own.

    python -m benchmarks.gait.harder_strides

No limit was chosen on them, but for what docs/strides.md says.
"""

from dataclasses import replace

import numpy as np
from scipy.spatial.transform import Rotation

from benchmarks.gait.stride_score import Score
from benchmarks.gait.strides_score import judge_all
from benchmarks.gait.turning import turned_by
from benchmarks.realdata import DATA, RATE_HZ, FootRecording, load, read
from monitor.types import FloatArray
from monitor.units import STANDARD_GRAVITY_M_S2

HARDER = {
    "walk of 2018": ("vicon_foot", "MAPE ≤ 1.9 %; was 5.2: a foot that leaned gave a false zero"),
    "run52": ("surveyed_runs", "found ≥ 99.5 %; was 34 of 52: he turns and runs on sideways"),
    "walks outdoors": ("surveyed_walks", "all found; lengths are pseudo-truth"),
}
"""Folder in ``harder`` and target of each set."""


def load_harder(name: str) -> list[FootRecording]:
    """Recordings of one set, by name.

    Raises
    ------
    FileNotFoundError
        If there is none.
    """
    folder = DATA / "harder" / HARDER[name][0]
    paths = [p for p in sorted(folder.glob("*.csv.gz")) if not p.name.endswith("_truth.csv.gz")]
    if not paths:
        raise FileNotFoundError(f"no recordings in {folder}")
    group = "vicon walking" if folder.name == "vicon_foot" else "surveyed"
    return [read(path, group) for path in paths]


def slowed(recording: FootRecording, times: float) -> FootRecording:
    """Make the same walk take that many times as long.

    The foot goes through the same places and angles: rates are divided by ``times``, acceleration
    by its square. Gravity is the mean force of 2.4 s about each sample. Lengths are not to be
    judged: what the integral drifts is part of the new path.
    """
    turned = _orientation(recording.gyr_rad_s)
    force = turned.apply(recording.acc_m_s2.copy())
    at, half = np.arange(len(force)), round(1.2 * RATE_HZ)
    total = np.vstack([np.zeros(3), np.cumsum(force, axis=0)])
    up = total[np.minimum(len(force), at + half + 1)] - total[np.maximum(0, at - half)]
    gravity = STANDARD_GRAVITY_M_S2 * up / np.linalg.norm(up, axis=1)[:, np.newaxis]
    acc = turned.inv().apply((force - gravity) / times**2 + gravity)
    t_s = np.arange(int(recording.t_s[-1] * times * RATE_HZ)) / RATE_HZ
    noise = np.random.default_rng(1)
    acc, gyr = (
        np.column_stack([np.interp(t_s / times, recording.t_s, axis) for axis in rows.T])
        + noise.normal(0.0, size, (len(t_s), 3))
        for rows, size in ((acc, 0.03), (recording.gyr_rad_s / times, np.radians(0.4)))
    )
    truth = recording.truth
    slow = replace(
        truth,
        stance_s=truth.stance_s * times,
        swing_s=truth.swing_s * times,
        track_s=truth.track_s * times,
        gaps_s=truth.gaps_s * times,
    )
    return replace(recording, t_s=t_s, acc_m_s2=acc, gyr_rad_s=gyr, truth=slow)


def _orientation(gyr_rad_s: FloatArray) -> Rotation:
    """Orientation at every sample relative to the first."""
    return turned_by(Rotation.from_rotvec(0.5 * (gyr_rad_s[1:] + gyr_rad_s[:-1]) / RATE_HZ))


def main() -> None:
    """Print a row a set."""
    print("Strides of recordings that were too hard (harder/), axes unknown")
    print(f"{'':18}{'true':>6}{'found':>7}{'inv.':>6}{'MAPE':>8}{'bias':>8}{'p95':>8}")
    for name, (_, target) in HARDER.items():
        print(f"{name:18}{_row(judge_all(load_harder(name)))}")
        print(f"{'':18}  target: {target}")

    slow = judge_all([slowed(one, 2.0) for one in load(["vicon walking"])])
    print(f"vicon walking at half its speed: {slow.found} of {slow.true} found,", end=" ")
    print(f"{slow.invented} invented (target 98 %; made from the walks above)")


def _row(s: Score) -> str:
    length = f"{s.mape:8.2%}{s.bias:+8.2%}{1e3 * s.p95_m:5.0f} mm"
    return f"{s.true:6}{s.found:7}{s.invented:6}{length}"


if __name__ == "__main__":
    main()
