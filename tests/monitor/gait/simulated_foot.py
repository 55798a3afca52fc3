"""Samples and truth of a simulated foot on its grid, without packets."""

from dataclasses import dataclass

import numpy as np

from firmware_sim.gait.contact import Cells
from firmware_sim.gait.world import Foot, Stretch
from firmware_sim.scenario.model import ImuSpec, InsoleSpec, Scenario
from firmware_sim.sensors import layouts
from firmware_sim.sensors.imperfect import CellSensors, ImuSensor
from monitor.types import CellLayout, FloatArray, FootBlock, Side

LAYOUT: CellLayout = layouts.load("insole20")


@dataclass(frozen=True, slots=True, eq=False)
class Simulated:
    """One foot's samples, and when it truly touched and left the ground."""

    block: FootBlock
    ic_s: FloatArray
    tc_s: FloatArray
    stretches: list[Stretch]


def simulated(
    scenario: Scenario,
    duration_s: float,
    *,
    side: Side = Side.LEFT,
    imu: bool = True,
    rate_hz: float = 200.0,
    seed: int = 5,
) -> Simulated:
    """Simulate a foot; pressure is sampled at 100 Hz and put on the grid on straight lines."""
    number = [Side.LEFT, Side.RIGHT].index(side)
    person, insole = scenario.runner, InsoleSpec()
    cells = Cells(LAYOUT, scenario.shoe(side), number, person.mass_kg)
    plantar_sensor = CellSensors(insole, len(LAYOUT.plantar), [seed, 1])
    instep_sensor = CellSensors(insole, len(LAYOUT.instep), [seed, 2])
    motion_sensor = ImuSensor(ImuSpec(rate_hz=rate_hz), [seed, 3])
    plantar, instep, motion, ics_s, tcs_s, stretches = [], [], [], [], [], []
    taken = sampled = 0
    for stretch in Foot(scenario, side, seed).stretches():
        stop_s = min(stretch.stop_s, duration_s)
        t_s = np.arange(taken, int(stop_s * 100.0)) / 100.0
        taken += len(t_s)
        load = stretch.force.at(t_s)
        plantar.append(plantar_sensor.measure(cells.plantar_kpa(load, stretch.slow, t_s), t_s))
        instep.append(instep_sensor.measure(cells.instep_kpa(load, stretch.slow, t_s), t_s))
        t_s = np.arange(sampled, int(stop_s * rate_hz)) / rate_hz
        sampled += len(t_s)
        moved = stretch.path.motion(t_s, "instep", 1.0 if number else -1.0)
        motion.append(motion_sensor.measure(moved.force_m_s2, moved.turn_rad_s, t_s))
        ics_s.append(stretch.contacts.t_s[:-1])
        tcs_s.append(stretch.path.tc_s)
        stretches.append(stretch)
        if stretch.stop_s >= duration_s:
            break
    moving = np.concatenate(motion) if imu else np.empty((sampled, 0))
    cells_kpa = np.concatenate([np.concatenate(plantar), np.concatenate(instep)], axis=1)
    block = _block(side, rate_hz, moving, cells_kpa)
    return Simulated(block, np.concatenate(ics_s), np.concatenate(tcs_s), stretches)


def _block(side: Side, rate_hz: float, moving: FloatArray, cells_kpa: FloatArray) -> FootBlock:
    """Put cells at 100 Hz on the grid of the motion, on straight lines."""
    t_s = np.arange(len(moving)) / rate_hz
    at_s = np.arange(len(cells_kpa)) / 100.0
    even = np.column_stack([np.interp(t_s, at_s, column) for column in cells_kpa.T])
    return FootBlock(
        side=side,
        start=0,
        rate_hz=rate_hz,
        t_s=t_s,
        acc_m_s2=moving[:, :3].copy(),
        gyr_rad_s=moving[:, 3:].copy(),
        plantar_kpa=even[:, : len(LAYOUT.plantar)].copy(),
        instep_kpa=even[:, len(LAYOUT.plantar) :].copy(),
        load_n=np.full(len(moving), np.nan),
    )
