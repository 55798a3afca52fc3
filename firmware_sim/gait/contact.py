"""Force under a foot, its place, and the pressure on each cell of an insole."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from firmware_sim.gait.heel_walk import COP
from firmware_sim.gait.style import Contacts
from firmware_sim.runner.runner import Slow
from firmware_sim.runner.track import RUN
from firmware_sim.scenario.model import Shoe
from monitor.types import CellLayout, FloatArray
from monitor.units import STANDARD_GRAVITY_M_S2

_PUSH_POWER = 1.45
"""The slow part of the force is sin(πs)^1.45 of stance time [M] (treadmill_force)."""
_IMPACT_AT_S, _IMPACT_HALF_S = 0.032, 0.025
_WALK_DIP = 0.33
"""Weight of the third harmonic: the two humps of walking."""
_STAND_RAMP_S = 0.25
_COP_S: Final = (0.0, 0.15, 0.35, 0.6, 0.85, 1.0)
_COP_HEEL: Final = (0.10, 0.22, 0.45, 0.66, 0.78, 0.88)
_COP_TOES: Final = (0.72, 0.62, 0.58, 0.66, 0.78, 0.88)
"""Centre of pressure over stance, in foot lengths, of rearfoot and forefoot strikes."""


@dataclass(frozen=True, slots=True)
class Load:
    """Force and its place, sample by sample: vertical (N), centre of pressure (m)."""

    force_n: FloatArray
    cop_m: FloatArray


class GroundForce:
    """Vertical force under one foot.

    Running: a push and an impact whose impulse is m g times the time to the next step, so the
    mean over a stride is body weight (Clark 2017 for the split in two). Walking: two humps.

    Parameters
    ----------
    contacts : Contacts
        Of one foot.
    tc_s : FloatArray
        Terminal contacts of its strides.
    mass_kg, foot_length_m : float
    """

    def __init__(
        self, contacts: Contacts, tc_s: FloatArray, mass_kg: float, foot_length_m: float
    ) -> None:
        self._c, self._tc_s = contacts, tc_s
        self._weight_n = mass_kg * STANDARD_GRAVITY_M_S2
        self._length_m = foot_length_m
        stance_s = np.maximum(tc_s - contacts.t_s[:-1], 1e-3)
        self._stance_s = stance_s
        self._stands = (contacts.hold[:-1] > 0.0) | (stance_s > 1.5 * contacts.contact_s[:-1])
        self._run = contacts.gait[:-1] == RUN
        down = np.maximum(-contacts.slope_rad[:-1], 0.0)
        slow = np.clip((4.2 - contacts.speed_m_s[:-1]) / 1.7, 0.0, 1.0)
        impact_s = np.minimum(_IMPACT_AT_S + 0.07 * down * slow, 0.2 * stance_s)
        self._impact_s = impact_s
        self._half_s = np.minimum(_IMPACT_HALF_S + 0.05 * down, 0.95 * impact_s)
        self._early = 1.0 - np.minimum(0.9 * down, 0.25)
        impulse_s = contacts.step_s[:-1] - contacts.impact[:-1] * self._half_s
        push = impulse_s / (_mean_power(self._early) * stance_s)
        walk = contacts.step_s[:-1] / (stance_s * (2.0 / np.pi) * (1.0 + _WALK_DIP / 3.0))
        self._peak = np.clip(np.where(self._run, push, walk), 0.2, 4.0)

    def at(self, t_s: FloatArray) -> Load:
        """Load at times within the contacts."""
        k = np.clip(np.searchsorted(self._c.t_s, t_s, side="right") - 1, 0, len(self._tc_s) - 1)
        since_s = t_s - self._c.t_s[k]
        s = np.clip(since_s / self._stance_s[k], 0.0, 1.0)
        weights = np.zeros(len(t_s))
        stands, run = self._stands[k], self._run[k]
        running = np.flatnonzero((s < 1.0) & run & ~stands)
        weights[running] = self._running(k[running], since_s[running], s[running])
        walking = np.flatnonzero((s < 1.0) & ~run & ~stands)
        arch = np.sin(np.pi * s[walking]) + _WALK_DIP * np.sin(3.0 * np.pi * s[walking])
        weights[walking] = self._peak[k[walking]] * np.maximum(arch, 0.0)
        still = np.flatnonzero(stands & (s < 1.0))
        weights[still] = self._standing(t_s[still], k[still])
        return Load(weights * self._weight_n, self._cop_m(k, np.where(stands, 0.4, s)))

    def _running(
        self, k: "np.ndarray[tuple[int], np.dtype[np.intp]]", since_s: FloatArray, s: FloatArray
    ) -> FloatArray:
        """Push and impact, body weights."""
        push = self._peak[k] * np.sin(np.pi * s ** self._early[k]) ** _PUSH_POWER
        phase = np.clip((since_s - self._impact_s[k]) / self._half_s[k], -1.0, 1.0)
        return np.asarray(push + 0.5 * self._c.impact[k] * (1.0 + np.cos(np.pi * phase)))

    def _standing(
        self, t_s: FloatArray, k: "np.ndarray[tuple[int], np.dtype[np.intp]]"
    ) -> FloatArray:
        """Half the body weight, swaying from foot to foot."""
        lands = np.where(self._c.hold[k] > 0.0, 1e3, (t_s - self._c.t_s[k]) / _STAND_RAMP_S)
        leaves = np.where(self._c.hold[k + 1] > 0.0, 1e3, (self._tc_s[k] - t_s) / _STAND_RAMP_S)
        ramp = np.clip(np.minimum(lands, leaves), 0.0, 1.0)
        sign = np.where(self._c.foot[k] == 0.0, 1.0, -1.0)
        sway = 0.06 * np.sin(2.0 * np.pi * 0.31 * t_s) + 0.03 * np.sin(2.0 * np.pi * 0.083 * t_s)
        return np.asarray((0.5 + sign * sway) * ramp * ramp * (3.0 - 2.0 * ramp))

    def _cop_m(self, k: "np.ndarray[tuple[int], np.dtype[np.intp]]", s: FloatArray) -> FloatArray:
        """Centre of pressure from the back of the heel, by how the foot struck."""
        toes = np.clip((8.0 - np.degrees(self._c.strike_rad[k])) / 10.0, 0.0, 1.0)
        toes = np.where(self._stands[k], 0.0, toes)
        heel = np.interp(s, _COP_S, _COP_HEEL)
        heel = np.where((self._c.heels_rad[k] > 0.0) & ~self._stands[k], COP, heel)
        return np.asarray(self._length_m * (heel + toes * (np.interp(s, _COP_S, _COP_TOES) - heel)))


class Cells:
    """From load, laces and shoe to the pressure on every cell.

    Parameters
    ----------
    layout : CellLayout
    shoe : Shoe
    foot : int
        0 left, 1 right.
    mass_kg : float
    """

    def __init__(self, layout: CellLayout, shoe: Shoe, foot: int, mass_kg: float) -> None:
        self._shoe, self._foot = shoe, foot
        self._weight_n = mass_kg * STANDARD_GRAVITY_M_S2
        self._forward_m = np.array([cell.forward_m for cell in layout.plantar])
        lateral_m = np.array([cell.lateral_m for cell in layout.plantar])
        self._area_m2 = np.array([cell.area_m2 for cell in layout.plantar])
        length_m = float(self._forward_m.max()) + 0.02
        part = self._forward_m / length_m
        arch = (part > 0.28) & (part < 0.55)
        self._ease = np.where(arch & (lateral_m < 0.0), 0.25, np.where(arch, 0.6, 1.0))
        forefoot = (part > 0.55) & (part < 0.85)
        edge = np.zeros(len(part))
        for forward in np.unique(self._forward_m[forefoot]):
            row = np.flatnonzero(self._forward_m == forward)
            edge[row[np.argmin(lateral_m[row])]] = edge[row[np.argmax(lateral_m[row])]] = 1.0
        self._edge = edge
        self._clamp = np.where(arch, 0.16, 0.08)
        self._place = _instep_places(layout)

    def plantar_kpa(self, load: Load, slow: Slow, t_s: FloatArray) -> FloatArray:
        """Pressure on the sole, shape (n, cells): Σ area × (loaded part) = force."""
        offset = (self._forward_m[None, :] - load.cop_m[:, None]) / 0.052
        share = self._ease * np.exp(-0.5 * offset * offset)
        total_m2 = share @ self._area_m2
        loaded = share * (load.force_n / np.maximum(total_m2, 1e-6) / 1e3)[:, None]
        instep = slow.at("instep_kpa", t_s, self._foot)
        edge = slow.at("edge_kpa", t_s, self._foot)
        return np.asarray(loaded + instep[:, None] * self._clamp + edge[:, None] * self._edge)

    def instep_kpa(self, load: Load, slow: Slow, t_s: FloatArray) -> FloatArray:
        """Pressure under the tongue, shape (n, cells).

        place × (laces and swelling + bulge of the loaded arch, more where the laces are tight).
        """
        still = slow.at("instep_kpa", t_s, self._foot)
        weights = load.force_n / self._weight_n
        bulge = self._shoe.bulge_kpa * weights * (0.6 + 0.4 * still / 7.0)
        return np.asarray((still + bulge)[:, None] * self._place)


def _instep_places(layout: CellLayout) -> FloatArray:
    """How much each instep cell gets: most over the middle of the tongue; mean 1."""
    if not layout.instep:
        return np.empty(0)
    lateral_m = np.array([cell.lateral_m for cell in layout.instep])
    place = 1.0 - 0.15 * np.sign(lateral_m) + 0.1 * np.cos(np.arange(len(lateral_m)) * 1.7)
    return np.asarray(place / place.mean())


def _mean_power(early: FloatArray) -> FloatArray:
    """Mean of sin(πsᵉ)ᵖ over stance, by e."""
    s = (np.arange(1000) + 0.5) / 1000
    known = np.linspace(0.7, 1.0, 7)
    means = [float(np.mean(np.sin(np.pi * s**e) ** _PUSH_POWER)) for e in known]
    return np.interp(early, known, means)
