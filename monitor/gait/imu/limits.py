"""Limits of reading stances, contacts and strides from a foot's IMU."""

from msgspec import Struct

from monitor.gait.imu.limits_contacts import ContactLimits
from monitor.gait.imu.limits_saturation import ClipLimits
from monitor.gait.imu.limits_sensor_to_foot import SensorToFootLimits
from monitor.settings.kinds import Count, Fraction, Positive
from monitor.settings.pod import PodSettings


class SegmentLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How stances are told from swings."""

    turn_rad: Positive = 0.267
    """Foot pitch must rise and fall by this much for a swing (15°).

    [M] On the walking day of vicon_foot and outdoors any depth from 8° to 28° loses nothing; this
    is the middle, in proportion. Walking and running turn the foot by 60…120°.
    """
    angle_memory_s: Positive = 1.5
    """Time constant of the pitch angle used to find turning points; about two strides, so that
    gyroscope bias cannot accumulate. Rule of thumb."""
    acceleration_scale_m_s2: Positive = 6.0
    """Deviation of specific force from gravity that counts as much as 1 rad/s in the energy of
    motion. Rule of thumb."""
    smoothing_s: Positive = 0.012
    """Time constant of each of the two poles that smooth the energy. Rule of thumb."""
    quiet_energy: Positive = 0.5
    """Energy of motion, (rad/s)², below which a foot rests: 0.7 rad/s or 4 m/s². Rule of thumb."""
    calm_s: Positive = 0.03
    """Rest that makes a stance even without a turn of the foot (sideways steps): time in which the
    foot lies still; with half of ``quiet_energy`` left, each instant counts half. [M] On the
    walking day of vicon_foot, changed in seven ways, 0.024…0.036 lose and invent nothing."""
    motion_energy: Positive = 2.0
    """Energy of motion, (rad/s)², that must lie between two stances: 1.4 rad/s. [M] 4 finds as many
    of real walks and 353 of 362 strides of the same walks at half their speed, 2 finds 358."""
    odd_energy: Positive = 4.0
    """A rise of pitch whose calmest instant has more, (rad/s)², holds no stance, whatever the falls
    beside it say. [M] A runner sideways (run52) has 0.6…2.2 there."""
    stance_share: Fraction = 0.7
    """Mid-stance lies in this first part of the fall of pitch; push-off and early swing fill the
    rest. Rule of thumb."""
    phase_s: Positive = 0.10
    """Ignore rises and falls of pitch shorter than this. Rule of thumb: push-off lasts longer."""
    unrest: Positive = 3.0
    """A stance may have more energy than the rise before it by this factor, no more: running
    downhill or fast a foot passes through calmer moments in the air. Tuned on the simulator:
    tests/accuracy/test_sim_stances.py, where 1.5…10 do; not validated on runners."""
    rival_s: Positive = 0.40
    """A fall so soon after a stance holds none if it has ``unrest`` times its energy: fast feet
    swing up and down twice in the air. Rule of thumb: shorter than any stride below 6 m/s."""
    shock_s: Positive = 0.20
    """A foot whose samples end so soon after the shock of a landing has landed. Rule of thumb."""
    shock_fades: Positive = 2.0
    """That shock has so many times the energy of the last sample, if the toes came down. Rule of
    thumb."""
    shock_ratio: Positive = 5.0
    """And so many times if they did not. Rule of thumb."""
    settle_s: Positive = 0.60
    """Rest from which on arrival and departure are taken apart: the stride before ends at its
    beginning, the path of the next starts at its end. Rule of thumb."""
    settle_window_s: Positive = 0.30
    """Within this time at either end of a long rest the calmest instant is taken. Rule of thumb."""
    stand_s: Positive = 1.5
    """Rest that counts as standing: longer than any stance of slow walking (about 1 s). Rule
    of thumb."""
    stride_max_s: Positive = 3.0
    """Longest time from stance to stance; more is a pause, not a stride. Rule of thumb."""


class PathLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where the sensor sits on the foot and when its path is believed."""

    pod: PodSettings = PodSettings()
    """Where the pod sits on the shoe."""
    lever_forward_m: float = 0.0
    """Forward from the point about which the resting foot rolls to the sensor.

    [M] vicon_foot, by the error of rise on a flat floor: the running day alone chooses −0.02, the
    walking day alone +0.04; length cannot tell (0.01 points of MAPE from −0.08 to +0.08).
    """
    stance_window_share: Fraction = 0.05
    """The velocity at mid-stance is averaged over this share of the stride either side of it. [M]
    vicon_foot: from 0.04 to 0.08 both days gain; more is too much for a fast runner outdoors."""
    stance_window_s: Positive = 0.1
    """The velocity at mid-stance is averaged over this long at most either side of it. Rule of
    thumb: a foot stands flat for longer."""
    step_m: Positive = 0.10
    """A foot that came back to within this of where it was, m, may have fidgeted. [M] on
    vicon_foot, as ``step_turn_deg`` says."""
    step_high_m: Positive = 0.01
    """And whose sole rose less than this, m. [M] The sole of a step on vicon_foot rises by 12 mm at
    least; feet that fidget, twist or roll by 3 mm at most."""
    twist_m: Positive = 0.12
    """A foot that turns on one end of its sole takes the sensor with it by this much at most, m;
    more is a step that turns. Rule of thumb: a heel that rises by 40°, a twist by 60°."""
    heel_behind_m: Positive = 0.14
    """From the sensor back to the end of the heel, m. Rule of thumb: as far as to the toes."""
    step_turn_deg: Positive = 45.0
    """And that turned by less than this (all three together: the sum of their squares) fidgeted and
    made no step. A turn counts as far as the sole rose: feet twist on the ground by up to 51°. [M]
    On vicon_foot what is none goes 8 cm; the least of steps go 14 cm."""
    toe_clear_share: Fraction = 0.4
    """Toe clearance is sought after this share of swing: before it the toe is still leaving the
    ground. [M] On vicon_foot the tip is lowest after half of the swing (walking) or 0.6 of it."""
    sideways_deg: Positive = 45.0
    """A stride whose foot travels further off its own direction goes sideways or backwards. Rule of
    thumb: three times what toes point out."""
    turning_deg: Positive = 15.0
    """A stride whose foot turns by more is one of a turn. Rule of thumb: a bend of 8 m radius at
    2.2 m a stride; a running track turns by 3.5°."""
    gravity_error_m_s2: Positive = 0.6
    """Mean specific force over a stride may differ from gravity by this much; more means that
    rotation was lost and the length is doubted. Rule of thumb."""
    still_rad_s: Positive = 0.035
    """A foot at rest whose rate scatters by more (2 °/s, standard deviation) says nothing of a
    gyroscope's bias smaller than that. [M] Chosen on the walking day: anything from 1 to 2 °/s
    does alike, the scatter of a still foot is 0.5 there; sensors in use have less (MPU-6050 data
    sheet: 0.05)."""
    still_window_s: Positive = 0.6
    """The calmest stretch of a rest this long tells the bias. Rule of thumb."""
    still_step_s: Positive = 0.1
    """That stretch is sought in steps of this. Rule of thumb."""
    still_memory: Count = 4
    """Rests over which the bias is averaged. [M] On vicon_foot one rest says ±0.2 °/s about level
    axes, ±0.3 with all that one does before or after walking."""
    bias_memory_strides: Count = 50
    """Strides over which gyroscope bias is followed while moving. Rule of thumb: half a minute, in
    which no sensor warms up by much."""
    bias_max_rad_s: Positive = 0.35
    """No sensor in use is further off at room temperature: ±20 °/s (MPU-6050 data sheet, initial
    zero-rate tolerance); later ones say ±3…10. More makes every length doubtful."""

    @property
    def lever_m(self) -> tuple[float, float, float]:
        """From the point about which the resting foot rolls to the sensor: forward, up, right."""
        return (self.lever_forward_m, self.pod.above_ground_m, 0.0)


class SampleLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What counts as a measurement at all."""

    acc_min_m_s2: Positive = 1e-3
    """An acceleration below this on all axes says that the sensor is dead: noise alone is more
    (MPU-6050 data sheet: 0.04 m/s² in 100 Hz)."""
    acc_max_m_s2: Positive = 4000.0
    """More is no measurement: ±400 g is the widest range of a small sensor (ADXL373 data sheet)."""
    gyr_max_rad_s: Positive = 140.0
    """More is no measurement. Rule of thumb: twice ±4000 °/s, the widest range of the six-axis
    sensors in use."""


class GaitStateLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Walking or running: hysteresis on the duty factor, 0.5 by definition."""

    walk_duty: Fraction = 0.53
    """A runner walks when the duty factor rises above this. Rule of thumb: 0.5 and as much again as
    contact times scatter."""
    run_duty: Fraction = 0.47
    """A walker runs when it falls below this."""
    run_speed_m_s: Positive = 2.0
    """A first stride, whose duty factor is not known, counts as running above this: where people
    change from walking to running [P] (Hreljac 1993, Med Sci Sports Exerc 25:1158)."""
    travel_m: Positive = 0.3
    """Strides shorter than this change nothing: pedals and a tapping foot go nowhere. Rule of
    thumb, as for the mounting."""


class ImuLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything that the gait core asks of a foot's IMU."""

    segment: SegmentLimits = SegmentLimits()
    contact: ContactLimits = ContactLimits()
    path: PathLimits = PathLimits()
    clip: ClipLimits = ClipLimits()
    mounting: SensorToFootLimits = SensorToFootLimits()
    state: GaitStateLimits = GaitStateLimits()
    sample: SampleLimits = SampleLimits()
    bridge_s: Positive = 0.15
    """Lost samples are bridged for finding strides up to this long; longer is a break: a
    swing, and with it a stride, could hide in it. Rule of thumb."""
