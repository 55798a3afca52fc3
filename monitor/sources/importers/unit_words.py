"""Factors to our units, by how the programs of insoles spell theirs, in lower case."""

from math import pi
from typing import Final

from monitor.units import KPA_PER_N_CM2, STANDARD_GRAVITY_M_S2

PRESSURE_KPA: Final = {
    "n/cm²": KPA_PER_N_CM2, "n/cm2": KPA_PER_N_CM2, "n/cm^2": KPA_PER_N_CM2, "kpa": 1.0,
    "n/mm²": 1000.0, "n/mm2": 1000.0, "n/mm^2": 1000.0, "mpa": 1000.0,
    "n/m²": 0.001, "n/m2": 0.001, "n/m^2": 0.001, "pa": 0.001,
    "hpa": 0.1, "mbar": 0.1, "bar": 100.0, "mmhg": 0.133322387415, "psi": 6.894757293168,
    "kg/cm²": 98.0665, "kg/cm2": 98.0665, "kgf/cm²": 98.0665, "kgf/cm2": 98.0665,
}  # fmt: skip
"""To kPa. "MPa" is a million: no insole counts thousandths of a pascal. Source: NIST SP 811."""

ACCELERATION_M_S2: Final = {
    "g": STANDARD_GRAVITY_M_S2, "mg": STANDARD_GRAVITY_M_S2 / 1000.0,
    "m/s²": 1.0, "m/s2": 1.0, "m/s^2": 1.0, "m/s/s": 1.0, "ms-2": 1.0, "ms^-2": 1.0, "mm/s²": 0.001,
    "mm/s2": 0.001, "cm/s²": 0.01, "cm/s2": 0.01, "ft/s²": 0.3048, "ft/s2": 0.3048,
}  # fmt: skip
"""To m/s²."""

RATE_RAD_S: Final = {
    "dps": pi / 180.0, "°/s": pi / 180.0, "grad/s": pi / 180.0, "deg/s": pi / 180.0,
    "°/sec": pi / 180.0, "deg/sec": pi / 180.0, "mdps": pi / 180_000.0, "mdeg/s": pi / 180_000.0,
    "rad/s": 1.0, "rad/sec": 1.0, "mrad/s": 0.001, "rev/s": 2.0 * pi, "rpm": 2.0 * pi / 60.0,
}  # fmt: skip
"""To rad/s."""
