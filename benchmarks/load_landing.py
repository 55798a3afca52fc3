"""How near is the overstride distance to motion capture?"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.load_blocks import DATA
from monitor.gait.overstride import overstride
from monitor.limits.gait_load import OverstrideLimits
from monitor.types import FloatArray


@dataclass(frozen=True, slots=True)
class Landing:
    """One contact of motion capture: truth and estimate of heel ahead of pelvis, m."""

    name: str
    speed_m_s: float
    angle_rad: float
    true_m: float
    estimate_m: float
    speed_only_m: float
    contact_s: float
    braking_s: float


def landings() -> list[Landing]:
    """Every contact of ``mocap_running`` that a force plate saw, from true speed and angle."""
    found = []
    folder = DATA / "mocap_running"
    for path in sorted(folder.glob("*_truth_contacts.csv.gz")):
        name = path.name.removesuffix("_truth_contacts.csv.gz")
        motion = _columns(folder / f"{name}_truth_motion.csv.gz")
        force = _columns(folder / f"{name}_truth_force.csv.gz")
        for ic_s, tc_s in np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2).tolist():
            if motion["t_s"][0] <= ic_s <= motion["t_s"][-1]:
                found.append(_landing(name, motion, force, (ic_s, tc_s)))
    return found


def _landing(
    name: str,
    motion: dict[str, FloatArray],
    force: dict[str, FloatArray],
    contact_s: tuple[float, float],
) -> Landing:
    ic_s, tc_s = contact_s
    t_s, stance_s = motion["t_s"], tc_s - ic_s
    flat = (t_s > ic_s + 0.3 * stance_s) & (t_s < ic_s + 0.6 * stance_s)
    # the belt carries the foot backwards: its speed under the foot is the runner's
    speed_m_s = -float(np.mean(np.gradient(motion["heel_x_m"], t_s)[flat]))
    middle_deg = float(np.mean(motion["pitch_deg"][flat]))
    angle_rad = float(np.radians(np.interp(ic_s, t_s, motion["pitch_deg"]) - middle_deg))
    true_m = float(np.interp(ic_s, t_s, motion["heel_x_m"] - motion["pelvis_x_m"]))
    limits = OverstrideLimits()
    estimate = overstride(speed_m_s, angle_rad, limits)
    alone = overstride(speed_m_s, None, limits)
    if estimate is None or alone is None:
        raise ValueError(f"{name}: {speed_m_s} m/s is outside the line's speeds")
    middle = (force["t_s"] > ic_s + 0.1 * stance_s) & (force["t_s"] < tc_s - 0.1 * stance_s)
    pull_n, at_s = force["anteroposterior_n"][middle], force["t_s"][middle]
    turn = np.flatnonzero((pull_n[:-1] < 0.0) & (pull_n[1:] >= 0.0))
    return Landing(
        name,
        speed_m_s,
        angle_rad,
        true_m,
        estimate.heel_to_pelvis_m,
        alone.heel_to_pelvis_m,
        stance_s,
        float(at_s[turn[-1]]) - ic_s,
    )


def _columns(path: Path) -> dict[str, FloatArray]:
    table = np.genfromtxt(path, delimiter=",", names=True)
    return {name: table[name] for name in table.dtype.names or ()}
