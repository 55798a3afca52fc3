"""One question a file: strides in, findings out; pure."""

from collections.abc import Callable
from typing import Final

from monitor.detectors.asymmetry import asymmetry
from monitor.detectors.calf_load import calf_load
from monitor.detectors.cardiac_drift import cardiac_drift
from monitor.detectors.fatigue import fatigue
from monitor.detectors.foot_drop import foot_drop
from monitor.detectors.foot_slap import foot_slap
from monitor.detectors.impact import impact
from monitor.detectors.lacing import lacing
from monitor.detectors.limits import DetectorLimits
from monitor.detectors.narrow_shoe import narrow_shoe
from monitor.detectors.overstriding import overstriding
from monitor.detectors.question import Detector
from monitor.detectors.swelling import swelling
from monitor.types import Side

PER_FOOT: Final[tuple[Callable[[Side, DetectorLimits], Detector], ...]] = (
    foot_drop,
    lacing,
    swelling,
    narrow_shoe,
    overstriding,
    foot_slap,
    calf_load,
    impact,
)
"""Questions asked of each foot."""

BOTH_FEET: Final[tuple[Callable[[DetectorLimits], Detector], ...]] = (
    fatigue,
    asymmetry,
    cardiac_drift,
)
"""Questions asked of both feet together."""
