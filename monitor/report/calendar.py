"""A calendar entry with an alarm, for a phone that leaves the hub before the half hour is over."""

from datetime import UTC, datetime, timedelta
from typing import Final

from monitor.report.wording import Words

_LASTS: Final = timedelta(minutes=15)


def calendar_entry(due: datetime, session: str, words: Words) -> str:
    """Give an ``.ics`` file; its title says nothing of health.

    Source: RFC 5545.
    """
    stamp = _utc(due)
    title = _escaped(words["follow.calendar"])
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//footloose//follow-up//EN",
        "BEGIN:VEVENT",
        f"UID:{_escaped(session)}@footloose.invalid",
        f"DTSTAMP:{stamp}",
        f"DTSTART:{stamp}",
        f"DTEND:{_utc(due + _LASTS)}",
        f"SUMMARY:{title}",
        "CLASS:PRIVATE",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{title}",
        "TRIGGER:PT0M",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{line}\r\n" for line in lines)


def _utc(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", " ")
