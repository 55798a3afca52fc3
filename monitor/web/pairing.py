"""Decide who is let in: by the token once and a cookie since, or by the token every time.

The token stands in the code that is printed at the start, behind ``#``: browsers do not send that
part of an address, so it gets into no log. It is exchanged for a cookie that scripts cannot read.

The file counts at every question, not what was read once: a hub runs for weeks. Whoever removes it
shuts all phones out at once.
"""

import hashlib
import hmac
import logging
import math
import os
import secrets
import time
from collections import deque
from pathlib import Path
from typing import Annotated, Final, NamedTuple

from msgspec import Meta, Struct

from monitor.errors import ConfigError, MonitorError, RecordingError, SinkError
from monitor.files.output import write_file
from monitor.reader import read_json, to_json

logger = logging.getLogger(__name__)

_COOKIE: Final = "footloose"
_PHONES: Final = 32
"""Browsers that stay paired; then the oldest is forgotten. Rule of thumb: a club."""
_TRIES: Final = 10
"""Wrong tokens within ``_TRIES_S`` after which an address is not asked any more. Rule of thumb."""
_ADDRESSES: Final = 256
"""Addresses whose wrong tokens are remembered; then the oldest is forgotten. Rule of thumb."""
_TRIES_S: Final = 60.0
_TOKEN_BYTES: Final = 16
_AGAIN_S: Final = 1.0
"""Time until a file that could not be read is read again. Rule of thumb: no phone waits longer."""

_Text = Annotated[str, Meta(min_length=16, max_length=256)]


class Paired(Struct, forbid_unknown_fields=True):
    """What the file holds: the token, and a fingerprint of every cookie."""

    token: _Text
    phones: list[_Text]


class _Stamp(NamedTuple):
    """Which version of a file it is."""

    inode: int
    changed_ns: int
    size_bytes: int


class Pairing:
    """Token and cookies; ``None`` as file makes some that end with the process.

    Raises
    ------
    ConfigError
        If the file is there and is no pairing, or cannot be read.
    SinkError
        If it cannot be written.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._wrong_s: dict[str, deque[float]] = {}
        self._seen: _Stamp | None = None
        self._again_s = math.inf
        """When to read a file anew that did not change, on a clock that is never set; s."""
        self._paired = _nobody()
        if file is not None:
            self._load(file)

    @property
    def token(self) -> str:
        """What the printed code carries."""
        self._look()
        return self._paired.token

    def pair(self, token: str, now_s: float, address: str = "") -> str | None:
        """Exchange the token for a cookie; None if it is another, or too many were wrong.

        ``address``: where it came from. Whoever guesses bars only that address.
        """
        if self.is_barred(now_s, address) or not self.carries_token(token):
            self._note_wrong(now_s, address)
            return None
        cookie = secrets.token_urlsafe(_TOKEN_BYTES)
        self._paired.phones = [*self._paired.phones, _fingerprint(cookie)][-_PHONES:]
        self._save()
        return cookie

    def is_barred(self, now_s: float, address: str = "") -> bool:
        """Whether so many wrong tokens came from an address lately that none is looked at."""
        wrong_s = self._wrong_s.get(address, deque())
        return len(wrong_s) == _TRIES and now_s - wrong_s[0] < _TRIES_S

    def knows(self, cookie: str) -> bool:
        """Whether a cookie is one of ours."""
        self._look()
        mine = _fingerprint(cookie)
        return any(hmac.compare_digest(mine, other) for other in self._paired.phones)

    def carries_token(self, bearer: str) -> bool:
        """Whether a script brought the token itself."""
        return hmac.compare_digest(bearer.encode(), self.token.encode())

    def _note_wrong(self, now_s: float, address: str) -> None:
        wrong_s = self._wrong_s.pop(address, deque(maxlen=_TRIES))
        wrong_s.append(now_s)
        self._wrong_s[address] = wrong_s
        if len(self._wrong_s) > _ADDRESSES:
            del self._wrong_s[next(iter(self._wrong_s))]

    def _look(self) -> None:
        """Take over what the file holds by now; without one, forget everybody."""
        if self._file is None:
            return
        now_s, is_other = time.monotonic(), _stamp(self._file) != self._seen
        if not is_other and now_s < self._again_s:
            return
        try:
            self._load(self._file)
        except MonitorError as error:  # who edits it shuts all out until it can be read
            self._paired, self._seen = _nobody(), _stamp(self._file)
            self._again_s = now_s + _AGAIN_S  # what kept it from being read may pass
            if is_other:
                logger.warning("page: nobody is let in: %s", error)

    def _load(self, file: Path) -> None:
        if not os.path.lexists(file):
            self._make(file)
        stamp = _stamp(file)
        self._paired, self._seen, self._again_s = _read(file), stamp, math.inf

    def _make(self, file: Path) -> None:
        """Make a file with a new token, unless another process just did."""
        try:
            write_file(file, to_json(_nobody(), Paired, file))
        except RecordingError as error:
            if not os.path.lexists(file):
                raise SinkError(str(error)) from error

    def _save(self) -> None:
        if self._file is None:
            return
        try:
            write_file(self._file, to_json(self._paired, Paired, self._file), force=True)
        except RecordingError as error:
            raise SinkError(str(error)) from error


def cookie_name(scheme: str) -> str:
    """Give the name of the cookie that pages get over http or https, or a socket of either.

    They differ: a browser never lets plain http replace a cookie that came encrypted.

    >>> cookie_name("http"), cookie_name("wss")
    ('footloose', 'footloose-s')
    """
    return f"{_COOKIE}-s" if scheme in {"https", "wss"} else _COOKIE


def _nobody() -> Paired:
    """Give a new token, and no phones."""
    return Paired(secrets.token_urlsafe(_TOKEN_BYTES), [])


def _stamp(file: Path) -> _Stamp | None:
    """Say which version of a file is there; None if there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return _Stamp(found.st_ino, found.st_mtime_ns, found.st_size)


def _read(file: Path) -> Paired:
    try:
        return read_json(file, Paired)
    except ConfigError as error:
        expected = f"no pairing, remove it to pair anew: {error.expected}"
        raise ConfigError(file, error.key, expected) from error


def _fingerprint(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()
