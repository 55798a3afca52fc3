"""Turning points of a signal, small ripples apart."""


class ProminenceTracker:
    """Turning points of a signal between which it moves by more than ``size``.

    Examples
    --------
    >>> tracker = ProminenceTracker(1.0)
    >>> [tracker.feed(i, value) for i, value in enumerate([0.0, 3.0, 2.5, 2.8, 0.5, 4.0])]
    [None, 0, None, None, 1, 4]
    """

    def __init__(self, size: float) -> None:
        self._size = size
        self._high: tuple[float, int] | None = None
        self._low: tuple[float, int] | None = None
        self.falling: bool | None = None
        """Direction since the last turning point; None before the first."""

    def feed(self, index: int, value: float) -> int | None:
        """Take a value, local extrema at least; return the turning point that it confirms."""
        if self._high is None or self._low is None:
            self._high = self._low = (value, index)
            return None
        if self.falling is not True and value > self._high[0]:
            self._high = (value, index)
        if self.falling is not False and value < self._low[0]:
            self._low = (value, index)
        if self.falling is not True and self._high[0] - value > self._size:
            self.falling, self._low = True, (value, index)
            return self._high[1]
        if self.falling is not False and value - self._low[0] > self._size:
            self.falling, self._high = False, (value, index)
            return self._low[1]
        return None

    def confirms(self, value: float) -> bool:
        """Whether this value, were it fed next, would confirm a turning point."""
        if self._high is None or self._low is None:
            return False
        if self.falling is not True and self._high[0] - value > self._size:
            return True
        return self.falling is not False and value - self._low[0] > self._size
