"""How does the runner say what a foot feels like? With two keys: the feeling, then the foot.

n numb   t tingling   p pain   o ok      then   l left   r right   b both
s snooze ten minutes  m mute form cues   u speak them again
"""

import asyncio
import os
import termios
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from monitor.types import Feeling, Packet, Side, WishKind
from monitor.wire import symptom, uuids, wish

RUNNER: Final = "runner"
"""The sensor that taps and wishes come from."""
HELP: Final = "keys: n numb, t tingling, p pain, o ok, then l, r or b for the foot; s snooze; q end"

_STDIN: Final = 0
_MOST_KEYS: Final = 1024
"""Keys read at once; more wait for the next turn."""
_FEELINGS: Final = {
    "n": Feeling.NUMB,
    "t": Feeling.TINGLING,
    "p": Feeling.PAIN,
    "o": Feeling.OK,
}
_FEET: Final[dict[str, Side | None]] = {"l": Side.LEFT, "r": Side.RIGHT, "b": None}
_WISHES: Final = {
    "s": wish.Quiet(WishKind.SNOOZE, 600),
    "m": wish.Quiet(WishKind.MUTE_CUES),
    "u": wish.Quiet(WishKind.UNMUTE_CUES),
}


class Keys:
    """Turn keys into packets: a feeling waits for its foot.

    Examples
    --------
    >>> keys = Keys()
    >>> keys.press("n", 60.0), keys.press("l", 61.0).payload.hex(" ")
    (None, '01 01 00')
    """

    def __init__(self) -> None:
        self._feeling: Feeling | None = None

    def press(self, key: str, t_rx_s: float) -> Packet | None:
        """Return the packet that a key completes."""
        key = key.lower()
        if key in _WISHES:
            return Packet(RUNNER, uuids.WISH, t_rx_s, wish.encode(_WISHES[key]))
        feeling, self._feeling = self._feeling, _FEELINGS.get(key)
        if feeling is None or key not in _FEET:
            return None
        tap = symptom.Tap(feeling, _FEET[key])
        return Packet(RUNNER, uuids.SYMPTOM, t_rx_s, symptom.encode(tap))


def can_listen() -> bool:
    """Tell whether there are keys: a terminal, and we in its foreground.

    Whoever changes a terminal from the background (``footloose run &``) is stopped.
    """
    try:
        return os.tcgetpgrp(_STDIN) == os.getpgrp()
    except OSError:
        return False  # no terminal, or closed


@contextmanager
def listening(
    take: Callable[[Packet], None], end: Callable[[], None], now_s: Callable[[], float]
) -> Iterator[bool]:
    """Listen to the terminal's keys; gives whether there is a terminal to listen to."""
    if not can_listen():
        yield False
        return
    keys, loop = Keys(), asyncio.get_running_loop()

    def read() -> None:
        # not sys.stdin.read: it would keep the second of two quick keys to itself
        pressed = os.read(_STDIN, _MOST_KEYS).decode(errors="ignore")
        for key in pressed:
            if packet := keys.press(key, now_s()):
                take(packet)
        if not pressed or "q" in pressed.lower():
            end()

    before = termios.tcgetattr(_STDIN)
    tty.setcbreak(_STDIN)
    loop.add_reader(_STDIN, read)
    try:
        yield True
    finally:
        loop.remove_reader(_STDIN)
        termios.tcsetattr(_STDIN, termios.TCSADRAIN, before)
