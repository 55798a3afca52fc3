"""Limits of how the runner's own normal is learned, and the priors it starts from."""

from msgspec import Struct

from monitor.settings.kinds import Count, Fraction, NonNegative, Positive


class Prior(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is believed of a quantity before the runner has shown anything.

    A quantity is ``value + per_m_s·dv + per_m_s2·dv² + per_slope·slope`` with ``dv`` the speed
    above 3 m/s; every ``_sd`` says how much it may differ from runner to runner. All in the unit of
    the quantity.
    """

    value: float = 0.0
    """At 3 m/s on the flat. A starting point only: ``value_sd`` is wide. Rule of thumb."""
    value_sd: Positive = 1.0
    """Between runners. Rule of thumb: several times what is seen."""
    per_m_s: float = 0.0
    """Change per m/s of speed. Rule of thumb where the detector names no source."""
    per_m_s_sd: NonNegative = 0.0
    """Between runners; 0 where speed does not matter. Rule of thumb."""
    per_m_s2_sd: NonNegative = 0.0
    """Curvature, between runners; its mean is 0. Rule of thumb."""
    per_slope_sd: NonNegative = 0.0
    """Change per unit of slope (1 = 45°), between runners; its mean is 0. Rule of thumb."""
    beyond_slope_sd: NonNegative = 0.0
    """Doubt per unit of slope beyond the slopes that taught; 0: a line holds there, too.

    Rule of thumb: up and down a hill nothing follows one line.
    """
    beyond_m_s_sd: NonNegative = 0.0
    """The same per m/s beyond the paces that taught. Rule of thumb."""
    spread: Positive = 1.0
    """Standard deviation of one observation about the line."""
    weight: Positive = 8.0
    """Observations that this spread counts for beside what is seen. Rule of thumb."""
    spread_floor: Positive = 0.1
    """No spread is believed to be smaller."""
    latest_share: Fraction = 0.2
    """However many runs there were, the latest counts this much in what is kept.

    Rule of thumb: a runner changes.
    """
    between_runs_sd: NonNegative = 0.0
    """How far the whole line moves from one run of a runner to the next (shoes, sensor's seat)."""


class BaselineLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When and from what the runner's own normal is learned within a run."""

    warmup_s: NonNegative = 180.0
    """Skipped at the start, s. [M] minutes 3–10 of five real runs serve as baseline."""
    known_warmup_s: NonNegative = 120.0
    """The same where earlier runs taught the normal, s. Rule of thumb."""
    settle_bundles: Count = 4
    """Where earlier runs taught it, so many observations say where this run lies. Rule of thumb:
    about a minute."""
    strange_z: Positive = 2.5
    """From then on, an observation this far off is judged but does not teach.

    Rule of thumb: what changes in the first minutes must not become normal.
    """
    learn_s: Positive = 420.0
    """Then the normal is learned for this long, s. [M] the same."""
    least_bundles: Count = 8
    """Observations below which nothing is judged. Rule of thumb."""
    bundle_strides: Count = 20
    """Strides of one foot whose median is one observation. [M] 20–30 strides."""
    bundle_gap_s: Positive = 30.0
    """What lies further apart is not one observation (a stand between), s. Rule of thumb."""
    pace_hold: Positive = 0.06
    """Change of speed within one observation above which it is left out, fraction.

    Rule of thumb: three times the stride-to-stride variability.
    """
    slope_hold: Positive = 0.12
    """Slope above which nothing is judged. Rule of thumb: gait changes in kind."""
    reject_z: Positive = 4.0
    """An observation this far from a known normal does not teach. Rule of thumb."""
    speed_stale_s: Positive = 5.0
    """A speed of another device is used this long, s. Rule of thumb."""
    rho_most: Fraction = 0.8
    """Autocorrelation of observations is believed up to here. Rule of thumb."""
