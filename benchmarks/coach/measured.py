"""How wrong the pods are: the errors of full physics through the whole pipeline.

Measured by ``python -m benchmarks.coach.errors``: the spread of the error about the truth, of 20
strides together (errors of neighbours are alike), as if each stride had its own; where the
simulator's pods are better than real ones are known to be (force, a cell's gain), the worse figure
of SCIENCE.
"""

from typing import Final

from firmware_sim.truth.strides import Sensing

MEASURED: Final = Sensing(
    ic_s=0.0011,
    tc_s=0.0012,
    length=0.001,
    length_bias=0.007,
    angle_rad=0.0075,
    angle_bias_rad=0.05,
    clearance_m=0.002,
    force=0.01,
    force_bias=0.10,
    pressure_kpa=0.1,
    pressure_bias=0.08,
    drift_kpa_h=0.3,
)
