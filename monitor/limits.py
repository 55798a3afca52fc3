"""What the pure core is given: the runner, and the limits of every room that it is made of."""

from msgspec import Struct, field

from monitor.advice.limits import AdviceLimits
from monitor.detectors.limits import DetectorLimits
from monitor.gait.limits import GaitLimits
from monitor.health.limits import HealthLimits
from monitor.ingest.limits import IngestLimits
from monitor.risk.limits import RiskLimits
from monitor.settings.athlete import Athlete


class CoreLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The part of the configuration that decides what a session's packets mean."""

    athlete: Athlete = field(default_factory=Athlete)
    """The runner."""
    ingest: IngestLimits = field(default_factory=IngestLimits)
    """From packets to aligned samples."""
    gait: GaitLimits = field(default_factory=GaitLimits)
    """From samples to strides."""
    health: HealthLimits = field(default_factory=HealthLimits)
    """Whether a sensor is believed."""
    detectors: DetectorLimits = field(default_factory=DetectorLimits)
    """From strides to findings."""
    risk: RiskLimits = field(default_factory=RiskLimits)
    """From findings to risk."""
    advice: AdviceLimits = field(default_factory=AdviceLimits)
    """From risk to words."""
