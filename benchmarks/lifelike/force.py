"""Compare the simulated vertical force with a real runner's on a treadmill.

The runner of the recordings has a mass and a cadence of his own: the simulation is given these
and the belt's speed and slope, nothing else.
"""

import re
from dataclasses import dataclass

import numpy as np

from benchmarks.realdata import DATA
from firmware_sim.gait.contact import GroundForce
from firmware_sim.gait.foot_path import FootPath
from firmware_sim.gait.steps import Steps
from firmware_sim.runner.runner import Runner
from firmware_sim.scenario.model import Person, Phase, Scenario
from firmware_sim.table import join, take
from monitor.types import FloatArray

MASS_KG = 76.8
STEP_S = 0.002
CURVE = 180
"""Samples of the mean curve from initial contact on."""
CONTACT_BW = 40.0 / (MASS_KG * 9.80665)


@dataclass(frozen=True, slots=True, eq=False)
class ForceMatch:
    """One recording beside its simulation; forces in body weights."""

    name: str
    speed_m_s: float
    slope_deg: float
    contact_real_s: float
    contact_sim_s: float
    rmse_bw: float
    real_bw: FloatArray
    sim_bw: FloatArray

    @property
    def contact_error(self) -> float:
        """Contact time, relative error."""
        return self.contact_sim_s / self.contact_real_s - 1.0


def matches() -> list[ForceMatch]:
    """All treadmill recordings."""
    found = []
    for path in sorted((DATA / "treadmill_force").glob("*.csv.gz")):
        said = re.search(r"speed([\d.]+)_slope(-?\d+)", path.name)
        if said is None:
            raise ValueError(f"{path.name} does not say speed and slope")
        speed_m_s, slope_deg = float(said[1]), float(said[2])
        real = np.loadtxt(path, delimiter=",", skiprows=1)[:, 1]
        curve, contact_s, step_s = _mean_curve(real)
        made = simulated_bw(speed_m_s, slope_deg, step_s)
        sim_curve, sim_contact_s, _ = _mean_curve(made)
        n = int(max(contact_s, sim_contact_s) / STEP_S) + 5
        rmse = float(np.sqrt(np.mean((curve[:n] - sim_curve[:n]) ** 2)))
        name = path.name.removesuffix(".csv.gz")
        found.append(
            ForceMatch(
                name, speed_m_s, slope_deg, contact_s, sim_contact_s, rmse, curve[:n], sim_curve[:n]
            )
        )
    return found


def simulated_bw(speed_m_s: float, slope_deg: float, step_s: float) -> FloatArray:
    """Vertical force of both feet at a speed, slope and step time, body weights."""
    slope = float(np.tan(np.radians(slope_deg)))
    at_3 = 60.0 / step_s / (1.0 + 0.06 * (speed_m_s - 3.0) + 0.3 * slope)
    person = Person(mass_kg=MASS_KG, cadence_spm=at_3)
    phases = (Phase(duration_s=1e4, speed_m_s=speed_m_s, slope=slope),)
    scenario = Scenario(name="treadmill", runner=person, phase=phases)
    runner, steps = Runner(scenario, 1), Steps(scenario, 1)
    contacts = join([steps.advance(runner.advance(20)) for _ in range(3)])
    t_s = np.arange(15.0, 50.0, STEP_S)
    total = np.zeros(len(t_s))
    for foot in (0.0, 1.0):
        mine = take(contacts, np.flatnonzero(contacts.foot == foot))
        path = FootPath(mine, person.foot_length_m)
        total += GroundForce(mine, path.tc_s, MASS_KG, person.foot_length_m).at(t_s).force_n
    return total / (MASS_KG * 9.80665)


def _mean_curve(force_bw: FloatArray) -> tuple[FloatArray, float, float]:
    """Mean force from initial contact on, median contact time and step time."""
    on = force_bw > CONTACT_BW
    up = np.flatnonzero(~on[:-1] & on[1:])
    down = np.flatnonzero(on[:-1] & ~on[1:])
    down = down[down > up[0]]
    count = min(len(up), len(down))
    up, contact_s = up[:count], (down[:count] - up[:count]) * STEP_S
    good = (contact_s > 0.1) & (contact_s < 0.5)
    up, contact_s = up[good], contact_s[good]
    rows = [force_bw[i : i + CURVE] for i in up if i + CURVE < len(force_bw)]
    step_s = float(np.median(np.diff(up))) * STEP_S
    return np.mean(rows, axis=0), float(np.median(contact_s)), step_s
