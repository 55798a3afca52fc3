"""A stride as a row of a table for people."""

from collections.abc import Callable
from enum import Enum
from math import degrees
from typing import Final

from monitor.serialise import flag_names
from monitor.types import QUANTITIES, STRIDE_DERIVED, STRIDE_FIELDS, Stride, StrideFlag

_FIRST: Final = (
    "side",
    "ic_s",
    "tc_s",
    "next_ic_s",
    "length_from_s",
    "length_to_s",
    "stride_length_m",
    "speed_m_s",
    "cadence_spm",
    "foot_strike_angle_rad",
    "contact_time_s",
    "flags",
)
_NAMES: Final = (
    *_FIRST,
    *(name for name in (*STRIDE_FIELDS, *STRIDE_DERIVED) if name not in _FIRST),
)

Format = Callable[[float], str]


def _column(name: str) -> str:
    return name.replace("_rad", "_deg")


def _format(name: str) -> Format:
    if "_rad" in name:
        return lambda value: f"{degrees(value):.6g}"
    if name.endswith("_s") and not name.endswith(("_m_s", "_n_s")):
        return lambda value: f"{value:.6f}"
    return lambda value: f"{value:.6g}"


COLUMNS: Final = tuple(_column(name) for name in _NAMES)
"""Names of the columns; angles in degrees, times on the recording's own clock."""

_CELLS: Final = tuple((QUANTITIES[name], _format(name)) for name in _NAMES)


def row(stride: Stride) -> list[str]:
    """Give a stride as text, one field a column of ``COLUMNS``; empty where not known.

    >>> from monitor.types import Side
    >>> stride = Stride(side=Side.LEFT, ic_s=10.0, tc_s=10.25, next_ic_s=10.75)
    >>> dict(zip(COLUMNS, row(stride)))["contact_time_s"]
    '0.250000'
    """
    return [_text(value_of(stride), form) for value_of, form in _CELLS]


def _text(value: object, form: Format) -> str:
    match value:
        case None:
            return ""
        case StrideFlag():
            return "|".join(flag_names(value))
        case Enum():
            return str(value.value)
        case float() | int():
            return form(value)
        case _:
            return str(value)
