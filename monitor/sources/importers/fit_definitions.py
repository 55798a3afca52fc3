"""Definitions of the messages of a FIT file: what a local message is, where its fields lie."""

import struct
from collections.abc import Iterator
from typing import Final

from monitor.sources.importers.fit_values import Value, read_field

TIMESTAMP: Final = 253
UNDEFINED: Final = 0xFFFF
"""Number of a message whose definition is missing; FIT's own mark of an invalid one."""
COMPRESSED: Final = 0x80
_DEFINITION: Final = 0x40
_DEVELOPER: Final = 0x20


class Definition:
    """What a local message is, and where its fields lie."""

    def __init__(
        self,
        message: int,
        order: str,
        fields: tuple[tuple[int, int, int], ...],
        apps: tuple[tuple[int, int, int], ...],
    ) -> None:
        self.message = message
        self.order = order
        self.fields = fields
        self.apps = apps
        self.native_size = sum(size for _, size, _ in fields)
        self.size = self.native_size + sum(size for _, size, _ in apps)
        self._stamp = self._stamp_field()

    def _stamp_field(self) -> tuple[int, int, int] | None:
        """Where the time is: how far into the message, its size and its type."""
        at = 0
        for number, size, base in self.fields:
            if number == TIMESTAMP:
                return at, size, base
            at += size
        return None

    def stamp(self, data: bytes, pos: int) -> int | None:
        """Give the time of a message whose data starts at ``pos``; None if it says none."""
        if self._stamp is None:
            return None
        at, size, base = self._stamp
        value = read_field(data, pos + at, self.order, size, base)
        return int(value) if isinstance(value, int | float) and value >= 0 else None

    def read(self, data: bytes, pos: int) -> Iterator[tuple[int, Value]]:
        """Give the valid fields of a message whose data starts at ``pos``."""
        for number, size, base in self.fields:
            value = read_field(data, pos, self.order, size, base)
            if value is not None:
                yield number, value
            pos += size


def is_definition(head: int) -> bool:
    """Whether a record's header is that of a definition."""
    return bool(head & _DEFINITION) and not head & COMPRESSED


def local_number(head: int) -> int:
    """Which definition a data message with this header follows."""
    return (head >> 5) & 3 if head & COMPRESSED else head & 0xF


def define(data: bytes, local: dict[int, Definition], pos: int, stop: int) -> int:
    """Take the definition at ``pos``; return where it ends, beyond ``stop`` if it is cut."""
    if pos + 6 > stop:
        return stop + 1
    head = data[pos]
    order = ">" if data[pos + 2] else "<"
    (message,) = struct.unpack_from(order + "H", data, pos + 3)
    fields_at, count = pos + 6, data[pos + 5]
    after = fields_at + 3 * count
    apps = b""
    if head & _DEVELOPER:
        if after >= stop:
            return stop + 1
        apps_at = after + 1
        after = apps_at + 3 * data[apps_at - 1]
        apps = data[apps_at:after]
    if after <= stop:
        fields = data[fields_at : fields_at + 3 * count]
        local[head & 0xF] = Definition(message, order, _triples(fields), _triples(apps))
    return after


def _triples(packed: bytes) -> tuple[tuple[int, int, int], ...]:
    return tuple((packed[i], packed[i + 1], packed[i + 2]) for i in range(0, len(packed), 3))
