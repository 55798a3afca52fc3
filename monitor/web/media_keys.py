"""The keys of a headset that is paired with the hub, where the system lets us read them (Linux).

Next: something is wrong, or yes; between runs it starts one. Previous: no. Play or pause: say how
things are. No key that a headset or a call can press by itself means *ok* or *quiet*.
"""

import asyncio
import contextlib
import os
import struct
import sys
from collections.abc import Callable, Iterator
from enum import IntEnum
from pathlib import Path
from typing import Any, Final

_EVENT: Final = struct.Struct("llHHi")
"""Linux's ``struct input_event``: two longs of time, type, code, value."""
_EV_KEY: Final = 1
_PRESSED: Final = 1
_READ_EVENTS: Final = 64
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
        Whether the last sentence was a question.

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
def listening(press: Callable[[Key], None], root: Path = Path("/")) -> Iterator[int]:
    """Listen to every device that has such keys; gives how many there are.

    Parameters
    ----------
    press : callable
        Gets each key that is pressed.
    root : Path
        Where ``dev`` and ``sys`` are.
    """
    loop = asyncio.get_running_loop()
    handles = []
    try:
        for device in _devices(root):
            with contextlib.suppress(OSError):  # not for us to read
                handle = os.open(device, os.O_RDONLY | os.O_NONBLOCK)
                handles.append(handle)
                loop.add_reader(handle, _read, loop, handle, press)
        yield len(handles)
    finally:
        for handle in handles:
            loop.remove_reader(handle)
            os.close(handle)


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


def _read(loop: asyncio.AbstractEventLoop, handle: int, press: Callable[[Key], None]) -> None:
    try:
        data = os.read(handle, _EVENT.size * _READ_EVENTS)
    except BlockingIOError:
        return
    except OSError:  # the headset is gone
        data = b""
    if not data:
        loop.remove_reader(handle)
        return
    whole = len(data) - len(data) % _EVENT.size
    for _, _, kind, code, value in _EVENT.iter_unpack(data[:whole]):
        if kind == _EV_KEY and value == _PRESSED and code in set(Key):
            press(Key(code))
