"""Limits of calf load, foot slap, foot drop and cardiac drift."""

from msgspec import Struct, field

from monitor.baseline.limits import Prior
from monitor.settings.kinds import Count, Fraction, NonNegative, Positive


class CalfLoadLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When the calf works more than is usual, per stride or over the run."""

    effect_fraction: Positive = 0.15
    """Rise of the Achilles impulse of a stride above usual at this pace, fraction.

    Rule of thumb: three times the 4.2 % error of an insole's ankle moment (Hullfish & Baxter 2020).
    """
    z: Positive = 4.0
    """The same in units of its uncertainty. Rule of thumb."""
    judge_bundles: Count = 4
    """Observations whose mean is judged (about a minute). Rule of thumb."""
    dose_power: Positive = 3.0
    """A load above usual counts with this power. Rule of thumb, as in ``risk.load_power``."""
    recover_s: Positive = 1800.0
    """Time constant with which the dose fades while standing or walking, s.

    Rule of thumb: twice the quarter of an hour of the risk's load doses, as work of an hour and a
    half is not forgotten in a few minutes.
    """
    trend_s: Positive = 600.0
    """The trend of the load is that of the last so many seconds. Rule of thumb: as minutes 3–10
    serve as baseline."""
    trend_least_s: Positive = 180.0
    """No trend is said of less than this, s. Rule of thumb."""
    trend_fraction: Positive = 0.05
    """Nor a smaller one, as a fraction of usual. Rule of thumb: above the 4.2 % error of the
    ankle moment of an insole (Hullfish & Baxter 2020)."""
    prior: Prior = field(
        default_factory=lambda: Prior(
            value=400.0,
            value_sd=300.0,
            per_m_s=0.0,
            per_m_s_sd=40.0,
            per_m_s2_sd=15.0,
            per_slope_sd=600.0,
            spread=12.0,
            spread_floor=5.0,
            between_runs_sd=30.0,
        )
    )
    """Achilles impulse of a stride, N s. Rules of thumb."""
    sustained_s: NonNegative = 45.0
    """How long the limit must be passed, s. Rule of thumb."""
    clear_fraction: Fraction = 0.6
    """Clears below this fraction of the limit. Rule of thumb."""
    clear_s: NonNegative = 45.0
    """How long it must be below before it clears, s. Rule of thumb."""
    stale_s: Positive = 90.0
    """Running for this long without a measurement is ``not assessed``, s. Rule of thumb."""


class FootDropLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When the front of one foot no longer lifts as it did; a red flag."""

    warmup_s: NonNegative = 45.0
    """Skipped at the start, s. Rule of thumb."""
    learn_s: Positive = 120.0
    """The runner's own difference of the feet is learned over this time, s.

    Rule of thumb: what begins in minute 3 is still to be found.
    """
    fresh_s: Positive = 20.0
    """The other foot's last stride is younger than this, or it is not seen, s. Rule of thumb."""
    window_strides: Count = 50
    """Strides of each foot that are averaged. Rule of thumb: more than 50 strides."""
    effect_deg: Positive = 3.5
    """One-sided fall of pitch in mid-swing or at contact, degrees.

    Rule of thumb: 6° lower toes, of which a part shows at these instants. The size is tuned on the
    simulator: tests/accuracy/test_detectors_form.py; not validated on runners.
    """
    own_fraction: Fraction = 0.25
    """Part of that fall that must be the foot's own, not a rise of the other foot's pitch.

    Rule of thumb: overstriding lifts the toes of both feet and hides most of a drop.
    """
    clearance_effect_m: Positive = 0.003
    """One-sided fall of toe clearance that is a drop of a foot that lands on its front, m.

    Rule of thumb: of a drop of 6° the simulated pods show some 5.7 mm there, and hardly any angle.
    """
    height_effect_m: Positive = 0.006
    """And of the pod's own greatest height, which must fall too, m.

    Rule of thumb: the same drop shows 9–17 mm.
    """
    confirm_m: Positive = 0.0015
    """A fall of toe clearance that says which foot's pitch has changed, m. Rule of thumb."""
    clearance_prior: Prior = field(
        default_factory=lambda: Prior(
            value_sd=0.05, spread=0.0006, spread_floor=0.0003, between_runs_sd=0.012
        )
    )
    """Difference of the feet's mean clearance, and of their height, m. Rules of thumb."""
    pitch_prior: Prior = field(
        default_factory=lambda: Prior(
            value_sd=1.0,
            per_m_s_sd=0.15,
            per_m_s2_sd=0.05,
            per_slope_sd=1.5,
            spread=0.015,
            spread_floor=0.006,
        )
    )
    """One foot's pitch over pace and slope, rad: whose change it is. Rules of thumb."""
    height_prior: Prior = field(
        default_factory=lambda: Prior(
            value_sd=0.2,
            per_m_s_sd=0.05,
            per_m_s2_sd=0.02,
            per_slope_sd=2.0,
            spread=0.003,
            spread_floor=0.001,
        )
    )
    """The same of toe clearance and height, m. Rules of thumb."""
    own_effect_deg: Positive = 5.0
    """Fall of pitch in mid-swing below the foot's own normal at this pace, degrees.

    Rule of thumb: more than the one-sided fall, for no other foot takes out what happens to both.
    """
    judge_bundles: Count = 3
    """Observations of the foot's own pitch whose mean is judged (about 45 s). Rule of thumb."""
    own_prior: Prior = field(
        default_factory=lambda: Prior(
            value=0.9,
            value_sd=0.5,
            per_m_s=0.1,
            per_m_s_sd=0.1,
            per_m_s2_sd=0.03,
            per_slope_sd=2.0,
            beyond_slope_sd=2.0,
            beyond_m_s_sd=0.12,
            spread=0.012,
            spread_floor=0.006,
            between_runs_sd=0.08,
        )
    )
    """Fall of the toes in mid-swing, rad. Rules of thumb.

    Downhill the toes fall by up to twice the slope's angle, uphill hardly: a run on the flat says
    nothing about the foot's own normal on a hill, and little about faster or slower running.
    """
    forefoot_deg: float = -1.6
    """Strike angle of the other foot below which the runner lands on the forefoot, degrees.

    [P] Altman & Davis 2012.
    """
    seat_deg: NonNegative = 4.0
    """So far off may that angle be by how the sensor sits, degrees. Rule of thumb: 3° and a bit."""
    z: Positive = 3.0
    """The same in units of its uncertainty. Rule of thumb: 3 SD."""
    prior: Prior = field(
        default_factory=lambda: Prior(
            value_sd=0.3, spread=0.012, spread_floor=0.006, between_runs_sd=0.08
        )
    )
    """Difference of the feet's mean pitch, rad.

    [P] precision 1.6±1.1° within a sensor's seat (Falbriard 2020); rule of thumb for a mean.
    """
    sustained_s: NonNegative = 5.0
    """How long the limit must be passed, s. Rule of thumb: the window is long already."""
    clear_fraction: Fraction = 0.5
    """Clears below this fraction of the limit. Rule of thumb."""
    clear_s: NonNegative = 60.0
    """How long it must be below before it clears, s. Rule of thumb."""
    stale_s: Positive = 60.0
    """Running for this long without both feet is ``not assessed``, s. Rule of thumb."""


class FootSlapLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When one foot slaps down faster than it did."""

    warmup_s: NonNegative = 60.0
    """Skipped at the start, s. Rule of thumb."""
    learn_s: Positive = 240.0
    """The runner's own difference of the feet is learned over this time, s. Rule of thumb."""
    fresh_s: Positive = 20.0
    """The other foot's last stride is younger than this, or it is not seen, s. Rule of thumb."""
    window_strides: Count = 50
    """Strides of each foot that are averaged. Rule of thumb."""
    effect_deg_s: Positive = 80.0
    """One-sided rise of the peak plantarflexion rate after contact, degrees/s. Rule of thumb."""
    own_fraction: Fraction = 0.5
    """Part of that rise that must be the foot's own, not a slower fall of the other foot.

    Rule of thumb: half.
    """
    z: Positive = 4.0
    """The same in units of its uncertainty. Rule of thumb."""
    own_prior: Prior = field(
        default_factory=lambda: Prior(
            value_sd=10.0,
            per_m_s_sd=3.0,
            per_m_s2_sd=1.0,
            per_slope_sd=20.0,
            spread=0.5,
            spread_floor=0.2,
        )
    )
    """One foot's rate over pace and slope, rad/s: whose change it is. Rules of thumb."""
    prior: Prior = field(
        default_factory=lambda: Prior(
            value_sd=5.0, spread=0.3, spread_floor=0.1, between_runs_sd=0.8
        )
    )
    """Difference of the feet's mean peak rates, rad/s. Rules of thumb."""
    sustained_s: NonNegative = 20.0
    """How long the limit must be passed, s. Rule of thumb."""
    clear_fraction: Fraction = 0.6
    """Clears below this fraction of the limit. Rule of thumb."""
    clear_s: NonNegative = 30.0
    """How long it must be below before it clears, s. Rule of thumb."""
    stale_s: Positive = 60.0
    """Running for this long without both feet is ``not assessed``, s. Rule of thumb."""


class CardiacDriftLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When the heart beats faster at the same pace than earlier in the run."""

    warmup_s: NonNegative = 300.0
    """Skipped at the start, s: the heart follows the pace with minutes of delay. Rule of thumb."""
    learn_s: Positive = 420.0
    """Then the runner's own normal is learned for this long, s. Rule of thumb."""
    lag_s: Positive = 40.0
    """Time constant by which the heart follows the pace, s.

    Rule of thumb: half a minute to a minute in moderate running, more at the limit.
    """
    caught_up: Fraction = 0.2
    """How far the followed pace may lie off the present one, fraction of it. Rule of thumb."""
    window_s: Positive = 45.0
    """Time whose median is one observation, s. Rule of thumb: the heart's own delay."""
    least_bundles: Count = 4
    """Observations below which nothing is judged. Rule of thumb."""
    judge_bundles: Count = 3
    """Observations whose mean is judged. Rule of thumb."""
    usual_rise_bpm_min: NonNegative = 0.25
    """Rise at an even pace that is usual before this run has shown its own, bpm/min.

    [M] 4–5 bpm per 10 min in 4 of 5 real runs, nothing in others: the middle.
    """
    rise_sd_bpm_min: Positive = 0.15
    """Between runners and days, bpm/min. [M] as above: from nothing to 5 bpm per 10 min."""
    level_sd_bpm: Positive = 4.0
    """How far the level may lie off the line over pace in this run, bpm. Rule of thumb."""
    rise_most_bpm_min: Positive = 0.5
    """No faster rise is usual, bpm/min. [M] as above."""
    rise_from_s: NonNegative = 240.0
    """The run's own rise is learned from here on, s. Rule of thumb: the heart has warmed up."""
    rise_learn_s: Positive = 960.0
    """And up to here, s. Rule of thumb: a dozen observations."""
    rise_delay_s: Positive = 600.0
    """What is later is learned so long after, where it was no drift, s.

    Rule of thumb: a drift of some minutes is found before it is taken for usual.
    """
    own_speed_s: Positive = 1.0
    """Another device's speed is taken where the feet have said none for this long, s.

    Rule of thumb: more than a stride.
    """
    least_beats: Count = 10
    """Measurements of the heart in one observation, at least. Rule of thumb."""
    z: Positive = 2.5
    """The rise in units of its uncertainty. Rule of thumb."""
    prior: Prior = field(
        default_factory=lambda: Prior(
            value=150.0,
            value_sd=30.0,
            per_m_s=20.0,
            per_m_s_sd=10.0,
            per_m_s2_sd=3.0,
            per_slope_sd=300.0,
            spread=2.0,
            spread_floor=1.0,
            between_runs_sd=6.0,
        )
    )
    """Heart rate, bpm. Rules of thumb; over the slope: 1 % costs 5.4 % more (19.5 of 3.6 J/kg/m,
    Minetti 2002 [P]), at 90 bpm above rest some 490 bpm a unit if all of it shows in the rate."""
    sustained_s: NonNegative = 120.0
    """How long the limit must be passed, s. Rule of thumb."""
    clear_fraction: Fraction = 0.6
    """Clears below this fraction of the limit. Rule of thumb."""
    clear_s: NonNegative = 120.0
    """How long it must be below before it clears, s. Rule of thumb."""
    stale_s: Positive = 300.0
    """Running for this long without pace or heart rate is ``not assessed``, s. Rule of thumb."""
