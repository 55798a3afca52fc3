"""One question a file: strides in, findings out; pure."""

from collections.abc import Callable
from typing import Final

from monitor.detectors.lacing import lacing
from monitor.detectors.mechanism import Detector
from monitor.limits.detectors import DetectorLimits
from monitor.types import Side

PER_FOOT: Final[tuple[Callable[[Side, DetectorLimits], Detector], ...]] = (lacing,)
"""Questions asked of each foot."""

BOTH_FEET: Final[tuple[Callable[[DetectorLimits], Detector], ...]] = ()
"""Questions asked of both feet together."""
