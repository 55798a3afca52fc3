"""Notice that the runner has stopped moving for good, so that a forgotten session ends; pure."""

from monitor.types import Event, ReferenceSpeed, Stride


class Stillness:
    """Follow when a foot last made a stride, or a speed was last above zero.

    Parameters
    ----------
    most_s : float
        Longest time without movement, s.

    Examples
    --------
    >>> still = Stillness(900.0)
    >>> still.push(ReferenceSpeed(60.0, 2.5))
    >>> still.is_over(959.0), still.is_over(960.0)
    (False, True)
    """

    def __init__(self, most_s: float) -> None:
        self._most_s = most_s
        self._moved_s = 0.0

    def push(self, event: Event) -> None:
        """Take note of an event; most say nothing about movement."""
        match event:
            case Stride():
                self._moved_s = max(self._moved_s, event.next_ic_s)
            case ReferenceSpeed() if event.speed_m_s > 0.0:
                self._moved_s = max(self._moved_s, event.t_s)

    def is_over(self, now_s: float) -> bool:
        """Whether nothing moved for so long, at an instant of the session."""
        return now_s - self._moved_s >= self._most_s
