"""Run gaitmap on a recording, inside the peers' own environment.

gaitmap's documentation asks for m/s² and °/s; a sensor frame with x forward, y left, z up
(``align_dataset_to_gravity``, then ``PcaAlignment``, then ``ForwardDirectionSignAlignment``);
the body frame for segmentation and events; a static moment at the start of a region whose
trajectory is filtered. Its defaults are left alone unless a method's name says otherwise.
"""

from collections.abc import Iterator
from itertools import product
from time import process_time
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from gaitmap.event_detection import HerzerEventDetection
from gaitmap.preprocessing.sensor_alignment import PcaAlignment, align_dataset_to_gravity
from gaitmap.trajectory_reconstruction import (
    MadgwickAHRS,
    RegionLevelTrajectory,
    RtsKalman,
    StrideLevelTrajectory,
)
from gaitmap.utils.coordinate_conversion import convert_right_foot_to_fbf
from gaitmap.zupt_detection import ShoeZuptDetector, StrideEventZuptDetector
from gaitmap_mad.event_detection import RamppEventDetection
from gaitmap_mad.preprocessing.sensor_alignment import ForwardDirectionSignAlignment
from gaitmap_mad.stride_segmentation.dtw import BarthDtw, ConstrainedBarthDtw

from benchmarks.peers.exchange import Outcome, Sample, Stride, Task

FloatArray = npt.NDArray[np.float64]

COLUMNS = ["acc_x", "acc_y", "acc_z", "gyr_x", "gyr_y", "gyr_z"]
TO_FORWARD_LEFT_UP = np.array([1.0, -1.0, -1.0])
"""The pod of these recordings points x forward and z down."""
COSTS = (4.0, 6.0, 9.0)
LEAST_S = (0.6, 0.45)
SHOE_FACTORS = (1.0, 0.3, 3.0, 10.0, 30.0, 100.0)
"""Of gaitmap's own threshold of the SHOE detector, which is PyShoe's kind of detector."""
UNKNOWN_M = float("nan")


class Clock:
    """Processor time since it was made."""

    def __init__(self) -> None:
        self._start_s = process_time()

    def __call__(self) -> float:
        """Seconds so far."""
        return process_time() - self._start_s


class Segmentation(NamedTuple):
    """Settings of the template matching; ``constrained`` limits how far it may warp."""

    constrained: bool = False
    cost: float = 4.0
    least_s: float = 0.6

    def __str__(self) -> str:
        name = "constrained DTW" if self.constrained else "DTW"
        return f"{name}, cost {self.cost:g}, from {self.least_s:g} s"


def outcomes(sample: Sample, *, quick: bool) -> Iterator[Outcome]:
    """Every method of gaitmap on one recording."""
    yield from _own_axes(sample)
    clock = Clock()
    table = _by_hand(sample)
    aligning_s = clock()
    yield from _defaults(sample, table, aligning_s)
    yield from _tuned(sample, table, aligning_s, quick=quick)
    if len(sample.borders):
        yield from _zero_velocity(sample, table, aligning_s, quick=quick)
        yield from _stride_level(sample, table, aligning_s)


def _own_axes(sample: Sample) -> Iterator[Outcome]:
    """The documented chain from raw samples to lengths, nothing told."""
    method = "gaitmap, axes its own, RTS"
    clock = Clock()
    try:
        table = _by_itself(sample)
    except ValueError as error:  # no still moment that satisfies it
        yield Outcome(Task.PIPELINE, method, "", sample.name, clock(), trouble=str(error))
        return
    matched = _match(table, sample.rate_hz, Segmentation())
    events = _events(table, sample.rate_hz, matched, RamppEventDetection())
    strides = _between(_region(table, sample.rate_hz, RtsKalman()), events, sample.rate_hz)
    yield Outcome(Task.PIPELINE, method, "", sample.name, clock(), strides)


