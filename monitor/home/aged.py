"""How long ago a session was: what was an emergency then may be over now."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from monitor.home.rows import SessionRow, answers_of
from monitor.report.story import instant, is_dated
from monitor.session.header import OWN_SOURCES

PAST: Final = timedelta(days=2)
"""So long after a run, and after the last answer about it, a card no longer says *now*. Rule of
thumb: longer than anybody waits who looks at yesterday's run."""

_SET: Final = datetime(2000, 1, 8, tzinfo=UTC)
"""Loggers whose clock was never set begin at the start of 2000. Rule of thumb: within a week."""


def is_past(row: SessionRow, now: datetime | None = None) -> bool:
    """Tell whether a session is of long ago; one without a date, or to come, is not.

    A run that was recorded here is as young as its recording: a small computer that starts without
    a network shows when it was shut down, and may learn the time during the run. ``now`` is when
    somebody reads it; None: by this computer's clock.
    """
    if not is_dated(row.started) or instant(row.started) < _SET:
        return False
    known = [instant(row.started) + timedelta(seconds=row.duration_s)]
    if row.source in OWN_SOURCES:
        with suppress(OSError):
            known.append(datetime.fromtimestamp(Path(row.path).stat().st_mtime, UTC))
    answers = answers_of(row)
    if answers is not None and answers.at:
        try:
            known.append(instant(answers.at))
        except ValueError:  # a note that somebody edited: when is not known
            return False
    return (now or datetime.now(UTC)) - max(known) > PAST
