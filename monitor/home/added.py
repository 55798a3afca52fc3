"""Reports that are added to a session when it is over, or taken back: they stand in its note."""

from pathlib import Path
from typing import Final

from msgspec import structs

from monitor.errors import RecordingError
from monitor.home.catalogue import Catalogue
from monitor.home.notes import read_note, write_note
from monitor.home.renewal import alone
from monitor.report.follow_up import RedFlag
from monitor.report.red_flags import emergency_of
from monitor.report.trends import FLAGS
from monitor.session.beside import AddedReport
from monitor.session.finish import is_being_made
from monitor.session.recording import Recording
from monitor.wire import symptom, uuids
from monitor.wire.symptom import AFTERWARDS

_LATE_S: Final = 300.0
"""A recording whose first packet comes later counts on another clock: none waits so long for its
first sensor. Rule of thumb."""


def added_to(recording: Path) -> list[AddedReport]:
    """Give what was added to a session, also what an older version wrote into its recording.

    Raises
    ------
    RecordingError
        If the file cannot be opened or is no recording of ours.
    """
    found = []
    for packet in Recording(recording).everything():
        if packet.sensor == AFTERWARDS and packet.characteristic == uuids.SYMPTOM:
            tap = symptom.decode(packet.payload)
            report = AddedReport(
                t_s=packet.t_rx_s, feeling=tap.feeling, side=tap.side, zone=tap.zone, both=tap.both
            )
            found.append(report)
    return found


def add_report(catalogue: Catalogue, recording: Path, report: AddedReport) -> bool:
    """Note what was felt; False if just that stands at that second already.

    Whoever calls this has the session told anew; if that is cut short, the next start does it. The
    card of an emergency is open at once. A card that was read counts as read no more if it is of a
    flag that the session has not: the next one of that name is another.

    Raises
    ------
    RecordingError
        If the session is being recorded now, was over by then, or the note cannot be written.
    ConfigError
        If the note cannot be read.
    """
    _refuse_running(recording)
    oldest_s, newest_s = _span(recording)
    if not oldest_s <= report.t_s <= newest_s:
        asked, first, last = (clock(t_s) for t_s in (report.t_s, oldest_s, newest_s))
        raise RecordingError(f"{recording}: there is no {asked}; it goes from {first} to {last}")
    with alone(catalogue):
        note = read_note(recording)
        if any(_is_same(report, one) for one in added_to(recording)):
            return False
        flag = emergency_of(report.feeling, report.zone, report.side)
        known = _to_be_told(catalogue, recording, flag)
        read = {
            name: at
            for name, at in note.acknowledged.items()
            if name in known and (flag is None or name != flag.name)
        }
        more = structs.replace(note, added=(*note.added, report), acknowledged=read)
        write_note(recording, more)
    return True


def take_back(catalogue: Catalogue, recording: Path, gone: list[AddedReport]) -> None:
    """Note that reports count no more that were added; one of the run itself is none of them.

    Raises
    ------
    RecordingError, ConfigError
        As from ``add_report``.
    """
    _refuse_running(recording)
    with alone(catalogue):
        note = read_note(recording)
        kept = tuple(one for one in note.added if one not in gone)
        inside = [one for one in gone if one not in note.added]
        taken_back = (*note.taken_back, *inside)
        _to_be_told(catalogue, recording, None)
        write_note(recording, structs.replace(note, added=kept, taken_back=taken_back))


def clock(t_s: float) -> str:
    """Give minutes and seconds since the start of a session.

    >>> clock(1505.9)
    '25:05'
    """
    minutes, seconds = divmod(int(t_s), 60)
    return f"{minutes}:{seconds:02d}"


def _to_be_told(catalogue: Catalogue, recording: Path, flag: RedFlag | None) -> frozenset[str]:
    """Have a session told anew, and give the names of red flags that it had; trends' stay."""
    row = catalogue.at(recording)
    if row is None:
        return FLAGS
    had = frozenset(catalogue.flags(row.id))
    catalogue.tell_anew(row.id, flag)
    return had | FLAGS


def _refuse_running(recording: Path) -> None:
    if is_being_made(recording):
        raise RecordingError(f"{recording}: is being recorded now")


def _is_same(report: AddedReport, other: AddedReport) -> bool:
    """Tell whether both say the same of the same second."""
    return int(report.t_s) == int(other.t_s) and structs.replace(report, t_s=other.t_s) == other


def _span(recording: Path) -> tuple[float, float]:
    """First and last time that may be named, s: the start, where its clock starts near it."""
    times_s = [packet.t_rx_s for packet in Recording(recording).stored()]
    oldest_s, newest_s = min(times_s, default=0.0), max(times_s, default=0.0)
    return (oldest_s if oldest_s > _LATE_S else 0.0), newest_s
