"""Sessions of one lacing, or one shoe, as a group to be compared."""

from itertools import pairwise
from typing import Final

from msgspec import Struct

from monitor.home.catalogue import Catalogue
from monitor.home.rows import Filter, SessionRow
from monitor.report.first_report import Until
from monitor.report.story import instant

BY: Final = ("lacing", "shoe")


class Groups(Struct, frozen=True):
    """Two groups of sessions: by what, and the runs of each, the oldest first."""

    by: str
    a: tuple[SessionRow, ...]
    b: tuple[SessionRow, ...]

    @property
    def by_turns(self) -> bool:
        """Whether the runs were by turns: at least half of the changes that there could be."""
        started = [*((row.started, 0) for row in self.a), *((row.started, 1) for row in self.b)]
        order = sorted((instant(at), which) for at, which in started)
        changes = sum(one[1] != two[1] for one, two in pairwise(order))
        return changes >= min(len(self.a), len(self.b))


def groups(catalogue: Catalogue, athlete: str | None, a: str, b: str) -> Groups | None:
    """Give the sessions of two lacings or two shoes; None where the names are neither."""
    for by in BY:
        found = [_runs(catalogue, athlete, by, name) for name in (a, b)]
        if all(found):
            return Groups(by, *found)
    return None


def until(row: SessionRow) -> Until:
    """Give when something was first felt in a session, or until when nothing was.

    Both count from the start of the session: what stood still before a report stood still before
    the end of a run without one.
    """
    if row.first_symptom_s is not None:
        return Until(row.first_symptom_s / 60.0, felt=True)
    ended_s = row.duration_s if row.last_run_s is None else row.last_run_s
    return Until(ended_s / 60.0, felt=False)


def _runs(catalogue: Catalogue, athlete: str | None, by: str, name: str) -> tuple[SessionRow, ...]:
    wanted = Filter(athlete=athlete, lacing=name) if by == "lacing" else Filter(
        athlete=athlete, shoe=name
    )  # fmt: skip
    rows = [row for row in catalogue.sessions(wanted) if row.running_s > 0.0]
    return tuple(sorted(rows, key=lambda row: instant(row.started)))
