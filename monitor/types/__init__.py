"""Every noun that more than one room uses.

Units, signs and frames: docs/frames-and-units.md. Absent is ``None`` in records and ``NaN``
only in sample arrays.
"""

from typing import Protocol, TypeVar

from monitor.types.claims import (
    HELPED,
    LEARNING,
    UNJUDGED,
    Action,
    Advice,
    Contribution,
    Finding,
    FindingKind,
    FindingStatus,
    Outcome,
    OutcomeKind,
    Risk,
    Toss,
)
from monitor.types.events import FAILED, GONE, LOSSES, Claim, Event, InputEvent, OccasionalEvent
from monitor.types.measures import LoadMeasures, MotionMeasures
from monitor.types.observations import (
    Feeling,
    HeartBeat,
    Lap,
    LapTrigger,
    Notice,
    NoticeKind,
    Power,
    ReferenceSpeed,
    StandingLoad,
    Symptom,
    Temperature,
    Tick,
    Wish,
    WishKind,
)
from monitor.types.samples import (
    NERVE_ZONES,
    Cell,
    CellLayout,
    FloatArray,
    FootBlock,
    Gait,
    Packet,
    Side,
    Zone,
)
from monitor.types.steps import GaitChange, Step
from monitor.types.strides import (
    QUANTITIES,
    STRIDE_DERIVED,
    STRIDE_FIELDS,
    Stride,
    StrideFlag,
    folded,
    stride_of,
)

__all__ = [
    "FAILED",
    "GONE",
    "HELPED",
    "LEARNING",
    "LOSSES",
    "NERVE_ZONES",
    "QUANTITIES",
    "STRIDE_DERIVED",
    "STRIDE_FIELDS",
    "UNJUDGED",
    "Action",
    "Advice",
    "Cell",
    "CellLayout",
    "Claim",
    "Contribution",
    "Event",
    "Feeling",
    "Finding",
    "FindingKind",
    "FindingStatus",
    "FloatArray",
    "FootBlock",
    "Gait",
    "GaitChange",
    "HeartBeat",
    "InputEvent",
    "Lap",
    "LapTrigger",
    "LoadMeasures",
    "MotionMeasures",
    "Notice",
    "NoticeKind",
    "OccasionalEvent",
    "Outcome",
    "OutcomeKind",
    "Packet",
    "Power",
    "ReferenceSpeed",
    "Risk",
    "Side",
    "Stage",
    "StandingLoad",
    "Step",
    "Stride",
    "StrideFlag",
    "Symptom",
    "Temperature",
    "Tick",
    "Toss",
    "Wish",
    "WishKind",
    "Zone",
    "folded",
    "stride_of",
]

In_contra = TypeVar("In_contra", contravariant=True)
Out = TypeVar("Out")


class Stage(Protocol[In_contra, Out]):
    """A pure step of the pipeline: the same items give the same output, however cut."""

    def push(self, item: In_contra, /) -> list[Out]:
        """Consume an item and return what it settles."""
        ...

    def finish(self) -> list[Out]:
        """Return what was still open; called once, at the end of the session."""
        ...
