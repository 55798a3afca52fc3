"""Symptoms from the keyboard: the feeling, the foot, the place.

n numb   t tingling   p pain   k tight   w swollen   d dizzy   o ok
then     l left   r right   b both   . foot not said (as if no key comes); not after d
then, if it is known and at once     t top   s sole   f forefoot   h heel   c calf   w whole foot
s snooze ten minutes  m mute form cues   u speak them again   backspace: take back what was begun
"""

import asyncio
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Final
from uuid import uuid4

from monitor.types import Feeling, Packet, Side, WishKind, Zone
from monitor.wire import symptom, uuids, wish
from monitor.wire.press import Press

RUNNER: Final = "runner"
"""The sensor that taps and wishes come from."""
HELP: Final = (
    "keys: n numb, t tingling, p pain, k tight, w swollen, d dizzy, o ok; then (not after"
    " d) l, r, b or . for the foot; then t top, s sole, f forefoot, h heel, c calf, w whole foot,"
    " or nothing; s snooze; q end"
)
ZONE_WAIT_S: Final = 2.0
"""Without a third key within this, a tap is about the whole foot. Rule of thumb: a quick key."""
FOOT_WAIT_S: Final = 2.0
"""Without a second key within this, the foot is not said, and is asked for. Rule of thumb: a report
is answered within three seconds."""

_STDIN: Final = 0
_ENTER: Final = "\r\n"
_MOST_KEYS: Final = 1024
"""Keys read at once; more wait for the next turn."""
_FEELINGS: Final = {
    "n": Feeling.NUMB,
    "t": Feeling.TINGLING,
    "p": Feeling.PAIN,
    "k": Feeling.TIGHT,
    "w": Feeling.SWOLLEN,
    "d": Feeling.DIZZY,
    "o": Feeling.OK,
}
_TAKEN_BACK: Final = "\b\x7f\x1b"
"""Backspace and Escape take back what was begun."""
_SEQUENCES: Final = re.compile(r"\x1b[\[O][0-9;]*[A-Za-z~]")
"""What a terminal sends for arrows and function keys: an escape, and letters that are no keys."""
_WITHOUT_FOOT: Final = frozenset("d")
_FEET: Final[dict[str, Side | None]] = {"l": Side.LEFT, "r": Side.RIGHT, "b": None, ".": None}
_ZONES: Final = {
    "t": Zone.TOP,
    "s": Zone.SOLE,
    "f": Zone.FOREFOOT,
    "h": Zone.HEEL,
    "c": Zone.CALF,
    "w": Zone.FOOT,
}
_WISHES: Final = {
    "s": wish.Quiet(WishKind.SNOOZE, 600),
    "m": wish.Quiet(WishKind.MUTE_CUES),
    "u": wish.Quiet(WishKind.UNMUTE_CUES),
}


class Keys:
    """Turn keys into packets: a feeling waits for its foot, and a moment for the place on it.

    Examples
    --------
    >>> keys = Keys()
    >>> keys.press("n", 60.0), keys.awaited
    ([], 'numb: l left, r right, b both feet?')
    >>> keys.press("l", 61.0), keys.awaited
    ([], 'numb, left foot: t top, s sole, f forefoot, or nothing?')
    >>> [packet.payload.hex(" ") for packet in keys.press("s", 61.5)]
    ['01 01 02']
    """

    def __init__(self) -> None:
        self._feeling: Feeling | None = None
        self._tap: symptom.Tap | None = None
        self._began_s = 0.0

    @property
    def awaited(self) -> str:
        """What the next key is to say; empty when nothing is begun."""
        if self._tap is not None:
            return (
                f"{self._tap.feeling}, {_foot(self._tap)}: t top, s sole, f forefoot, or nothing?"
            )
        return f"{self._feeling}: l left, r right, b both feet?" if self._feeling else ""

    @property
    def wait_s(self) -> float | None:
        """How long a tap waits for its foot, or for its place, both of which it can do without."""
        if self._tap is not None:
            return ZONE_WAIT_S
        return None if self._feeling is None else FOOT_WAIT_S

    def press(self, key: str, t_rx_s: float) -> list[Packet]:
        """Return the packets that a key completes."""
        key = key.lower()
        if self._tap is not None and key in _ZONES:
            self._tap = replace(self._tap, zone=_ZONES[key])
            return self.complete(t_rx_s)
        if self._feeling is not None and key in _FEET:
            self._tap, self._feeling = symptom.Tap(self._feeling, _FEET[key], both=key == "b"), None
            return []
        if key in _WISHES:
            done = self.complete(t_rx_s)
            return [*done, Packet(RUNNER, uuids.WISH, t_rx_s, wish.encode(_WISHES[key]))]
        if key in _TAKEN_BACK:
            self._feeling = self._tap = None
            return []
        if key not in _FEELINGS:
            return self.complete(t_rx_s) if self._tap is not None else []  # a slip loses nothing
        done, self._feeling = self.complete(t_rx_s), _FEELINGS[key]
        self._began_s = t_rx_s
        return [*done, *self.complete(t_rx_s)] if key in _WITHOUT_FOOT else done

    def complete(self, t_rx_s: float) -> list[Packet]:
        """Return the tap that waits for its foot or place, if one does: none comes any more."""
        feeling, tap = self._feeling, self._tap
        self._feeling = self._tap = None
        if tap is None and feeling is not None:
            # it was pressed before whatever was asked meanwhile, and answers nothing of that
            age_s = t_rx_s - self._began_s
            tap = symptom.Tap(feeling, press=Press(uuid4().hex, age_s) if age_s > 0.0 else None)
        if tap is None:
            return []
        return [Packet(RUNNER, uuids.SYMPTOM, t_rx_s, symptom.encode(tap))]


