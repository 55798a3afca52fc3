"""Files of what really happened; only tests and benchmarks read them.

``truth_strides.csv`` one row a stride, ``truth_samples_left.csv`` and ``…_right.csv`` one row an
IMU sample (or an insole sample, without IMU), ``truth_runner.csv`` one row a second,
``truth_taps.csv`` what was felt and tapped. Times are session time.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self, TextIO

import numpy as np

from firmware_sim.gait.foot_path import FootPath
from firmware_sim.gait.steps import LONGEST_S
from firmware_sim.gait.world import Stretch
from firmware_sim.runner.runner import Runner
from firmware_sim.scenario.model import Scenario
from firmware_sim.sensors.pod import Seen
from monitor.files.output import PendingFile
from monitor.types import FloatArray

TRUTH_FILES: Final = (
    "truth_strides.csv",
    "truth_samples_left.csv",
    "truth_samples_right.csv",
    "truth_runner.csv",
    "truth_taps.csv",
)
"""All files that may be written."""
_SAMPLE_COLUMNS: Final = (
    "t_s",
    "contact",
    "force_n",
    "cop_m",
    "pitch_rad",
    "roll_rad",
    "yaw_rad",
    "x_m",
    "y_m",
    "z_m",
    "lace_kpa",
    "instep_kpa",
    "volume_percent",
    "overstride_m",
    "fatigue",
    "numb_top",
    "numb_sole",
    "numb_forefoot",
)
_SAMPLE_FORMAT: Final = (
    ",".join(["%.5f", "%d", "%.1f", "%.4f", *["%.5f"] * 6, *["%.3f"] * 8]) + "\n"
)


@dataclass(frozen=True, slots=True)
class StrideTruth:
    """Per-stride truth of one foot, one row a stride; walking 1, running 2 in ``gait``.

    ``mid_s`` is the middle of stance; ``stride_length_m`` the horizontal displacement of the
    landing place (that of the pod between two instants is in the samples' truth).
    ``strike_rad`` is pitch at contact minus pitch at mid-stance. The longest stride lasts 2.5 s:
    a foot that stays longer stood in between. Mid-swing is where the pitch rises fastest.
    ``numb_*`` is the loss of nerve conduction.
    """

    ic_s: FloatArray
    tc_s: FloatArray
    next_ic_s: FloatArray
    mid_s: FloatArray
    gait: FloatArray
    speed_m_s: FloatArray
    stride_length_m: FloatArray
    rise_m: FloatArray
    pitch_ic_rad: FloatArray
    pitch_mid_rad: FloatArray
    strike_rad: FloatArray
    pitch_mid_swing_rad: FloatArray
    toe_clearance_m: FloatArray
    peak_force_n: FloatArray
    mean_force_n: FloatArray
    overstride_m: FloatArray
    heel_to_pelvis_m: FloatArray
    instep_swing_kpa: FloatArray
    lace_kpa: FloatArray
    volume_percent: FloatArray
    edge_kpa: FloatArray
    fatigue: FloatArray
    drop_rad: FloatArray
    numb_top: FloatArray
    numb_sole: FloatArray
    numb_forefoot: FloatArray


def stride_truth(stretch: Stretch) -> StrideTruth:
    """Truth of every stride with a swing in a stretch."""
    c, path, slow = stretch.contacts, stretch.path, stretch.slow
    moves = (c.hold[:-1] == 0.0) & (path.tc_s < c.t_s[1:] - 1e-6)
    real = np.flatnonzero(moves & (np.diff(c.t_s) < LONGEST_S))
    ic, tc, end = c.t_s[:-1][real], path.tc_s[real], c.t_s[1:][real]
    mid = 0.5 * (ic + tc)
    pitch_ic, pitch_mid = path.pose(ic).pitch.value, path.pose(mid).pitch.value
    grid = np.linspace(0.0, 1.0, 101)
    force = _rows(stretch, ic, end, grid)
    foot = int(c.foot[0]) if len(c.foot) else 0
    half = 0.5 * (tc + end)
    return StrideTruth(
        ic_s=ic,
        tc_s=tc,
        next_ic_s=end,
        mid_s=mid,
        gait=c.gait[:-1][real],
        speed_m_s=c.speed_m_s[:-1][real],
        stride_length_m=np.hypot(np.diff(c.x_m)[real], np.diff(c.z_m)[real]),
        rise_m=np.diff(c.y_m)[real],
        pitch_ic_rad=pitch_ic,
        pitch_mid_rad=pitch_mid,
        strike_rad=pitch_ic - pitch_mid,
        pitch_mid_swing_rad=_fastest(path, tc, end),
        toe_clearance_m=_toe_clearance_m(path, tc, end),
        peak_force_n=force.max(axis=0) if len(ic) else ic,
        mean_force_n=_mean(force) if len(ic) else ic,
        overstride_m=c.overstride_m[:-1][real],
        heel_to_pelvis_m=c.ahead_m[:-1][real],
        instep_swing_kpa=slow.at("instep_kpa", half, foot),
        lace_kpa=slow.at("lace_kpa", half, foot),
        volume_percent=slow.at("volume_percent", half, foot),
        edge_kpa=slow.at("edge_kpa", half, foot),
        fatigue=slow.at("fatigue", half),
        drop_rad=slow.at("drop_rad", half, foot),
        numb_top=slow.at("numb", half, 3 * foot),
        numb_sole=slow.at("numb", half, 3 * foot + 1),
        numb_forefoot=slow.at("numb", half, 3 * foot + 2),
    )


def _toe_clearance_m(path: FootPath, tc: FloatArray, end: FloatArray) -> FloatArray:
    """Least height of the toes in swing."""
    swing = np.linspace(0.45, 0.8, 15)  # earlier the bent toes still touch
    toes = np.stack([path.toe_height_m(tc + part * (end - tc)) for part in swing])
    return toes.min(axis=0) if len(tc) else tc


def _fastest(path: FootPath, tc: FloatArray, end: FloatArray) -> FloatArray:
    """Pitch at the instant of the swing at which it rises fastest."""
    times = np.stack([tc + part * (end - tc) for part in np.linspace(0.3, 0.98, 35)])
    rates = np.stack([path.pitch_rate_rad_s(t) for t in times])
    if times.shape[1] == 0:
        return tc
    return path.pitch_rad(times[rates.argmax(axis=0), np.arange(times.shape[1])])


def _rows(stretch: Stretch, ic: FloatArray, end: FloatArray, grid: FloatArray) -> FloatArray:
    """Force of one foot on a grid of each stride's time, shape (grid, strides)."""
    return np.stack([stretch.force.at(ic + part * (end - ic)).force_n for part in grid])


def _mean(force: FloatArray) -> FloatArray:
    """Mean over the stride, of one foot (trapezoids)."""
    return np.asarray(0.5 * (force[1:] + force[:-1]).mean(axis=0))


class TruthFiles:
    """Writes the truth of a recording while it is made; a context, whose end gives up the files.

    The files appear with ``finish``. With ``force`` they may replace others.

    Raises
    ------
    RecordingError
        If a file exists already or cannot be written.
    """

    def __init__(
        self, folder: Path, scenario: Scenario, seed: int, duration_s: float, *, force: bool = False
    ) -> None:
        self._folder, self._scenario, self._force = folder, scenario, force
        self._seed, self._duration_s = seed, duration_s
        self._files: list[tuple[PendingFile, TextIO]] = []
        self._samples: dict[str, TextIO] = {}
        self._strides = self._open("truth_strides.csv")
        self._strides.write(",".join(["side", *StrideTruth.__slots__]) + "\n")

    def watch(self, seen: Seen) -> None:
        """Write down a stretch of one foot."""
        side = seen.stretch.side.value
        rows = stride_truth(seen.stretch)
        columns = [getattr(rows, name).tolist() for name in StrideTruth.__slots__]
        for row in zip(*columns, strict=True):
            if row[2] <= self._duration_s:
                self._strides.write(side + "," + ",".join(f"{x:.6g}" for x in row) + "\n")
        if side not in self._samples:
            self._samples[side] = self._open(f"truth_samples_{side}.csv")
            self._samples[side].write(",".join(_SAMPLE_COLUMNS) + "\n")
        keep = seen.t_s < self._duration_s
        columns = [column[keep].tolist() for column in _sample_columns(seen)]
        write = [_SAMPLE_FORMAT % row for row in zip(*columns, strict=True)]
        self._samples[side].write("".join(write))

    def finish(self) -> None:
        """Write the runner's own truth and put all files in place."""
        runner = Runner(self._scenario, self._seed)
        _write_runner(self._open("truth_runner.csv"), runner, self._duration_s)
        out = csv.writer(self._open("truth_taps.csv"))
        out.writerow(["t_s", "feeling", "side", "zone"])
        for tap in runner.taps:
            out.writerow([f"{tap.t_s:.3f}", tap.feeling, tap.side or "", tap.zone or ""])
        for pending, text in self._files:
            text.flush()
            pending.settle()
        for pending, _text in self._files:
            pending.publish()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for pending, _text in self._files:
            pending.discard()

    def _open(self, name: str) -> TextIO:
        pending = PendingFile(self._folder / name, force=self._force)
        text = io.TextIOWrapper(pending.file, encoding="utf-8", newline="")
        self._files.append((pending, text))
        return text


def _sample_columns(seen: Seen) -> Sequence[FloatArray]:
    """The columns of one foot's samples; NaN for motion that no IMU sees."""
    t_s, stretch = seen.t_s, seen.stretch
    foot = 0 if stretch.side.value == "left" else 1
    nothing = np.full(len(t_s), np.nan)
    motion = seen.motion
    angles = [nothing] * 3
    place = [nothing] * 3
    if motion is not None:
        angles = [motion.pitch_rad, motion.roll_rad, motion.yaw_rad]
        place = list(motion.place_m.T)
    contact = (t_s < stretch.path.tc_s[stretch.path.stride(t_s)]).astype(float)
    slow = [stretch.slow.at(n, t_s, foot) for n in ("lace_kpa", "instep_kpa", "volume_percent")]
    ahead = stretch.contacts.overstride_m[stretch.path.stride(t_s)]
    body = [stretch.slow.at("fatigue", t_s)]
    body += [stretch.slow.at("numb", t_s, 3 * foot + zone) for zone in range(3)]
    return [t_s, contact, seen.load.force_n, seen.load.cop_m, *angles, *place, *slow, ahead, *body]


def _write_runner(file: TextIO, runner: Runner, duration_s: float) -> None:
    """The runner's state, second by second."""
    out = csv.writer(file)
    single = ("gait", "speed_m_s", "slope", "cadence_spm", "fatigue", "heart_bpm", "water_kg")
    double = ("lace_kpa", "volume_percent", "instep_kpa", "edge_kpa", "drop_rad", "slap")
    zones = [
        f"numb_{side}_{zone}" for side in ("left", "right") for zone in ("top", "sole", "forefoot")
    ]
    paired = [f"{name}_{side}" for name in double for side in ("left", "right")]
    out.writerow(["t_s", *single, *paired, *zones])
    first = 0
    while True:
        slow = runner.advance(600)
        columns = [slow.t_s, *(getattr(slow, name) for name in single)]
        columns += [getattr(slow, name)[:, i] for name in double for i in range(2)]
        columns += list(slow.numb.T)
        for row in np.column_stack(columns)[first:].tolist():
            if row[0] > duration_s:
                return
            out.writerow([f"{x:.6g}" for x in row])
        first = 1
