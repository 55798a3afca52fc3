"""How fast the ball of a foot is carried forward in swing, and how far that brings it."""

import numpy as np

SWING_AT = np.array([0.0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.88, 1.0])
RUN_SPEED = np.array([0.0, 0.45, 0.92, 1.20, 1.42, 1.42, 0.75, 0.0])
RUN_END = np.array([0.0, 0.0, 0.0, 0.0, 0.0, 0.02, 0.30, 1.0])
WALK_SPEED = np.array([0.0, 0.52, 0.95, 1.22, 1.30, 1.00, 0.45, 0.0])
WALK_END = np.array([0.0, 0.0, 0.0, 0.0, 0.05, 0.35, 0.75, 1.0])
"""Forward speed of the ball in swing over its mean, and what a speed at landing adds [M]
(mocap_running at 2 and 4 m/s; walking: vicon_foot)."""
RUN_WAY = np.array(
    [
        *(0.0, 0.03157981208918709, 0.136, 0.2968644362675613),
        *(0.4936115032865033, 0.714258798943174, 0.860867070164648, 0.9039368517896296),
    ]
)
RUN_MORE = np.array(
    [
        *(0.0, -2.5419344169344088e-05, 2.0328790734103208e-20, -7.625803250803235e-05),
        *(0.00020335475335475276, -8.8838357588356e-05, 0.016568015682815684, 0.08932268527268528),
    ]
)
WALK_WAY = np.array(
    [
        *(0.0, 0.03953541095728595, 0.15149999999999997, 0.3162312328718579),
        *(0.5087167123417125, 0.6866685615904368, 0.7823290998901001, 0.807067027692028),
    ]
)
WALK_MORE = np.array(
    [
        *(0.0, 9.234431109430969e-06, 5.082197683525802e-21, 2.7703293328292932e-05),
        *(0.001801124551124552, 0.028429736226611227, 0.0998158603848604, 0.20722801385301387),
    ]
)
"""Horizontal position at the knots of a swing of one second: the integrals of the cubic splines
through the speeds. To import scipy.interpolate for them would cost each process 0.1 s."""
