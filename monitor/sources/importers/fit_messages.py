"""Read the messages of a FIT file, as watches really write them.

    file     header (12 or 14 bytes), records, CRC-16; files may follow one another
    header   u8 its size, u8 protocol, u16 profile, u32 bytes of records, ".FIT", u16 CRC or 0
    record   u8 header, then
             definition (0x40): u8 0, u8 1 if big-endian, u16 message, u8 n, n × (field, size, type)
                                with 0x20 also: u8 n, n × (field, size, developer)
             data: the fields, one after the other
             data (0x80): the same; bits 0–4 of its header are the seconds since the last time

Layout: Garmin's public description of the FIT protocol. What a watch may leave open is taken as
it means it: a CRC of zero is "not computed", a size of zero "never closed", a type without its
endian bit is that type, a string is read whatever its encoding. A field that cannot be read is
left out, never the message; what comes after a cut or damage is left out and counted.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from monitor.sources.importers.fit_crc import crc16
from monitor.sources.importers.fit_definitions import (
    COMPRESSED,
    TIMESTAMP,
    UNDEFINED,
    Definition,
    define,
    is_definition,
    local_number,
)
from monitor.sources.importers.fit_undefined import size_of_undefined
from monitor.sources.importers.fit_values import Value, first_valid, fits_type, read_field

MARK: Final = b".FIT"
MARK_AT: Final = 8
DEVELOPER_DATA: Final = 207
FIELD_DESCRIPTION: Final = 206
_SECONDS: Final = 0x1F
_MOST_SEARCHES: Final = 16
"""Undefined messages whose size is sought, so that no file costs minutes. Rule of thumb."""
_HEADER: Final = struct.Struct("<BBHI4s")
_CRC_BYTES: Final = 2
__SECONDS: Final = 0x1F


class DeveloperField(NamedTuple):
    """What a file says of a field that an app added: value = bytes / ``scale`` - ``offset``."""

    name: str
    units: str
    native: int | None
    scale: int = 1
    offset: int = 0


@dataclass(frozen=True, slots=True)
class FitMessage:
    """One data message: its valid fields by number, and those that apps added."""

    number: int
    fields: Mapping[int, Value]
    developer: tuple[tuple[DeveloperField, Value], ...] = ()

    def value(self, number: int) -> float | None:
        """Give the number in a field; None if it is invalid, absent or no number."""
        found = first_valid(self.fields.get(number))
        return found if isinstance(found, int | float) else None


class FitRefusedError(Exception):
    """The bytes are no FIT file, or were changed; says what is wrong."""


@dataclass(slots=True)
class FitReader:
    """Iterate the messages of ``data`` whose numbers are ``wanted``.

    Attributes
    ----------
    cut : bool
        The file was never closed, or its end is missing.
    lost_bytes : int
        Not read at the end, because the file is cut or damaged there.
    trailing_bytes : int
        After the file's proper end, and no other FIT file.
    undescribed : int
        Fields of apps that the file does not describe, left out.
    unfit : int
        Fields of apps whose size is not that of their type, left out.
    undefined : int
        Messages of a kind that the file does not define, left out.
    """

    data: bytes
    wanted: frozenset[int]
    cut: bool = False
    lost_bytes: int = 0
    trailing_bytes: int = 0
    undescribed: int = 0
    unfit: int = 0
    undefined: int = 0
    _described: dict[tuple[int, int], tuple[DeveloperField, int]] = field(default_factory=dict)
    _clock: int = 0
    _searches: int = 0

    def __iter__(self) -> Iterator[FitMessage]:
        """Give the messages; raises ``FitRefusedError``."""
        pos, size = 0, len(self.data)
        while pos < size:
            if not _is_header(self.data, pos):
                if pos == 0:
                    raise FitRefusedError("is no FIT file")
                self.trailing_bytes = size - pos
                return
            header, said = self.data[pos], int.from_bytes(self.data[pos + 4 : pos + 8], "little")
            stop = pos + header + said
            whole = bool(said) and stop + _CRC_BYTES <= size
            if whole:
                _check(self.data[pos : stop + _CRC_BYTES])
            yield from self._records(pos + header, stop if said and stop <= size else size)
            if not whole:
                self.cut = True
                return
            pos = stop + _CRC_BYTES

    def _records(self, pos: int, stop: int) -> Iterator[FitMessage]:
        local: dict[int, Definition] = {}
        self._described = {}
        while pos < stop:
            head = self.data[pos]
            if is_definition(head):
                after = define(self.data, local, pos, stop)
            else:
                if local_number(head) not in local:
                    self._find_size(local, pos, stop)
                definition = local.get(local_number(head))
                after = pos + 1 + definition.size if definition else stop + 1
                if definition and after <= stop:
                    self.undefined += definition.message == UNDEFINED
                    if definition.message in self.wanted:
                        yield self._message(definition, head, pos + 1)
                    else:
                        self._tick(definition, head, pos + 1)
            if after > stop:
                break
            pos = after
        self.lost_bytes += stop - pos

    def _find_size(self, local: dict[int, Definition], pos: int, stop: int) -> None:
        """Define a message that the file does not define, if one size of it explains the rest."""
        if self._searches < _MOST_SEARCHES:
            self._searches += 1
            found = size_of_undefined(self.data, local, pos, stop, self._clock)
            if found is not None:
                local[local_number(self.data[pos])] = found

    def _tick(self, definition: Definition, head: int, pos: int) -> int | None:
        """Let the clock go on by any message, wanted or not; give its time, None if it has none."""
        stamp = definition.stamp(self.data, pos)
        if stamp is not None:
            self._clock = stamp
        elif head & COMPRESSED:
            self._clock += (head - self._clock) & _SECONDS
            stamp = self._clock
        return stamp

    def _message(self, definition: Definition, head: int, pos: int) -> FitMessage:
        fields = dict(definition.read(self.data, pos))
        stamp = self._tick(definition, head, pos)
        if stamp is not None:
            fields[TIMESTAMP] = stamp
        if definition.message == FIELD_DESCRIPTION:
            self._describe(fields)
        return FitMessage(definition.message, fields, tuple(self._added(definition, pos)))

    def _describe(self, fields: Mapping[int, Value]) -> None:
        developer, number, base = (fields.get(key) for key in (0, 1, 2))
        if isinstance(developer, int) and isinstance(number, int) and isinstance(base, int):
            name, units = (_text(fields.get(key)) for key in (3, 8))
            native, scale, offset = (_whole(fields.get(key)) for key in (15, 6, 7))
            said = DeveloperField(name, units, native, scale or 1, offset or 0)
            self._described[developer, number] = (said, base)

    def _added(self, definition: Definition, pos: int) -> Iterator[tuple[DeveloperField, Value]]:
        pos += definition.native_size
        for number, size, developer in definition.apps:
            described = self._described.get((developer, number))
            if described is None:
                self.undescribed += 1
            else:
                said, base = described
                value = first_valid(read_field(self.data, pos, definition.order, size, base))
                self.unfit += not fits_type(size, base)
                if isinstance(value, int | float):
                    value = value / said.scale - said.offset
                if value is not None:
                    yield said, value
            pos += size


def _whole(value: Value | None) -> int | None:
    return value if isinstance(value, int) else None


def _text(value: Value | None) -> str:
    return value if isinstance(value, str) else ""


def _is_header(data: bytes, pos: int) -> bool:
    marked = data.startswith(MARK, pos + MARK_AT)
    return marked and data[pos] >= _HEADER.size and pos + data[pos] <= len(data)


def _check(file: bytes) -> None:
    """Refuse a whole file that was changed; a checksum of zero was never computed."""
    said = int.from_bytes(file[-_CRC_BYTES:], "little")
    if said and crc16(file[:-_CRC_BYTES]) != said:
        raise FitRefusedError("is damaged: its checksum is not that of its bytes")
