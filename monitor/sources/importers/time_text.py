"""Read a time that stands as text in a field: dates, clocks, stop watches, as apps spell them.

Where a date may be read both ways (3/4/2025), the differences of times are right all the same, but
over midnight; the day of the recording is then left out.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

_CLOCK: Final = re.compile(
    r"^(?:(-?\d+) days?,?\s+)?(\d{1,3}):(\d{2})(?::(\d{2}(?:[.,:]\d+)?)|([.,]\d+))?"
    r"\s*([ap])?\.?(?:m\.?)?$",
    re.IGNORECASE,
)
_DATE: Final = re.compile(
    r"^(\d{1,4})([./-])(\d{1,2})[./-](\d{1,4})(?:\s*,\s*|\s+|T)(\d.*?)"
    r"\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?$",
    re.IGNORECASE,
)
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan janv ene gen januar january", "feb fev fevr february februar",
            "mar mrz mars marz march", "apr avr abr april", "may mai mei mag maj",
            "jun juin giu june juni", "jul juil lug july juli", "aug aout ago august",
            "sep sept set september", "oct okt ott out october oktober", "nov november",
            "dec dez dic december dezember",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_NAMED: Final = re.compile(
    r"^(?:[a-z]{2,4}[.,]?\s+)?(?:(?P<day>\d{1,2})[-./ ]\s*(?P<month>[^\W\d]{3,9})\.?"
    r"|(?P<first>[^\W\d]{3,9})\.?[-./ ]\s*(?P<second>\d{1,2}),?)"
    r"(?:[-./ ]\s*(?P<year>\d{4}|\d{2}))?[,T ]+(?P<clock>\d{1,2}:.*?)"
    r"(?:\s+(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d))?(?:\s+(?P<last>\d{4}))?$",
    re.IGNORECASE,
)
"""A date that names its month: ``10-Nov-2025 10:00:00``, ``Mon Nov 10 10:00:00 2025``."""
_PLAIN: Final = str.maketrans("éûäàç", "euaac")
_TAKEN: Final = re.compile(r"(-?\d+(?:[.,]\d+)?)\s*(s|secs?|seconds?|mins?|minutes?|hrs?|hours?)")
"""A time since the start with its unit, as MATLAB writes durations: ``0.005 sec``."""
_IN_S: Final = {"s": 1.0, "m": 60.0, "h": 3600.0}
_HALF_DAY_H: Final = 12
_DAY_S: Final = 86_400.0
"""By definition."""
_CENTURY: Final = 2000
_YEAR_DIGITS: Final = 4
_MONTHS_A_YEAR: Final = 12


def any_time(text: str) -> float:
    """Read a time that says by its form what it is.

    >>> any_time("1.5"), any_time("10:00:00.5"), any_time("0 days 00:00:01.25")
    (1.5, 36000.5, 1.25)
    >>> any_time("0.005 sec"), any_time("1.5 min")
    (0.005, 90.0)
    """
    try:
        return float(text)
    except ValueError:
        if taken := _TAKEN.fullmatch(text.strip().lower()):
            return float(taken[1].replace(",", ".")) * _IN_S[taken[2][0]]
        return clock(text) if _CLOCK.match(text.strip()) else moment(text)


def moment(text: str) -> float:
    """Read a date with a time of day, s since 1970; without a time zone, UTC.

    >>> moment("29.11.2025 10:00:00,5") == moment("11/29/2025 10:00:00.5 AM")
    True
    >>> moment("29-Nov-2025 10:00:00.5") == moment("29.11.2025 10:00:00,5")
    True
    """
    text = text.strip()
    try:
        return stamp(datetime.fromisoformat(text.replace(",", ".")))
    except ValueError:
        match = _DATE.match(text)
        if match is None:
            if (named := _NAMED.match(text)) is None:
                raise
            return _named_moment(named)
    first, sign, second, third, of_day, zone = match.groups()
    day = _day(int(first), sign, int(second), int(third), year_first=len(first) == _YEAR_DIGITS)
    return stamp(day.replace(tzinfo=_zone(zone))) + clock(of_day)


def names_zone(text: str) -> bool:
    """Whether a date says its time zone.

    >>> names_zone("2025-11-29T10:00:00Z"), names_zone("2025-11-29 10:00:00")
    (True, False)
    """
    text = text.strip()
    try:
        return datetime.fromisoformat(text.replace(",", ".")).tzinfo is not None
    except ValueError:
        pass
    if match := _DATE.match(text):
        return match[6] is not None
    named = _NAMED.match(text)
    return named is not None and named["zone"] is not None


def may_be_two_days(text: str) -> bool:
    """Whether day and month of a date may be exchanged; with points the day stands first.

    >>> may_be_two_days("3/4/2025 10:00:00"), may_be_two_days("03.04.2025 10:00:00")
    (True, False)
    """
    match = _DATE.match(text.strip())
    if match is None or len(match[1]) == _YEAR_DIGITS or match[2] == ".":
        return False
    first, second = int(match[1]), int(match[3])
    return first != second and max(first, second) <= _MONTHS_A_YEAR


def _named_moment(match: re.Match[str]) -> float:
    """Read a date that names its month; ``ValueError`` if there is no such month."""
    name = (match["month"] or match["first"]).lower().translate(_PLAIN)
    month = _MONTHS.get(name) or _MONTHS.get(name[:3])
    year = match["year"] or match["last"]
    if month is None or year is None:
        raise ValueError(match[0])
    whole = int(year) + (_CENTURY if len(year) < _YEAR_DIGITS else 0)
    day = datetime(whole, month, int(match["day"] or match["second"]), tzinfo=_zone(match["zone"]))
    return stamp(day) + clock(match["clock"])


def stamp(at: datetime) -> float:
    """Seconds since 1970; without a time zone, UTC."""
    whole = at if at.tzinfo else at.replace(tzinfo=UTC)
    return whole.timestamp()


def clock(text: str) -> float:
    """Seconds since midnight, or since a stopwatch was started.

    >>> clock("1:00:00.5 PM"), clock("02:03.5"), clock("10:00:01:500")
    (46800.5, 123.5, 36001.5)
    """
    match = _CLOCK.match(text.strip())
    if match is None:
        raise ValueError(text)
    days, hours, minutes, seconds, hundredths, half = match.groups()
    if seconds is None:  # minutes and seconds of a stop watch
        part = float((hundredths or ".0").replace(",", "."))
        return 60.0 * int(hours) + int(minutes) + part
    hour = int(hours)
    if half is not None:
        hour = hour % _HALF_DAY_H + _HALF_DAY_H * (half.lower() == "p")
    since_s = 3600.0 * hour + 60.0 * int(minutes)
    return since_s + float(re.sub("[,:]", ".", seconds)) + _DAY_S * int(days or 0)


def _day(first: int, sign: str, second: int, third: int, *, year_first: bool) -> datetime:
    """Give the day of three numbers: the year first, or day and month as their sign tells."""
    if year_first:
        return datetime(first, second, third)  # noqa: DTZ001  # tables have no zone
    year = third + _CENTURY if third < 100 else third
    month_first = sign == "/"
    try:
        month, day = (first, second) if month_first else (second, first)
        return datetime(year, month, day)  # noqa: DTZ001  # tables have no zone
    except ValueError:
        return datetime(year, day, month)  # noqa: DTZ001  # tables have no zone


def _zone(text: str | None) -> timezone:
    if text is None or not text[1:].replace(":", "").isdecimal():
        return UTC
    digits = text[1:].replace(":", "")
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-ahead if text.startswith("-") else ahead)
