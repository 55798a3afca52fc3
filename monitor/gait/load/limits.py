"""Limits of reading contacts, strides and pressures from the load of a foot."""

from msgspec import Struct, structs

from monitor.gait.load.limits_crossed import CrossedLimits
from monitor.settings.kinds import Count, Fraction, Positive
from monitor.units import STANDARD_GRAVITY_M_S2


class ContactLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Levels and durations that make a contact of a load signal."""

    force_on_n: Positive = 40.0
    """Measured force, N, at which a contact starts and ends [P] (Blades 2023, Sensors 23:2736)."""
    force_peak_n: Positive = 200.0
    """A contact reaches this force, N, or ``peak_weight`` of a body that is known to be light; rule
    of thumb: a third of a light runner's weight."""
    on_weight: Fraction = 0.06
    """Sole load above the unloaded level that starts a contact, in body weights.

    About 40 N, the force that contacts are defined by [P] (Blades 2023).
    """
    off_weight: Fraction = 0.12
    """Sole load above the unloaded level that ends a walking contact, in body weights.

    Above ``on_weight`` because insoles unload late: their stance comes out up to 10 % longer than
    a plate's. [M] The vendor of ``moticon_walk`` ends its stances at 0.13 ± 0.02 body weights, at
    both speeds; from 0.11 to 0.14 both walks stay within 1 %.
    """
    walk_contact_s: Positive = 0.42
    """A contact of at least this length, s, is a walker's. A shorter one ends where its steep fall,
    followed straight on, would meet ``on_weight``; rule of thumb, as for strides."""
    peak_weight: Fraction = 0.35
    """A contact reaches this load, in body weights; less is a shoe that presses in swing.

    Rule of thumb.
    """
    floor_kpa: Positive = 1.5
    """Least level above the unloaded one, kPa mean over the sole; rule of thumb: 40 N on an adult
    sole is 2 kPa."""
    floor_weight: Fraction = 0.05
    """That least level is no more than this share of the weight: cells whose unit is not known may
    read far less than kPa. Rule of thumb."""
    span_kpa: Positive = 8.0
    """Difference of loaded and unloaded sole, kPa, from which the foot is known to leave the
    ground; rule of thumb: half of one foot's standing load."""
    unloaded_share: Fraction = 0.35
    """The unloaded level is at most this share of the loaded one while moving; rule of thumb.

    A runner who sways from foot to foot stays above it.
    """
    flat_share: Fraction = 0.08
    """A load within this share of the span above the least is near the least. Rule of thumb."""
    air_share: Fraction = 0.26
    """Where so much of the time is near the least, the foot is in the air then: a swing is 0.4 of
    a stride, a sine that never rests stays so near its least for 0.18. Rule of thumb."""
    air_rises: Count = 2
    """A foot in the air makes the load rise from there to half of the span so often within
    ``window_s``. Rule of thumb: one who stands shifts the weight more rarely."""
    loaded_share: Fraction = 0.1
    """While moving, the mean lies at least this share of the way from the unloaded to the greatest
    level; less is standing after a last hard step. Rule of thumb: half a body weight on average,
    peaks under four."""
    bin_s: Positive = 0.05
    """Width of the bins whose means follow the levels, s: shorter than any swing.

    Rule of thumb."""
    window_s: Positive = 4.0
    """How far back the levels look, s: two slow walking strides. Rule of thumb."""
    hold_s: Positive = 2.0
    """Contacts of the first seconds wait this long for the first levels, s. Rule of
    thumb."""
    min_contact_s: Positive = 0.05
    """Reject a contact shorter than this, s. Rule of thumb: a sprinter's lasts 80 ms."""
    min_swing_s: Positive = 0.025
    """Reject an unloading shorter than this, s: the contact goes on. [M] the shortest flight in
    ``treadmill_force`` lasts 38 ms."""
    toe_brush_s: Positive = 0.1
    """Load that stays between the levels for longer, s, is no loading; rule of thumb."""
    touch_s: Positive = 1.0
    """A contact gets heavy within this time of its first touch, s; rule of thumb: the slowest
    walkers shift their weight in half of it."""
    unsure_s: Positive = 0.03
    """An instant inside a longer gap, s, is not known; rule of thumb: the accuracy a contact
    should have, three times over."""
    bridge_s: Positive = 0.25
    """A longer gap, s, may hide a whole contact; rule of thumb: a short contact."""

    def of_mass(self, mass_kg: float | None) -> "ContactLimits":
        """Return these limits for a body of this mass: a light child never reaches 200 N."""
        if mass_kg is None:
            return self
        own_n = max(self.force_on_n, self.peak_weight * mass_kg * STANDARD_GRAVITY_M_S2)
        return structs.replace(self, force_peak_n=min(self.force_peak_n, own_n))


class StrideLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What two contacts of one foot must be to make a stride."""

    min_stride_s: Positive = 0.22
    """Reject a cycle shorter than this, s: a force signal with both feet in it repeats at 0.3 s.
    Rule of thumb."""
    max_stride_s: Positive = 2.6
    """A longer cycle is standing, s; [M] the slowest walker of ``moticon_walk`` takes 2.2 s."""
    walk_contact_s: Positive = 0.42
    """A contact of at least this length, s, is a walker's; rule of thumb: running contact times
    stay under 0.38 s, even at 2 m/s ([M] ``mocap_running``). Asked where the load may be of both
    feet, or motion sees a run: children and race walkers walk with less."""
    walk_duty: Fraction = 0.55
    """Share of the cycle on the ground from which a foot walks; walkers stay 0.6, runners under
    half by definition of flight."""
    walk_stride_s: Positive = 0.9
    """A first stride whose contact is not known walks if it takes so long, s; rule of thumb:
    runners take 0.85 s at most."""
    gait_strides: Count = 2
    """Strides in a row that change walk to run or back; rule of thumb."""
    match_share: Fraction = 0.3
    """Contacts of motion and load are the same if they lie nearer than this share of the cycle;
    rule of thumb: well under half, beyond which the neighbour would be nearer."""
    landed_s: Positive = 0.12
    """Motion cannot mean a landing this long after load showed it, s, while the foot is still down;
    rule of thumb: the worst contact of an IMU misses by 40 ms."""
    swing_rad_s: Positive = 2.0
    """A foot that turns no faster than this, rad/s, about any axis, does not swing: it rocks. Rule
    of thumb: swings of slow walking turn at 4 rad/s."""
    air_share: Fraction = 0.3
    """A sole that stays under this share of the cycle's greatest load for ``landed_s`` after motion
    meant a landing is in the air; rule of thumb."""
    far_m: Positive = 0.3
    """A cycle of motion this long, m, is believed though the sole stays loaded; rule of thumb:
    shorter ones are shuffling on the spot."""
    lift_share: Fraction = 0.6
    """A sole that keeps more than this share of its greatest load through swing never left the
    ground; rule of thumb."""
    good_share: Fraction = 0.9
    """Share of finite samples from which a sensor is trusted over a stride; rule of thumb."""


class PressureLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where on the sole, and when in the stride, pressure is read."""

    heel_to: Fraction = 0.3
    """The heel ends here, share of the insole's length from the back; usual masks put it at 27 to
    33 % (rule of thumb)."""
    forefoot_from: Fraction = 0.55
    """The forefoot starts here, share of the insole's length; behind the metatarsal heads, which
    lie at 60 to 75 % (rule of thumb)."""
    edge_share: Fraction = 0.55
    """A forefoot cell is an edge cell beyond this share of the outermost cell's distance; rule of
    thumb."""
    end_share: Fraction = 0.1
    """First and last share of stance that start and end the path of the centre of pressure; rule
    of thumb."""
    swing_from: Fraction = 0.3
    """Swing is unloaded from this share on: creep of the foam has passed; rule of thumb."""
    swing_to: Fraction = 0.9
    """Swing is unloaded up to this share: the foot prepares to land after it; rule of thumb."""
    loading_share: Fraction = 0.13
    """Share of stance that stands for the impact peak where there is none [P] (Samaan 2014,
    J Sport Health Sci 3:143)."""
    loading_from: Fraction = 0.2
    """The loading rate is the mean slope from this share of the way to the impact peak [P]."""
    loading_to: Fraction = 0.8
    """The loading rate is the mean slope to this share of the way to the impact peak [P]."""
    ankle_share: Fraction = 0.25
    """The ankle's axis stands over this share of the insole's length, from the back; rule of thumb
    from skeletal proportions (ankle to heel about a quarter of the foot)."""
    achilles_arm_m: Positive = 0.05
    """Lever of the Achilles tendon, m [P] (Hullfish & Baxter 2020)."""
    stuck_span_kpa: Positive = 20.0
    """A cell that never changes over a stride in which another rises by this, kPa, is dead; [M] no
    cell of four insoles stayed the same in any of 32 walking strides (``moticon_walk``)."""
    dead_window_s: Positive = 4.0
    """A cell that never changes in so long a window, s, while others change by ``stuck_span_kpa``,
    was dead in it. Rule of thumb: several strides."""
    dead_windows: Count = 3
    """Windows in a row after which the runner is told of a dead cell. Rule of thumb."""
    unloaded_windows: Count = 15
    """… of one that never felt anything: at the edge of a sole a cell may not be loaded in a short
    walk; [M] 7 of 198 cells were not in 12 s (``pedar_example``). Rule of thumb: a minute."""
    stand_s: Positive = 1.0
    """Standing is a load that stays for this long, s; rule of thumb."""
    stand_spread: Fraction = 0.1
    """… within this share of its mean; rule of thumb."""
    stand_least: Positive = 5.0
    """Least mean load of a standing foot, kPa over the sole or N; rule of thumb: a third of what
    half of a light runner puts on one sole."""
    stand_news: Fraction = 0.02
    """A mean load of standing that moved by less than this share is no news. Rule of thumb."""


class OverstrideLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Coefficients of the distance from pelvis to heel at landing, running."""

    middle_m: float = 0.165
    """Heel ahead of the pelvis at ``middle_m_s`` and ``middle_deg``, m [M] (66 contacts: 8 cm at
    2 m/s, 25 cm at 5 m/s, the mean of three runners)."""
    middle_m_s: Positive = 3.5
    """Speed of ``middle_m``, m/s [M]."""
    middle_deg: float = 21.0
    """Foot strike angle of ``middle_m``, degrees: the mean of a rearfoot runner [M]."""
    per_m_s: float = 0.044
    """Slope, m per m/s [P]: of 26 runners (RBDS, Fukuchi 2017), each at 2.5, 3.5 and 4.5 m/s,
    0.035 beside the angle; [M] on ``mocap_running`` 0.04…0.05 err least. The middle was taken."""
    per_deg: float = 0.0028
    """Slope, m per degree of foot strike angle, toes up [P]: 0.0028 over 26 runners and within one
    runner alike (RBDS); [M] 0.0028 over both runners of ``mocap_running``."""
    angle_spread_deg: Positive = 8.5
    """Standard deviation of the foot strike angle over runners, degrees [P] (RBDS)."""
    residual_m: Positive = 0.0255
    """Standard deviation of the line's error, m [P]: 2.5 cm over the feet of 26 runners, each left
    out, from what our own strides say (MAE 1.9; speed alone 3.3 and 2.8)."""
    speed_error_m_s: Positive = 0.10
    """Standard deviation of a stride's speed, m/s [P] (0.08 ± 0.10 m/s by direct integration of a
    foot's IMU; Falbriard 2021, Front Sports Act Living 3:585809); [M] 2.1 % on ``vicon_foot``."""
    angle_error_deg: Positive = 2.0
    """Root mean square error of the foot strike angle, degrees [M] (1.1 ± 1.7° over the feet of
    RBDS, against markers; the runners are Fukuchi 2017's)."""
    band_sigmas: Positive = 1.96
    """Half-width of the band in standard deviations, by definition: 95 % of a normal
    error."""
    from_m_s: Positive = 1.5
    """Slowest speed the line is used at, m/s; [M] from 2 m/s on."""
    to_m_s: Positive = 6.0
    """Fastest speed the line is used at, m/s; [M] up to 5.2 m/s."""


class StepLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What two feet together say."""

    least_share: Fraction = 0.2
    """A step is at least this share of the stride; feet that land together are a jump, or one
    foot seen twice. Rule of thumb."""
    braking_share: Fraction = 0.5
    """Share of the contact that brakes: half, as on a spring [P] (Blickhan 1989, J Biomech
    22:1217); [M] 0.45…0.58, mean 0.52, in 12 contacts of ``mocap_running``."""
    leg_share: Fraction = 0.53
    """Length of the leg as a share of the body's height [P] (Morin 2005, J Appl Biomech 21:167)."""


class LoadLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything that is read from the load of one foot."""

    contact: ContactLimits = ContactLimits()
    stride: StrideLimits = StrideLimits()
    pressure: PressureLimits = PressureLimits()
    overstride: OverstrideLimits = OverstrideLimits()
    step: StepLimits = StepLimits()
    crossed: CrossedLimits = CrossedLimits()
