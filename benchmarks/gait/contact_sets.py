"""Windows of running feet whose contacts are known: from plates, and from the simulator."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, product
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from benchmarks.load.blocks import DATA, block
from firmware_sim.gait.world import Foot
from firmware_sim.scenario.model import Person, Phase, Scenario
from monitor.gait.imu.contacts import find_contacts
from monitor.gait.imu.contacts_running import Contacts
from monitor.gait.imu.limits import ImuLimits
from monitor.gait.imu.limits_contacts import ContactLimits
from monitor.gait.imu.sensor_to_foot import find_sensor_to_foot
from monitor.gait.imu.strapdown import Paths, Windows, cut, integrate
from monitor.gait.imu.stride_detector import ImuStride, ImuStrides
from monitor.types import FloatArray, Side

RATE_HZ = 400.0
PLATES = (DATA / "mocap_running", DATA / "harder" / "mocap_running")
STRIKES: tuple[Literal["rearfoot", "midfoot", "forefoot"], ...] = (
    "rearfoot",
    "midfoot",
    "forefoot",
)
SPEEDS_M_S = (2.5, 3.5, 4.5)


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Windows of one foot of one recording; true contacts are fractional columns.

    ``source`` is the laboratory, ``runner`` who must be left out together.
    """

    source: str
    runner: str
    name: str
    windows: Windows
    paths: Paths
    turned: Contacts
    ic: FloatArray
    tc: FloatArray


def known(
    label: tuple[str, str, str],
    t_s: FloatArray,
    imu: FloatArray,
    true_s: FloatArray,
    every: int = 1,
) -> Known | None:
    """Cut a foot's samples into windows with one true contact each; its axes are sought.

    Parameters
    ----------
    label : tuple of str
        Source, runner, name.
    imu : FloatArray, shape (n, 6)
        Acceleration and angular rate, in any axes.
    true_s : FloatArray, shape (k, 2)
        Contacts of this foot.
    every : int
        Take one window of so many.
    """
    acc, rate = (np.ascontiguousarray(imu[:, part]) for part in (slice(0, 3), slice(3, 6)))
    tried = round(ImuLimits().mounting.span_s * RATE_HZ)
    found = find_sensor_to_foot(acc[:tried], rate[:tried], RATE_HZ, ImuLimits())
    if found is None:
        return None
    # in the axes that the product finds, which are not quite the foot's
    acc, rate = found.turn(acc), found.turn(rate)
    whole = block(t_s, RATE_HZ, side=Side.RIGHT, imu=np.column_stack([acc, rate]))
    stage = ImuStrides(Side.RIGHT, RATE_HZ, ImuLimits(), mounted=True)
    said = [s for s in stage.push(whole) + stage.finish() if isinstance(s, ImuStride)]
    swings = list(_swings(said[::every], t_s, true_s))
    if not swings:
        return None
    windows = cut(acc, rate, [swing.samples for swing in swings], RATE_HZ, ImuLimits().path)
    paths = integrate(windows, ImuLimits().path)
    never_runs = ContactLimits(swing_share=1.0)
    turned = find_contacts(windows, paths, never_runs)
    ic, tc = np.array([swing.ic for swing in swings]), np.array([swing.tc for swing in swings])
    return Known(*label, windows, paths, turned, ic, tc)


class _Swing(NamedTuple):
    """Samples of a window that holds one swing, and its true ends, in samples of the window."""

    samples: range
    ic: float
    tc: float


def _swings(said: Iterable[ImuStride], t_s: FloatArray, true_s: FloatArray) -> Iterator[_Swing]:
    """Give the windows of strides that hold one true terminal contact, then one true landing."""
    for stride in said:
        from_s, to_s = stride.motion.length_from_s, stride.motion.length_to_s
        landed, left = (true_s[(true_s[:, k] > from_s) & (true_s[:, k] < to_s), k] for k in (0, 1))
        if len(landed) == len(left) == 1 and left[0] < landed[0]:
            start, stop = (int(np.searchsorted(t_s, at - 1e-6)) for at in (from_s, to_s))
            yield _Swing(
                range(start, stop + 1),
                ic=float(landed[0] - t_s[start]) * RATE_HZ,
                tc=float(left[0] - t_s[start]) * RATE_HZ,
            )


def by_plates() -> Iterator[Known]:
    """Every recording of the shared data that has a plate."""
    for folder in PLATES:
        for truth in sorted(folder.glob("*_truth_contacts.csv.gz")):
            name = truth.name.removesuffix("_truth_contacts.csv.gz")
            true_s = np.loadtxt(truth, delimiter=",", skiprows=1, ndmin=2)
            table = np.loadtxt(folder / f"{name}.csv.gz", delimiter=",", skiprows=1)
            runner = name.split("_", maxsplit=1)[0]
            found = known((runner, runner, name), table[:, 0], table[:, 1:], true_s)
            if found is not None:
                yield found


def simulated(duration_s: float = 20.0) -> Iterator[Known]:
    """Yield simulated runners of three strikes at three speeds, by a pod without errors."""
    for strike, speed in product(STRIKES, SPEEDS_M_S):
        person = Person(toe_out_deg=0.0, strike=strike)
        phase = Phase(duration_s=1e4, speed_m_s=speed)
        scenario = Scenario(name="contacts", phase=(phase,), runner=person)
        t_s = np.arange(round(duration_s * RATE_HZ)) / RATE_HZ
        for stretch in Foot(scenario, Side.RIGHT, 5).stretches():
            inside = t_s[t_s < stretch.stop_s]
            moved = stretch.path.motion(inside, "instep", 1.0)
            imu = np.column_stack([moved.force_m_s2, moved.turn_rad_s])
            ic_s, tc_s = stretch.contacts.t_s[:-1], stretch.path.tc_s
            count = min(len(ic_s), len(tc_s))
            true_s = np.column_stack([ic_s[:count], tc_s[:count]])
            label = ("simulator", f"simulated {strike}", f"{strike} {speed}")
            found = known(label, inside, imu, true_s)
            if found is not None:
                yield found
            break


def contacts_s(t_s: FloatArray, force_n: FloatArray, level_n: float, least_s: float) -> FloatArray:
    """Contacts of a force that stay above a level, shape (k, 2)."""
    on = force_n >= level_n
    edge = np.flatnonzero(on[1:] != on[:-1])
    share = (level_n - force_n[edge]) / (force_n[edge + 1] - force_n[edge])
    at_s = (t_s[edge] + share * (t_s[edge + 1] - t_s[edge])).tolist()
    pairs = [
        pair
        for pair, starts in zip(pairwise(at_s), on[edge + 1][:-1].tolist(), strict=True)
        if starts and pair[1] - pair[0] > least_s
    ]
    return np.array(pairs).reshape(-1, 2)


def recordings(folder: Path | None) -> list[Known]:
    """Everything with known contacts; RBDS too, if its folder is given."""
    from benchmarks.gait.rbds import feet  # it needs this module

    there = [*by_plates(), *simulated()]
    return there if folder is None else [*there, *feet(folder)]
