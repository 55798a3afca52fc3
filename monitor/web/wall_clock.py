"""The wall time of a hub: its own, or a phone's where the hub has no clock that is kept right."""

import ctypes
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

_TIME_ERROR: Final = 5
"""What Linux's adjtimex gives while nothing keeps its clock right (adjtimex(2))."""
_TIMEX_BYTES: Final = 512
"""More than ``struct timex`` has on any machine; all zero asks and changes nothing."""
_REFUSED: Final = -1
"""What it gives where it may not be asked, as in a service without the right to set the clock."""
_HEARD: Final = Path("/run/systemd/timesync/synchronized")
"""There once systemd-timesyncd has heard a time server (systemd-timesyncd.service(8))."""
_ALIKE: Final = timedelta(seconds=60)
"""A phone that differs by less changes nothing. Rule of thumb: it has seconds, not minutes."""


def is_trusted() -> bool:
    """Whether something keeps this machine's clock right; where nothing can be asked, yes.

    Where a service may not ask, a time server must have left its mark: a phone's clock is right
    more often than one that nobody vouches for.
    """
    if sys.platform != "linux":
        return True
    try:
        adjtimex = ctypes.CDLL(None).adjtimex
    except (OSError, AttributeError):
        return True
    return _says_right(adjtimex(ctypes.create_string_buffer(_TIMEX_BYTES)), _HEARD)


def _says_right(answer: int, heard: Path) -> bool:
    """Read the answer of adjtimex.

    >>> nowhere = Path("/nowhere")
    >>> [_says_right(answer, nowhere) for answer in (0, _TIME_ERROR, _REFUSED)]
    [True, False, False]
    """
    return heard.exists() if answer == _REFUSED else answer != _TIME_ERROR


def started(own: datetime, phone_ms: float | None, *, trusted: bool) -> datetime:
    """Give the wall time of a start: the hub's own, or the phone's where the hub has none.

    Parameters
    ----------
    own : datetime
        The hub's.
    phone_ms : float or None
        The phone's, ms since 1970.
    trusted : bool
        Whether the hub's clock is kept right.

    Examples
    --------
    >>> own = datetime(2024, 1, 1, tzinfo=UTC)
    >>> started(own, 1.7e12, trusted=False).year, started(own, 1.8e12, trusted=True).year
    (2023, 2024)
    """
    if phone_ms is None or trusted:
        return own
    phone = datetime.fromtimestamp(phone_ms / 1000.0, UTC)
    return own if abs(phone - own) < _ALIKE else phone
