"""Which limits does each detector have? One section of the configuration each."""

from msgspec import Struct, field

from monitor.limits.detectors_baseline import BaselineLimits
from monitor.limits.detectors_shoe import LacingLimits, NarrowShoeLimits, SwellingLimits


class DetectorLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The limits of all detectors."""

    baseline: BaselineLimits = field(default_factory=BaselineLimits)
    """How the runner's own normal is learned."""
    lacing: LacingLimits = field(default_factory=LacingLimits)
    """Laces press on the instep."""
    swelling: SwellingLimits = field(default_factory=SwellingLimits)
    """The foot changed its volume."""
    narrow_shoe: NarrowShoeLimits = field(default_factory=NarrowShoeLimits)
    """The shoe squeezes the forefoot."""
