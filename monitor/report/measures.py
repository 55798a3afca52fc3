"""The quantities of a stride that the report follows, and their names.

The one place of the report that knows the fields of :class:`monitor.types.Stride`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import degrees
from typing import Final

from monitor.types import QUANTITIES, FindingKind, Stride


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity as the report shows it.

    ``digits`` are the decimals that people see; ``running`` says that walking strides do not count,
    ``axes`` that it is read in the axes of the foot: it needs the mounting of the sensor.
    """

    unit: str
    digits: int
    read: Callable[[Stride], float | None]
    running: bool = True
    axes: bool = False


def _strike_deg(stride: Stride) -> float | None:
    angle_rad = stride.motion and stride.motion.foot_strike_angle_rad
    return None if angle_rad is None else degrees(angle_rad)


def _slap_deg_s(stride: Stride) -> float | None:
    slap_rad_s = stride.motion and stride.motion.foot_slap_rad_s
    return None if slap_rad_s is None else degrees(slap_rad_s)


def _ahead_cm(stride: Stride) -> float | None:
    return None if stride.heel_to_pelvis_m is None else stride.heel_to_pelvis_m * 100.0


def _ahead_band_cm(stride: Stride) -> float | None:
    band_m = stride.heel_to_pelvis_band_m
    return None if band_m is None else band_m * 100.0


def _contact_ms(stride: Stride) -> float | None:
    return None if stride.contact_time_s is None else stride.contact_time_s * 1000.0


def _duty_percent(stride: Stride) -> float | None:
    return None if stride.duty_factor is None else stride.duty_factor * 100.0


def _edge_kpa(stride: Stride) -> float | None:
    if stride.load is None:
        return None
    medial_kpa, lateral_kpa = stride.load.edge_medial_swing_kpa, stride.load.edge_lateral_swing_kpa
    if medial_kpa is None or lateral_kpa is None:
        return None
    return min(medial_kpa, lateral_kpa)


def _slope_percent(stride: Stride) -> float | None:
    motion = stride.motion
    if motion is None or motion.rise_m is None or not motion.stride_length_m:
        return None
    return 100.0 * motion.rise_m / motion.stride_length_m


MEASURES: Final[dict[str, Measure]] = {
    "speed": Measure("m/s", 2, lambda stride: stride.speed_m_s),
    "cadence": Measure("/min", 0, lambda stride: stride.cadence_spm),
    "contact": Measure("ms", 0, _contact_ms),
    "duty": Measure("%", 1, _duty_percent),
    "strike": Measure("°", 1, _strike_deg, axes=True),
    "ahead": Measure("cm", 1, _ahead_cm),
    "ahead_band": Measure("cm", 1, _ahead_band_cm),
    "slope": Measure("%", 1, _slope_percent),
    "instep": Measure("kPa", 1, QUANTITIES["instep_swing_kpa"], running=False),
    "sole": Measure("kPa", 2, QUANTITIES["plantar_swing_kpa"], running=False),
    "edges": Measure("kPa", 1, _edge_kpa, running=False),
    "calf": Measure("N s", 0, QUANTITIES["achilles_impulse_n_s"]),
    "impact": Measure("m/s²", 0, QUANTITIES["impact_m_s2"]),
    "slap": Measure("°/s", 0, _slap_deg_s, axes=True),
}
"""Every quantity that the report follows, by the name that its words have."""

MEASURE_OF: Final[dict[FindingKind, tuple[str, ...]]] = {
    FindingKind.LACING: ("instep", "sole"),
    FindingKind.SWELLING: ("instep", "sole"),
    FindingKind.NARROW_SHOE: ("edges",),
    FindingKind.OVERSTRIDING: ("ahead", "cadence"),
    FindingKind.FATIGUE: ("contact",),
    FindingKind.CALF_LOAD: ("calf",),
    FindingKind.FOOT_SLAP: ("slap",),
    FindingKind.FOOT_DROP: ("strike",),
    FindingKind.ASYMMETRY: ("duty",),
    FindingKind.IMPACT: ("impact",),
}
"""What an advice is measured by, by its cause; the first quantity that was seen is taken."""
