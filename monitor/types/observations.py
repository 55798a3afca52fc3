"""What else is known: heart, reference speed, what the runner taps, what sensors did."""

from dataclasses import dataclass
from enum import StrEnum, auto

from monitor.types.samples import Side, Zone


@dataclass(frozen=True, slots=True)
class HeartBeat:
    """What the heart strap said: rate and the intervals since the last packet."""

    t_s: float
    rate_bpm: float
    rr_s: tuple[float, ...] = ()

    @property
    def known_s(self) -> float:
        """Session time at which the event is emitted."""
        return self.t_s


@dataclass(frozen=True, slots=True)
class ReferenceSpeed:
    """A speed that another device measured (RSC, GNSS, treadmill, FIT file).

    ``slope``: of the ground, rise over length. ``stride_length_m`` and ``distance_m``, since the
    device began, are the device's own.
    """

    t_s: float
    speed_m_s: float
    cadence_spm: float | None = None
    contact_time_s: float | None = None
    slope: float | None = None
    power_w: float | None = None
    stride_length_m: float | None = None
    distance_m: float | None = None

    @property
    def known_s(self) -> float:
        """Session time at which the event is emitted."""
        return self.t_s


@dataclass(frozen=True, slots=True)
class Power:
    """Power of the runner that a pod works out, W; each maker has a definition of its own."""

    t_s: float
    power_w: float

    @property
    def known_s(self) -> float:
        """Session time at which it is said."""
        return self.t_s


@dataclass(frozen=True, slots=True)
class Temperature:
    """What a thermometer said of the air around it, °C."""

    t_s: float
    temperature_c: float

    @property
    def known_s(self) -> float:
        """Session time at which it is said."""
        return self.t_s


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed, by the host's clock: it is no news, and nobody is told of it."""

    t_s: float

    @property
    def known_s(self) -> float:
        """Session time at which it is."""
        return self.t_s


class LapTrigger(StrEnum):
    """What ended a lap."""

    UNKNOWN = auto()
    MANUAL = auto()
    """The runner pressed the button."""
    AUTOMATIC = auto()


@dataclass(frozen=True, slots=True)
class Lap:
    """A lap ended, by the watch's word; ``number`` counts from 1."""

    t_s: float
    number: int
    trigger: LapTrigger

    @property
    def known_s(self) -> float:
        """Session time at which the event is emitted."""
        return self.t_s


@dataclass(frozen=True, slots=True)
class StandingLoad:
    """Mean force under one foot of a runner who stands still, as far as the sole can say."""

    t_s: float
    side: Side
    load_n: float

    @property
    def known_s(self) -> float:
        """Session time at which the event is emitted."""
        return self.t_s


class Feeling(StrEnum):
    """What the runner reports."""

    NUMB = auto()
    TINGLING = auto()
    PAIN = auto()
    TIGHT = auto()
    """Of the calf, unless another place was said."""
    SWOLLEN = auto()
    """Of the calf, unless another place was said."""
    DIZZY = auto()
    """Dizzy or confused."""
    SOMETHING = auto()
    """A report that does not say what is felt."""
    OK = auto()


@dataclass(frozen=True, slots=True)
class Symptom:
    """A tap of the runner.

    ``t_s`` is when it was pressed. ``heard_s`` is when it arrived, if that was later: a phone that
    is out of reach keeps its taps. ``side`` None without ``both``: the foot was not said. ``zone``
    None: the place was not said. ``by_lap``: it was no tap, but the lap button of a watch, which
    says neither. ``added``: it was told after the session, so it answers no question of the coach.
    """

    t_s: float
    feeling: Feeling
    side: Side | None = None
    zone: Zone | None = None
    both: bool = False
    by_lap: bool = False
    heard_s: float | None = None
    added: bool = False

    @property
    def sides(self) -> tuple[Side, ...]:
        """The feet that were named; none where none was."""
        if self.both:
            return tuple(Side)
        return () if self.side is None else (self.side,)

    @property
    def told(self) -> str:
        """How it was told: *tap*, *lap*, or *afterwards*."""
        if self.added:
            return "afterwards"
        return "lap" if self.by_lap else "tap"

    @property
    def known_s(self) -> float:
        """Session time at which the event is emitted: when it arrived."""
        return self.t_s if self.heard_s is None else self.heard_s


class NoticeKind(StrEnum):
    """What a sensor did that the runner should know."""

    CONNECTED = auto()
    LOST = auto()
    RETURNED = auto()
    STALLED = auto()
    REBOOTED = auto()
    MISSING = auto()
    """Data are missing that never came; what comes now is whole again."""
    SIDES_SWAPPED = auto()
    """A sensor says the same foot as another one."""
    CROSSED = auto()
    """Two sensors that say one foot seem to be on two feet."""
    LOW_BATTERY = auto()
    DEAD_CELL = auto()
    BAD_PACKETS = auto()
    UNKNOWN = auto()
    FROZEN = auto()
    """Packets come, and none says anything new."""
    CONSTANT = auto()
    """Samples come, and all of them are the same."""
    SATURATED = auto()
    """Samples stay at the end of the sensor's range."""
    DRIFTING = auto()
    """Samples have wandered off to where no foot can be."""
    WRONG_RATE = auto()
    """Samples come at another rate than the sensor says."""
    UNSEEN = auto()
    """Nothing is known of a foot any more."""
    SEEN = auto()
    """A foot is seen again."""
    NO_STRIDES = auto()
    """A foot plainly moves, and no stride is found: its sensor may have slipped or turned."""
    TURNED = auto()
    """A sensor sits otherwise on its shoe than before."""
    CLOCKS_APART = auto()
    """Two sensors of a foot disagree about the time; that is corrected."""
    CLOCKS_UNKNOWN = auto()
    """Two sensors of a foot disagree about the time, and nobody can tell by how much."""
    NOT_USED = auto()
    """A sensor is there, and is left alone: another has its place, or it speaks another version."""
    NOT_FOUND = auto()
    """A sensor that is to be used was never heard."""
    NO_RADIO = auto()
    """The computer's own radio cannot listen for sensors."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about a sensor, in a sentence: what is missing, what came back."""

    kind: NoticeKind
    t_s: float
    sensor: str
    text: str
    side: Side | None = None

    @property
    def known_s(self) -> float:
        """Session time at which the event is emitted."""
        return self.t_s


class WishKind(StrEnum):
    """What the runner wants of the voice."""

    SNOOZE = auto()
    """Nothing but symptoms and red flags for a while."""
    MUTE_CUES = auto()
    """No form cues until told otherwise; symptoms and red flags still speak."""
    UNMUTE_CUES = auto()
    PAUSE = auto()
    """Nothing but symptoms and red flags until the session goes on."""
    RESUME = auto()


@dataclass(frozen=True, slots=True)
class Wish:
    """The runner asks for quiet; ``for_s`` is how long a snooze lasts."""

    t_s: float
    kind: WishKind
    for_s: float = 0.0

    @property
    def known_s(self) -> float:
        """Session time at which the event is emitted."""
        return self.t_s
