"""Compare simulated strides with those of real recordings at the same speed.

Orientations are not compared: norms of acceleration and angular rate do not depend on how the
sensor sat on the shoe.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import stats

from benchmarks import realdata
from firmware_sim.scenario.model import ImuSpec, Person, Phase, PodSpec, Scenario
from firmware_sim.sensors.pod import FootPod, Seen
from monitor.types import FloatArray, Gait
from monitor.wire import foot_imu, uuids

RATE_HZ = 200.0
WINDOW = 256
"""Samples from one mid-stance on: a stride and a half."""
BANDS_HZ = np.geomspace(1.0, 64.0, 19)
"""Third octaves."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Strides of about one speed."""

    name: str
    source: str
    gait: Gait
    from_m_s: float
    to_m_s: float


BINS = (
    Bin("walk 1.3", "vicon walking", Gait.WALK, 1.1, 1.5),
    Bin("jog 1.7", "vicon running", Gait.RUN, 1.5, 1.9),
    Bin("run 2.9", "surveyed", Gait.RUN, 2.5, 3.3),
    Bin("run 4.5", "surveyed", Gait.RUN, 4.0, 5.2),
)
MOCAP = (("mocap 2", "hamner04_run200", 2.0), ("mocap 4", "hamner04_run400", 4.0))


@dataclass(frozen=True, slots=True, eq=False)
class Strides:
    """Norms of acceleration (m/s²) and rate (rad/s) from mid-stances on, shape (n, WINDOW)."""

    acc_m_s2: FloatArray
    gyr_rad_s: FloatArray
    stride_s: FloatArray
    speed_m_s: float

    def __len__(self) -> int:
        return len(self.stride_s)


@dataclass(frozen=True, slots=True)
class Distance:
    """How far simulated strides are from real ones.

    ``peak`` and ``turn`` are simulated over real medians of the strides' highest acceleration
    and rate; ``*_db`` root-mean-square differences of the spectra in third octaves; ``*_shift``
    Wasserstein distances of the samples in standard deviations; ``vary_*`` stride-time
    variation from stride to stride, as a part of the mean.
    """

    strides: int
    speed_m_s: float
    peak: float
    turn: float
    acc_db: float
    gyr_db: float
    acc_shift: float
    gyr_shift: float
    vary_real: float
    vary_sim: float


def real_strides(chosen: Bin) -> Strides:
    """Strides of a bin, from all recordings of its source."""
    acc, gyr, times, speeds = [], [], [], []
    for recording in realdata.load((chosen.source,)):
        stance = recording.truth.stance_s
        length = recording.truth.displacement_m(stance[:-1], stance[1:])
        took = np.diff(stance)
        for start, span, metres in zip(stance[:-1], took, length, strict=True):
            first = int(np.searchsorted(recording.t_s, start))
            if not 0.45 < span < 1.4 or first + WINDOW > len(recording.t_s):
                continue
            if not chosen.from_m_s <= metres / span < chosen.to_m_s:
                continue
            part = slice(first, first + WINDOW)
            acc.append(np.linalg.norm(recording.acc_m_s2[part], axis=1))
            gyr.append(np.linalg.norm(recording.gyr_rad_s[part], axis=1))
            times.append(span)
            speeds.append(metres / span)
    return Strides(np.array(acc), np.array(gyr), np.array(times), float(np.median(speeds)))


def mocap_strides(name: str, speed_m_s: float) -> Strides:
    """Strides of one runner's motion capture, both feet, thinned to 200 Hz."""
    acc, gyr, times = [], [], []
    for path in sorted((realdata.DATA / "mocap_running").glob(f"{name}_[LR].csv.gz")):
        table = np.loadtxt(path, delimiter=",", skiprows=1)[::2]
        contacts = np.loadtxt(
            str(path).replace(".csv.gz", "_truth_contacts.csv.gz"), delimiter=",", skiprows=1
        )
        times += np.diff(contacts[:, 0]).tolist()
        for middle in contacts.mean(axis=1):
            first = int(np.searchsorted(table[:, 0], middle))
            if first + WINDOW <= len(table):
                rows = table[first : first + WINDOW]
                acc.append(np.linalg.norm(rows[:, 1:4], axis=1))
                gyr.append(np.linalg.norm(rows[:, 4:7], axis=1))
    return Strides(np.array(acc), np.array(gyr), np.array(times), speed_m_s)


