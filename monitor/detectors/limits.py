"""Limits of all detectors: one section of the configuration each."""

from msgspec import Struct, field

from monitor.baseline.limits import BaselineLimits
from monitor.detectors.limits_body import (
    CalfLoadLimits,
    CardiacDriftLimits,
    FootDropLimits,
    FootSlapLimits,
)
from monitor.detectors.limits_form import (
    AsymmetryLimits,
    FatigueLimits,
    ImpactLimits,
    OverstridingLimits,
)
from monitor.detectors.limits_shoe import LacingLimits, NarrowShoeLimits, SwellingLimits
from monitor.settings.effort import EffortSettings


class DetectorLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The limits of all detectors."""

    effort: EffortSettings = field(default_factory=EffortSettings)
    """How long and how warm the runs are."""
    baseline: BaselineLimits = field(default_factory=BaselineLimits)
    """How the runner's own normal is learned."""
    lacing: LacingLimits = field(default_factory=LacingLimits)
    """Laces press on the instep."""
    swelling: SwellingLimits = field(default_factory=SwellingLimits)
    """The foot changed its volume."""
    narrow_shoe: NarrowShoeLimits = field(default_factory=NarrowShoeLimits)
    """The shoe squeezes the forefoot."""
    overstriding: OverstridingLimits = field(default_factory=OverstridingLimits)
    """The foot lands far ahead."""
    impact: ImpactLimits = field(default_factory=ImpactLimits)
    """The foot lands hard."""
    fatigue: FatigueLimits = field(default_factory=FatigueLimits)
    """Gait drifts."""
    asymmetry: AsymmetryLimits = field(default_factory=AsymmetryLimits)
    """Left and right differ more."""
    calf_load: CalfLoadLimits = field(default_factory=CalfLoadLimits)
    """The calf works hard."""
    foot_slap: FootSlapLimits = field(default_factory=FootSlapLimits)
    """A foot slaps down."""
    foot_drop: FootDropLimits = field(default_factory=FootDropLimits)
    """A foot does not lift."""
    cardiac_drift: CardiacDriftLimits = field(default_factory=CardiacDriftLimits)
    """The heart rate drifts."""
