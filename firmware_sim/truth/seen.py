"""Strides as the product's sensors would see them: read off the truth, with errors."""

from math import isnan

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from firmware_sim.gait.contact import GroundForce
from firmware_sim.gait.foot_path import FootPath
from firmware_sim.gait.impact import impact_s
from firmware_sim.gait.steps import LONGEST_S
from firmware_sim.gait.style import Contacts
from firmware_sim.runner.runner import SIDES, Slow
from firmware_sim.runner.track import RUN, STAND
from firmware_sim.scenario.model import NonNegative, Scenario, Share
from firmware_sim.table import join, take
from monitor.types import FloatArray, Gait, Stride, StrideFlag, stride_of

GAITS = (Gait.STAND, Gait.WALK, Gait.RUN)
"""By the number that the simulator gives them."""

_ANKLE, _ARM_M = 0.25, 0.05
"""Place of the ankle's axis in foot lengths; lever of the Achilles tendon."""
_CLAMP = 0.08
_AHEAD = (0.0858, 0.0568, 0.1556)
"""What the pods show of the heel's distance ahead, m: at 3 m/s, per m/s, per rad of strike angle.

Measured: full physics through the whole pipeline, 18 runs (benchmarks/coach/errors.py). Of a heel
5 cm further ahead they show some 1.6 cm, as far as it turns the foot."""
_AHEAD_M, _AHEAD_BAND_M, _AHEAD_M_S = 0.0013, 0.047, (1.5, 6.0)
"""Its spread from stride to stride, the band that is said with it, and at which speeds it is."""
_TIP_AT = (0.55, 0.65, 0.75, 0.85)
"""Where in swing the tip of the shoe is looked at."""
Rows = npt.NDArray[np.intp]


