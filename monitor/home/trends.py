"""The trend of an athlete, from the catalogue."""

from msgspec import structs

from monitor.home.catalogue import Catalogue
from monitor.home.history import cues, has_unread
from monitor.home.rows import Filter, SessionRow
from monitor.report.cues import helps
from monitor.report.story import instant
from monitor.report.trends import Past, Trend, trend


def trend_of(catalogue: Catalogue, athlete: str | None, until: str | None = None) -> Trend:
    """Give the trend of an athlete's sessions, up to an instant (ISO) where one is given.

    While a red flag is open, what cues do for the athlete is not told: there is only the card.
    Simulated and demo sessions are nobody's, unless somebody's name was noted with them.
    """
    rows = catalogue.sessions(Filter(athlete=athlete))
    last = None if until is None else instant(until)
    told = trend(
        _past(row)
        for row in rows
        if row.athlete == athlete
        and (last is None or instant(row.started) <= last)
        and (athlete is not None or row.source not in {"simulated", "demo"})
    )
    if told.flag is not None or has_unread(catalogue, athlete):
        return told
    return structs.replace(told, helps=helps(cues(catalogue, athlete, until)))


def newest(catalogue: Catalogue, athlete: str | None) -> SessionRow | None:
    """Give the newest session of an athlete."""
    rows = catalogue.sessions(Filter(athlete=athlete, limit=1))
    return rows[0] if rows else None


def _past(row: SessionRow) -> Past:
    return Past(
        name=row.id,
        started=row.started,
        running_s=row.running_s,
        distance_m=row.distance_m,
        symptoms=row.symptoms,
        first_s=row.first_symptom_s,
        longest_s=row.longest_symptom_s,
        shoe=row.shoe,
        lacing=row.lacing,
        temperature_c=row.temperature_c,
    )
