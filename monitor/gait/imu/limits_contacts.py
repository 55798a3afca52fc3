"""Limits of where in the motion of a foot its contacts lie."""

from msgspec import Struct

from monitor.settings.kinds import Fraction, NonNegative, Positive


class RunContactLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where in the motion of a running foot's sole the contacts lie.

    [P] The lines are those of ``python -m benchmarks.gait.fit_contacts`` over 28 runners: 26 of
    RBDS (Fukuchi 2017, PeerJ 5:e3298, CC BY; 2.5, 3.5 and 4.5 m/s, rearfoot to forefoot, motion of
    the foot from its markers), those of mocap_running, and the forefoot striker of harder.
    docs/strides.md has the errors of each runner when left out.
    """

    still_s: Positive = 0.02
    """After mid-stance, the time in which the sole is not expected to leave. Rule of thumb."""
    leaving_m_s: Positive = 0.3
    """The foot stands on its toes only once the sole below the sensor moves on this much faster
    than at its slowest. [P] 0.2…0.4 do as well."""
    drift_m_s: Positive = 0.3
    """A sole at rest is believed to move on no faster; what is above is no zero. Rule of thumb."""
    toe_off_s: Positive = 0.0443
    """The toes leave so much later than the sole begins to move on, at the middle of all runners
    [P]."""
    toe_off_s2_m: float = 0.0075
    """The toes leave so much later, in s, for every m/s above ``middle_m_s`` [P]."""
    toe_off_stride: float = 0.052
    """The toes leave so much later, in s, for every second of the stride beyond ``middle_stride_s``
    [P]."""
    toe_off_s3_m: float = -0.00081
    """The toes leave so much later, in s, for every m/s² of lift beyond ``middle_lift_m_s2``
    [P]."""
    middle_m_s: Positive = 3.5
    """Mean speed, by choice."""
    middle_stride_s: Positive = 0.72
    """Mean stride, by choice."""
    middle_lift_m_s2: Positive = 10.0
    """Mean lift, by choice."""
    slowest_m_s: Positive = 2.0
    """Least speed of a runner at which the lines were seen; they are followed no further. [P] 1 %
    of all strides."""
    fastest_m_s: Positive = 5.5
    """Greatest speed at which the lines were seen. [P] 99 % of all strides."""
    shortest_stride_s: Positive = 0.54
    """Shortest stride of the lines. [P] 1 % of all strides."""
    longest_stride_s: Positive = 0.84
    """Longest stride of the lines. [P] 99 % of all strides."""
    least_lift_m_s2: float = 0.0
    """Least lift of the lines. [P] 1 % of all strides."""
    most_lift_m_s2: float = 33.0
    """Greatest lift of the lines. [P] 99 % of all strides."""
    lift_after_s: Positive = 0.02
    """The lift is read so long after the sole has begun to move on [P]."""
    lift_s: Positive = 0.02
    """The lift is read from the heights of the pod this long before and after. Rule of thumb."""
    toe_off_min_s: Positive = 0.015
    """The toes leave no sooner after the sole begins to move on. [P] 15 ms, foot by foot."""
    toe_off_max_s: Positive = 0.060
    """The toes leave no later after it. [P] 60 ms, foot by foot."""
    before_s: Positive = 0.04
    """Landing is sought from this long before the turn of the foot puts it. Rule of thumb."""
    after_s: Positive = 0.08
    """Landing is sought until this long after that. [P] The turn is early by up to 38 ms; the
    greatest push follows contact by up to 40."""
    push_fraction: Fraction = 0.5
    """The sole's fall ends where the ground pushes it up with this fraction of its greatest push:
    the half of a step does not move with the sensor's bandwidth. [P] 0.25 and 0.75 do as well."""
    landing_m_s: Positive = 0.5
    """Its way forward ends where it has become this slow. [P] 0.75 does as well."""
    slowed_m_s: Positive = 2.5
    """A sole that moves on faster has not landed. [P] At contact 1…3 m/s, at the end of its
    fall 0.5."""
    apart_s: Positive = 0.02
    """The way forward ends at most this long before or after the fall. [P] 1 to 99 %."""
    pitch_s: NonNegative = 0.01
    """How fast the toes come down is read from the pitch this long before the ground has stopped
    the foot. Rule of thumb."""
    flat_s: NonNegative = 0.02
    """It is read until this long after the ground has stopped the foot. Rule of thumb."""
    landing_s: float = 0.0138
    """Time from the touch of a flat foot until the ground has stopped it [P]."""
    landing_s_rad: float = 0.064
    """How much longer it is, in s, for every rad that its toes are up [P]."""
    landing_apart: float = -0.45
    """How much longer it is, in s, for every second that its way forward ends later [P]."""
    slap_s_rad: float = -0.055
    """How much longer it is, in s, for every rad that its toes come down meanwhile; a forefoot's
    come up [P]."""
    landing_s2_m: float = 0.0018
    """How much longer it is, in s, for every m/s above ``middle_m_s`` [P]."""
    ic_error_s: Positive = 0.0045
    """Standard deviation of a contact's error, of a runner who was left out [P]."""
    tc_error_s: Positive = 0.0065
    """Standard deviation of the error of a contact's end, of a runner who was left out [P]."""
    landing_min_s: float = -0.005
    """The touch lies at least this long before the end of the fall; below zero it may lie after.
    [P] 0 ms and more, foot by foot."""
    landing_max_s: Positive = 0.045
    """The touch lies at most this long before the end of the fall. [P] 36 ms, foot by foot."""


class ContactLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where in the foot's rotation the contacts lie; of a running foot only roughly."""

    slap_fraction: Fraction = 0.5
    """Initial contact is where pitch rate has fallen through this fraction of its landing
    minimum: the half of a step response does not move with the sensor's bandwidth.

    [M] Picked among some thirty on the 12 contacts of mocap_running, one runner; on four others it
    is off by −28…+6 ms, so that a running foot uses it to know where to look only.
    """
    slap_search_s: Positive = 0.10
    """The landing minimum lies at most this long after the foot's highest pitch.

    Foot flat follows contact by about 50 ms when running, 100 ms when walking. Rule of thumb.
    """
    toe_off_deg: Positive = 41.0
    """Rotation of the foot from mid-stance to terminal contact, at no speed.

    [M] Chosen on the contacts of one runner (mocap_running); on four others it is off by
    −14…+24 ms, so that a running foot uses it to tell running from walking only.
    """
    toe_off_deg_s_m: NonNegative = 2.0
    """How much further it turns for every m/s: a faster runner's leg trails further behind.

    [M] Its sign is geometry; its size was chosen with the angle above.
    """
    toe_off_share: Fraction = 0.65
    """The foot turns by this share of its whole rotation at most before it leaves (slow, flat
    steps). Rule of thumb."""
    swing_share: Fraction = 0.5
    """A foot runs if it is in the air for more than this share of its stride, by definition."""
    walk_error_s: Positive = 0.020
    """Standard deviation of the error of a walking foot's contacts. [M] 16 and 23 ms against 40 N
    on the sole of moticon_walk, whose own delay is in it."""
    run: RunContactLimits = RunContactLimits()
    slap_s: Positive = 0.06
    """After initial contact, the time in which the foot slaps down. Rule of thumb: foot flat
    follows contact by about 50 ms when running."""
    shock_s: Positive = 0.010
    """Initial contact lies at most this long after the shock of landing starts. Rule of thumb:
    between heel contact and the foot's slap pass 5…10 ms when running on the rear foot."""
    shock_search_s: Positive = 0.10
    """The shock is sought from this long before the foot's highest pitch: a forefoot touches down
    before it is reached. Rule of thumb."""
    shock_start: Fraction = 0.4
    """It starts with the first change between samples that is this share of the greatest. Rule of
    thumb."""
    shock_share: Fraction = 0.35
    """It is sharp if one change between samples makes up this share of it; a signal smoothed below
    40 Hz never does. Rule of thumb."""
    shock_share_s: Positive = 0.005
    """Of samples further apart than this the change must be larger in proportion; below 70 Hz none
    is large enough. Rule of thumb, for 200 Hz. [M] At 100 Hz contacts of hamner04 came 24 and 47 ms
    early without it."""
    shock_m_s2: Positive = 15.0
    """A shock is sharp only if it is at least this big. Rule of thumb."""
    look_back_s: Positive = 0.35
    """Before the first mid-stance of a session, how far back its landing is sought: longer than
    any first half of a stance. Rule of thumb."""
    landing_rate_rad_s: Positive = 1.5
    """A landing before the first mid-stance slaps the foot down at least this fast. A foot that
    turned no faster rested. Rule of thumb."""
    air_s: Positive = 0.05
    """A running foot was seen to land if it was in the air for this long before. Rule of thumb:
    what tells the landing lies within it."""
    air_m_s: Positive = 1.0
    """It was in the air if it moved on at least this fast. Rule of thumb: a runner's foot swings
    twice as fast as the runner."""
    impact_before_s: NonNegative = 0.02
    """The impact peak is sought from this long before initial contact. Rule of thumb."""
    impact_after_s: Positive = 0.06
    """The impact peak is sought until this long after initial contact. Rule of thumb."""