class Sensing(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which sensors there are, and how wrong a stride's quantities are (standard deviations).

    The sizes are the accuracy targets of the product; a bias is drawn once a run and foot.
    """

    imu: bool = True
    insole: bool = True
    instep: bool = True
    heart: bool = True
    speed: bool = False
    """A speed pod too."""
    loss: Share = 0.0
    """Share of strides that lack samples."""
    ic_s: NonNegative = 0.003
    tc_s: NonNegative = 0.005
    length: NonNegative = 0.015
    length_bias: NonNegative = 0.01
    angle_rad: NonNegative = 0.02
    angle_bias_rad: NonNegative = 0.03
    clearance_m: NonNegative = 0.005
    force: NonNegative = 0.03
    force_bias: NonNegative = 0.10
    pressure_kpa: NonNegative = 0.25
    pressure_bias: NonNegative = 0.06
    drift_kpa_h: NonNegative = 0.3
    """Slow drift of the cells."""


class SeenFoot:
    """One foot's strides, with errors."""

    def __init__(self, scenario: Scenario, foot: int, sensing: Sensing, seed: list[int]) -> None:
        self._scenario, self._foot, self._sensing = scenario, foot, sensing
        self._side = SIDES[foot]
        self._rng = np.random.default_rng(seed)
        draw = self._rng.standard_normal
        self._length_gain = 1.0 + sensing.length_bias * float(draw())
        self._angle_bias = sensing.angle_bias_rad * float(draw())
        self._force_gain = 1.0 + sensing.force_bias * float(draw())
        self._cell_gain = 1.0 + sensing.pressure_bias * draw(4)
        self._cell_drift = sensing.drift_kpa_h * draw(4)
        self._waiting: Contacts | None = None
        self._late_s = np.zeros(1)

    def strides(self, new: Contacts, slow: Slow) -> list[Stride]:
        """Strides that the new contacts end."""
        contacts = new if self._waiting is None else join([self._waiting, new])
        if len(contacts.t_s) < 2:
            self._waiting = contacts
            return []
        self._waiting = take(contacts, slice(-1, None))
        columns = self._columns(contacts, slow)
        names = list(columns)
        lists = [np.asarray(columns[name]).tolist() for name in names]
        return [
            self._stride(dict(zip(names, row, strict=True))) for row in zip(*lists, strict=True)
        ]

    def _stride(self, row: dict[str, float]) -> Stride:
        """One stride without what no sensor saw."""
        gait, first, last = GAITS[int(row.pop("gait"))], row.pop("first"), row.pop("last")
        flags = StrideFlag.NONE
        if first:
            flags |= StrideFlag.FIRST
        if last:
            flags |= StrideFlag.LAST
        if row.pop("lost"):
            return Stride(
                side=self._side,
                ic_s=row["ic_s"],
                tc_s=None,
                next_ic_s=row["next_ic_s"],
                gait=gait,
                flags=flags | StrideFlag.GAP,
            )
        if isnan(row.get("heel_to_pelvis_m", 0.0)):
            del row["heel_to_pelvis_m"], row["heel_to_pelvis_band_m"]
        return stride_of(side=self._side, gait=gait, flags=flags, **row)

    def _columns(self, c: Contacts, slow: Slow) -> dict[str, FloatArray]:
        """All quantities of the strides between contacts, as measured."""
        length_m = self._scenario.runner.foot_length_m
        path = FootPath(c, length_m)
        force = GroundForce(c, path.tc_s, self._scenario.runner.mass_kg, length_m)
        moves = (path.tc_s < c.t_s[1:] - 1e-6) & (c.hold[:-1] == 0.0)
        moves &= c.t_s[1:] - c.t_s[:-1] < LONGEST_S
        real = np.flatnonzero(moves)
        seen = self._times(c, path, real)
        if self._sensing.imu:
            seen |= self._from_motion(c, path, real)
        if self._sensing.insole:
            seen |= self._from_force(c, path, force, real)
            seen |= self._from_shoe(c, path, slow, real)
        return seen

    def _noise(self, count: int, size: float) -> FloatArray:
        return np.asarray(size * self._rng.standard_normal(count))

    def _times(self, c: Contacts, path: FootPath, real: Rows) -> dict[str, FloatArray]:
        """Contacts, gait and flags."""
        n, s = len(c.t_s), self._sensing
        error = self._noise(n, s.ic_s)
        error[0], self._late_s = self._late_s[0], error[-1:]
        ic_s = c.t_s + error
        tc_s = path.tc_s + self._noise(n - 1, s.tc_s)
        still = (c.hold > 0.0) | (c.gait == STAND)
        gaps = np.diff(c.t_s) >= LONGEST_S
        rested = np.concatenate([[False], gaps | still[:-1]])
        rests = np.concatenate([gaps | still[1:], [False]])
        return {
            "ic_s": ic_s[real],
            "tc_s": tc_s[real],
            "next_ic_s": ic_s[real + 1],
            "gait": np.maximum(c.gait[real], 1.0),
            "first": rested[real].astype(float),
            "last": rests[real + 1].astype(float),
            "lost": (self._rng.random(len(real)) < s.loss).astype(float),
        }

    def _from_motion(self, c: Contacts, path: FootPath, real: Rows) -> dict[str, FloatArray]:
        """What the IMU gives."""
        n, s = len(real), self._sensing
        ic, tc, end = c.t_s[:-1][real], path.tc_s[real], c.t_s[1:][real]
        mid, next_mid = 0.5 * (ic + tc), end + 0.5 * (tc - ic)
        length = np.hypot(np.diff(c.x_m)[real], np.diff(c.z_m)[real])
        length = length * self._length_gain * (1.0 + self._noise(n, s.length))
        fall = np.stack([path.pitch_rate_rad_s(ic + 0.006 * i) for i in range(1, 11)])
        run = c.gait[:-1][real] == RUN
        fastest = np.where(
            run, 0.73 + 0.02 * c.speed_m_s[:-1][real], 0.70
        )  # where the pitch rises fastest
        true_angle = path.pitch_rad(ic) - path.pitch_rad(mid)
        angle = true_angle + self._angle_bias + self._noise(n, s.angle_rad)
        ahead_m, band_m = self._ahead(c.speed_m_s[:-1][real], true_angle, run)
        tip_m = np.stack([path.toe_height_m(tc + part * (end - tc)) for part in _TIP_AT])
        speed = np.hypot(c.landing_m_s, c.falling_m_s)[1:][real] * np.where(run, 1.0, 2.5)
        return {
            "length_from_s": mid,
            "length_to_s": next_mid,
            "stride_length_m": length,
            "rise_m": np.diff(c.y_m)[real] + self._noise(n, 0.01),
            "path_height_m": c.lift_m[:-1][real] + 0.015 + self._noise(n, 0.005),
            "toe_clearance_m": tip_m.min(axis=0) + self._noise(n, s.clearance_m),
            "foot_strike_angle_rad": angle,
            "pitch_mid_swing_rad": path.pitch_rad(tc + fastest * (end - tc))
            + self._angle_bias
            + self._noise(n, s.angle_rad),
            "foot_slap_rad_s": np.maximum(-fall.min(axis=0), 0.0) + self._noise(n, 0.15),
            "pronation_rad": np.abs(c.pronation_rad[:-1][real]) - 0.045 + self._noise(n, 0.02),
            "impact_m_s2": np.maximum(
                speed / (impact_s(c)[1:][real] * np.sqrt(2.0 * np.pi)) + self._noise(n, 5.0), 10.0
            ),
            "heel_to_pelvis_m": ahead_m,
            "heel_to_pelvis_band_m": band_m,
        }

    def _ahead(
        self, speed_m_s: FloatArray, angle_rad: FloatArray, run: npt.NDArray[np.bool_]
    ) -> tuple[FloatArray, FloatArray]:
        """The heel's distance as the pods show it, and its band; NaN where they show none."""
        level_m, per_m_s, per_rad = _AHEAD
        shown_m = level_m + per_m_s * (speed_m_s - 3.0) + per_rad * angle_rad
        shown_m = shown_m + self._noise(len(shown_m), _AHEAD_M)
        said = run & (speed_m_s >= _AHEAD_M_S[0]) & (speed_m_s <= _AHEAD_M_S[1])
        return np.where(said, shown_m, np.nan), np.where(said, _AHEAD_BAND_M, np.nan)

    def _from_force(
        self, c: Contacts, path: FootPath, force: GroundForce, real: Rows
    ) -> dict[str, FloatArray]:
        """What the plantar cells give about the load."""
        n, s = len(real), self._sensing
        length_m = self._scenario.runner.foot_length_m
        ic, tc = c.t_s[:-1][real], path.tc_s[real]
        share = (np.arange(25.0) + 0.5) / 25.0
        loads = [force.at(ic + part * (tc - ic)) for part in share]
        newton = np.stack([load.force_n for load in loads])
        place = np.stack([load.cop_m for load in loads])
        gain = self._force_gain * (1.0 + self._noise(n, s.force))
        step_s = (tc - ic) / 25.0
        early = np.stack([force.at(ic + 0.004 * i).force_n for i in range(16)])
        tendon = np.maximum(newton * (place - _ANKLE * length_m) / _ARM_M, 0.0) * gain
        weight = np.maximum(newton.sum(axis=0), 1e-9)
        heel = (newton * (place < 0.33 * length_m)).sum(axis=0) / weight
        between = (newton * ((place > 0.33 * length_m) & (place < 0.57 * length_m))).sum(axis=0)
        middle = 0.4 * between / weight  # the arch touches little
        return {
            "peak_force_n": newton.max(axis=0) * gain,
            "impulse_n_s": newton.sum(axis=0) * step_s * gain,
            "loading_rate_n_s": 0.7 * np.diff(early, axis=0).max(axis=0) / 0.004 * gain,
            "cop_start_m": place[2] + self._noise(n, 0.001),
            "cop_middle_m": place[12],
            "cop_end_m": place[-3] - 0.06 * length_m + self._noise(n, 0.001),
            "heel_share": heel,
            "midfoot_share": middle,
            "forefoot_share": 1.0 - heel - middle,
            "plantarflexor_moment_peak_n_m": tendon.max(axis=0) * _ARM_M,
            "achilles_peak_n": tendon.max(axis=0),
            "achilles_impulse_n_s": tendon.sum(axis=0) * step_s,
        }

    def _from_shoe(
        self, c: Contacts, path: FootPath, slow: Slow, real: Rows
    ) -> dict[str, FloatArray]:
        """What the cells give about the shoe's fit."""
        n, s, foot = len(real), self._sensing, self._foot
        t_s = 0.5 * (path.tc_s + c.t_s[1:])[real]
        instep, edge = slow.at("instep_kpa", t_s, foot), slow.at("edge_kpa", t_s, foot)
        drift = self._cell_drift[:, None] * t_s / 3600.0
        error = drift + s.pressure_kpa * self._rng.standard_normal((4, n))
        peak = 2.4 * self._scenario.shoe(self._side).bulge_kpa * (0.6 + 0.4 * instep / 7.0)
        run = c.gait[:-1][real] == RUN
        seen = {
            "plantar_swing_kpa": 0.11 * instep * self._cell_gain[1] + 1.0 + 0.3 * error[1],
            "edge_medial_swing_kpa": (edge + _CLAMP * instep) * self._cell_gain[2]
            + 0.7
            + 0.5 * error[2],
            "edge_lateral_swing_kpa": (edge + _CLAMP * instep) * self._cell_gain[3]
            + 0.7
            + 0.5 * error[3],
        }
        if s.instep:
            gain = self._cell_gain[0]
            seen["instep_swing_kpa"] = instep * gain + 0.7 + error[0]
            top = instep + np.where(run, peak, 0.5 * peak)
            seen["instep_peak_kpa"] = 1.2 * top * gain + 1.5 + error[0] + self._noise(n, 0.8)
        return seen