def _defaults(sample: Sample, table: pd.DataFrame, aligning_s: float) -> Iterator[Outcome]:
    """Every default, but for the axes, which are told."""
    rate_hz = sample.rate_hz
    clock = Clock()
    matched = _match(table, rate_hz, Segmentation())
    finding_s = aligning_s + clock()
    borders = _segments(matched, rate_hz)
    yield Outcome(Task.STRIDES, "gaitmap, Barth DTW", "", sample.name, finding_s, borders)
    events = _events(table, rate_hz, matched, RamppEventDetection())
    finding_s = aligning_s + clock()
    clock = Clock()
    strides = _between(_region(table, rate_hz, RtsKalman()), events, rate_hz)
    cpu_s = finding_s + clock()
    yield Outcome(Task.PIPELINE, "gaitmap, axes told, RTS", "", sample.name, cpu_s, strides)
    clock = Clock()
    strides = _per_stride(table, events, rate_hz, StrideLevelTrajectory())
    cpu_s = finding_s + clock()
    yield Outcome(
        Task.PIPELINE, "gaitmap, axes told, stride level", "", sample.name, cpu_s, strides
    )


def _tuned(
    sample: Sample, table: pd.DataFrame, aligning_s: float, *, quick: bool
) -> Iterator[Outcome]:
    """Settings of segmentation and events; which is best is seen on these very recordings."""
    rate_hz = sample.rate_hz
    settings = [Segmentation(constrained=True, cost=6.0, least_s=0.45)]
    if not quick:
        settings = [Segmentation(*choice) for choice in product((False, True), COSTS, LEAST_S)]
    for setting in settings:
        clock = Clock()
        matched = _match(table, rate_hz, setting)
        matching_s = aligning_s + clock()
        borders = _segments(matched, rate_hz)
        name = "gaitmap, Barth DTW, tuned here"
        yield Outcome(Task.STRIDES, name, str(setting), sample.name, matching_s, borders)
        for detector in (RamppEventDetection(), HerzerEventDetection()):
            clock = Clock()
            events = _events(table, rate_hz, matched, detector)
            strides = _per_stride(table, events, rate_hz, StrideLevelTrajectory())
            cpu_s = matching_s + clock()
            variant = f"{setting}, {type(detector).__name__}"
            name = "gaitmap, axes told, stride level, tuned here"
            yield Outcome(Task.PIPELINE, name, variant, sample.name, cpu_s, strides)


def _zero_velocity(
    sample: Sample, table: pd.DataFrame, aligning_s: float, *, quick: bool
) -> Iterator[Outcome]:
    """Lengths of given strides from one filtered path through the whole recording."""
    rate_hz = sample.rate_hz
    borders = _border_list(sample)
    ways = {
        "gaitmap, RTS": RtsKalman(),
        "gaitmap, RTS, zero velocity at the borders": RtsKalman(
            zupt_detector=StrideEventZuptDetector()
        ),
    }
    for method, way in ways.items():
        clock = Clock()
        strides = _between(_region(table, rate_hz, way, borders), borders, rate_hz)
        cpu_s = aligning_s + clock()
        yield Outcome(Task.LENGTHS, method, "", sample.name, cpu_s, strides)
    for factor in SHOE_FACTORS[:1] if quick else SHOE_FACTORS:
        clock = Clock()
        detector = ShoeZuptDetector()
        detector.set_params(inactive_signal_threshold=detector.inactive_signal_threshold * factor)
        way = RtsKalman(zupt_detector=detector)
        strides = _between(_region(table, rate_hz, way), borders, rate_hz)
        cpu_s = aligning_s + clock()
        if factor == 1.0:
            name = "gaitmap, RTS, SHOE detector"
            yield Outcome(Task.LENGTHS, name, "", sample.name, cpu_s, strides)
        name = "gaitmap, RTS, SHOE, each recording's best"
        yield Outcome(Task.LENGTHS, name, f"× {factor:g}", sample.name, cpu_s, strides)


def _stride_level(sample: Sample, table: pd.DataFrame, aligning_s: float) -> Iterator[Outcome]:
    """Lengths of given strides, each integrated by itself."""
    borders = _border_list(sample)
    levels = {
        "gaitmap, stride level": StrideLevelTrajectory(),
        "gaitmap, stride level, Madgwick": StrideLevelTrajectory(ori_method=MadgwickAHRS()),
    }
    for method, level in levels.items():
        clock = Clock()
        strides = _per_stride(table, borders, sample.rate_hz, level)
        cpu_s = aligning_s + clock()
        yield Outcome(Task.LENGTHS, method, "", sample.name, cpu_s, strides)


def _by_hand(sample: Sample) -> pd.DataFrame:
    """Axes turned by one who has seen the pod, then levelled by gaitmap."""
    table = _table(sample.acc_m_s2 * TO_FORWARD_LEFT_UP, sample.gyr_rad_s * TO_FORWARD_LEFT_UP)
    return align_dataset_to_gravity(table, sample.rate_hz)


