"""Limits of the way from packets to aligned samples: reordering, clocks, waiting, gaps."""

from msgspec import Struct

from monitor.settings.kinds import Count, Fraction, Positive
from monitor.settings.sensors import SensorSettings


class IngestLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Reordering, clocks and gaps."""

    sensors: SensorSettings = SensorSettings()
    """When a sensor is worth a word."""
    reorder_packets: Count = 8
    """A packet that arrives at most this many packets late, within its characteristic, changes
    nothing. Rule of thumb: BLE itself never reorders; gateways and files do."""
    far_packets: Count = 4096
    """A sequence number further ahead than this is not of the same line of packets. Rule of thumb:
    minutes of the quickest stream."""
    drift_part: Fraction = 0.1
    """Sample counts and rates of lost packets are unknown; their sum may be off by this part. Rule
    of thumb."""
    period_part: Fraction = 0.1
    """A sample period that differs from the nominal one by a larger part is not a period (a loss, a
    pause). Rule of thumb: more than any clock is off."""
    tick_disagreement_s: Positive = 5.0
    """A device clock that moves this far from the arrival clock between two packets is a reboot
    or a damaged tick; a second packet that agrees with it decides. Rule of thumb, above the
    longest stall of a BLE link that still delivers (supervision timeout, PROTOCOLS §2)."""
    gap_s: Positive = 2.0
    """Up to here lost samples become NaN rows; beyond, the samples jump. Rule of thumb."""
    dropout_s: Positive = 1.0
    """The runner is told of data that were missing for this long, with the length. Rule of thumb:
    a dropout of this length costs a stride or more."""
    dropout_back_s: Positive = 0.5
    """A dropout is over when the data have been back for this long. Rule of thumb: longer than the
    samples of a packet wait in it, so that a sensor is back before its dropout is told."""
    silent_s: Positive = 10.0
    """The runner is told of a kind of data that has been missing for this long while others of the
    foot go on. Rule of thumb."""
    stream_wait_s: Positive = 2.0
    """How long IMU samples wait for pressure samples of the same foot, and the other way round,
    counted in samples. Packets that have come and wait for their order or their clock are waited
    for as long as more of them come. Rule of thumb: a late packet of one stream costs the other
    nothing, a dead one two strides of delay."""
    release_part: Fraction = 0.25
    """What one packet releases counts for at most this part of ``stream_wait_s``. Rule of thumb."""
    same_instant_s: Positive = 0.5
    """Two clocks that disagree by more, s, have not counted the same reboots. Rule of thumb."""
    lost_periods: Positive = 2.6
    """Neighbouring samples further apart than this many periods have a dropout between them.

    One sample that is late or lost is bridged by the line between its neighbours: at 200 Hz that
    moves the length of a stride by 1 % (tests/real/test_late_samples.py). Two or more are a
    dropout. [M]
    """
    counterless_s: Positive = 0.5
    """In a pause of arrival that is longer, s, a mapped sensor without counter and clock has lost
    notifications. Rule of thumb: radios hold packets back for less."""
    counter_off_s: Positive = 0.5
    """After such a pause, the counter of a mapped sensor that says another time than the arrival,
    by more, s, was set anew. Rule of thumb: radios hold packets back for less."""
    follow_buckets: Count = 2
    """The rate of a mapped sensor without a clock is followed once it was seen in so many
    ``clock_bucket_s``: until then one that is 2 % off goes wrong by 0.1 s. Tuned on the simulator:
    tests/monitor/ingest/test_followed_rate.py; not validated on sensors."""
    follow_part: Fraction = 0.1
    """The rate of such a sensor is off by at most this part. Rule of thumb, as ``period_part``."""
    clock_set_s: Positive = 60.0
    """The clock of a mapped sensor that goes on by more, s, was set. Rule of thumb."""
    foot_wait_s: Positive = 3.0
    """How long what one foot did waits for the other foot, counted in samples. Rule of thumb."""
    foot_check_s: Positive = 10.0
    """How often it is asked whether a foot that sends gets anywhere, s. The packets of one that
    does not are read this often. Rule of thumb."""
    foot_frozen_s: Positive = 5.0
    """A foot that sends, but whose packets have repeated their ticks or their numbers for this
    long, is not waited for. Rule of thumb: longer than a radio repeats anything."""
    foot_stuck_s: Positive = 45.0
    """A foot that sends, but has settled nothing for this long, is not waited for: its packets
    cannot be read. Rule of thumb: longer than finding how the sensor is mounted takes."""
    sparse_hold_s: Positive = 1.0
    """How long a heart beat or a tap waits, so that its place among the strides does not depend
    on the order of arrival. Rule of thumb."""
    clock_bucket_s: Positive = 2.0
    """A device clock is compared with the arrival clock once in this time: the quickest packet of
    some twenty is delayed by little more than the link's least. Rule of thumb."""
    clock_buckets: Count = 30
    """The lower envelope of arrival minus device time is fitted over this many buckets. Tuned on
    a simulated link (tests/monitor/ingest/test_device_clock.py); not validated on radios."""
    clock_drift_ppm: Positive = 300.0
    """Largest believable drift of a device clock. Rule of thumb: crystals stay within ±100 ppm over
    temperature."""
    clock_slew: Positive = 0.005
    """The session time of samples is corrected by at most this part of elapsed time. Rule of
    thumb: half of the error that a stride's duration may have."""
    clock_step_s: Positive = 0.05
    """An offset that is wrong by more (the link stalled when the session began) is corrected in
    one step. Rule of thumb: two feet that disagree by more mix up left and right."""
    longest_silence_s: Positive = 3600.0
    """After a longer silence a foot begins anew, as after a change of sensors, s: what is silent is
    walked through sample by sample, and a wrong time of arrival can be years. Rule of thumb."""
    clock_gap_s: Positive = 2.5
    """So much session time is left out where a step sets it back, s. Rule of thumb: longer than
    ``gap_s`` and than any stride, so that none bridges it."""
    clock_pace: Fraction = 0.5
    """A clock starts when its packets arrive at more than this part of the time between them: those
    that a stalled link delivers all at once are late. Rule of thumb."""
    clock_hold_packets: Count = 100
    """But it waits for at most so many packets. Rule of thumb: ten seconds."""
    replace_s: Positive = 10.0
    """A sensor that says the same foot as another is used once that one has been silent this
    long. Rule of thumb."""
    repeat_notice_s: Positive = 10.0
    """Two streams of one sensor that notice the same restart within this time say it once.

    Rule of thumb."""
    late_press_s: Positive = 900.0
    """A wish that arrives later than this after it was pressed, s, is recorded and does nothing.

    So does a report that is older, if it was pressed before the run: it is of another one. A
    younger one is what the runner starts with. Rule of thumb.
    """
    speed_lost_s: Positive = 5.0
    """A device that says a speed and was silent for so long is lost, s.

    Rule of thumb: all speak every second.
    """
    speed_moves_m_s: Positive = 0.3
    """A device that says less stands still, m/s.

    Rule of thumb: the slowest walk is twice as fast.
    """
