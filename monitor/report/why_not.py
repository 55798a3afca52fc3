"""Why a question has no answer at the end of a session."""

from enum import StrEnum, auto


class WhyNot(StrEnum):
    """What to tell; of two reasons for two feet the first one."""

    MISSING = auto()
    """What it is judged by was not measured, or no longer."""
    SHORT = auto()
    """It was never come to: what it is judged by was not there for long enough."""
    LEARNING = auto()
    """The runner's own normal was not known yet."""
