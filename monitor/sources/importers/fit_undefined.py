"""Find how long a message is that a FIT file uses and does not define.

Its size is not known, so neither is where the next message starts. But with one size only does
what follows make sense: every header is one that the file defines, and times go on as before. Such
a message is left out, and what follows is read.
"""

from collections.abc import Mapping
from typing import Final

from monitor.sources.importers.fit_definitions import (
    UNDEFINED,
    Definition,
    define,
    is_definition,
    local_number,
)

_MOST_BYTES: Final = 255
"""The longest message that is sought. Rule of thumb: those of watches take up to 200."""
_BYTES: Final = 8192
"""What follows, that has to make sense: 200 messages and more. Rule of thumb."""
_DAY_S: Final = 86_400
"""Times after it lie no further from the time before it. Rule of thumb: longer than any run."""
_BYTE: Final = 0x0D
"""Base type of plain bytes."""


def size_of_undefined(
    data: bytes, local: Mapping[int, Definition], pos: int, stop: int, clock: int
) -> Definition | None:
    """Give a definition of the message at ``pos`` that explains what follows; None if none does.

    Parameters
    ----------
    local : Mapping
        What is defined at that point.
    clock : int
        Time of the message before, s since FIT's zero; 0 if none said one.
    """
    number = local_number(data[pos])
    best, most = None, 0
    for size in range(min(_MOST_BYTES, stop - pos - 1) + 1):
        definition = Definition(UNDEFINED, "<", ((0, size, _BYTE),), ())
        stamps = _stamps(data, {**local, number: definition}, pos, stop, clock)
        # a size that swallows others gives fewer times; one too short makes up others of its zeros
        if stamps >= max(most, 1):
            best, most = definition, stamps
    return best


def _stamps(data: bytes, local: dict[int, Definition], pos: int, stop: int, clock: int) -> int:
    """Count the messages with a time from ``pos`` on; 0 if they make no sense so defined."""
    stamps, until = 0, min(stop, pos + _BYTES)
    while pos < until:
        head = data[pos]
        if is_definition(head):
            if not _sound(data[pos + 1 : pos + 3]):
                return 0
            pos = define(data, local, pos, stop)
            continue
        definition = local.get(local_number(head))
        if definition is None:
            return 0
        stamp = definition.stamp(data, pos + 1) if pos + 1 + definition.size <= stop else None
        if stamp is not None:
            if clock and abs(stamp - clock) > _DAY_S:
                return 0
            clock = stamp
            stamps += 1
        pos += 1 + definition.size
    return stamps if pos <= stop else 0


def _sound(start: bytes) -> bool:
    """Whether a definition may start so: a zero, then the order of bytes."""
    return len(start) == 2 and start[0] == 0 and start[1] in {0, 1}
