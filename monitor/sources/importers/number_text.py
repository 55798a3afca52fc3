"""Read a number that is not written as programs write it.

A decimal comma, separators of thousands, a minus of typographers, a unit behind the number.
"""

import re
from typing import Final, NamedTuple

from monitor.sources.importers.columns import Parse

_SPACES: Final = re.compile("[\u00a0\u202f\u2009']")
"""What parts thousands: narrow and protected spaces, and the Swiss apostrophe."""
POINTED: Final = re.compile(r"^[+-]?\d{1,3}(?:\.\d{3})+,\d*$")
"""A number with points between thousands and a decimal comma."""
_COMMAED: Final = re.compile(r"^[+-]?\d{1,3}(?:,\d{3})+\.\d*$")
_MANY: Final = re.compile(r"^[+-]?\d{1,3}(?:([.,])\d{3}){2,}$")
_BEHIND: Final = re.compile(
    r"^([+-]?(?:\d[\d.,]*|[.,]\d+)(?:e[+-]?\d+)?)\s*((?:[a-zµμ°%]|\(|\[)[^\s,;]*)$", re.IGNORECASE
)


class Spelled(NamedTuple):
    """A number, and the unit that was written behind it."""

    value: float
    unit: str = ""


def spelled(text: str, parse: Parse) -> Spelled | None:
    """Give the number that a field spells; None if it is none.

    >>> spelled("1.234,5", float), spelled("−9,81 m/s²", float)
    (Spelled(value=1234.5, unit=''), Spelled(value=-9.81, unit='m/s²'))
    >>> spelled("1.2.3", float) is None
    True
    """
    word = _SPACES.sub("", text.strip()).replace("\N{MINUS SIGN}", "-")
    value = _number(word, parse)
    if value is not None:
        return Spelled(value)
    match = _BEHIND.match(word)
    if match is None or (value := _number(match[1], parse)) is None:
        return None
    return Spelled(value, match[2])


def _number(word: str, parse: Parse) -> float | None:
    if POINTED.match(word):
        word = word.replace(".", "").replace(",", ".")
    elif _COMMAED.match(word):
        word = word.replace(",", "")
    elif many := _MANY.match(word):
        word = word.replace(many[1], "")
    for spelling in (word, word.replace(",", ".", 1)):
        try:
            return parse(spelling)
        except ValueError:
            continue
    return None
