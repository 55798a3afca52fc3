"""Limits of belief: when a sensor's samples are those of no foot."""

from msgspec import Struct

from monitor.settings.kinds import Count, Fraction, Positive


class ClockLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When two sensors of a foot disagree about the time."""

    hop_s: Positive = 1.0
    """The clocks are compared this often, s. Rule of thumb."""
    span_s: Positive = 16.0
    """Over the latest samples of this length, s: a start and some strides. Rule of thumb."""
    moves_s: Positive = 5.0
    """The foot must have moved for this long, s. Rule of thumb: six strides."""
    moves_rad_s: Positive = 1.0
    """At this mean angular rate at least, rad/s. [M] most windows of ``moticon_walk`` reach 1.1;
    on the simulator 0.8 and less doubted sound clocks of walkers who had stood for 20 s."""
    lands_m_s2: Positive = 10.0
    """And with accelerations that span so much, m/s². [M] as in ``HealthLimits``."""
    there_share: Fraction = 0.9
    """Of the samples, so many must not be lost. Rule of thumb."""
    smoothing_s: Positive = 0.05
    """Width of the smoothing of load and motion, s. Rule of thumb."""
    calm_rad2_s2: Positive = 0.5
    """Motion energy, (rad/s)², below which all is calm. Rule of thumb."""
    step_hz: Positive = 100.0
    """Lags are tried in steps of about one part of a second in so many, Hz. Rule of thumb."""
    lags_s: Positive = 0.85
    """Lags up to this are tried, s: a stride of a runner, and more. Rule of thumb."""
    most_s: Positive = 0.55
    """Offsets up to this are believed and corrected, s: half a second, and the error. Rule of
    thumb."""
    fits_least: Fraction = 0.15
    """Least correlation of a lag. Rule of thumb."""
    fits_part: Fraction = 0.5
    """And its least part of the best. Rule of thumb."""
    margin: Fraction = 0.03
    """By so much one lag must fit better than all others to be the one. Tuned on the simulator:
    0.05 and more 6 to 14 s after a start, below 0.005 at an even pace."""
    run_stride_s: Positive = 0.95
    """Lags that lie closer together than this, s, are of a runner. Rule of thumb."""
    usual_run_s: Positive = 0.02
    """Lag of a runner's load whose clocks agree, s. Tuned on the simulator: 0.005 to 0.03."""
    usual_walk_s: Positive = 0.1
    """The same of a walker, s; [M] 0.07 to 0.16 in ``moticon_walk``."""
    least_run_s: Positive = 0.1
    """Offset of a runner's sensors that is worth saying, s. Rule of thumb: less costs no stride."""
    least_walk_s: Positive = 0.25
    """The same of a walker's, s. Rule of thumb: four times the scatter of the usual lag."""
    crossed_s: Positive = 0.05
    """An offset of half a stride may as well be crossed feet: twice the offset is a stride, give or
    take this, s. Rule of thumb: the two steps of one stride differ by less."""
    near_s: Positive = 0.12
    """The latest strides differ from those of the whole span by less than this, s. [M] 0.1 on the
    simulator, three seconds after a start."""
    same_s: Positive = 0.06
    """Two findings that differ by less are the same, s. Rule of thumb."""
    times: Count = 2
    """Findings in a row that count. Rule of thumb."""
    times_unknown: Count = 6
    """Findings in a row that do not say which stride is which, after which that is said. Rule of
    thumb: a start is followed by certainty within these seconds."""
    times_finer: Count = 16
    """Findings in a row after which an offset that is corrected is looked at again. Rule of thumb:
    sixteen seconds, after which the strides of a start are gone."""
    finer_s: Positive = 0.02
    """An offset that is corrected is corrected further where it is off by more, s, without a word.
    Rule of thumb: a fifth of what is worth saying."""


class HealthLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When a sensor is not believed, and when it is again."""

    window_s: Positive = 2.0
    """Samples are judged in windows of this length, s. Rule of thumb: more than one stride."""
    there_share: Fraction = 0.5
    """Part of a window that must be there to be judged. Rule of thumb."""
    bad_windows: Count = 3
    """A fault is said after so many windows in a row that show it. Rule of thumb: within 10 s, with
    the delay of the foot's samples."""
    good_windows: Count = 3
    """A sensor is believed again after so many windows in a row without a fault. Rule of thumb."""
    moves_rad_s: Positive = 1.5
    """Mean angular rate of a window in which a foot strides, rad/s; [M] 1.6 and more in every
    walk and run of the recordings, 0.3 standing."""
    rail_acc_m_s2: Positive = 30.0
    """Samples that stay at one extreme above this acceleration are at the end of the range, m/s².
    Rule of thumb: the least range of any inertial sensor is 4 g."""
    rail_gyr_rad_s: Positive = 8.0
    """The same of angular rates, rad/s. Rule of thumb: the least range is 500 °/s."""
    rail_share: Fraction = 0.25
    """Share of a window's samples at the end of the range that no foot explains; landings clip
    for some hundredths of a second. [M] at most 0.10 in the recordings."""
    bias_rad_s: Positive = 2.5
    """Mean angular rate over ``bias_windows`` that no stride and no circle explains, rad/s. [M] at
    most 1.6 in the recordings, jogging in small circles."""
    force_least_m_s2: Positive = 4.0
    """Mean acceleration over ``bias_windows`` that is too little for a foot on this planet, m/s².
    [M] at least 9.8 in the recordings."""
    force_most_m_s2: Positive = 60.0
    """And too much, m/s². [M] at most 31 in the recordings, at 5 m/s."""
    bias_windows: Count = 2
    """Windows over which these means are taken. Rule of thumb: five strides."""
    rest_gyr_rad_s: Positive = 0.3
    """In a window in which an inertial sensor rests its angular rate spans less, and its mean is
    less, rad/s. Rule of thumb: five times the bias of a cheap sensor."""
    rest_acc_m_s2: Positive = 2.0
    """Its acceleration spans less, and is less far from gravity, m/s². Rule of thumb."""
    frozen_s: Positive = 4.0
    """Packets that come for this long and bring no new sample are said, s. Rule of thumb: several
    times what a packet waits for its order."""
    frozen_packets: Count = 12
    """And so many of them: more than wait for their order. Rule of thumb."""
    rate_packets: Count = 10
    """The rate of samples is measured over so many packets. Rule of thumb: a second."""
    rate_times: Count = 3
    """Measurements in a row that agree that the rate is wrong, or well. Rule of thumb."""
    rate_far: Positive = 8.0
    """A packet that is so many times too early or too late tells of a loss, not of a rate. Rule of
    thumb."""
    rate_part: Fraction = 0.1
    """Part by which a rate may differ from what the sensor says. Rule of thumb: the clocks of cheap
    inertial sensors are off by up to 5 %."""
    unseen_s: Positive = 3.0
    """A foot whose sensors are all lost for this long is not seen, s. Rule of thumb: a link that
    flutters is back before."""
    seen_s: Positive = 5.0
    """A foot is seen again when its data have been back for this long, s. Rule of thumb."""
    pause_s: Positive = 3.0
    """Strides further apart than this, s, are not of one stretch. Rule of thumb."""
    lonely_s: Positive = 7.0
    """A foot without a stride for this long, while the other foot goes on, is not seen, s. Rule of
    thumb: twice what a stride waits for the mounting to be found anew."""
    lonely_strides: Count = 5
    """And for so many strides of the other foot. Rule of thumb."""
    lands_m_s2: Positive = 10.0
    """In a window in which a foot strides, acceleration spans so much, m/s²: the ground hits it.
    [M] 12 and more in every walk of the recordings; a circle of an ankle a second makes about 4."""
    strideless_s: Positive = 8.0
    """A foot that moves as if it strode, and of which no stride is found for this long, s, has a
    sensor that slipped or turned. [M] at most 4 s in the recordings of ``shared/data``; twice
    that, so that it is said within 20 strides."""
    turned_s: Positive = 5.0
    """A sensor that seems to have turned about the vertical must seem so for this long, s. Rule of
    thumb: a runner who goes sideways for some steps looks the same."""
    turned_together_s: Positive = 10.0
    """A sensor seemed to turn with the runner if that of the other foot did so at most this long
    before it is said, s. Rule of thumb: ``turned_s`` before and after it."""
    turned_again_s: Positive = 30.0
    """That a sensor turned is said again after this, s. Rule of thumb: longer than a mounting
    takes to be found."""
    clocks: ClockLimits = ClockLimits()
    """When two sensors of a foot disagree about the time."""
