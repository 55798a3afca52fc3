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
from monitor.sources.importers.fit_values import Value, first_valid, fits_type, read_field

MARK: Final = b".FIT"
MARK_AT: Final = 8
DEVELOPER_DATA: Final = 207
FIELD_DESCRIPTION: Final = 206
TIMESTAMP: Final = 253
_HEADER: Final = struct.Struct("<BBHI4s")
_CRC_BYTES: Final = 2
_DEFINITION: Final = 0x40
_DEVELOPER: Final = 0x20
_COMPRESSED: Final = 0x80
_SECONDS: Final = 0x1F


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
    """

    data: bytes
    wanted: frozenset[int]
    cut: bool = False
    lost_bytes: int = 0
    trailing_bytes: int = 0
    undescribed: int = 0
    unfit: int = 0
    _described: dict[tuple[int, int], tuple[DeveloperField, int]] = field(default_factory=dict)
    _clock: int = 0

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
        local: dict[int, _Definition] = {}
        self._described = {}
        while pos < stop:
            head = self.data[pos]
            if head & _DEFINITION and not head & _COMPRESSED:
                after = self._define(local, head, pos, stop)
            else:
                number = (head >> 5) & 3 if head & _COMPRESSED else head & 0xF
                definition = local.get(number)
                after = pos + 1 + definition.size if definition else stop + 1
                if definition and after <= stop:
                    if definition.message in self.wanted:
                        yield self._message(definition, head, pos + 1)
                    else:
                        self._tick(definition, head, pos + 1)
            if after > stop:
                break
            pos = after
        self.lost_bytes += stop - pos

    def _define(self, local: dict[int, "_Definition"], head: int, pos: int, stop: int) -> int:
        """Take a definition; return where it ends, beyond ``stop`` if it is cut."""
        data = self.data
        if pos + 6 > stop:
            return stop + 1
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
            local[head & 0xF] = _Definition(message, order, _triples(fields), _triples(apps))
        return after

    def _tick(self, definition: "_Definition", head: int, pos: int) -> int | None:
        """Let the clock go on by any message, wanted or not; give its time, None if it has none."""
        stamp = definition.stamp(self.data, pos)
        if stamp is not None:
            self._clock = stamp
        elif head & _COMPRESSED:
            self._clock += (head - self._clock) & _SECONDS
            stamp = self._clock
        return stamp

    def _message(self, definition: "_Definition", head: int, pos: int) -> FitMessage:
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

    def _added(self, definition: "_Definition", pos: int) -> Iterator[tuple[DeveloperField, Value]]:
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


class _Definition:
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


def _whole(value: Value | None) -> int | None:
    return value if isinstance(value, int) else None


def _text(value: Value | None) -> str:
    return value if isinstance(value, str) else ""


def _triples(packed: bytes) -> tuple[tuple[int, int, int], ...]:
    return tuple((packed[i], packed[i + 1], packed[i + 2]) for i in range(0, len(packed), 3))


def _is_header(data: bytes, pos: int) -> bool:
    marked = data.startswith(MARK, pos + MARK_AT)
    return marked and data[pos] >= _HEADER.size and pos + data[pos] <= len(data)


def _check(file: bytes) -> None:
    """Refuse a whole file that was changed; a checksum of zero was never computed."""
    said = int.from_bytes(file[-_CRC_BYTES:], "little")
    if said and crc16(file[:-_CRC_BYTES]) != said:
        raise FitRefusedError("is damaged: its checksum is not that of its bytes")
