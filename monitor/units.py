"""Factors from the units of the world to those used inside (SI).

>>> round(STANDARD_GRAVITY_M_S2, 5)
9.80665
>>> cadence_spm(0.75)
160.0
"""

from typing import Final

STANDARD_GRAVITY_M_S2: Final = 9.80665
"""Acceleration of free fall by definition (ISO 80000-3)."""

KPA_PER_N_CM2: Final = 10.0
"""1 N/cm² = 10 kPa."""

PA_PER_KPA: Final = 1000.0
"""Pressure on an area, kPa·m², to force, N."""

S_PER_MIN: Final = 60.0


def cadence_spm(stride_time_s: float) -> float:
    """Cadence, steps per minute of both feet, from the stride time of one."""
    return 2.0 * S_PER_MIN / stride_time_s
