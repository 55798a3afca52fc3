"""A scenario: runner, shoes, sensors, pace plan, changes and faults.

A scenario is a TOML file; what it leaves out has the defaults below. Wrong keys, types and
ranges are refused with file, key and range (``firmware_sim.scenario.scenario_file.load``).
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from monitor.types import Gait, Side

NonNegative = Annotated[float, Meta(ge=0.0)]
Share = Annotated[float, Meta(ge=0.0, le=1.0)]
Kpa = Annotated[float, Meta(ge=0.0, le=100.0)]
Degrees = Annotated[float, Meta(ge=-180.0, le=180.0)]
Seconds = Annotated[float, Meta(ge=0.0, le=172800.0)]
FootName = Literal["left", "right"]


class Phase(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of the plan: so long, so fast, so steep; ``to_*`` makes it a ramp."""

    duration_s: Annotated[float, Meta(gt=0.0, le=172800.0)]
    gait: Gait = Gait.RUN
    speed_m_s: Annotated[float, Meta(ge=0.0, le=7.0)] = 3.0
    to_speed_m_s: Annotated[float, Meta(ge=0.0, le=7.0)] | None = None
    slope: Annotated[float, Meta(ge=-0.3, le=0.3)] = 0.0
    """Rise over run along the ground."""
    to_slope: Annotated[float, Meta(ge=-0.3, le=0.3)] | None = None
    turn_deg_s: Annotated[float, Meta(ge=-90.0, le=90.0)] = 0.0
    """Turning of the course, to the left positive."""


