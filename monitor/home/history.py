"""What is known across an athlete's sessions: cues, lift tests, red flags, kilometres of shoes."""

from datetime import datetime
from typing import Final

from monitor.home.aged import is_past
from monitor.home.catalogue import Catalogue
from monitor.home.rows import SessionRow
from monitor.report.context import Earlier
from monitor.report.follow_up import RedFlag
from monitor.report.story import VERSION, Cue, is_dated
from monitor.types import FindingKind


def kilometres(catalogue: Catalogue) -> dict[tuple[str, str], float]:
    """Give how far each shoe of each athlete has run, km."""
    query = (
        "SELECT athlete, shoe, TOTAL(distance_m) / 1000.0 FROM sessions"
        " WHERE athlete IS NOT NULL AND shoe IS NOT NULL GROUP BY athlete, shoe"
    )
    return {(athlete, shoe): km for athlete, shoe, km in catalogue.ask(query)}


_UNREAD: Final = (
    " FROM red_flags f JOIN sessions s ON s.id = f.session"
    " WHERE f.acknowledged IS NULL AND s.athlete IS ?1"
    " AND (s.athlete IS NOT NULL OR s.source NOT IN ('simulated', 'demo'))"
)
"""Flags of an athlete whose card was not read; simulated sessions of nobody are nobody's."""


def has_unread(catalogue: Catalogue, athlete: str | None) -> bool:
    """Tell whether a red flag of an athlete's sessions has a card that was not read."""
    return bool(catalogue.ask(f"SELECT 1{_UNREAD} LIMIT 1", [athlete]))


def told_before(catalogue: Catalogue) -> frozenset[str]:
    """Give the sessions whose story an older version told: it counted in another way."""
    found = catalogue.ask("SELECT session FROM stories WHERE version != ?", [VERSION])
    return frozenset(session for (session,) in found)


def read_at(catalogue: Catalogue, session: str) -> dict[str, str]:
    """Give when the cards of a session's red flags were read, by the name of the flag.

    The catalogue knows it also of a run whose note is gone with its recording.
    """
    query = "SELECT name, acknowledged FROM red_flags WHERE session = ? AND acknowledged NOT NULL"
    return dict(catalogue.ask(query, [session]))


def unread_before(
    catalogue: Catalogue, row: SessionRow, now: datetime | None = None
) -> tuple[Earlier, ...]:
    """Give the unread red flags of the sessions that an athlete had before one, newest first.

    ``now`` is when somebody reads them, as for ``is_past``.
    """
    if row.athlete is None and row.source in {"simulated", "demo"}:
        return ()
    query = (
        f"SELECT s.id, f.name, f.card{_UNREAD} AND s.id != ?2"  # noqa: S608  # all of it is ours
        " AND s.placed <= (SELECT placed FROM sessions WHERE id = ?2)"
        " ORDER BY s.placed DESC, f.name"
    )
    found = catalogue.ask(query, [row.athlete, row.id])
    of = {session: catalogue.exactly(session) for session, *_ in found}
    return tuple(
        Earlier(
            flag=RedFlag.named(name, card),
            day=day_of(of[session].started),
            nobodys=row.athlete is None,
            is_past=is_past(of[session], now),
        )
        for session, name, card in found
    )


def day_of(started: str) -> str | None:
    """Give the day of a session; None where no clock was set."""
    return started[:10] if is_dated(started) else None


def cues(catalogue: Catalogue, athlete: str | None, until: str | None = None) -> list[list[Cue]]:
    """Give the cues of an athlete's runs that a coin decided about, run by run, oldest first.

    ``until`` is an ISO instant; that run counts.
    """
    query = (
        "SELECT c.session, c.number, c.t_s, c.said, c.cause, c.measure, c.before, c.after"
        " FROM cues c JOIN sessions s ON s.id = c.session"
        " WHERE s.athlete IS ?1 AND (?2 IS NULL OR julianday(s.started) <= julianday(?2))"
        " ORDER BY julianday(s.started), c.session, c.number"
    )
    runs: dict[str, list[Cue]] = {}
    for session, number, t_s, said, cause, measure, before, after in catalogue.ask(
        query, [athlete, until]
    ):
        cue = Cue(
            number=number,
            t_s=t_s,
            said=bool(said),
            cause=FindingKind(cause),
            measure=measure,
            before=before,
            after=after,
        )
        runs.setdefault(session, []).append(cue)
    return list(runs.values())


def lifts(catalogue: Catalogue, athlete: str, before: str) -> list[tuple[float, float]]:
    """Give left and right of an athlete's earlier lift tests that found nothing, oldest first.

    ``before`` is an ISO instant.
    """
    query = (
        "SELECT l.left_deg, l.right_deg FROM lifts l JOIN sessions s ON s.id = l.session"
        " WHERE s.athlete = ? AND julianday(s.started) < julianday(?)"
        " AND l.verdict = 'alike' AND l.left_deg IS NOT NULL AND l.right_deg IS NOT NULL"
        " ORDER BY julianday(s.started)"
    )
    return [(left, right) for left, right in catalogue.ask(query, [athlete, before])]
