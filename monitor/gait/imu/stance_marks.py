"""Marks that stances leave: where a foot came to rest, and where it moved on."""

from enum import IntEnum

from msgspec import Struct


class StanceEvent(IntEnum):
    """What happens to a foot on the ground."""

    START = 0
    """It came to rest at this sample."""
    END = 1
    """It rested until this sample."""
    STANDING = 2
    """It has rested for so long that the runner stands."""


class StanceMark(Struct, frozen=True):
    """An instant of a stance, as a sample number."""

    event: StanceEvent
    index: int
    rests: bool = False
    """It came to rest and has stayed so for ``stand_s``."""
    cut: bool = False
    """The samples ended while the foot came down: it landed, but did not yet lie still."""
    odd: bool = False
    """The foot stood while its pitch rose, as the frame has it: that frame is not the foot's, or
    the foot goes backwards or sideways."""
    late: bool = False
    """It is told so long after the foot came to rest that the samples before it are forgotten."""
