"""Where the pod sits on the shoe."""

from msgspec import Struct

from monitor.settings.kinds import NonNegative, Positive


class PodSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where the pod sits on the shoe. The defaults fit a pod on the laces."""

    above_ground_m: Positive = 0.11
    """From the ground up to the sensor in the pod, m.

    Midsole 25 mm, instep 70 mm, half a pod 15 mm. [M] vicon_foot: the walking day alone and the
    running day alone both choose it; 0.08, measured on the whole set before this project, costs
    0.05 points of MAPE and 0.45 of bias.
    """
    to_ball_m: NonNegative = 0.04
    """From the sensor forward to just behind the ball of the foot, m.

    Rule of thumb: the ball itself lies 0.05…0.08 ahead of laces.
    """
    to_toe_m: Positive = 0.14
    """From the sensor forward to the tip of the shoe, m.

    Rule of thumb.
    """
