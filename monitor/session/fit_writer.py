"""FIT as bytes: definitions, messages, developer fields, checksum. For other programs to read.

Source: Garmin's FIT protocol description (file structure, base types, CRC), and the numbers of
messages and fields as its public profile lists them. Nothing of Garmin's kit is used.
"""

import struct
from collections.abc import Sequence
from enum import IntEnum
from typing import Final, NamedTuple

_HEADER: Final = struct.Struct("<BBHI4s")
_PROTOCOL: Final = 0x20
"""2.0: the first with developer fields."""
_PROFILE: Final = 2132
_DEFINITION: Final = 0x40
_DEVELOPER: Final = 0x20
_CRC: Final = (
    0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401,
    0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400,
)  # fmt: skip


class Base(IntEnum):
    """How a value is written."""

    ENUM = 0x00
    UINT8 = 0x02
    STRING = 0x07
    BYTES = 0x0D
    UINT16 = 0x84
    UINT32 = 0x86
    FLOAT32 = 0x88
    UINT32Z = 0x8C


_FORMATS: Final = {
    Base.ENUM: "B",
    Base.UINT8: "B",
    Base.UINT16: "H",
    Base.UINT32: "I",
    Base.FLOAT32: "f",
    Base.UINT32Z: "I",
}
_INVALID: Final = {
    Base.ENUM: 0xFF,
    Base.UINT8: 0xFF,
    Base.UINT16: 0xFFFF,
    Base.UINT32: 0xFFFFFFFF,
    Base.UINT32Z: 0,
}
_NO_FLOAT: Final = b"\xff\xff\xff\xff"

Value = float | int | str | bytes | None
"""What a field holds; None is *invalid*, which readers show as missing."""


class Field(NamedTuple):
    """A field of a message: its number, base type, scale (value × scale is written) and size."""

    number: int
    base: Base
    scale: float = 1.0
    size: int = 0

    @property
    def length(self) -> int:
        """Bytes of the field."""
        return self.size or struct.calcsize(_FORMATS[self.base])


class Layout(NamedTuple):
    """A message: its global number, its fields, and the numbers of its developer fields."""

    number: int
    fields: tuple[Field, ...]
    developer: tuple[Field, ...] = ()


class FitWriter:
    """Gather messages; ``finish`` gives the file.

    A layout is defined once, before its first message; at most sixteen layouts fit.
    """

    def __init__(self) -> None:
        self._data = bytearray()
        self._local: dict[Layout, int] = {}

    def add(self, layout: Layout, values: Sequence[Value]) -> None:
        """Add a message; values in the order of fields, then of developer fields."""
        local = self._local.get(layout)
        if local is None:
            local = self._local[layout] = len(self._local)
            self._define(local, layout)
        self._data.append(local)
        for field, value in zip((*layout.fields, *layout.developer), values, strict=True):
            self._data += _encode(field, value)

    def finish(self) -> bytes:
        """Give the file: header, data, checksum."""
        head = _HEADER.pack(14, _PROTOCOL, _PROFILE, len(self._data), b".FIT")
        head += struct.pack("<H", crc(head))
        whole = head + bytes(self._data)
        return whole + struct.pack("<H", crc(whole))

    def _define(self, local: int, layout: Layout) -> None:
        flags = _DEFINITION | (_DEVELOPER if layout.developer else 0)
        self._data += struct.pack("<BBBHB", flags | local, 0, 0, layout.number, len(layout.fields))
        for field in layout.fields:
            self._data += bytes((field.number, field.length, field.base))
        if layout.developer:
            self._data.append(len(layout.developer))
            for field in layout.developer:
                self._data += bytes((field.number, field.length, 0))


def crc(data: bytes) -> int:
    """Give the checksum of FIT.

    >>> hex(crc(b"123456789"))  # the usual test of CRC-16/ARC
    '0xbb3d'
    """
    check = 0
    for byte in data:
        for nibble in (byte & 0xF, byte >> 4):
            check = (check >> 4) & 0x0FFF ^ _CRC[check & 0xF] ^ _CRC[nibble]
    return check


def _encode(field: Field, value: Value) -> bytes:
    match value:
        case str():
            cut = value.encode()[: field.length - 1]
            return cut.decode(errors="ignore").encode().ljust(field.length, b"\0")
        case bytes():
            return value.ljust(field.length, b"\0")[: field.length]
        case None if field.base is Base.FLOAT32:
            return _NO_FLOAT
        case None:
            return struct.pack(f"<{_FORMATS[field.base]}", _INVALID[field.base])
        case _ if field.base is Base.FLOAT32:
            return struct.pack("<f", value)
        case _:
            most = _INVALID[field.base] - 1 if field.base is not Base.UINT32Z else 0xFFFFFFFF
            whole = min(max(round(value * field.scale), 0), most)
            return struct.pack(f"<{_FORMATS[field.base]}", whole)
