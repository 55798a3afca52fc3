"""Write an event as one line of JSON, and read it back the same.

Canonical: the type first, then the fields in the order of the noun, those of a stride's parts laid
open; so equal events give equal bytes, and two replays can be compared with ``cmp``.
"""

import re
from collections.abc import Callable
from dataclasses import fields, replace
from operator import attrgetter
from typing import Any, Final, get_args

import msgspec

from monitor.types import QUANTITIES, STRIDE_FIELDS, Event, Stride, StrideFlag, folded

EVENT_TYPES: Final[dict[str, type[Event]]] = {
    re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower(): kind for kind in get_args(Event)
}
"""Every event by the name of its type in JSON."""

_NAMES: Final = {kind: name for name, kind in EVENT_TYPES.items()}
_FIELDS: Final[dict[type, list[tuple[str, Callable[[Any], Any]]]]] = {
    kind: [(field.name, attrgetter(field.name)) for field in fields(kind)]
    for kind in EVENT_TYPES.values()
}
_FIELDS[Stride] = [(name, QUANTITIES[name]) for name in STRIDE_FIELDS]
_TYPE: Final = "type"
_FLAGS: Final = "flags"
_encoder: Final = msgspec.json.Encoder()


def event_to_json(event: Event) -> str:
    """Give an event as one line of JSON.

    >>> from monitor.types import Gait, GaitChange, Side
    >>> event_to_json(GaitChange(Side.LEFT, 12.5, Gait.RUN))
    '{"type":"gait_change","side":"left","t_s":12.5,"gait":"run"}'
    """
    kind = type(event)
    line: dict[str, Any] = {_TYPE: _NAMES[kind]}
    for name, value_of in _FIELDS[kind]:
        line[name] = value_of(event)
    if _FLAGS in line:
        line[_FLAGS] = flag_names(line[_FLAGS])
    return _encoder.encode(line).decode()


def event_from_json(text: str | bytes) -> Event:
    """Read what ``event_to_json`` wrote.

    Raises
    ------
    ValueError
        If the text is no event.
    """
    try:
        line = msgspec.json.decode(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(line, dict) or line.get(_TYPE) not in EVENT_TYPES:
        raise ValueError(f"no event: {text!r}")
    kind = EVENT_TYPES[line.pop(_TYPE)]
    names = line.pop(_FLAGS, [])
    try:
        event = msgspec.convert(folded(line) if kind is Stride else line, kind)
        return replace(event, flags=_flags(names)) if isinstance(event, Stride) else event
    except KeyError as error:
        raise ValueError(f"no stride flag: {error}") from error


def flag_names(flags: StrideFlag) -> list[str]:
    """Names of the flags of a stride.

    >>> flag_names(StrideFlag.GAP | StrideFlag.FIRST)
    ['gap', 'first']
    """
    return [str(flag.name).lower() for flag in flags]


def _flags(names: list[str]) -> StrideFlag:
    flags = StrideFlag.NONE
    for name in names:
        flags |= StrideFlag[name.upper()]
    return flags
