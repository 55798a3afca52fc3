"""The events that stages exchange; each knows the session time at which it is emitted."""

from typing import Final

from monitor.types.claims import Advice, Finding, Outcome, Risk, Toss
from monitor.types.observations import (
    HeartBeat,
    Lap,
    Notice,
    NoticeKind,
    Power,
    ReferenceSpeed,
    StandingLoad,
    Symptom,
    Temperature,
    Tick,
    Wish,
)
from monitor.types.steps import GaitChange, Step
from monitor.types.strides import Stride

OccasionalEvent = (
    GaitChange
    | StandingLoad
    | HeartBeat
    | Lap
    | ReferenceSpeed
    | Power
    | Temperature
    | Notice
    | Symptom
    | Wish
    | Tick
)
"""What happens between the strides."""

InputEvent = Stride | Step | OccasionalEvent
"""What detectors are shown, in order of time; each ignores what it does not need."""

Claim = Finding | Risk | Advice | Outcome | Toss
"""What the coach concludes."""

Event = (
    Stride
    | Step
    | GaitChange
    | HeartBeat
    | Lap
    | ReferenceSpeed
    | Power
    | Temperature
    | StandingLoad
    | Symptom
    | Wish
    | Notice
    | Finding
    | Risk
    | Advice
    | Outcome
    | Toss
)
"""What the pipeline says."""

FAILED: Final = frozenset(
    {
        NoticeKind.CONSTANT,
        NoticeKind.SATURATED,
        NoticeKind.DRIFTING,
        NoticeKind.WRONG_RATE,
    }
)
"""What a sensor does whose samples are not believed any more."""

GONE: Final = FAILED | {
    NoticeKind.LOST,
    NoticeKind.STALLED,
    NoticeKind.FROZEN,
    NoticeKind.UNSEEN,
    NoticeKind.NO_STRIDES,
}
"""What leaves a foot, or what hangs on one of its sensors, unseen from now on."""

LOSSES: Final = GONE | {NoticeKind.MISSING, NoticeKind.NOT_FOUND}
"""What leaves a foot unseen, now or a moment ago."""
