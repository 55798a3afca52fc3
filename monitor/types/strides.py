"""One stride of one foot, and what was measured of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import Flag, auto
from math import hypot
from operator import attrgetter
from typing import Any, Final, final

from monitor.types.measures import LoadMeasures, MotionMeasures
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
    """Last stride before the runner stands (1.5 s), or told by the session's end. One that was told
    already when the session ends, or when the foot only fidgets after it, has no such flag."""
    MOUNTING_GUESSED = auto()
    """The mounting was not yet certain."""
    LENGTH_DOUBTED = auto()
    """The path does not close well; length and speed are less certain."""
    DEAD_CELL = auto()
    """Pressure cells that were lost or stuck are left out of its pressures and forces."""
    TURNING = auto()
    """The foot turned sharply to another direction; nobody strides as usual then."""
    SIDEWAYS = auto()
    """The foot went sideways or backwards, as its pod sits: nothing is to be learnt of form."""


_NONE: Final = StrideFlag.NONE  # a member costs more to look up than all that is done with it


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
        """Session time at which the event is emitted."""
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
    def contact_time_error_s(self) -> float | None:
        """Standard deviation of the contact time; None where a load timed one of its ends."""
        motion = self.motion
        if motion is None or motion.ic_error_s is None or motion.tc_error_s is None:
            return None
        return None if self.tc_s is None else hypot(motion.ic_error_s, motion.tc_error_s)

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
        """Mean speed over the stride's length interval and the rest before it."""
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
    "contact_time_error_s",
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
