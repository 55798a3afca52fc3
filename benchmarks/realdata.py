"""The recordings of a foot that we measure on, with their references.

Every method is given the same samples: the recording, resampled linearly to a uniform grid, in
the sensor's own frame.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import ndimage, signal

from monitor.types import FloatArray, FootBlock, Side

DATA = Path(__file__).parents[2] / "shared" / "data"
RATE_HZ = 200.0
TINY_STEPS = ("2017-11-22-11-27-30", "2017-11-22-11-28-03", "2017-11-22-11-28-39")
"""Sideways and backward shuffling; outside the target for walking."""
RUNNING_DAY = "2017-11-27"
GROUPS = ("vicon running", "vicon walking", "vicon tiny steps", "surveyed")


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """Where the foot was.

    Parameters
    ----------
    stance_s : FloatArray, shape (n + 1,)
        Instants at which the foot stands, in order.
    swing_s : FloatArray, shape (n,)
        One instant inside the swing between each two of them.
    track_s, track_m : FloatArray, shape (k,), (k, 2)
        Horizontal position; between samples it is interpolated. Nothing is known outside.
    gaps_s : FloatArray, shape (g, 2)
        Spans in which the reference lost the foot: no length is judged that begins or ends there.
    stepwise : bool
        The track is known at stances only (surveyed ground points): a length runs between the
        stances next to its two instants.
    """

    stance_s: FloatArray
    swing_s: FloatArray
    track_s: FloatArray
    track_m: FloatArray
    gaps_s: FloatArray
    stepwise: bool = False

    def displacement_m(self, from_s: FloatArray, to_s: FloatArray) -> FloatArray:
        """Horizontal straight-line displacement; NaN where the reference lost the foot."""
        length_m: FloatArray = np.linalg.norm(self._at(to_s) - self._at(from_s), axis=1)
        lost = self.lost(from_s) | self.lost(to_s)
        return np.where(lost, np.nan, length_m)

    def lost(self, t_s: FloatArray) -> npt.NDArray[np.bool_]:
        """Where the reference did not see the foot."""
        lost: npt.NDArray[np.bool_] = (t_s < self.track_s[0] - 0.5 / RATE_HZ) | (
            t_s > self.track_s[-1] + 0.5 / RATE_HZ
        )
        if self.stepwise:
            return np.zeros_like(lost)
        for start_s, stop_s in self.gaps_s:
            lost = lost | ((t_s > start_s) & (t_s < stop_s))
        return lost

    def _at(self, t_s: FloatArray) -> FloatArray:
        if self.stepwise:
            nearest = np.abs(self.track_s[:, np.newaxis] - t_s).argmin(axis=0)
            at_m: FloatArray = self.track_m[nearest]
            return at_m
        return np.column_stack([np.interp(t_s, self.track_s, axis) for axis in self.track_m.T])


@dataclass(frozen=True, slots=True, eq=False)
class FootRecording:
    """One foot's samples on a uniform grid, in the sensor's frame, and the truth.

    Parameters
    ----------
    group : str
        One of ``GROUPS``.
    t_s : FloatArray, shape (n,)
    acc_m_s2, gyr_rad_s : FloatArray, shape (n, 3)
    """

    name: str
    group: str
    t_s: FloatArray
    acc_m_s2: FloatArray
    gyr_rad_s: FloatArray
    truth: Truth

    @property
    def duration_s(self) -> float:
        """Length of the recording."""
        return float(self.t_s[-1] - self.t_s[0])

    def block(self, side: Side = Side.RIGHT, rate_hz: float = RATE_HZ) -> FootBlock:
        """The whole recording as one block of our own; the side is not known."""
        t_s, acc_m_s2, gyr_rad_s = self.t_s, self.acc_m_s2, self.gyr_rad_s
        if rate_hz != RATE_HZ:
            t_s = np.arange(t_s[0], t_s[-1], 1.0 / rate_hz)
            acc_m_s2, gyr_rad_s = (
                np.column_stack([np.interp(t_s, self.t_s, axis) for axis in rows.T])
                for rows in (acc_m_s2, gyr_rad_s)
            )
        none = np.empty((len(t_s), 0))
        load_n = np.full(len(t_s), np.nan)
        return FootBlock(side, 0, rate_hz, t_s, acc_m_s2, gyr_rad_s, none, none.copy(), load_n)


def load(groups: Sequence[str] = GROUPS) -> list[FootRecording]:
    """Every recording of a foot IMU that has a reference, by group, then by name.

    Raises
    ------
    FileNotFoundError
        If there is none.
    """
    paths = [
        path
        for folder in ("vicon_foot", "surveyed_runs")
        for path in sorted((DATA / folder).glob("*.csv.gz"))
        if not path.name.endswith("_truth.csv.gz") and _group(path) in groups
    ]
    if not paths:
        raise FileNotFoundError(f"no recordings of {', '.join(groups)} in {DATA}")
    return sorted(
        (read(path, _group(path)) for path in paths), key=lambda r: (GROUPS.index(r.group), r.name)
    )


def _group(path: Path) -> str:
    name = path.name.removesuffix(".csv.gz")
    if path.parent.name == "surveyed_runs":
        return "surveyed"
    if name in TINY_STEPS:
        return "vicon tiny steps"
    return "vicon running" if name.startswith(RUNNING_DAY) else "vicon walking"


@cache
def read(path: Path, group: str) -> FootRecording:
    """One recording with its reference, as one of a group; read once, for that takes long."""
    table = np.loadtxt(path, delimiter=",", skiprows=1)
    truth = np.loadtxt(str(path).replace(".csv.gz", "_truth.csv.gz"), delimiter=",", skiprows=1)
    t_s = np.arange(int(np.floor(table[-1, 0] * RATE_HZ)) + 1) / RATE_HZ
    columns = np.column_stack([np.interp(t_s, table[:, 0], axis) for axis in table[:, 1:].T])
    acc_m_s2, gyr_rad_s = columns[:, :3].copy(), columns[:, 3:].copy()
    known = _surveyed(truth, t_s, gyr_rad_s) if group == "surveyed" else tracked(truth[:, :3])
    return FootRecording(path.name.removesuffix(".csv.gz"), group, t_s, acc_m_s2, gyr_rad_s, known)


FASTEST_M_S = 8.0
"""A foot of these recordings is never faster: what is faster is a marker that jumped."""
LONGEST_BRIDGE_S = 0.05
SMOOTH_HZ = 8.0
LEAST_SWING_M_S = 0.4
SHORTEST_STRIDE_S = 0.3
LEAST_SWING_M = 0.15
"""A peak of speed that moves the foot less is a marker's, not a foot's."""
FURTHEST_STANCE_S = 1.0
"""From the first swing back and from the last one on: before and after, the runner stands."""


def tracked(track: FloatArray) -> Truth:
    """Read the truth off an optical track: columns t_s, x_m, y_m.

    The system repeats the last position while it does not see the foot: such samples are
    dropped, as are those next to a jump. A swing is a peak of the smoothed horizontal speed
    that takes the foot somewhere, a stance the slowest instant between two.
    """
    seen = _cleaned(track)
    gap = np.flatnonzero(np.diff(seen[:, 0]) > LONGEST_BRIDGE_S)
    gaps_s = np.column_stack([seen[gap, 0], seen[gap + 1, 0]])

    t_s = np.arange(seen[0, 0], seen[-1, 0], 1.0 / RATE_HZ)
    even_m = np.column_stack([np.interp(t_s, seen[:, 0], axis) for axis in seen[:, 1:].T])
    sos = signal.butter(2, SMOOTH_HZ, fs=RATE_HZ, output="sos")
    smooth_m = signal.sosfiltfilt(sos, even_m, axis=0)
    speed_m_s = np.linalg.norm(np.gradient(smooth_m, 1.0 / RATE_HZ, axis=0), axis=1)
    found, _ = signal.find_peaks(
        speed_m_s, prominence=LEAST_SWING_M_S, distance=int(SHORTEST_STRIDE_S * RATE_HZ)
    )
    peaks = found.tolist()
    for start_s, stop_s in gaps_s:  # no stance is chosen where nothing was seen
        speed_m_s[(t_s > start_s) & (t_s < stop_s)] += FASTEST_M_S
    stances = _slowest(speed_m_s, peaks)
    moved_m = np.linalg.norm(np.diff(even_m[stances], axis=0), axis=1)
    while len(peaks) > 1 and moved_m.min() < LEAST_SWING_M:
        del peaks[int(moved_m.argmin())]
        stances = _slowest(speed_m_s, peaks)
        moved_m = np.linalg.norm(np.diff(even_m[stances], axis=0), axis=1)
    return Truth(t_s[stances], t_s[peaks], seen[:, 0], seen[:, 1:], gaps_s)


def _cleaned(track: FloatArray) -> FloatArray:
    """The samples at which the foot was really seen, single outliers removed."""
    fresh = np.concatenate([[True], np.any(np.diff(track[:, 1:], axis=0) != 0.0, axis=1)])
    seen = track[fresh]
    speed_m_s = np.linalg.norm(np.diff(seen[:, 1:], axis=0), axis=1) / np.diff(seen[:, 0])
    jumped = np.concatenate([[False], speed_m_s > FASTEST_M_S])
    near = ndimage.binary_dilation(jumped, iterations=3)
    seen = np.compress(~near, seen, axis=0)
    seen[:, 1:] = ndimage.median_filter(seen[:, 1:], (7, 1), mode="nearest")
    return seen


def _slowest(speed_m_s: FloatArray, peaks: Sequence[int]) -> list[int]:
    """The slowest sample before, between and after the peaks."""
    reach = int(FURTHEST_STANCE_S * RATE_HZ)
    first, last = max(0, peaks[0] - reach), min(len(speed_m_s) - 1, peaks[-1] + reach)
    edges = pairwise([first, *peaks, last])
    return [start + int(speed_m_s[start : stop + 1].argmin()) for start, stop in edges]


def _surveyed(points: FloatArray, t_s: FloatArray, gyr_rad_s: FloatArray) -> Truth:
    """Truth from stances annotated by hand: a swing lies where the foot turns most."""
    energy = np.sum(gyr_rad_s**2, axis=1)
    swing_s = []
    for start_s, stop_s in pairwise(points[:, 0].tolist()):
        inside = (t_s >= start_s) & (t_s <= stop_s)
        swing_s.append(float(np.average(t_s[inside], weights=energy[inside])))
    none = np.empty((0, 2))
    return Truth(points[:, 0], np.array(swing_s), points[:, 0], points[:, 1:], none, stepwise=True)
