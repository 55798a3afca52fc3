"""Score contacts and foot strike angle of a foot's IMU against motion capture."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.gait.strides_score import Change, strides_of
from benchmarks.load.blocks import DATA, block
from monitor.types import FloatArray, Side, Stride, StrideFlag

FOLDER = DATA / "mocap_running"
HARDER = DATA / "harder" / "mocap_running"
RATE_HZ = 400.0
NO_CONTACTS: FloatArray = np.empty((0, 2))
MATCH_S = 0.06
"""A contact of ours within this of a true one is meant for it."""


@dataclass(frozen=True, slots=True, eq=False)
class ContactScore:
    """Errors of one recording; ``true`` and ``strides`` count what could be found, and was.

    ``stance`` is the error of contact time as a fraction of the true one.
    """

    name: str
    true: int
    strides: int
    ic_ms: FloatArray
    tc_ms: FloatArray
    stance: FloatArray
    stance_ms: FloatArray
    strike_deg: FloatArray


def recordings(folder: Path = FOLDER) -> list[Path]:
    """Every recording of motion capture."""
    return [p for p in sorted(folder.glob("*.csv.gz")) if "_truth" not in p.name]


def name_of(path: Path) -> str:
    """What a recording is called; its truth starts with the same."""
    return path.name.removesuffix(".csv.gz")


def found_in(
    path: Path, gyr_most_rad_s: float = np.inf, change: Change | None = None
) -> list[Stride]:
    """Strides of one recording: sensor's axes and the session's start unknown, no standing.

    ``gyr_most_rad_s`` is the range of the gyroscope; ``change`` is done to the samples after.
    """
    table = np.loadtxt(path, delimiter=",", skiprows=1)
    table[:, 4:] = np.clip(table[:, 4:], -gyr_most_rad_s, gyr_most_rad_s)
    side = Side.LEFT if name_of(path).endswith("_L") else Side.RIGHT
    whole = block(table[:, 0], RATE_HZ, side=side, imu=table[:, 1:])
    return strides_of(whole if change is None else change(whole))


def plate_contacts(path: Path) -> FloatArray:
    """Contacts that the plates saw, shape (n, 2), s; none where there were no plates."""
    truth = path.parent / f"{name_of(path)}_truth_contacts.csv.gz"
    return np.loadtxt(truth, delimiter=",", skiprows=1, ndmin=2) if truth.exists() else NO_CONTACTS


def judge_contacts(path: Path, change: Change | None = None) -> ContactScore:
    """Score one recording, changed first if so asked."""
    name = name_of(path)
    found = found_in(path, change=change)
    true = plate_contacts(path)
    pairs = [
        (stride, true[k])
        for stride in found
        if landed(stride) and (k := nearest(true, stride.ic_s)) is not None
    ]
    stance_s = np.array([s.tc_s - s.ic_s for s, _ in pairs if s.tc_s is not None])
    true_s = np.array([c[1] - c[0] for s, c in pairs if s.tc_s is not None])
    return ContactScore(
        name=name,
        true=len(true),
        strides=len(found),
        ic_ms=1e3 * _ic_errors_s(found, true),
        tc_ms=1e3 * np.array([s.tc_s - c[1] for s, c in pairs if s.tc_s is not None]),
        stance=stance_s / true_s - 1.0,
        stance_ms=1e3 * (stance_s - true_s),
        strike_deg=_strike_errors_deg(path, found),
    )


def landed(stride: Stride) -> bool:
    """Whether the stride says when its foot landed: a first one may not have seen it."""
    return not stride.has(StrideFlag.FIRST) or stride.tc_s is not None


def nearest(true: FloatArray, t_s: float) -> int | None:
    """Row of the true contact that an initial contact is meant for."""
    if not len(true):
        return None
    k = int(np.abs(true[:, 0] - t_s).argmin())
    return k if abs(true[k, 0] - t_s) <= MATCH_S else None


def _ic_errors_s(found: list[Stride], true: FloatArray) -> FloatArray:
    """Of every initial contact that a stride starts or ends with, each counted once."""
    errors: dict[int, float] = {}
    for stride in found:
        for t_s in (stride.ic_s, stride.next_ic_s) if landed(stride) else (stride.next_ic_s,):
            k = nearest(true, t_s)
            if k is not None:
                errors[k] = t_s - float(true[k, 0])
    return np.array([errors[k] for k in sorted(errors)])


def _strike_errors_deg(path: Path, found: list[Stride]) -> FloatArray:
    """Against the true pitch between the same two instants."""
    truths = [path.parent / f"{name_of(path)}_truth_{kind}.csv.gz" for kind in ("motion", "pitch")]
    [truth] = [one for one in truths if one.exists()]
    motion = np.genfromtxt(truth, delimiter=",", names=True)
    errors = []
    for stride in found:
        ours = stride.motion
        if ours is not None and ours.foot_strike_angle_rad is not None:
            at_s = [stride.ic_s, ours.length_from_s]
            landed, flat = np.interp(at_s, motion["t_s"], motion["pitch_deg"]).tolist()
            errors.append(np.degrees(ours.foot_strike_angle_rad) - (landed - flat))
    return np.array(errors)
