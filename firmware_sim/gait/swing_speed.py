"""How fast the ball of the foot moves forward in swing, and how far it has come.

Speeds are over the mean of the swing, at the knots `AT`. An ``_END`` is what a speed at landing
adds [M] (mocap_running at 2 and 4 m/s; walking: vicon_foot). A ``_WAY`` is the integral of the
cubic spline through the speeds. It is written out, because ``scipy.interpolate`` takes half a
second to import; a test makes it anew.
"""

import numpy as np

AT = np.array([0.0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.88, 1.0])

RUN = np.array([0.0, 0.45, 0.92, 1.20, 1.42, 1.42, 0.75, 0.0])
RUN_END = np.array([0.0, 0.0, 0.0, 0.0, 0.0, 0.02, 0.30, 1.0])
WALK = np.array([0.0, 0.52, 0.95, 1.22, 1.30, 1.00, 0.45, 0.0])
WALK_END = np.array([0.0, 0.0, 0.0, 0.0, 0.05, 0.35, 0.75, 1.0])

# fmt: off
RUN_WAY = np.array([
    0.0, 0.03157981208918709, 0.136, 0.2968644362675613,
    0.4936115032865033, 0.714258798943174, 0.860867070164648, 0.9039368517896296,
])
RUN_END_WAY = np.array([
    0.0, -2.5419344169344088e-05, 0.0, -7.625803250803235e-05,
    0.00020335475335475276, -8.8838357588356e-05, 0.016568015682815684, 0.08932268527268528,
])
WALK_WAY = np.array([
    0.0, 0.03953541095728595, 0.15149999999999997, 0.3162312328718579,
    0.5087167123417125, 0.6866685615904368, 0.7823290998901001, 0.807067027692028,
])
WALK_END_WAY = np.array([
    0.0, 9.234431109430969e-06, 0.0, 2.7703293328292932e-05,
    0.001801124551124552, 0.028429736226611227, 0.0998158603848604, 0.20722801385301387,
])
# fmt: on
