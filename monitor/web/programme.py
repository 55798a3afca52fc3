"""What is on the air, as frames, and until when whoever joins hears it from its beginning."""

from dataclasses import dataclass
from typing import Final

from monitor.voice import mp3

_REJOIN_S: Final = 3.0
"""Who joins so soon after a sentence lost it in a broken stream, s. Rule of thumb: what a browser
holds back, and what its page waits before it joins anew."""


@dataclass(slots=True)
class Programme:
    """Something that is on the air: its frames, and a number that tells it from others."""

    number: int
    frames: list[bytes]
    begun_s: float
    """When it went on the air, on the loop's clock, s."""
    advice: int | None = None
    """Number of the advice that it is, if it is one."""
    until_s: float = float("inf")
    """Whoever joins before this, on the loop's clock, hears it from its beginning."""
    is_over: bool = False
    """Whether it came to its end, and was not cut off."""

    @property
    def is_whole(self) -> bool:
        """Whether all of it is encoded; if not, more frames come."""
        return self.until_s < float("inf")

    @property
    def ends_s(self) -> float:
        """When its last frame is played, on the loop's clock, s; once it is whole."""
        return self.until_s - _REJOIN_S

    def close(self) -> None:
        """All frames are there."""
        self.until_s = self.begun_s + len(self.frames) * mp3.FRAME_S + _REJOIN_S


def silence(number: int) -> Programme:
    """Give a programme in which nothing is said: whoever joins it has missed nothing."""
    return Programme(number, [], 0.0, until_s=0.0)
