"""A stride as a row of a table for people."""

from collections.abc import Callable
from dataclasses import fields
from enum import Enum
from math import degrees
from typing import Final

from monitor.serialise import flag_names
from monitor.types import Stride, StrideFlag

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
_DERIVED: Final = ("swing_time_s", "stride_time_s", "duty_factor")
_ATTRIBUTES: Final = (
    *_FIRST,
    *(field.name for field in fields(Stride) if field.name not in _FIRST),
    *_DERIVED,
)

Format = Callable[[float], str]


def _column(attribute: str) -> str:
    return attribute.replace("_rad", "_deg") if "_rad" in attribute else attribute


def _format(attribute: str) -> Format:
    if "_rad" in attribute:
        return lambda value: f"{degrees(value):.6g}"
    if attribute.endswith("_s") and not attribute.endswith(("_m_s", "_n_s")):
        return lambda value: f"{value:.6f}"
    return lambda value: f"{value:.6g}"


COLUMNS: Final = tuple(_column(attribute) for attribute in _ATTRIBUTES)
"""Names of the columns; angles in degrees, times on the recording's own clock."""

_CELLS: Final = tuple((attribute, _format(attribute)) for attribute in _ATTRIBUTES)


def row(stride: Stride) -> list[str]:
    """Give a stride as text, one field a column of ``COLUMNS``; empty where not known.

    >>> from monitor.types import Side
    >>> stride = Stride(side=Side.LEFT, ic_s=10.0, tc_s=10.25, next_ic_s=10.75)
    >>> dict(zip(COLUMNS, row(stride)))["contact_time_s"]
    '0.250000'
    """
    return [_text(getattr(stride, attribute), form) for attribute, form in _CELLS]


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
