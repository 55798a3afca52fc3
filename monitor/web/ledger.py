"""The presses that are on the disk: a file of their identities that outlives the process.

A press is in the recording before it is here, so a process that dies between the two leaves a run
without an end; its recording is then read for the presses that it holds.
"""

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from monitor.errors import MonitorError, RecordingError, WireError
from monitor.files.output import write_file
from monitor.session.recording import Recording
from monitor.wire import symptom, uuids, wish

_KEPT: Final = 10_000
"""Presses that are remembered. Rule of thumb: a phone sends again within days, not years."""
_RUN: Final = "run"
_PRESS: Final = "press"
_END: Final = "end"


class _Line(NamedTuple):
    what: str
    value: str


class Ledger:
    """Identities of presses that are recorded; ``None`` as file keeps them in memory only.

    Raises
    ------
    RecordingError
        If the file cannot be read or written.
    """

    def __init__(self, file: Path | None, recording: Path) -> None:
        self._file = file
        self._known: dict[str, None] = {}
        with self._refusing():
            unfinished = self._load()
        if unfinished is not None:
            self._known.update(dict.fromkeys(_presses_in(unfinished)))
        self._begin(recording)

    def __contains__(self, identity: str) -> bool:
        return identity in self._known

    def add(self, identities: Iterable[str]) -> None:
        """Remember presses that the recording holds; they are on the disk when this returns."""
        new = list(identities)
        self._append([_Line(_PRESS, identity) for identity in new])
        self._known.update(dict.fromkeys(new))

    def close(self) -> None:
        """Say that every press of the run is here."""
        self._append([_Line(_END, "")])

    def _load(self) -> Path | None:
        """Read the file; return the recording of a run that did not end."""
        unfinished: Path | None = None
        for what, value in _lines_of(self._file):
            if what == _RUN:
                unfinished = Path(value)
            elif what == _END:
                unfinished = None
            elif what == _PRESS:
                self._known[value] = None
        return unfinished

    def _begin(self, recording: Path) -> None:
        """Write what is known anew, and that a run begins."""
        if self._file is None:
            return
        lines = [_Line(_PRESS, identity) for identity in list(self._known)[-_KEPT:]]
        lines.append(_Line(_RUN, str(recording.absolute())))
        write_file(self._file, _text(lines), force=True)

    def _append(self, lines: list[_Line]) -> None:
        if self._file is not None:
            with self._refusing():
                _write(self._file, lines)

    @contextlib.contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise RecordingError(f"{self._file}: {error.strerror}") from error


def presses_in(file: Path | None) -> frozenset[str]:
    """Identities of the presses that earlier runs recorded; none where the file cannot be read."""
    with contextlib.suppress(OSError):
        return frozenset(value for what, value in _lines_of(file) if what == _PRESS)
    return frozenset()


def _lines_of(file: Path | None) -> Iterator[_Line]:
    if file is None or not file.exists():
        return
    for text in file.read_text(encoding="utf-8", errors="replace").splitlines():
        what, _, value = text.partition(" ")
        yield _Line(what, value)


def _text(lines: list[_Line]) -> bytes:
    return "".join(f"{what} {value}\n" for what, value in lines).encode()


def _write(file: Path, lines: list[_Line]) -> None:
    with file.open("ab") as handle:
        handle.write(_text(lines))
        handle.flush()
        os.fsync(handle.fileno())


def _presses_in(recording: Path) -> Iterator[str]:
    """Identities of the presses that a recording holds; none where it cannot be read."""
    with contextlib.suppress(MonitorError):
        for packet in Recording(recording).everything():
            with contextlib.suppress(WireError):
                identity = identity_in(packet.characteristic, packet.payload)
                if identity is not None:
                    yield identity


def identity_in(characteristic: str, payload: bytes) -> str | None:
    """Identity of the press in a packet, if it has one.

    Raises
    ------
    WireError
        If the packet cannot be read.
    """
    match characteristic:
        case uuids.SYMPTOM:
            press = symptom.decode(payload).press
        case uuids.WISH:
            press = wish.decode(payload).press
        case _:
            return None
    return None if press is None else press.identity
