"""Limits of finding out how a pod sits on the shoe."""

from msgspec import Struct

from monitor.settings.kinds import Count, Fraction, Positive


class SensorToFootLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When the way a pod sits on the shoe counts as known."""

    try_every_s: Positive = 1.0
    """How often to try while it is unknown or a guess. Rule of thumb: about once a stride."""
    span_s: Positive = 10.0
    """Signal that is tried first, so that what the foot did before does not matter: seven strides
    of slow walking. Rule of thumb."""
    judge_every_s: Positive = 3.0
    """How often a mounting that is known is looked at again. Rule of thumb: a look costs less than
    a tenth of a millisecond, and three looks at a pod that turned come within 15 strides."""
    tilt_deg: Positive = 15.0
    """A frame whose vertical is off by more is replaced. Rule of thumb: more than a slope of 25 %
    tilts the foot; [M] within vicon_foot it never moves by half as much."""
    turn_deg: Positive = 25.0
    """A frame whose pitch axis or forward is off by more is replaced. [M] On laps with turns and
    sidesteps (vicon_foot) five seconds of walking say up to 21° else."""
    stances: Count = 5
    """Stances that make it known, if they agree. Rule of thumb."""
    strides: Count = 3
    """Strides between them that must have gone somewhere, in one direction as the foot sees it.
    Rule of thumb."""
    heading_deg: Positive = 20.0
    """Half of these strides lie within so much of their median direction. Rule of thumb: strides of
    one runner toe out alike within 5°; ankle circles and tapping go all ways."""
    ahead_deg: Positive = 60.0
    """That median lies at most so far from square to the pitch axis: more are steps sideways.
    [M] Ten seconds of walking or running, turns and all, say up to 16°."""
    replace_share: Fraction = 0.65
    """A mounting that was certain is given up only for one whose pitch axis has this share of all
    turning. [M] Straight on it is 0.75…0.95; running on sideways 0.5…0.6."""
    strides_max: Count = 9
    """Strides that make a guess to go on with, though they do not agree. Rule of
    thumb."""
    stances_max: Count = 20
    """Rests between movements that went nowhere which make a guess, too: other sensors of the foot
    need not wait for longer. Rule of thumb: more than ten circles of an ankle."""
    floor_energy: Positive = 1e-3
    """Least energy whose logarithm is taken for ``contrast``, (rad/s)². Rule of thumb: below a
    gyroscope's noise."""
    contrast: Positive = 1.0
    """By how many e-folds stances are calmer than swings, at least, to agree. Rule of thumb."""
    window_s: Positive = 0.03
    """Gravity is averaged over this long either side of mid-stance. Rule of thumb."""
    rotation_smoothing_s: Positive = 0.06
    """Rates are averaged over this long before the main axis of rotation is sought, so that the
    ringing of an impact does not count: shoes ring at 30…80 Hz. Rule of thumb."""
    travel_m: Positive = 0.3
    """Shorter strides do not tell which way is forward. Rule of thumb."""
    memory_s: Positive = 30.0
    """Signal kept while the mounting is not known; then the best guess is taken. Rule of thumb:
    longer than nine strides of slow walking."""
