"""One stride of one foot, and what was measured of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import Flag, auto
from operator import attrgetter
from typing import Any, Final, final

from monitor.types.samples import Gait, Side
from monitor.units import cadence_spm


class StrideFlag(Flag):
    """What a reader should know about a stride before using it."""

    NONE = 0
    GAP = auto()
    """Samples were lost; the fields that needed them are None."""
    CLIPPED = auto()
    """The sensor saturated; peaks and length are less certain."""
    FIRST = auto()
    """First stride after standing, or of the session."""
    LAST = auto()
    """Last stride before the foot rests for over half a second, or told by the session's end."""
    MOUNTING_GUESSED = auto()
    """The mounting was not yet certain."""
    LENGTH_DOUBTED = auto()
    """The path does not close well; length and speed are less certain."""
    DEAD_CELL = auto()
    """Pressure cells that were lost or stuck are left out of its pressures and forces."""
    TURNING = auto()
    """The foot turned sharply to another direction; nobody strides as usual then."""


_NONE: Final = StrideFlag.NONE  # a member costs more to look up than all that is done with it


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class MotionMeasures:
    """What a foot's inertial sensor measures of one stride; None where samples were lost.

    Parameters
    ----------
    length_from_s, length_to_s : float
        Instants (mid-stance to mid-stance) between which the length is measured.
    stride_length_m : float or None
        Horizontal straight-line displacement of the pod between them.
    rise_m : float or None
        Vertical displacement between them, up positive.
    turn_rad : float or None
        Change of the foot's heading between them, to the left positive.
    path_height_m, toe_clearance_m : float or None
        Greatest height of the pod over the straight line between them; least height of the shoe's
        tip over the ground in the middle of swing.
    foot_strike_angle_rad : float or None
        Pitch at initial contact minus pitch at mid-stance, toes up positive.
    pitch_mid_swing_rad : float or None
        Pitch where the foot swings fastest minus pitch at the mid-stance after.
    foot_slap_rad_s : float or None
        Peak plantarflexion rate in the first 60 ms of contact, positive.
    pronation_rad : float or None
        Eversion from initial contact to its greatest in stance, positive.
    impact_m_s2 : float or None
        Greatest specific force around initial contact.
    """

    length_from_s: float
    length_to_s: float
    stride_length_m: float | None = None
    rise_m: float | None = None
    turn_rad: float | None = None
    path_height_m: float | None = None
    toe_clearance_m: float | None = None
    foot_strike_angle_rad: float | None = None
    pitch_mid_swing_rad: float | None = None
    foot_slap_rad_s: float | None = None
    pronation_rad: float | None = None
    impact_m_s2: float | None = None

    @property
    def speed_m_s(self) -> float | None:
        """Mean speed over the length's interval."""
        if self.stride_length_m is None:
            return None
        return self.stride_length_m / (self.length_to_s - self.length_from_s)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class LoadMeasures:
    """What the load under a foot measures of one stride; None where it has no cells for it.

    Parameters
    ----------
    peak_force_n, impulse_n_s, loading_rate_n_s : float or None
        Vertical force of the stance, from plantar pressure or a plate.
    cop_start_m, cop_middle_m, cop_end_m : float or None
        Centre of pressure from the back of the heel, at the start, half and end of stance.
    cop_velocity_m_s, cop_width_m : float or None
        Its mean forward velocity between start and end; its range across the foot.
    heel_share, midfoot_share, forefoot_share : float or None
        Parts of the stance's load.
    plantar_swing_kpa, instep_swing_kpa : float or None
        Mean of the unloaded part of swing (sole; instep).
    instep_peak_kpa : float or None
        Peak instep pressure of the stride.
    edge_medial_swing_kpa, edge_lateral_swing_kpa : float or None
        Mean pressure of the forefoot's edges in swing.
    plantarflexor_moment_peak_n_m : float or None
        Greatest moment of the vertical force about the ankle, which the calf holds.
    achilles_peak_n, achilles_impulse_n_s : float or None
        Estimated load of the Achilles tendon.
    """

    peak_force_n: float | None = None
    impulse_n_s: float | None = None
    loading_rate_n_s: float | None = None
    cop_start_m: float | None = None
    cop_middle_m: float | None = None
    cop_end_m: float | None = None
    cop_velocity_m_s: float | None = None
    cop_width_m: float | None = None
    heel_share: float | None = None
    midfoot_share: float | None = None
    forefoot_share: float | None = None
    plantar_swing_kpa: float | None = None
    instep_peak_kpa: float | None = None
    instep_swing_kpa: float | None = None
    edge_medial_swing_kpa: float | None = None
    edge_lateral_swing_kpa: float | None = None
    plantarflexor_moment_peak_n_m: float | None = None
    achilles_peak_n: float | None = None
    achilles_impulse_n_s: float | None = None


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Stride:
    """One gait cycle of one foot, from initial contact to the next initial contact.

    Read a measure as ``stride.load and stride.load.instep_swing_kpa``, or by its name through
    ``QUANTITIES``. Every event and every table shows the measures flat, beside the contacts.

    Parameters
    ----------
    ic_s, tc_s, next_ic_s : float
        Session time of the contacts; ``tc_s`` None where the foot was not seen to leave.
    motion : MotionMeasures or None
        None where the foot has no inertial sensor, or it was silent.
    heel_to_pelvis_m, heel_to_pelvis_band_m : float or None
        Overstride distance at initial contact and its half-width (95 %), of a running stride.
    load : LoadMeasures or None
        None where the load did not show a whole contact.

    Examples
    --------
    >>> stride = Stride(side=Side.LEFT, ic_s=10.0, tc_s=10.25, next_ic_s=10.75)
    >>> stride.contact_time_s, round(stride.duty_factor, 3), stride.cadence_spm
    (0.25, 0.333, 160.0)
    """

    side: Side
    ic_s: float
    tc_s: float | None
    next_ic_s: float
    gait: Gait = Gait.RUN
    flags: StrideFlag = StrideFlag.NONE
    motion: MotionMeasures | None = None
    heel_to_pelvis_m: float | None = None
    heel_to_pelvis_band_m: float | None = None
    load: LoadMeasures | None = None

    @property
    def known_s(self) -> float:
        """Session time at which it is said."""
        return self.next_ic_s

    def has(self, flags: StrideFlag) -> bool:
        """Whether any of these flags is set."""
        # most strides have none, and combining flags is slow
        return self.flags is not _NONE and bool(self.flags & flags)

    @property
    def contact_time_s(self) -> float | None:
        """Time on the ground (stance)."""
        return None if self.tc_s is None else self.tc_s - self.ic_s

    @property
    def swing_time_s(self) -> float | None:
        """Time off the ground."""
        return None if self.tc_s is None else self.next_ic_s - self.tc_s

    @property
    def stride_time_s(self) -> float:
        """Duration of the whole cycle."""
        return self.next_ic_s - self.ic_s

    @property
    def duty_factor(self) -> float | None:
        """Fraction of the cycle on the ground; below 0.5 when running."""
        contact_time_s = self.contact_time_s
        return None if contact_time_s is None else contact_time_s / self.stride_time_s

    @property
    def cadence_spm(self) -> float:
        """Cadence in steps per minute."""
        return cadence_spm(self.stride_time_s)

    @property
    def speed_m_s(self) -> float | None:
        """Mean speed over the stride's length interval."""
        return self.motion and self.motion.speed_m_s


