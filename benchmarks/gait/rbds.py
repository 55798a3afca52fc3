"""Feet of RBDS as pods on them would have felt the run: 28 runners, treadmill, force plate.

Fukuchi, Fukuchi & Duarte 2017, PeerJ 5:e3298; data doi 10.6084/m9.figshare.4543435, CC BY. Nothing
of it is in the project and no test needs it. The folder holds the set's C3D files, runs and
standing: ``RBDS001runT25.c3d`` … and ``RBDS001static.c3d`` ….
"""

import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from scipy import interpolate, signal

from benchmarks.gait.contact_sets import RATE_HZ, Known, contacts_s, known
from monitor.types import FloatArray
from monitor.units import STANDARD_GRAVITY_M_S2

FOOT = ("Heel.Bottom", "Heel.Lateral", "Heel.Top", "MT1", "MT5")
POD_M = np.array([0.13, 0.11, 0.0])
"""From the floor under the heel: forward, up, to the right."""
LOW_PASS_HZ = (40.0, 20.0)
PLATE_HZ = 15.0
"""Critically damped, no delay: force then rises through 50 N as that of mocap_running does."""
LEVEL_N = 50.0
LIFTED_M = 0.10
"""The foot whose heel is higher in the middle of a contact is the other one."""
WORST_FIT_M = 0.02
EVERY = 4
_BLOCK: Final = 512


class Trial(NamedTuple):
    """Markers, m, by name, and vertical force, N, with their rates."""

    markers: dict[str, FloatArray]
    rate_hz: float
    force_n: FloatArray
    force_hz: float


def read_c3d(path: Path) -> Trial:
    """Read markers and force of a C3D file with floating-point values."""
    raw = path.read_bytes()
    points, analogue, first, last = struct.unpack("<4H", raw[2:10])
    start, per_frame = struct.unpack("<2H", raw[16:20])
    (rate_hz,) = struct.unpack("<f", raw[20:24])
    labels = _labels(raw)
    frames, width = last - first + 1, 4 * points + analogue
    table = np.frombuffer(raw, "<f4", frames * width, (start - 1) * _BLOCK).reshape(frames, width)
    places = table[:, : 4 * points].reshape(frames, points, 4).astype(np.float64)
    places[places[:, :, 3] < 0.0] = np.nan
    names = labels["POINT"]
    markers = {name: places[:, k, :3] / 1e3 for k, name in enumerate(names)}
    force_n = np.empty(0)
    if analogue:
        channel = labels["ANALOG"].index("F1Z")
        values = table[:, 4 * points :].reshape(frames * per_frame, -1)
        force_n = 1e3 * values[:, channel].astype(np.float64)
    return Trial(markers, rate_hz, force_n, rate_hz * per_frame)


def _labels(raw: bytes) -> dict[str, list[str]]:
    """``LABELS`` of each group of parameters."""
    groups: dict[int, str] = {}
    labels: dict[int, list[str]] = {}
    at = (raw[0] - 1) * _BLOCK + 4
    while length := abs(struct.unpack("b", raw[at : at + 1])[0]):
        (group,) = struct.unpack("b", raw[at + 1 : at + 2])
        name = raw[at + 2 : at + 2 + length].decode("ascii")
        body = at + 2 + length
        (step,) = struct.unpack("<H", raw[body : body + 2])
        if group < 0:
            groups[-group] = name
        elif name == "LABELS":
            wide, count = raw[body + 4], raw[body + 5]
            text = raw[body + 6 : body + 6 + wide * count].decode("latin1")
            labels[group] = [text[k : k + wide].strip() for k in range(0, len(text), wide)]
        if not step:
            break
        at = body + step
    return {groups[group]: names for group, names in labels.items()}


def feet(folder: Path) -> Iterator[Known]:
    """Every foot of every run, as markers filtered at each of ``LOW_PASS_HZ`` say."""
    for path in sorted(folder.glob("RBDS*run*.c3d")):
        runner = path.stem.partition("run")[0]
        trial = read_c3d(path)
        standing = read_c3d(folder / f"{runner}static.c3d")
        t_s = np.arange(len(trial.force_n)) / trial.force_hz
        both_s = contacts_s(t_s, _smooth(trial.force_n, trial.force_hz), LEVEL_N, 0.08)
        for side in ("L", "R"):
            for low_pass_hz in LOW_PASS_HZ:
                felt = _felt(trial, standing.markers, side, low_pass_hz)
                if felt is None:
                    continue
                at_s, imu, heel_m = felt
                mine = np.interp(both_s.mean(axis=1), at_s, heel_m) < LIFTED_M
                name = f"{path.stem} {side} {low_pass_hz:.0f} Hz"
                found = known(("RBDS", runner, name), at_s, imu, both_s[mine], EVERY)
                if found is not None:
                    yield found


