"""How long ago a session was: what was an emergency then may be over now."""

from datetime import UTC, datetime, timedelta
from typing import Final

from monitor.home.rows import SessionRow, answers_of
from monitor.report.story import instant, is_dated

PAST: Final = timedelta(days=2)
"""So long after a run, and after the last answer about it, a card no longer says *now*. Rule of
thumb: longer than anybody waits who looks at yesterday's run."""


def is_past(row: SessionRow, now: datetime | None = None) -> bool:
    """Tell whether a session is of long ago; one without a date, or to come, is not.

    ``now`` is when somebody reads it; None: by this computer's clock.
    """
    if not is_dated(row.started):
        return False
    known = [instant(row.started) + timedelta(seconds=row.duration_s)]
    answers = answers_of(row)
    if answers is not None and answers.at:
        try:
            known.append(instant(answers.at))
        except ValueError:  # a note that somebody edited: when is not known
            return False
    return (now or datetime.now(UTC)) - max(known) > PAST