def _by_itself(sample: Sample) -> pd.DataFrame:
    """Axes found by gaitmap."""
    level = align_dataset_to_gravity(_table(sample.acc_m_s2, sample.gyr_rad_s), sample.rate_hz)
    turned = PcaAlignment().align(level).aligned_data_
    forward = ForwardDirectionSignAlignment().align(turned, sampling_rate_hz=sample.rate_hz)
    return forward.aligned_data_


def _table(acc_m_s2: FloatArray, gyr_rad_s: FloatArray) -> pd.DataFrame:
    return pd.DataFrame(np.column_stack([acc_m_s2, np.rad2deg(gyr_rad_s)]), columns=COLUMNS)


def _match(table: pd.DataFrame, rate_hz: float, settings: Segmentation) -> pd.DataFrame:
    """Strides by template matching; the right foot's signs find more of them than the left's."""
    matcher = ConstrainedBarthDtw() if settings.constrained else BarthDtw()
    matcher.set_params(max_cost=settings.cost, min_match_length_s=settings.least_s)
    body = convert_right_foot_to_fbf(table)
    return matcher.segment(body, sampling_rate_hz=rate_hz).stride_list_


def _segments(matched: pd.DataFrame, rate_hz: float) -> list[Stride]:
    """Borders as matched, before any event was looked for."""
    rows = matched[["start", "end"]].to_numpy(dtype=float) / rate_hz
    return [Stride(start_s, stop_s, UNKNOWN_M) for start_s, stop_s in rows.tolist()]


def _events(
    table: pd.DataFrame,
    rate_hz: float,
    matched: pd.DataFrame,
    detector: RamppEventDetection | HerzerEventDetection,
) -> pd.DataFrame:
    """Strides from mid-stance to mid-stance."""
    if len(matched) == 0:
        return pd.DataFrame(columns=["start", "end", "min_vel"])
    body = convert_right_foot_to_fbf(table)
    detector.detect(body, stride_list=matched, sampling_rate_hz=rate_hz)
    return detector.min_vel_event_list_


def _border_list(sample: Sample) -> pd.DataFrame:
    """The given strides as gaitmap's list of them."""
    borders = pd.DataFrame(sample.borders, columns=["start", "end"])
    borders["min_vel"] = borders["start"]
    borders.index.name = "s_id"
    return borders


def _region(
    table: pd.DataFrame, rate_hz: float, way: RtsKalman, events: pd.DataFrame | None = None
) -> FloatArray:
    """Horizontal position before every sample and after the last, the recording as one region."""
    whole = pd.DataFrame({"start": [0], "end": [len(table)]}, index=pd.Index([0], name="roi_id"))
    trajectory = RegionLevelTrajectory(ori_method=None, pos_method=None, trajectory_method=way)
    trajectory.estimate(table, whole, stride_event_list=events, sampling_rate_hz=rate_hz)
    position_m: FloatArray = trajectory.position_[["pos_x", "pos_y"]].to_numpy()
    return position_m


def _between(position_m: FloatArray, events: pd.DataFrame, rate_hz: float) -> list[Stride]:
    rows = events[["start", "end"]].to_numpy(dtype=int)
    lengths_m = np.linalg.norm(position_m[rows[:, 1]] - position_m[rows[:, 0]], axis=1)
    return _strides(rows, lengths_m, rate_hz)


def _per_stride(
    table: pd.DataFrame, events: pd.DataFrame, rate_hz: float, level: StrideLevelTrajectory
) -> list[Stride]:
    """Every stride integrated by itself."""
    if len(events) == 0:
        return []
    level.estimate(table, events, sampling_rate_hz=rate_hz)
    position = level.position_[["pos_x", "pos_y"]].groupby(level="s_id")
    lengths_m = np.linalg.norm((position.last() - position.first()).to_numpy(), axis=1)
    return _strides(events[["start", "end"]].to_numpy(dtype=int), lengths_m, rate_hz)


def _strides(rows: npt.NDArray[np.int64], lengths_m: FloatArray, rate_hz: float) -> list[Stride]:
    return [
        Stride(start / rate_hz, stop / rate_hz, length_m)
        for (start, stop), length_m in zip(rows.tolist(), lengths_m.tolist(), strict=True)
    ]
