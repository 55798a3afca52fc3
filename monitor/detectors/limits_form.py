"""Limits of overstriding, impact, fatigue and asymmetry."""

from msgspec import Struct, field

from monitor.baseline.limits import Prior
from monitor.settings.kinds import Count, Fraction, NonNegative, Positive


class OverstridingLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When the foot lands further ahead of the body than is usual for the runner at this pace."""

    effect: Positive = 0.01
    """Rise of the estimate over usual at this pace, m.

    [P] braking force grows with that distance (Lieberman 2015). The estimate understates: a heel
    5 cm further ahead moves it by some 1.5 cm, as only speed and foot strike angle are seen. The
    size, 4° of strike angle, is tuned on the simulator: benchmarks/alerts; not validated on
    runners.
    """
    z: Positive = 3.0
    """The same in units of its uncertainty. Rule of thumb."""
    judge_bundles: Count = 3
    """Observations whose mean is judged (about 45 s). Rule of thumb."""
    early_s: NonNegative = 60.0
    """From then on a first run is judged against its own start, s.

    Tuned on the simulator: benchmarks/coach; not validated on runners.
    """
    early_bundles: Count = 4
    """Observations that say how a first run began (about a minute). Rule of thumb."""
    prior: Prior = field(
        default_factory=lambda: Prior(
            value=0.137,
            value_sd=0.06,
            per_m_s=0.057,
            per_m_s_sd=0.015,
            per_m_s2_sd=0.01,
            per_slope_sd=0.3,
            spread=0.003,
            spread_floor=0.0015,
            between_runs_sd=0.012,
        )
    )
    """[M] 8 cm at 2 m/s, 25 cm at 5 m/s (66 contacts, 3 runners); deviations are rules of thumb."""
    sustained_s: NonNegative = 15.0
    """How long the limit must be passed, s. Rule of thumb."""
    clear_fraction: Fraction = 0.6
    """Clears below this fraction of the limit. Rule of thumb."""
    clear_s: NonNegative = 15.0
    """How long it must be below before it clears, s. Rule of thumb."""
    stale_s: Positive = 90.0
    """Running for this long without a measurement is ``not assessed``, s. Rule of thumb."""


class ImpactLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When the foot lands harder than is usual for the runner at this pace."""

    effect_fraction: Positive = 0.25
    """Rise of peak acceleration (or loading rate) above usual, fraction.

    [P] tibial acceleration rises with fatigue (Apte 2021); the size is a rule of thumb.
    """
    z: Positive = 4.0
    """The same in units of its uncertainty. Rule of thumb."""
    judge_bundles: Count = 4
    """Observations whose mean is judged (about a minute). Rule of thumb."""
    prior: Prior = field(
        default_factory=lambda: Prior(
            value=90.0,
            value_sd=100.0,
            per_m_s=20.0,
            per_m_s_sd=15.0,
            per_m_s2_sd=5.0,
            per_slope_sd=300.0,
            spread=5.0,
            spread_floor=2.0,
            between_runs_sd=15.0,
        )
    )
    """Peak acceleration at the foot, m/s². Rules of thumb."""
    loading_prior: Prior = field(
        default_factory=lambda: Prior(
            value=50e3,
            value_sd=60e3,
            per_m_s=10e3,
            per_m_s_sd=10e3,
            per_m_s2_sd=3e3,
            per_slope_sd=1e5,
            spread=2e3,
            spread_floor=1e3,
            between_runs_sd=5e3,
        )
    )
    """Loading rate, N/s, where there is no accelerometer. Rules of thumb."""
    sustained_s: NonNegative = 30.0
    """How long the limit must be passed, s. Rule of thumb."""
    clear_fraction: Fraction = 0.6
    """Clears below this fraction of the limit. Rule of thumb."""
    clear_s: NonNegative = 30.0
    """How long it must be below before it clears, s. Rule of thumb."""
    stale_s: Positive = 90.0
    """Running for this long without a measurement is ``not assessed``, s. Rule of thumb."""


class FatigueLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When gait drifts, pace and slope taken out, in the direction of fatigue."""

    alone_part: Fraction = 0.5
    """Part of the limit that stands for a change that nothing agrees with: neither there nor over.

    Rule of thumb.
    """
    doubts: NonNegative = 1.3
    """So many uncertainties of the runner's normal are taken off a change of contact time.

    Where the runner was never seen, little is claimed. Tuned on the simulator: benchmarks/coach;
    not validated on runners.
    """
    window_s: Positive = 180.0
    """Change is the mean of the observations of the last so many seconds.

    Tuned on the simulator: benchmarks/coach; not validated on runners. Steps wander for minutes: a
    minute's mean of contact time by more than the change that is looked for.
    """
    window_least: Count = 6
    """And of so many observations at least. Rule of thumb: two minutes' worth of one foot."""
    contact_least: Positive = 0.022
    """Least rise of contact time, fraction. Rule of thumb: fatigue has +2…6 %.

    Tuned on the simulator: benchmarks/coach; not validated on runners.
    """
    fast_s: Positive = 120.0
    """A larger change is seen sooner: by the mean of the last so many seconds.

    Tuned on the simulator: benchmarks/coach; not validated on runners.
    """
    fast_least: Positive = 0.026
    """Least rise of contact time in that time, fraction.

    Tuned on the simulator: benchmarks/coach; not validated on runners.
    """
    cadence_least: Positive = 0.006
    """Fall of cadence that agrees with it, fraction. Rule of thumb: fatigue has −1…3 %.

    [P] single metrics contradict each other (Apte 2021), so one of cadence and force must agree.
    """
    force_least: Positive = 0.012
    """Fall of peak vertical force that agrees with it, fraction.

    Tuned on the simulator: benchmarks/coach; not validated on runners.
    """
    contradicts: Positive = 0.008
    """A rise of cadence that speaks against it, whatever the force, fraction.

    Tuned on the simulator: benchmarks/coach; not validated on runners.
    """
    ahead_s: Positive = 60.0
    """How far the foot lands ahead is looked at over the last so many seconds. Rule of thumb."""
    ahead_least_m: Positive = 0.006
    """A foot that lands so much further ahead explains a longer contact, m.

    Rule of thumb: under half of what 5 cm of overstriding show.
    """
    contact_prior: Prior = field(
        default_factory=lambda: Prior(
            value=0.25,
            value_sd=0.08,
            per_m_s=-0.05,
            per_m_s_sd=0.02,
            per_m_s2_sd=0.0015,
            per_slope_sd=0.1,
            spread=0.0018,
            spread_floor=0.001,
            between_runs_sd=0.008,
        )
    )
    """Contact time, s. [M] it falls 28–87 ms per m/s in five real runs.

    The curvature is kept small: a few intervals cannot tell it from a gait that wanders. Tuned on
    the simulator: benchmarks/coach; not validated on runners.
    """
    period_prior: Prior = field(
        default_factory=lambda: Prior(
            value=0.72,
            value_sd=0.15,
            per_m_s=-0.03,
            per_m_s_sd=0.02,
            per_m_s2_sd=0.002,
            per_slope_sd=0.1,
            spread=0.003,
            spread_floor=0.0015,
            between_runs_sd=0.01,
        )
    )
    """Stride time, s, the inverse of cadence. Rules of thumb; the curvature as of contact time."""
    force_prior: Prior = field(
        default_factory=lambda: Prior(
            value=1700.0,
            value_sd=900.0,
            per_m_s=120.0,
            per_m_s_sd=80.0,
            per_m_s2_sd=40.0,
            per_slope_sd=1000.0,
            spread=25.0,
            spread_floor=12.0,
            between_runs_sd=240.0,
        )
    )
    """Peak vertical force, N. Rules of thumb.

    An insole's gain differs by some 10 % from run to run: a force that is refused as too far off
    would then agree with nothing for the whole run.
    """
    running_m_s: Positive = 1.8
    """A speed of another device above this is running, m/s. Rule of thumb."""
    sample_s: Positive = 30.0
    """Seconds of another device's samples that make one observation. [M] 20–30 strides."""
    sample_least: Count = 8
    """And this many samples at least: its median is no accident of one. Rule of thumb."""
    own_fresh_s: Positive = 20.0
    """Another device's metrics count only while no foot has been seen for this long, s.

    Rule of thumb: some fifteen strides of each foot.
    """
    sustained_s: NonNegative = 0.0
    """How long the alarm must hold, s. The window has waited already. Rule of thumb."""
    clear_fraction: Fraction = 0.8
    """Clears below this fraction of the alarm. Rule of thumb."""
    clear_s: NonNegative = 60.0
    """How long it must be below before it clears, s.

    Tuned on the simulator: benchmarks/coach; not validated on runners. What wandered and came back
    must have cleared before real tiredness, or that is never found.
    """
    stale_s: Positive = 300.0
    """Running for this long without a measurement is ``not assessed``, s.

    Rule of thumb: longer than hills and pace changes hold it.
    """


class AsymmetryLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When left and right have become more different than they were."""

    warmup_s: NonNegative = 60.0
    """Skipped at the start, s. Rule of thumb."""
    learn_s: Positive = 240.0
    """The runner's own difference is learned over this time, s: nobody is symmetric. Rule of
    thumb."""
    fresh_s: Positive = 20.0
    """The other foot's last stride is younger than this, or it is not seen, s. Rule of thumb."""
    window_strides: Count = 50
    """Strides of each foot that are averaged. Rule of thumb."""
    effect_fraction: Positive = 0.04
    """Change of the difference in contact time, fraction of contact time. Rule of thumb."""
    z: Positive = 4.0
    """The same in units of its uncertainty. Rule of thumb."""
    prior: Prior = field(
        default_factory=lambda: Prior(
            value_sd=0.07, spread=0.002, spread_floor=0.001, between_runs_sd=0.007
        )
    )
    """Difference of duty factors. Rules of thumb."""
    sustained_s: NonNegative = 30.0
    """How long the limit must be passed, s. Rule of thumb."""
    clear_fraction: Fraction = 0.6
    """Clears below this fraction of the limit. Rule of thumb."""
    clear_s: NonNegative = 30.0
    """How long it must be below before it clears, s. Rule of thumb."""
    stale_s: Positive = 60.0
    """Running for this long without both feet is ``not assessed``, s. Rule of thumb."""
