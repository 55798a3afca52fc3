"""Limits of what other devices say: a runner's scale of length, and what a speed pod counts."""

from msgspec import Struct

from monitor.settings.kinds import Count, Fraction, Positive


class ReferenceLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """From a reference speed (RSC pod, GNSS, treadmill) to a runner's own scale of length."""

    window_s: Positive = 20.0
    """Both speeds are averaged over this long for one comparison: GNSS noise and a pod's own
    smoothing (about 2 s) are small against it. Rule of thumb."""
    cover: Fraction = 0.8
    """Strides that know their length, and reference values, must cover this share of a window.
    Rule of thumb."""
    least_values: Count = 8
    """A window needs at least this many reference values, for their median to outvote a glitch.
    Rule of thumb."""
    pace_hold: Fraction = 0.03
    """Neither speed may change by more than this share from the window's first half to its second:
    the reference lags. Rule of thumb: twice what steady runners do in 10 s."""
    least_m_s: Positive = 0.5
    """A slower reference says nothing: standing, or a device that knows the cadence only. Rule
    of thumb."""
    believable: Fraction = 0.15
    """A comparison further off than this does not teach: the devices do not see the same runner.

    [P] direct integration is off by 0.08 ± 0.10 m/s (Falbriard 2021): ± 4 % at 2.5 m/s is one
    standard deviation.
    """
    most: Fraction = 0.10
    """The scale stays this near to 1. Rule of thumb: three standard deviations of ``own_sd``."""
    least_windows: Count = 3
    """Comparisons before anything is corrected: a minute of steady pace. Rule of thumb."""
    window_sd: Positive = 0.015
    """Random error of one comparison, share. [P] ± 0.09 m/s a stride, correlated (Falbriard 2021);
    rule of thumb for the mean of some 25."""
    outlier: Positive = 3.0
    """A comparison counts at most this many ``window_sd`` away from what is known. Rule of
    thumb."""
    own_sd: Positive = 0.03
    """How far the uncorrected length is off from runner to runner, share, one standard deviation.

    [P] bias of direct integration ± 0.10 m/s between runners (Falbriard 2021), 3 % at 3.3 m/s.
    """
    device_sd: Positive = 0.01
    """How far the reference itself is off, share, one standard deviation: not the more comparisons
    the less. Rule of thumb: GNSS below 1 %, pods and treadmills 1…2 %."""
    memory: Fraction = 0.98
    """Share of what is known that a new comparison leaves: 50 comparisons, 17 min of steady pace,
    so that a tired runner is followed and a wrong hour forgotten. Rule of thumb."""


class SpeedPodLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """From a speed pod's count a minute to whether it counts steps or strides."""

    least_m_s: Positive = 0.7
    """Who is slower strolls or turns about, with any cadence, m/s. Rule of thumb."""
    unsure: Fraction = 0.12
    """Nearer to the middle between steps and strides than this, octaves, nobody knows: 8 %. Rule of
    thumb."""
    same: Fraction = 0.2
    """A device and the feet that it rides on agree within this, octaves: 15 %. Rule of thumb."""
    fresh_s: Positive = 5.0
    """Strides of longer ago say nothing of the cadence now, s. Rule of thumb."""
