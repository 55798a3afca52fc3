"""Limits of whether the motion and the load of a foot are of two feet."""

from msgspec import Struct

from monitor.settings.kinds import Count, Fraction, Positive


class CrossedLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When motion and load of one foot come from two feet."""

    window_s: Positive = 4.0
    """Motion and load are compared over windows of this length, s. Rule of thumb: two strides of a
    slow walker."""
    hop_s: Positive = 2.0
    """A window begins so long after the one before, s: they overlap. Rule of thumb."""
    windows: Count = 11
    """Windows in a row that show two feet, whatever the clocks. Rule of thumb: 24 s, in which
    clocks that differ are corrected."""
    own_windows: Count = 40
    """Windows in a row that show one foot, after which nobody asks any more. Rule of thumb: 80
    s."""
    began_s: Positive = 16.0
    """A start may be so long ago, s. Rule of thumb: some strides, and the standing before."""
    stands_s: Positive = 1.5
    """Who starts has stood for this long, s. Rule of thumb: longer than a swing."""
    stands_rad_s: Positive = 0.5
    """And turned the foot by less, rad/s. Rule of thumb: [M] 0.3 standing in ``moticon_walk``."""
    step_s: Positive = 1.5
    """The first step is over after this, s. Rule of thumb."""
    clocks_s: Positive = 1.0
    """Its load is looked for so much earlier and later, s. Rule of thumb: a step of the other foot,
    or clocks that differ."""
    free_share: Fraction = 0.2
    """A sole that bears less than this share of what it bore standing is free. Rule of thumb."""
    steps_s: Positive = 0.5
    """On two feet, the lags of both feet at the first step differ by two steps, at least this, s;
    [M] 1.9 to 2.2 in ``moticon_walk``, crossed. Tuned on the simulator: 0.9 running, 1.7 walking,
    0.05 on one foot; not validated on runners."""
    same_share: Fraction = 0.25
    """And with the soles crossed back by no more than this share of it; [M] 0.13 at most in
    ``moticon_walk``. Tuned on the simulator: 0.05."""
    again_s: Positive = 60.0
    """What a start showed is not said again so soon, s. Rule of thumb: ``windows``, and more."""
    contrast: Positive = 0.3
    """Load's correlation with motion now, less that half a stride later, above which they are of
    two feet; [M] −1.8 to −1.1 over both walks of ``moticon_walk``, +1.1 to +1.9 with left and right
    crossed. Running: −1.5 to −0.2 and +0.5 to +1.2, tuned on the simulator:
    tests/accuracy/test_sim_faults.py; not validated on runners."""
    moves_rad_s: Positive = 0.6
    """Windows with a lower mean angular rate, rad/s, say nothing: who stands and shifts the weight
    loads a foot and does not lift it. [M] 0.84 and more in the walks of ``moticon_walk``, 0.3
    standing."""
    span_kpa: Positive = 20.0
    """Windows in which the mean of the sole spans less, kPa, have no steps; rule of thumb: half
    of a light runner's weight on one sole."""
    smoothing_s: Positive = 0.1
    """Width of the smoothing of load and motion, s. Rule of thumb."""
    calm_rad2_s2: Positive = 0.5
    """Motion energy, (rad/s)², below which all is calm. Rule of thumb."""
    stride_min_s: Positive = 0.45
    """Shortest stride, s. Rule of thumb."""
    stride_max_s: Positive = 2.4
    """Longest stride, s; [M] 2.2 s in ``moticon_walk``."""
    alike: Fraction = 0.4
    """Autocorrelation of the load from which strides are even. Rule of thumb."""
