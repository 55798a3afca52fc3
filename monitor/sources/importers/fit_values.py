"""Read one field of a FIT message: a number, several, text or bytes; None where it is invalid."""

import struct
from functools import cache
from typing import Final

from monitor.sources.importers.limits import LARGEST

_TYPE: Final = 0x1F
"""Bits of a base type that number it; bit 7 only says that its bytes have an order."""

_U8, _U16, _U32, _U64 = 0xFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF
_BASES: Final[dict[int, tuple[str, int, int | None]]] = {
    0: ("B", 1, _U8), 1: ("b", 1, 0x7F), 2: ("B", 1, _U8),
    3: ("h", 2, 0x7FFF), 4: ("H", 2, _U16), 5: ("i", 4, 0x7FFFFFFF), 6: ("I", 4, _U32),
    8: ("f", 4, None), 9: ("d", 8, None), 10: ("B", 1, 0), 11: ("H", 2, 0), 12: ("I", 4, 0),
    14: ("q", 8, 0x7FFFFFFFFFFFFFFF), 15: ("Q", 8, _U64), 16: ("Q", 8, 0),
}  # fmt: skip
"""Format, size and invalid value of every base type; not string (7) and byte (13)."""
_STRING: Final = 7

Value = float | str | bytes | tuple[float | None, ...]
"""What a field holds: a number, text, bytes, or several numbers (None where invalid)."""


def read_field(data: bytes, pos: int, order: str, size: int, base: int) -> Value | None:
    """Read one field; None if it is invalid, or its size does not fit its type."""
    known = _BASES.get(base & _TYPE)
    if known is None:
        content = data[pos : pos + size]
        if base & _TYPE == _STRING:
            text = content.partition(b"\x00")[0]
            return text.decode("utf-8", "replace") or None
        return content if content.strip(b"\xff") else None
    form, width, invalid = known
    if size == width:
        (value,) = _layout(order, form, 1).unpack_from(data, pos)
        return _valid(value, invalid)
    if not size or size % width:
        return None
    values = _layout(order, form, size // width).unpack_from(data, pos)
    several = tuple(_valid(value, invalid) for value in values)
    return several if any(value is not None for value in several) else None


def first_valid(value: Value | None) -> float | str | bytes | None:
    """Give a field's value; of several numbers the first that is valid."""
    if isinstance(value, tuple):
        return next((one for one in value if one is not None), None)
    return value


def fits_type(size: int, base: int) -> bool:
    """Whether a field's size is one of its type."""
    known = _BASES.get(base & _TYPE)
    return known is None or (size > 0 and size % known[1] == 0)


@cache
def _layout(order: str, form: str, count: int) -> struct.Struct:
    return struct.Struct(f"{order}{count}{form}")


def _valid(value: float, invalid: int | None) -> float | None:
    if invalid is None:
        return value if abs(value) <= LARGEST else None
    return None if value == invalid else value
