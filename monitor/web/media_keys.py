"""The keys of a headset that is paired with the hub, where the system lets us read them (Linux).

Next: something is wrong, or yes; between runs it starts one. Previous: no. Play or pause: say how
things are. No key that a headset or a call can press by itself means *ok* or *quiet*.
"""

import asyncio
import contextlib
import logging
import os
import struct
import sys
from collections.abc import Callable, Iterator
from enum import IntEnum
from pathlib import Path
from typing import Any, Final

logger = logging.getLogger(__name__)

_EVENT: Final = struct.Struct("llHHi")
"""Linux's ``struct input_event``: two longs of time, type, code, value."""
_EV_KEY: Final = 1
_PRESSED: Final = 1
_READ_EVENTS: Final = 64
_AGAIN_S: Final = 3.0
"""Time between two looks for headsets, s. Rule of thumb: a look costs a few small files."""
_WORD_BITS: Final = struct.calcsize("l") * 8


class Key(IntEnum):
    """Codes of the keys, as Linux's input-event-codes.h has them."""

    NEXT = 163
    PLAY_PAUSE = 164
    PREVIOUS = 165
    PLAY = 200
    PAUSE = 201


def meaning(key: Key, *, runs: bool, asked: bool) -> dict[str, Any]:
    """Give the press that a key stands for, without its identity.

    Parameters
    ----------
    runs : bool
        Whether a run goes on.
    asked : bool
        Whether the last sentence asked if it is well.

    Examples
    --------
    >>> meaning(Key.NEXT, runs=True, asked=False)
    {'type': 'tap', 'what': 'something', 'unsaid': True}
    >>> meaning(Key.NEXT, runs=True, asked=True)
    {'type': 'tap', 'what': 'ok'}
    >>> meaning(Key.NEXT, runs=False, asked=False)
    {'type': 'start'}
    """
    wrong = {"type": "tap", "what": "something", "unsaid": True}
    match key:
        case Key.NEXT if not runs:
            return {"type": "start"}
        case Key.NEXT:
            return {"type": "tap", "what": "ok"} if asked else wrong
        case Key.PREVIOUS if runs and asked:
            return wrong
        case _:
            return {"type": "ask"}


@contextlib.contextmanager
def listening(
    press: Callable[[Key], None], root: Path = Path("/"), again_s: float = _AGAIN_S
) -> Iterator[None]:
    """Listen to every device that has such keys, also to those that come later, or come back.

    Parameters
    ----------
    press : callable
        Gets each key that is pressed.
    root : Path
        Where ``dev`` and ``sys`` are.
    again_s : float
        Time between two looks for devices, s.
    """
    ears = _Ears(press, root, again_s)
    ears.look()
    try:
        yield
    finally:
        ears.close()


class _Ears:
    """The devices that are listened to, each while it is there."""

    def __init__(self, press: Callable[[Key], None], root: Path, again_s: float) -> None:
        self._press, self._root, self._again_s = press, root, again_s
        self._loop = asyncio.get_running_loop()
        self._handles: dict[Path, int] = {}
        self._refused: set[Path] = set()
        self._timer: asyncio.TimerHandle | None = None

    def look(self) -> None:
        """Open the devices that are new, and look again later."""
        for device in _devices(self._root):
            if device not in self._handles:
                self._open(device)
        self._timer = self._loop.call_later(self._again_s, self.look)

    def close(self) -> None:
        """Listen no more."""
        if self._timer is not None:
            self._timer.cancel()
        for device in list(self._handles):
            self._forget(device)

    def _open(self, device: Path) -> None:
        try:
            handle = os.open(device, os.O_RDONLY | os.O_NONBLOCK)
        except OSError as error:
            if device not in self._refused:  # once: it is tried again and again
                logger.warning("keys: %s: %s", device, error.strerror)
                self._refused.add(device)
            return
        self._refused.discard(device)
        self._handles[device] = handle
        self._loop.add_reader(handle, self._read, device)
        logger.info("keys: %s is heard", device)

    def _forget(self, device: Path) -> None:
        handle = self._handles.pop(device)
        self._loop.remove_reader(handle)
        os.close(handle)

    def _read(self, device: Path) -> None:
        try:
            data = os.read(self._handles[device], _EVENT.size * _READ_EVENTS)
        except BlockingIOError:
            return
        except OSError:  # the headset is gone; it is looked for again
            data = b""
        if not data:
            self._forget(device)
            return
        whole = len(data) - len(data) % _EVENT.size
        for _, _, kind, code, value in _EVENT.iter_unpack(data[:whole]):
            if kind == _EV_KEY and value == _PRESSED and code in set(Key):
                self._press(Key(code))


def _devices(root: Path) -> Iterator[Path]:
    if sys.platform != "linux":
        return
    for place in sorted((root / "sys/class/input").glob("event*")):
        with contextlib.suppress(OSError, ValueError):
            bits = (place / "device/capabilities/key").read_text(encoding="ascii")
            if _has(bits, Key.NEXT):
                yield root / "dev/input" / place.name


def _has(bits: str, key: Key) -> bool:
    """Whether a device has a key, by the words of its bit mask, the highest first.

    >>> _has("800000000 0 0", Key.NEXT), _has("ff", Key.NEXT)
    (True, False)
    """
    words = [int(word, 16) for word in bits.split()]
    place, bit = divmod(key, _WORD_BITS)
    return place < len(words) and bool(words[-1 - place] >> bit & 1)
