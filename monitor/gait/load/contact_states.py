"""What a load signal may mean for a foot, state by state: the table that finds its contacts."""

from enum import IntEnum, auto
from typing import Final


class State(IntEnum):
    """What is known of one foot."""

    UNKNOWN = auto()
    OFF = auto()
    TOUCHING = auto()
    """Above the lower level, perhaps a brush of the shoe."""
    PRESSED = auto()
    """Lightly so for so long that no contact began there: a foot laid down, a cable half out."""
    LOADING = auto()
    """Heavy enough for a contact, perhaps too short for one."""
    ON = auto()
    LEAVING = auto()
    """Below the level again, perhaps for a moment only."""


class Trigger(IntEnum):
    """A level that the load passes, time that passes, or samples that are lost."""

    UP_ON = 0
    UP_OFF = 1
    UP_PEAK = 2
    DOWN_PEAK = 3
    DOWN_OFF = 4
    DOWN_ON = 5
    ELAPSED = 6
    LOST = 7


_S, _T = State, Trigger
TRANSITIONS: Final[dict[State, dict[Trigger, State]]] = {
    _S.UNKNOWN: {_T.UP_ON: _S.TOUCHING, _T.UP_OFF: _S.TOUCHING, _T.DOWN_OFF: _S.LEAVING},
    _S.OFF: {_T.UP_ON: _S.TOUCHING, _T.UP_OFF: _S.TOUCHING, _T.LOST: _S.UNKNOWN},
    _S.TOUCHING: {
        _T.UP_PEAK: _S.LOADING,
        _T.DOWN_ON: _S.OFF,
        _T.ELAPSED: _S.PRESSED,
        _T.LOST: _S.UNKNOWN,
    },
    _S.PRESSED: {
        _T.UP_OFF: _S.TOUCHING,
        _T.UP_PEAK: _S.LOADING,
        _T.DOWN_ON: _S.OFF,
        _T.LOST: _S.UNKNOWN,
    },
    _S.LOADING: {_T.ELAPSED: _S.ON, _T.DOWN_OFF: _S.OFF, _T.LOST: _S.UNKNOWN},
    _S.ON: {_T.DOWN_OFF: _S.LEAVING, _T.LOST: _S.UNKNOWN},
    _S.LEAVING: {_T.ELAPSED: _S.OFF, _T.UP_OFF: _S.ON, _T.LOST: _S.UNKNOWN},
}
