"""Score how much the error of stride length differs between speeds.

    python -m benchmarks.gait.by_speed

A treadmill whose belt is a little off shifts all speeds alike; what differs between them is ours.
"""

from collections.abc import Sequence

import numpy as np

from benchmarks.gait.contacts_score import FOLDER, HARDER, found_in, name_of, recordings
from benchmarks.gait.stride_score import SHORTEST_M
from benchmarks.gait.strides_score import motions_of
from benchmarks.realdata import FootRecording, load
from monitor.types import FloatArray, MotionMeasures

PARTS = 4
"""Equal numbers of strides, from slow to fast."""


def belt_errors() -> dict[float, float]:
    """Mean error of speed as a fraction, by the belt's speed, m/s: ``hamner04`` at 2, 3, 4 m/s."""
    errors: dict[float, list[float]] = {}
    for path in [*recordings(FOLDER), *recordings(HARDER)]:
        runner, _, speed = name_of(path).partition("_run")
        motions = [one.motion for one in found_in(path) if one.motion is not None]
        if runner == "hamner04":
            belt_m_s = int(speed[:3]) / 100.0
            errors.setdefault(belt_m_s, []).append(_mean_speed_m_s(motions) / belt_m_s - 1.0)
    return {speed: float(np.mean(found)) for speed, found in sorted(errors.items())}


def _mean_speed_m_s(motions: Sequence[MotionMeasures]) -> float:
    known = [one for one in motions if one.stride_length_m is not None]
    times_s = [one.length_to_s - one.length_from_s for one in known]
    return float(np.sum([one.stride_length_m for one in known]) / np.sum(times_s))


def biases(group: Sequence[FootRecording]) -> list[tuple[float, float]]:
    """Middle speed, m/s, and error of length as a fraction, of each part of the strides."""
    rows = np.vstack([_rows(recording) for recording in group])
    parts = np.array_split(rows[np.argsort(rows[:, 0])], PARTS)
    return [(float(np.median(p[:, 0])), float(p[:, 2].sum() / p[:, 1].sum())) for p in parts]


def _rows(recording: FootRecording) -> FloatArray:
    """Speed, length and error of every stride, shape (n, 3)."""
    known = [one for one in motions_of(recording.block()) if one.stride_length_m is not None]
    table = np.array([[m.length_from_s, m.length_to_s, m.stride_length_m] for m in known])
    from_s, to_s, said_m = table.astype(np.float64).T
    true_m = recording.truth.displacement_m(from_s, to_s)
    rows = np.column_stack([true_m / (to_s - from_s), true_m, said_m - true_m])
    return rows[np.isfinite(true_m) & (true_m >= SHORTEST_M)]


def main() -> None:
    """Print a row a set."""
    print("Error of length by speed (target: 2 points at most between speeds; belts: as they say)")
    sets = {name: biases(load([name])) for name in ("vicon running", "vicon walking")}
    for name, found in {**sets, "hamner04, belt": list(belt_errors().items())}.items():
        errors = [error for _, error in found]
        text = ", ".join(f"{error:+.1%} at {speed:.1f} m/s" for speed, error in found)
        print(f"{name:16}{100 * (max(errors) - min(errors)):4.1f} points: {text}")


if __name__ == "__main__":
    main()
