"""What the whole pipeline makes of simulated feet, against their truth.

Times are compared up to the link's latency, which no host can know.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

from firmware_sim import record
from firmware_sim.scenario import scenario_file
from firmware_sim.sensors.pod import Seen
from firmware_sim.table import join
from firmware_sim.truth.truth_files import StrideTruth, stride_truth
from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.types import Event, FloatArray, Side, Stride, StrideFlag


@dataclass(frozen=True, slots=True, eq=False)
class Matched:
    """True strides of one foot, and the seen stride that belongs to each."""

    truth: StrideTruth
    seen: list[Stride]
    invented: int
    ic_late_s: FloatArray


@cache
def session(name: str, seconds: float) -> tuple[list[Event], list[Seen]]:
    """What the pipeline says of a scenario, and what is true."""
    watched: list[Seen] = []
    packets = list(record.packets(scenario_file.load(name), seconds, watch=watched.append))
    pipeline = Pipeline(Config())
    return pipeline.push(packets) + pipeline.finish(), watched


def matched(name: str, seconds: float, side: Side) -> Matched:
    events, watched = session(name, seconds)
    strides = [e for e in events if isinstance(e, Stride) and e.side is side]
    truth = join([stride_truth(s.stretch) for s in watched if s.stretch.side is side])
    kept = np.flatnonzero(truth.next_ic_s < seconds - 3.0)
    found_s = np.array([stride.ic_s for stride in strides])
    nearest = np.abs(found_s[None, :] - truth.ic_s[kept, None]).argmin(axis=1)
    late_s = found_s[nearest] - truth.ic_s[kept]
    inside = (found_s > truth.ic_s[kept[0]] - 0.2) & (found_s < truth.ic_s[kept[-1]] + 0.2)
    rows = StrideTruth(*(getattr(truth, n)[kept] for n in StrideTruth.__slots__))
    return Matched(rows, [strides[i] for i in nearest], int(inside.sum()) - len(kept), late_s)


@pytest.mark.parametrize(
    ("name", "seconds"),
    [("easy_run", 120.0), ("walk_run", 330.0), ("rough_sensors", 120.0), ("two_devices", 90.0)],
)
def test_no_stride_is_missed_or_invented_and_contacts_are_within_10_ms(
    name: str, seconds: float
) -> None:
    feet = [matched(name, seconds, side) for side in Side]

    for foot in feet:
        late_s = foot.ic_late_s - np.median(foot.ic_late_s)
        assert np.abs(late_s).max() < 0.010
        assert abs(foot.invented) <= 2  # steps into and out of standing are strides to nobody
        contact_s = np.array([s.contact_time_s for s in foot.seen])
        error_s = contact_s - (foot.truth.tc_s - foot.truth.ic_s)
        assert abs(np.median(error_s)) < 0.020
        assert error_s.std() < 0.008


def test_stride_length_is_within_2_percent_and_the_strike_angle_within_2_degrees() -> None:
    foot = matched("easy_run", 120.0, Side.RIGHT)
    usual = [i for i, s in enumerate(foot.seen) if not s.flags & StrideFlag.FIRST]

    length = np.array([foot.seen[i].motion.stride_length_m for i in usual], dtype=float)
    angle = np.array([foot.seen[i].motion.foot_strike_angle_rad for i in usual], dtype=float)

    relative = length[5:] / foot.truth.stride_length_m[usual][5:] - 1.0
    assert abs(np.median(relative)) < 0.02
    degrees = np.degrees(angle[5:] - foot.truth.strike_rad[usual][5:])
    assert abs(np.median(degrees)) < 2.0


def test_unloaded_instep_pressure_follows_the_laces() -> None:
    foot = matched("demo", 100.0, Side.LEFT)

    seen = np.array([s.load.instep_swing_kpa for s in foot.seen], dtype=float)

    known = np.isfinite(seen)
    error = seen[known] - foot.truth.instep_swing_kpa[known]
    assert np.abs(error).max() < 3.5  # gain and creep of the cells at 24 kPa
    assert np.corrcoef(seen[known], foot.truth.instep_swing_kpa[known])[0, 1] > 0.99
