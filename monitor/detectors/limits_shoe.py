"""Limits of lacing, swelling and narrow shoe.

No source gives a pressure under the laces at which a runner's foot goes numb. So each limit is a
change against the runner's own comfortable lacing, below one ceiling that no silence can raise.
"""

from msgspec import Struct, field

from monitor.baseline.limits import Prior
from monitor.settings.kinds import Count, Fraction, NonNegative, Positive


class LacingLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When the laces press on the instep."""

    baseline_s: Positive = 120.0
    """Start of the run that defines comfortable lacing where the profile does not, s.

    Rule of thumb: laces are felt and corrected in the first minutes.
    """
    warmup_s: NonNegative = 180.0
    """Running of a run that teaches later ones nothing: the shoe settles, s.

    Rule of thumb, as in the other lines of the profile.
    """
    baseline_strides: Count = 60
    """And this many whole strides at least, whatever the time. Rule of thumb: a third of them."""
    reject_z: Positive = 2.0
    """A run this far from what earlier runs taught does not teach what is comfortable, in standard
    deviations. Rule of thumb: less than for other lines, as laces creep tighter unnoticed."""
    mean_s: Positive = 30.0
    """Window of the sustained pressure, s. Rule of thumb: a stumble is shorter, a block longer."""
    recent_s: Positive = 8.0
    """The last seconds must agree with the window, so that loosening is seen at once, s.

    Rule of thumb: ten strides.
    """
    rise_kpa: Positive = 5.0
    """Swing pressure above comfortable at which a nerve begins to be pressed, kPa.

    Rule of thumb: near the 4 kPa (30 mmHg) of tissue pressure of the first changes in a nerve at
    the wrist (Lundborg 1982), which is not an interface pressure.
    """
    window_full: Fraction = 0.8
    """A window gives a mean once it spans this part of its length. Rule of thumb."""
    prior: Prior = field(
        default_factory=lambda: Prior(
            value_sd=50.0, spread=1.0, spread_floor=0.2, between_runs_sd=1.5
        )
    )
    """Comfortable pressure, kPa. Rules of thumb: anything; another knot each run."""
    fine_above_kpa: Positive = 1.0
    """Pressure this little above one that was said to be fine is fine, too, kPa. [H]"""
    doubtful_kpa: Positive = 12.0
    """Laces that press more from the first stride on are not called clear before an earlier run
    has said that this is comfortable, kPa. It never alarms.

    Rule of thumb: 60–90 mmHg (8–12 kPa) of tissue pressure block a nerve at the wrist (Lundborg
    1982), which is not an interface pressure, and the kPa of a cell are 30–50 % off.
    """
    ceiling_kpa: Positive = 14.0
    """Swing pressure above which laces are too tight, whatever is usual, kPa.

    [H] above every comfortable lacing that the simulator draws, 10 % of a cell's error included;
    the figures for nerves are tissue pressures, not this limit.
    """
    ceiling_most_kpa: Positive = 20.0
    """An OK for that foot raises the ceiling to the pressure that was seen, up to here, kPa. [H]"""
    ok_margin: NonNegative = 0.1
    """And by this part beyond it: the next stride presses a little more. [H]"""
    peak_rise_fraction: Positive = 0.6
    """Peak pressure above the comfortable peak, as a fraction of it. Rule of thumb."""
    indirect_rise_kpa: Positive = 0.5
    """Rise of the pressure left on the sole in swing, where there are no instep cells, kPa.

    Tuned on the simulator: tests/accuracy/test_detectors_shoe.py; not validated on runners.
    """
    sustained_s: NonNegative = 10.0
    """How long the limit must be passed before it is a finding, s. Rule of thumb."""
    clear_fraction: Fraction = 0.7
    """Clears below this fraction of the limit. Rule of thumb."""
    clear_s: NonNegative = 5.0
    """How long it must be below before it clears, s. Rule of thumb."""
    stale_s: Positive = 20.0
    """Moving for this long without a measurement is ``not assessed``, s. Rule of thumb."""


class SwellingLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When the foot has changed its volume in the shoe."""

    warmup_s: NonNegative = 60.0
    """Skipped at the start: the shoe settles, s. Rule of thumb."""
    baseline_s: Positive = 180.0
    """Then the run's own normal is learned over this time, s. Rule of thumb."""
    baseline_bundles: Count = 6
    """And from this many observations at least, whatever the time. Rule of thumb: half of what this
    time holds, so that standing or lost data do not make a normal of one."""
    bundle_strides: Count = 20
    """Strides whose median is one observation. Rule of thumb: below the correlation of a hill."""
    recent_bundles: Count = 8
    """Observations that are compared with the baseline (about 2 min). Rule of thumb."""
    change_kpa: Positive = 1.2
    """Change of swing pressure on the instep that counts, either way, kPa.

    Tuned on the simulator: tests/accuracy/test_detectors_shoe.py; not validated on runners.
    """
    indirect_change_kpa: Positive = 0.25
    """The same of the pressure left on the sole in swing, kPa.

    Tuned on the simulator: tests/accuracy/test_detectors_shoe.py; not validated on runners.
    """
    z: Positive = 4.0
    """Change in units of its own uncertainty. Rule of thumb: four standard errors."""
    value_sd_kpa: Positive = 50.0
    """Standard deviation of the pressure at the start: anything, kPa. Rule of thumb."""
    spread_kpa: Positive = 0.3
    """Standard deviation of one observation before any was seen, kPa. Rule of thumb."""
    spread_floor_kpa: Positive = 0.15
    """No spread is believed to be smaller (creep and temperature of cells), kPa. Rule of thumb."""
    relaced_kpa: Positive = 1.5
    """Between two observations a foot swells less than this; more is a hand at the laces, kPa.

    Rule of thumb: +3 % volume took 10 min of running (McWhorter 2003).
    """
    sustained_s: NonNegative = 30.0
    """How long the change must hold, s. Rule of thumb."""
    clear_fraction: Fraction = 0.6
    """Clears below this fraction of the limit. Rule of thumb."""
    clear_s: NonNegative = 30.0
    """How long it must be below before it clears, s. Rule of thumb."""
    stale_s: Positive = 60.0
    """Moving for this long without a measurement is ``not assessed``, s. Rule of thumb."""


class NarrowShoeLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When the shoe squeezes the forefoot from both sides."""

    warmup_s: NonNegative = 30.0
    """Skipped at the start, s. Rule of thumb."""
    mean_s: Positive = 60.0
    """Window of the edge pressure, s. Rule of thumb."""
    window_full: Fraction = 0.8
    """A window gives a mean once it spans this part of its length. Rule of thumb."""
    edge_ratio: Positive = 1.6
    """Lesser edge pressure in swing over that of the whole sole.

    Tuned on the simulator: tests/accuracy/test_detectors_shoe.py; not validated on runners.
    """
    floor_kpa: Positive = 2.0
    """The sole's pressure in swing is taken as at least this: cells do not resolve it, kPa.

    Rule of thumb.
    """
    edge_least_kpa: Positive = 4.5
    """A snug shoe is not narrow: the lesser edge must press this much in swing, kPa.

    [H] above what a comfortable, snug shoe shows on the simulator (edges of up to 2.6 kPa), below
    what numbs its most sensitive forefeet (from 4 kPa). Tuned on the simulator:
    benchmarks/alerts; not validated on runners.
    """
    sustained_s: NonNegative = 30.0
    """How long the limit must be passed, s. Rule of thumb."""
    clear_fraction: Fraction = 0.8
    """Clears below this fraction of the limit. Rule of thumb."""
    clear_s: NonNegative = 20.0
    """How long it must be below before it clears, s. Rule of thumb."""
    stale_s: Positive = 40.0
    """Moving for this long without a measurement is ``not assessed``, s. Rule of thumb."""
