"""Compare how a foot leaves the ground, recorded and simulated.

Pitch against the contacts of force plates (motion capture) or the simulator's own. No sensor.
"""

from dataclasses import dataclass

import numpy as np

from benchmarks.realdata import DATA
from firmware_sim.gait.foot_path import FootPath
from firmware_sim.gait.steps import Steps
from firmware_sim.runner.runner import Runner
from firmware_sim.scenario.model import Person, Phase, Scenario
from firmware_sim.table import join, take
from monitor.types import FloatArray

SPEEDS = (("hamner04_run200", 2.0), ("hamner04_run400", 4.0))
_SEARCH_S = 0.3
"""The heel is highest within so long after terminal contact."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """Means over the contacts; angles in degrees.

    ``turn`` is how far the foot turns from the middle of stance until it leaves, ``air`` what
    it turns after that; ``lead_ms`` how long before it leaves it turns fastest; ``at`` and
    ``fastest`` its pitch rate then, rad/s.
    """

    contacts: int
    turn: float
    air: float
    lead_ms: float
    lead_sd_ms: float
    at: float
    fastest: float

    @property
    def share(self) -> float:
        """Part of the whole turn that is done on the ground."""
        return self.turn / (self.turn + self.air)


def recorded(name: str) -> Leaving:
    """Both feet of one recording."""
    rows = []
    for path in sorted((DATA / "mocap_running").glob(f"{name}_[LR]_truth_motion.csv.gz")):
        motion = np.genfromtxt(path, delimiter=",", names=True)
        other = str(path).replace("truth_motion", "truth_contacts")
        contacts = np.loadtxt(other, delimiter=",", skiprows=1)
        rows += _rows(motion["t_s"], np.radians(motion["pitch_deg"]), contacts)
    return _mean(rows)


def simulated(speed_m_s: float, stride_s: float) -> Leaving:
    """The simulator's feet at the same speed and cadence."""
    at_3 = 120.0 / stride_s / (1.0 + 0.06 * (speed_m_s - 3.0))
    person = Person(cadence_spm=at_3)
    scenario = Scenario(
        name="toes", runner=person, phase=(Phase(duration_s=1e4, speed_m_s=speed_m_s),)
    )
    runner, steps = Runner(scenario, 1), Steps(scenario, 1)
    contacts = join([steps.advance(runner.advance(20)) for _ in range(3)])
    mine = take(contacts, np.flatnonzero(contacts.foot == 0.0))
    path = FootPath(mine, person.foot_length_m)
    t_s = np.arange(15.0, float(mine.t_s[-1]), 0.0025)
    inside = mine.t_s[:-1] > t_s[0]
    return _mean(
        _rows(t_s, path.pitch_rad(t_s), np.column_stack([mine.t_s[:-1], path.tc_s])[inside])
    )


def stride_s(name: str) -> float:
    """Median stride time of a recording."""
    spans = [
        np.diff(np.loadtxt(path, delimiter=",", skiprows=1)[:, 0])
        for path in sorted((DATA / "mocap_running").glob(f"{name}_[LR]_truth_contacts.csv.gz"))
    ]
    return float(np.median(np.concatenate(spans)))


def _rows(t_s: FloatArray, pitch: FloatArray, contacts: FloatArray) -> list[list[float]]:
    """Turn, turn in the air, lead, rate at leaving and fastest rate of every whole contact."""
    rate = np.gradient(pitch, t_s)
    rows = []
    for ic, tc in contacts:
        if tc + _SEARCH_S > t_s[-1]:
            continue
        near = (t_s > 0.5 * (ic + tc)) & (t_s < tc + 0.05)
        middle, leaves, at = (
            float(np.interp(t, t_s, y))
            for t, y in ((0.5 * (ic + tc), pitch), (tc, pitch), (tc, rate))
        )
        lowest = float(pitch[(t_s > tc) & (t_s < tc + _SEARCH_S)].min())
        quickest = int(np.flatnonzero(near)[rate[near].argmin()])
        rows.append(
            [middle - leaves, leaves - lowest, tc - float(t_s[quickest]), at, float(rate[quickest])]
        )
    return rows


def _mean(rows: list[list[float]]) -> Leaving:
    turn, air, lead, at, fastest = np.mean(rows, axis=0).tolist()
    spread = float(np.std([row[2] for row in rows]))
    return Leaving(
        contacts=len(rows),
        turn=float(np.degrees(turn)),
        air=float(np.degrees(air)),
        lead_ms=1e3 * lead,
        lead_sd_ms=1e3 * spread,
        at=at,
        fastest=fastest,
    )