def _smooth(force_n: FloatArray, rate_hz: float) -> FloatArray:
    """Four real poles, two each way."""
    pole = np.tan(np.pi * PLATE_HZ / np.sqrt(2.0**0.25 - 1.0) / rate_hz)
    b, a = np.array([pole, pole]) / (1.0 + pole), [1.0, (pole - 1.0) / (1.0 + pole)]
    return np.asarray(signal.filtfilt(b, a, signal.filtfilt(b, a, force_n)))


def _felt(
    trial: Trial, standing: Mapping[str, FloatArray], side: str, low_pass_hz: float
) -> tuple[FloatArray, FloatArray, FloatArray] | None:
    """Times, samples of a pod and height of the heel; None if the markers do not fit."""
    rest = {name: np.nanmean(standing[f"{side}.{name}"], axis=0) for name in FOOT}
    names = [name for name in FOOT if f"{side}.{name}" in trial.markers]
    ahead = 0.5 * (rest["MT1"] + rest["MT5"]) - rest["Heel.Bottom"]
    ahead[1] = 0.0
    ahead /= np.linalg.norm(ahead)
    axes = np.column_stack([ahead, [0.0, 1.0, 0.0], np.cross(ahead, [0.0, 1.0, 0.0])])
    origin = rest["Heel.Bottom"] * [1.0, 0.0, 1.0]
    model = (np.array([rest[name] for name in names]) - origin) @ axes
    seen = np.stack(
        [_whole(trial.markers[f"{side}.{name}"]) for name in _order(trial, side, rest, names)],
        axis=1,
    )
    sos = signal.butter(2, low_pass_hz * 1.25, fs=trial.rate_hz, output="sos")
    seen = signal.sosfiltfilt(sos, seen.reshape(len(seen), -1), axis=0).reshape(seen.shape)
    turn, middle, worst_m = _rigid(model, seen)
    if worst_m > WORST_FIT_M:
        return None
    t_s = np.arange(len(seen)) / trial.rate_hz
    at_s = np.arange(int(t_s[-1] * RATE_HZ) + 1) / RATE_HZ
    arm = POD_M - model.mean(axis=0)
    place = interpolate.make_interp_spline(t_s, middle + turn @ arm, k=5)
    pose = interpolate.make_interp_spline(t_s, turn.reshape(-1, 9), k=5)
    u, _, v = np.linalg.svd(pose(at_s).reshape(-1, 3, 3))
    now, change = u @ v, pose.derivative()(at_s).reshape(-1, 3, 3)
    spin = np.swapaxes(now, 1, 2) @ change
    rate = 0.5 * np.stack([spin[:, j, i] - spin[:, i, j] for i, j in ((1, 2), (2, 0), (0, 1))], 1)
    force = place.derivative(2)(at_s) + np.array([0.0, STANDARD_GRAVITY_M_S2, 0.0])
    acc = np.einsum("nji,nj->ni", now, force)
    heel_m = np.interp(at_s, t_s, (middle - turn @ model.mean(axis=0))[:, 1])
    return at_s, np.column_stack([acc, rate]), heel_m


def _order(trial: Trial, side: str, rest: Mapping[str, FloatArray], names: list[str]) -> list[str]:
    """Names as the markers should be called: two of one runner are exchanged."""
    exchanged = [{"MT1": "MT5", "MT5": "MT1"}.get(name, name) for name in names]
    if set(exchanged) != set(names):
        return names

    def off_m(order: list[str]) -> float:
        lengths = [
            abs(
                float(
                    np.nanmedian(
                        np.linalg.norm(
                            trial.markers[f"{side}.{a}"] - trial.markers[f"{side}.{b}"], axis=1
                        )
                    )
                )
                - float(np.linalg.norm(rest[c] - rest[d]))
            )
            for a, c in zip(order, names, strict=True)
            for b, d in zip(order, names, strict=True)
        ]
        return max(lengths)

    return min(names, exchanged, key=off_m)


def _whole(marker_m: FloatArray) -> FloatArray:
    """Gaps on straight lines."""
    at, seen = np.arange(len(marker_m)), np.isfinite(marker_m[:, 0])
    return np.column_stack([np.interp(at, at[seen], axis[seen]) for axis in marker_m.T])


def _rigid(model: FloatArray, seen: FloatArray) -> tuple[FloatArray, FloatArray, float]:
    """Best rotations and middles (Kabsch), and the worst frame's root mean square distance."""
    shape, middle = model - model.mean(axis=0), seen.mean(axis=1)
    u, _, v = np.linalg.svd(np.einsum("mi,nmj->nij", shape, seen - middle[:, np.newaxis]))
    flip = np.ones((len(seen), 3))
    flip[:, 2] = np.sign(np.linalg.det(u @ v))
    turn = np.einsum("nji,nj,nkj->nik", v, flip, u)
    off = np.einsum("nij,mj->nmi", turn, shape) + middle[:, np.newaxis] - seen
    return turn, middle, float(np.sqrt((off**2).sum(axis=2).mean(axis=1)).max())