_PARTS: Final = {"motion": MotionMeasures, "load": LoadMeasures}
"""The fields of a stride that hold measures, each with what it holds."""


def _places() -> dict[str, str]:
    """Where a stride holds each of its fields, in the order of tables: parts are laid open."""
    place: dict[str, str] = {}
    for field in fields(Stride):
        part = _PARTS.get(field.name)
        inner = {field.name: field.name}
        if part is not None:
            inner = {one.name: f"{field.name}.{one.name}" for one in fields(part)}
        if twice := place.keys() & inner:
            raise TypeError(f"a stride holds {', '.join(twice)} twice")
        place |= inner
    return place


def _reader(place: str) -> Callable[[Stride], Any]:
    part, _, name = place.rpartition(".")
    value = attrgetter(name)
    if not part:
        return value
    held = attrgetter(part)

    def read(stride: Stride) -> Any:
        measures = held(stride)
        return None if measures is None else value(measures)

    return read


_PLACES: Final = _places()
STRIDE_FIELDS: Final = tuple(_PLACES)
"""Every field of a stride by its flat name, in the order of tables."""
STRIDE_DERIVED: Final = (
    "speed_m_s",
    "cadence_spm",
    "contact_time_s",
    "swing_time_s",
    "stride_time_s",
    "duty_factor",
)
"""What follows from a stride's fields."""
QUANTITIES: Final[Mapping[str, Callable[[Stride], Any]]] = {
    **{name: _reader(place) for name, place in _PLACES.items()},
    **{name: attrgetter(name) for name in STRIDE_DERIVED},
}
"""Reads anything that a stride can be asked for, by the one name under which it is exported; None
where it is not known. ``Any``: the name says which type."""


def folded(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a stride from flat names: those of a part in a dict, None where none is known.

    >>> folded({"ic_s": 1.0, "rise_m": None, "heel_share": 0.5})
    {'ic_s': 1.0, 'motion': None, 'load': {'heel_share': 0.5}}
    """
    out = {name: value for name, value in flat.items() if "." not in _PLACES.get(name, name)}
    for part, holds in _PARTS.items():
        inner = {one.name: flat[one.name] for one in fields(holds) if one.name in flat}
        out[part] = inner if any(value is not None for value in inner.values()) else None
    return out


def stride_of(**flat: Any) -> Stride:
    """Return a stride from flat names; ``Any``: the name says which type."""
    values = folded(flat)
    for part, holds in _PARTS.items():
        if values[part] is not None:
            values[part] = holds(**values[part])
    return Stride(**values)