def _foot(tap: symptom.Tap) -> str:
    if tap.both:
        return "both feet"
    return f"{tap.side} foot" if tap.side else "foot not said"


def can_listen() -> bool:
    """Tell whether there are keys: a terminal, and we in its foreground.

    Whoever changes a terminal from the background (``footloose run &``) is stopped.
    """
    if not has_terminals():
        return False
    try:
        return os.tcgetpgrp(_STDIN) == os.getpgrp()
    except OSError:
        return False  # no terminal, or closed


def has_terminals() -> bool:
    """Tell whether this system lets a program read single keys: Linux and macOS do.

    Windows does not in this way; there a session goes without keys.
    """
    try:
        import termios  # noqa: F401  # whether it is there is the question
    except ModuleNotFoundError:
        return False
    return True


@contextmanager
def listening(
    take: Callable[[Packet], None],
    end: Callable[[], None],
    now_s: Callable[[], float],
    show: Callable[[str], None],
    entered: Callable[[], None] = lambda: None,
) -> Iterator[Callable[[], None]]:
    """Listen to the terminal's keys; gives what completes a tap that still waits for its place.

    Whoever ends the session calls it first, else that tap is lost. ``show`` gets what the next key
    is to say, whenever a tap was begun; ``entered`` is called at each Enter.
    """
    if not can_listen():
        yield _nothing
        return
    import termios
    import tty

    listener = _Listener(take, end, now_s, show, entered)
    loop = asyncio.get_running_loop()
    before = termios.tcgetattr(_STDIN)
    tty.setcbreak(_STDIN)
    loop.add_reader(_STDIN, listener.read)
    try:
        yield listener.complete
    finally:
        loop.remove_reader(_STDIN)
        listener.close()
        with suppress(termios.error):  # the terminal may be gone
            termios.tcsetattr(_STDIN, termios.TCSADRAIN, before)


def _nothing() -> None:
    """Do nothing: without keys no tap waits."""


class _Listener:
    """Read keys as they come; let a tap whose place does not come go without."""

    def __init__(
        self,
        take: Callable[[Packet], None],
        end: Callable[[], None],
        now_s: Callable[[], float],
        show: Callable[[str], None],
        entered: Callable[[], None],
    ) -> None:
        self._take, self._end, self._now_s, self._show = take, end, now_s, show
        self._entered = entered
        self._keys = Keys()
        self._shown = ""
        self._timer: asyncio.TimerHandle | None = None

    def read(self) -> None:
        # not sys.stdin.read: it would keep the second of two quick keys to itself
        try:
            pressed = os.read(_STDIN, _MOST_KEYS).decode(errors="ignore")
        except OSError:  # the terminal is gone
            pressed = ""
        over, pressed = not pressed, _SEQUENCES.sub("", pressed)
        for key in pressed:
            self._hand(self._keys.press(key, self._now_s()))
            if key in _ENTER:
                self._entered()
        if over or "q" in pressed.lower():
            self._end()  # which completes a tap
        self._wait()

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _wait(self) -> None:
        """Say what is awaited, and give the foot or the place of a tap its moment."""
        self.close()
        awaited, before = self._keys.awaited, self._shown
        self._shown = awaited
        if awaited and awaited != before:
            self._show(awaited)
        wait_s = self._keys.wait_s
        if wait_s is not None:
            self._timer = asyncio.get_running_loop().call_later(wait_s, self.complete)

    def complete(self) -> None:
        """Take the tap that waits for its foot or place, if one does: that stays unsaid."""
        self._hand(self._keys.complete(self._now_s()))
        self._shown = ""

    def _hand(self, packets: list[Packet]) -> None:
        for packet in packets:
            self._take(packet)
