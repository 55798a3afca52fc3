"""Score the overstride distance against motion capture."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.gait.contacts_score import (
    FOLDER,
    found_in,
    name_of,
    nearest,
    plate_contacts,
    recordings,
)
from monitor.gait.load.limits import OverstrideLimits
from monitor.gait.overstride import overstride
from monitor.types import FloatArray, Gait


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
    for path in recordings():
        name = name_of(path)
        contacts = plate_contacts(path)
        if not len(contacts):
            continue
        motion = _columns(FOLDER / f"{name}_truth_motion.csv.gz")
        force = _columns(FOLDER / f"{name}_truth_force.csv.gz")
        for ic_s, tc_s in contacts.tolist():
            if motion["t_s"][0] <= ic_s <= motion["t_s"][-1]:
                found.append(_landing(name, motion, force, (ic_s, tc_s)))
    return found


@dataclass(frozen=True, slots=True)
class OwnLanding:
    """One contact as our own strides tell of it; speed alone is what they do not say."""

    name: str
    true_m: float
    estimate_m: float
    band_m: float
    speed_only_m: float


def own_landings(folder: Path = FOLDER) -> list[OwnLanding]:
    """Every running stride whose speed and angle the IMU alone says.

    In two seconds no mounting gets certain, and a stride of a guessed one has no distance: the line
    is applied here. The truth is taken where the plate saw the contact, else at our own.
    """
    found = []
    for path in recordings(folder):
        name = name_of(path)
        truth = path.parent / f"{name}_truth_motion.csv.gz"
        if not truth.exists():
            continue
        motion = _columns(truth)
        contacts = plate_contacts(path)
        for stride in found_in(path):
            speed_m_s = stride.speed_m_s
            angle_rad = stride.motion and stride.motion.foot_strike_angle_rad
            ahead = overstride(speed_m_s, angle_rad, OverstrideLimits())
            if ahead is None or speed_m_s is None or stride.gait is not Gait.RUN:
                continue
            row = nearest(contacts, stride.ic_s)
            ic_s = stride.ic_s if row is None else float(contacts[row, 0])
            ahead_m = motion["heel_x_m"] - motion["pelvis_x_m"]
            true_m = float(np.interp(ic_s, motion["t_s"], ahead_m))
            found.append(OwnLanding(name, true_m, *ahead, _speed_alone_m(speed_m_s)))
    return found


def beside_speed(own: Sequence[OwnLanding]) -> tuple[float, float]:
    """Correlation of truth and estimate once speed is removed: over landings, over means of feet.

    At one speed it says whether a heel that lands further ahead shows.
    """
    rows = np.array([[one.speed_only_m, one.true_m, one.estimate_m] for one in own])
    names = np.array([one.name for one in own])
    feet = np.array([rows[names == name].mean(axis=0) for name in sorted(set(names.tolist()))])
    return _beside_first(rows), _beside_first(feet)


def _beside_first(rows: FloatArray) -> float:
    """Correlation of the second and the third column, each less its line in the first."""
    first, *others = rows.T
    true, said = (values - np.polyval(np.polyfit(first, values, 1), first) for values in others)
    return float(np.corrcoef(true, said)[0, 1])


def _speed_alone_m(speed_m_s: float) -> float:
    """Heel ahead of pelvis of a runner of whom the speed is known only.

    The line through the means of 26 runners (RBDS) with a slope of 4.7 cm for every m/s.
    """
    limits = OverstrideLimits()
    return limits.middle_m + 0.047 * (speed_m_s - limits.middle_m_s)


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
    if estimate is None:
        raise ValueError(f"{name}: {speed_m_s} m/s is outside the line's speeds")
    middle = (force["t_s"] > ic_s + 0.1 * stance_s) & (force["t_s"] < tc_s - 0.1 * stance_s)
    pull_n, at_s = force["anteroposterior_n"][middle], force["t_s"][middle]
    turn = np.flatnonzero((pull_n[:-1] < 0.0) & (pull_n[1:] >= 0.0))
    return Landing(
        name,
        speed_m_s,
        angle_rad,
        true_m,
        estimate[0],
        _speed_alone_m(speed_m_s),
        stance_s,
        float(at_s[turn[-1]]) - ic_s,
    )


def _columns(path: Path) -> dict[str, FloatArray]:
    table = np.genfromtxt(path, delimiter=",", names=True)
    return {name: table[name] for name in table.dtype.names or ()}
