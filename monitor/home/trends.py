"""The trend of an athlete, from the catalogue."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from msgspec import structs

from monitor.home.catalogue import Catalogue
from monitor.home.history import cues, has_unread, told_before
from monitor.home.notes import note_or_none
from monitor.home.rows import Filter, SessionRow
from monitor.report.cues import helps
from monitor.report.follow_up import RedFlag
from monitor.report.story import Story, instant
from monitor.report.trends import FLAGS, PAIN_RUNS, Past, SamePain, Trend, had_long, trend
from monitor.report.worsening import worse
from monitor.types import Feeling, Side, Zone


def trend_of(catalogue: Catalogue, athlete: str | None, until: str | None = None) -> Trend:
    """Give the trend of an athlete's sessions, up to an instant (ISO) where one is given.

    While a red flag is open, what cues do for the athlete is not told: there is only the card.
    Sessions of nobody have none: they may be of several people. Runs that an older version counted
    are left out until they are told again.
    """
    if athlete is None:
        return Trend(groups=(), found=None, nobodys=True)
    last = None if until is None else instant(until)

    def is_in(row: SessionRow) -> bool:
        return last is None or instant(row.started) <= last

    older = [_past(row) for row in left_out(catalogue, athlete) if is_in(row)]
    told = trend(map(_past, filter(is_in, _runs(catalogue, athlete))), older)
    pains = _same_pains(catalogue, filter(is_in, _sessions(catalogue, athlete)))
    told = structs.replace(told, older=len(older), pains=pains)
    if told.flag is not None or has_unread(catalogue, athlete):
        return told
    return structs.replace(told, helps=helps(cues(catalogue, athlete, until)))


def completed_by(catalogue: Catalogue, row: SessionRow) -> RedFlag | None:
    """Give the flag of a trend to the worse whose newest run this is; it need not be entered yet.

    It is kept with that run: runs after it may be quiet before anybody read the card. While runs of
    an older version are left out, a card that nobody read stays: too little is known to take it.
    """
    if row.athlete is None or not _past(row).counts:
        return None
    before = [one for one in _runs(catalogue, row.athlete) if one.id != row.id]
    last = instant(row.started)
    older = [_past(one) for one in left_out(catalogue, row.athlete) if one.id != row.id]
    runs = (_past(one) for one in [*before, row] if instant(one.started) <= last)
    flag = trend(runs, older).flag
    return flag or _held(catalogue, row)


def left_out(catalogue: Catalogue, athlete: str | None) -> list[SessionRow]:
    """Give the runs that an older version counted, the newest first: no trend can be told of them.

    Held against runs that count in another way, they would make a trend, or hide one.
    """
    before = told_before(catalogue)
    rows = _sessions(catalogue, athlete) if before else []
    return [row for row in rows if row.id in before and row.running_s > 0.0]


def _held(catalogue: Catalogue, row: SessionRow) -> RedFlag | None:
    """Give the unread flag of a trend that a run has, while others of its runner are left out."""
    if all(one.id == row.id for one in left_out(catalogue, row.athlete)):
        return None
    query = (
        "SELECT f.name, f.card FROM red_flags f JOIN sessions s ON s.id = f.session"
        " WHERE s.id = ? AND s.athlete IS ? AND f.acknowledged IS NULL"
    )
    flags = [RedFlag.named(*found) for found in catalogue.ask(query, [row.id, row.athlete])]
    return next((flag for flag in flags if flag.name in FLAGS), None)


def renew_worse(catalogue: Catalogue, athlete: str | None, since: str | None = None) -> None:
    """Find anew which trends to the worse the runs of an athlete complete, after an instant.

    A run that is entered, changed or removed changes what its later runs are held against. While
    runs of an older version are left out, no flag is taken back.
    """
    older = [_past(row) for row in left_out(catalogue, athlete)]
    runs = sorted(
        (row for row in _runs(catalogue, athlete) if _past(row).counts),
        key=lambda row: instant(row.started),
    )
    pasts = [_past(row).run for row in runs]
    for number, row in enumerate(runs):
        if since is not None and instant(row.started) <= instant(since):
            continue
        found = worse(pasts[: number + 1], had_long=had_long(older, row.started))
        flag = Trend(groups=(), found=found).flag
        if flag is None and older:
            continue
        held = [name for name in catalogue.flags(row.id) if name in FLAGS]
        if held != ([] if flag is None else [flag.name]):
            note = note_or_none(Path(row.path))
            read = note.acknowledged.get(flag.name) if note is not None and flag else None
            catalogue.keep_worse(row.id, flag, read)


def newest_worse(catalogue: Catalogue, athlete: str | None) -> tuple[SessionRow, RedFlag] | None:
    """Give an athlete's newest run with the flag of the trend as it stands now, if there is one.

    It may not be kept with the run: an older program filed it, or an older run was changed since.
    """
    rows = [row for row in _runs(catalogue, athlete) if _past(row).counts]
    flag = trend(map(_past, rows), map(_past, left_out(catalogue, athlete))).flag
    return None if flag is None else (rows[0], flag)


def _same_pains(catalogue: Catalogue, rows: Iterable[SessionRow]) -> tuple[SamePain, ...]:
    """Give the places that hurt in two or more of the newest runs; the most often first."""
    newest = [row for row in rows if row.running_s > 0.0][:PAIN_RUNS]
    if not newest:
        return ()
    query = (
        "SELECT DISTINCT p.session FROM symptoms p JOIN sessions s ON s.id = p.session"
        " WHERE s.athlete IS ? AND p.feeling = 'pain' AND p.zone IS NOT NULL"
    )
    hurt = {name for (name,) in catalogue.ask(query, [newest[0].athlete])}
    runs = Counter(
        place for row in newest if row.id in hurt for place in _pains(catalogue.story(row.id))
    )
    return tuple(
        SamePain(side=side, zone=zone, runs=count, of=len(newest))
        for (side, zone), count in sorted(runs.items(), key=lambda one: (-one[1], one[0]))
        if count > 1 and zone is not Zone.FOOT
    )


def _pains(story: Story | None) -> set[tuple[Side, Zone]]:
    """Give the places that hurt in a run, each foot for itself where it was both."""
    felt = story.felt if story is not None else ()
    return {
        (side, one.zone)
        for one in felt
        if one.feeling is Feeling.PAIN and one.zone is not None
        for side in (Side if one.both else [one.side])
        if side is not None
    }


def _runs(catalogue: Catalogue, athlete: str | None) -> list[SessionRow]:
    """Give the sessions of an athlete that this version counted; newest first."""
    before = told_before(catalogue)
    return [row for row in _sessions(catalogue, athlete) if row.id not in before]


def _sessions(catalogue: Catalogue, athlete: str | None) -> list[SessionRow]:
    return [] if athlete is None else catalogue.sessions(Filter(athlete=athlete))


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