def simulated_strides(
    real: Strides, gait: Gait, seconds: float = 120.0, bandwidth_hz: float = 90.0
) -> Strides:
    """The simulator's strides at the same speed and cadence, through its sensor."""
    stride_s = float(np.median(real.stride_s))
    pod = PodSpec(name="pod", side="right", imu=ImuSpec(bandwidth_hz=bandwidth_hz))
    at_3 = 120.0 / stride_s / (1.0 + 0.06 * (real.speed_m_s - 3.0))
    if gait is Gait.WALK:
        at_3 = 120.0 / stride_s / (0.655 * np.sqrt(real.speed_m_s / 1.35))
    scenario = Scenario(
        name="lifelike",
        runner=Person(cadence_spm=float(np.clip(at_3, 120.0, 230.0))),
        phase=(Phase(duration_s=1e4, gait=gait, speed_m_s=real.speed_m_s),),
        pod=(pod,),
    )
    truth: list[Seen] = []
    frames = []
    for packet in FootPod(scenario, pod, 1, truth.append).packets():
        if packet.t_s > seconds:
            break
        if packet.characteristic == uuids.IMU:
            frames.append(foot_imu.decode(packet.payload))
    acc = np.linalg.norm(np.vstack([f.acc_m_s2 for f in frames]), axis=1)
    gyr = np.linalg.norm(np.vstack([f.gyr_rad_s for f in frames]), axis=1)
    ic_s = np.concatenate([seen.stretch.contacts.t_s[:-1] for seen in truth])
    tc_s = np.concatenate([seen.stretch.path.tc_s for seen in truth])
    first = (0.5 * (ic_s + tc_s) * RATE_HZ).astype(int)
    keep = (ic_s > 10.0) & (first + WINDOW < len(acc))
    return Strides(
        np.array([acc[i : i + WINDOW] for i in first[keep]]),
        np.array([gyr[i : i + WINDOW] for i in first[keep]]),
        np.diff(ic_s[ic_s > 10.0]),
        real.speed_m_s,
    )


def spectrum(rows: FloatArray) -> FloatArray:
    """Mean power in third octaves, dB."""
    window = np.hanning(WINDOW)
    power = np.abs(np.fft.rfft((rows - rows.mean(axis=1, keepdims=True)) * window, axis=1)) ** 2
    hertz = np.fft.rfftfreq(WINDOW, 1.0 / RATE_HZ)
    mean = power.mean(axis=0)
    bands = [
        mean[(hertz >= low) & (hertz < high)].mean()
        for low, high in pairwise(BANDS_HZ.tolist())
        if ((hertz >= low) & (hertz < high)).any()
    ]
    return np.asarray(10.0 * np.log10(np.array(bands)))


def distance(real: Strides, made: Strides) -> Distance:
    """All distances between real and simulated strides."""
    return Distance(
        strides=len(real),
        speed_m_s=real.speed_m_s,
        peak=_median_peak(made.acc_m_s2) / _median_peak(real.acc_m_s2),
        turn=_median_peak(made.gyr_rad_s) / _median_peak(real.gyr_rad_s),
        acc_db=_rms(spectrum(made.acc_m_s2) - spectrum(real.acc_m_s2)),
        gyr_db=_rms(spectrum(made.gyr_rad_s) - spectrum(real.gyr_rad_s)),
        acc_shift=_shift(real.acc_m_s2, made.acc_m_s2),
        gyr_shift=_shift(real.gyr_rad_s, made.gyr_rad_s),
        vary_real=_variation(real.stride_s),
        vary_sim=_variation(made.stride_s),
    )


def pairs() -> Iterable[tuple[str, Strides, Strides]]:
    """Every comparison: name, real strides, simulated strides."""
    for chosen in BINS:
        real = real_strides(chosen)
        yield chosen.name, real, simulated_strides(real, chosen.gait)
    for name, prefix, speed_m_s in MOCAP:
        real = mocap_strides(prefix, speed_m_s)
        yield name, real, simulated_strides(real, Gait.RUN, bandwidth_hz=20.0)


def _median_peak(rows: FloatArray) -> float:
    return float(np.median(rows[:, : WINDOW // 2 + 40].max(axis=1)))


def _rms(x: FloatArray) -> float:
    return float(np.sqrt(np.mean(x * x)))


def _shift(real: FloatArray, made: FloatArray) -> float:
    return float(stats.wasserstein_distance(real.ravel(), made.ravel()) / real.std())


def _variation(stride_s: FloatArray) -> float:
    """Standard deviation from stride to stride over the mean; outliers beyond 15 % left out."""
    step = np.diff(stride_s) / np.median(stride_s)
    step = step[np.abs(step) < 0.15]
    return float(step.std() / np.sqrt(2.0)) if len(step) > 1 else float("nan")