class Person(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The runner: body, style, heart and nerves."""

    mass_kg: Annotated[float, Meta(ge=30.0, le=150.0)] = 70.0
    height_m: Annotated[float, Meta(ge=1.2, le=2.2)] = 1.75
    foot_length_m: Annotated[float, Meta(ge=0.18, le=0.34)] = 0.27
    strike: Literal["rearfoot", "midfoot", "forefoot"] = "rearfoot"
    strike_angle_deg: Annotated[float, Meta(ge=-25.0, le=35.0)] | None = None
    """Pitch at initial contact at 3 m/s; by ``strike`` when left out."""
    cadence_spm: Annotated[float, Meta(ge=120.0, le=230.0)] = 168.0
    """Cadence of running at 3 m/s, both feet."""
    duty_factor: Annotated[float, Meta(ge=0.15, le=0.49)] | None = None
    """Contact time over stride time at 3 m/s; by speed when left out."""
    slap: Annotated[float, Meta(ge=0.5, le=3.0)] = 1.0
    """How fast the forefoot falls after contact, relative to normal."""
    toe_clearance_m: Annotated[float, Meta(ge=0.005, le=0.15)] = 0.035
    pronation_deg: Annotated[float, Meta(ge=-5.0, le=25.0)] = 9.0
    toe_out_deg: Annotated[float, Meta(ge=-20.0, le=35.0)] = 7.0
    variability: Annotated[float, Meta(ge=0.0, le=0.1)] = 0.02
    """Standard deviation of the stride time over its mean."""
    rest_bpm: Annotated[float, Meta(ge=30.0, le=100.0)] = 58.0
    max_bpm: Annotated[float, Meta(ge=140.0, le=220.0)] = 188.0
    threshold_m_s: Annotated[float, Meta(ge=1.5, le=6.5)] = 4.0
    """Level speed that can be held for an hour: sets heart rate and tiring."""
    fatigability: NonNegative = 1.0
    """How fast fatigue grows, relative to normal."""
    nerve_sensitivity: Annotated[float, Meta(ge=0.1, le=10.0)] = 1.0
    """How easily the feet go numb, relative to normal."""
    heel_swing_deg: Annotated[float, Meta(ge=0.0, le=25.0)] = 10.0
    """Walking on the heels: how far the foot tips to either side of its mean pitch."""
    heel_roll_deg: Annotated[float, Meta(ge=-25.0, le=25.0)] = 6.0
    """Walking on the heels: how far the sole turns inwards."""
    forget: Share = 0.2
    """Probability that a feeling is not tapped."""


class Shoe(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One foot in its shoe at the start; changes follow in ``[[change]]``."""

    lace_kpa: Kpa = 7.0
    """Pressure of the laces on the unloaded instep."""
    lace_relaxation: Share = 0.08
    """Part of the lace pressure that is lost in the first minutes."""
    swelling_percent: Annotated[float, Meta(ge=-10.0, le=10.0)] = 1.0
    """Foot volume gained by warming up, in the first quarter of an hour."""
    drift_percent_h: Annotated[float, Meta(ge=-10.0, le=10.0)] = 0.0
    """Foot volume per hour afterwards; negative after very long runs."""
    kpa_per_percent: Annotated[float, Meta(ge=0.0, le=5.0)] = 0.8
    """Instep pressure per per cent of volume: how little room the shoe leaves."""
    edge_kpa: Kpa = 1.0
    """Pressure of the upper on the forefoot's edges, also in swing."""
    bulge_kpa: Kpa = 5.0
    """Instep pressure added by the arch under one body weight."""
    foot_drop_deg: Annotated[float, Meta(ge=0.0, le=30.0)] = 0.0
    """How much lower the toes hang in swing."""


Quantity = Literal[
    "lace_kpa",
    "volume_percent",
    "edge_kpa",
    "foot_drop_deg",
    "heel_lift_deg",
    "slap",
    "overstride_m",
    "fatigue",
    "contact_time",
    "cadence",
    "landing",
    "temperature_c",
    "drunk_kg",
    "heart_bpm",
]


class Change(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something changes during the run: a quantity goes to a value within some time.

    ``lace_kpa``, ``volume_percent`` (added), ``edge_kpa``, ``foot_drop_deg``, ``heel_lift_deg``
    (walking on the heels: mean pitch of the foot; 0 is ordinary walking), ``slap``,
    ``contact_time`` and ``landing`` (how hard) belong to a foot; the others to the runner. Without
    ``side`` both feet change. ``contact_time``, ``landing`` and ``cadence`` are relative
    (0.03 = 3 % more), ``fatigue`` is 0…1 on top of what the run causes; ``heart_bpm`` is beats a
    minute on top of what effort, heat and thirst cause.
    """

    at_s: Seconds
    quantity: Quantity
    to: Annotated[float, Meta(ge=-100.0, le=100.0)]
    over_s: Seconds = 0.0
    side: FootName | None = None


class Climate(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The weather and what the runner does about it."""

    temperature_c: Annotated[float, Meta(ge=-20.0, le=45.0)] = 14.0
    humidity: Share = 0.5
    drink_kg_h: Annotated[float, Meta(ge=0.0, le=2.0)] = 0.3


class ImuSpec(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An inertial sensor: rate, place on the shoe, and its faults."""

    rate_hz: Annotated[float, Meta(ge=100.0, le=416.0)] = 200.0
    place: Literal["instep", "heel", "lateral"] = "instep"
    turn_deg: tuple[Degrees, Degrees, Degrees] = (0.0, 0.0, 0.0)
    """How the sensor sits in the foot frame: turns about x, then y, then z."""
    acc_range_g: Literal[16, 32] = 16
    gyr_range_deg_s: Annotated[float, Meta(ge=250.0, le=2000.0)] = 2000.0
    bandwidth_hz: Annotated[float, Meta(ge=20.0, le=200.0)] = 90.0
    acc_bias_m_s2: NonNegative = 0.2
    gyr_bias_deg_s: NonNegative = 0.8
    acc_noise_m_s2_rthz: NonNegative = 0.0015
    gyr_noise_deg_s_rthz: NonNegative = 0.007
    scale_error: Share = 0.005
    drift_per_k: NonNegative = 0.02
    """Bias change per kelvin, in parts of the bias."""


class InsoleSpec(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A pressure insole, perhaps with cells under the tongue."""

    rate_hz: Annotated[float, Meta(ge=50.0, le=200.0)] = 100.0
    layout: str = "insole20"
    instep: bool = True
    gain_error: Share = 0.08
    noise_kpa: NonNegative = 0.5
    hysteresis: Share = 0.06
    creep: Share = 0.03
    offset_kpa: NonNegative = 0.5
    drift_kpa_k: NonNegative = 0.05
    dead_cells: tuple[Annotated[int, Meta(ge=0, le=39)], ...] = ()
    range_kpa: Annotated[float, Meta(ge=100.0, le=2000.0)] = 800.0


DeviceKind = Literal["foot", "heart", "rsc", "power", "treadmill", "thermometer"]
"""What a device is; `power` is a speed pod that says its power too."""


class PodSpec(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One device: a foot pod (``side``), or another sensor (``kind``)."""

    name: Annotated[str, Meta(min_length=1, max_length=24)]
    called: Annotated[str, Meta(min_length=1, max_length=24)] | None = None
    """What it calls itself on the air, if not its name: pods of one maker are all called alike."""
    kind: DeviceKind = "foot"
    side: FootName | None = None
    imu: ImuSpec | None = None
    insole: InsoleSpec | None = None
    skew_ppm: Annotated[float, Meta(ge=-100.0, le=100.0)] = 0.0
    latency_s: Annotated[float, Meta(ge=0.0, le=2.0)] = 0.03
    jitter_s: Annotated[float, Meta(ge=0.0, le=0.5)] = 0.008
    starts_s: Seconds = 0.0
    """When the device is switched on."""
    battery_percent: Annotated[float, Meta(ge=0.0, le=100.0)] = 90.0
    battery_percent_h: Annotated[float, Meta(ge=0.0, le=100.0)] = 4.0
    firmware: str = "sim-1"
    rsc_strides: bool = False
    """RSC cadence counts strides, not steps, per minute, as some devices do."""


FaultKind = Literal[
    "bit_flips",
    "reorder",
    "duplicate",
    "wrong_version",
    "overflow",
    "disconnect",
    "stall",
    "reboot",
    "swap_sides",
    "low_battery",
    "dead_cell",
    "late",
]


class Fault(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something goes wrong with one device, or with all.

    ``rate`` is the share of packets concerned; ``cell`` the cell that dies.
    """

    kind: FaultKind
    pod: str | None = None
    at_s: Seconds = 0.0
    for_s: Seconds = 1.0e5
    rate: Share = 0.01
    cell: Annotated[int, Meta(ge=0, le=39)] = 0


class Scenario(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A whole simulation. Without ``pod`` there are two foot pods with IMU and insole."""

    name: str
    summary: str = ""
    duration_s: Annotated[float, Meta(gt=0.0, le=172800.0)] = 1200.0
    seed: Annotated[int, Meta(ge=0)] = 1
    runner: Person = Person()
    left: Shoe = Shoe()
    right: Shoe = Shoe()
    climate: Climate = Climate()
    phase: tuple[Phase, ...] = (
        Phase(duration_s=8.0, gait=Gait.STAND, speed_m_s=0.0),
        Phase(duration_s=1e5),
    )
    change: tuple[Change, ...] = ()
    pod: tuple[PodSpec, ...] = (
        PodSpec(name="pod-left", side="left", imu=ImuSpec(), insole=InsoleSpec()),
        PodSpec(name="pod-right", side="right", imu=ImuSpec(), insole=InsoleSpec()),
    )
    fault: tuple[Fault, ...] = ()
    taps: bool = True
    """The runner reports feelings (SYMPTOM packets of the host, in recordings only)."""

    def shoe(self, side: Side) -> Shoe:
        """Shoe of one foot."""
        return self.left if side is Side.LEFT else self.right
