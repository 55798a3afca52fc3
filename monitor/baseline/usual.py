"""Learn what is usual from the first strides of a run, where no earlier run says it."""

from statistics import median

from monitor.baseline.windows import TimeMean


class FirstMedian:
    """Median of the first values of a run, once they are enough and lasted long enough.

    Examples
    --------
    >>> start = FirstMedian(2.0, 3)
    >>> start.add(0.0, 5.0), start.add(1.0, 7.0), start.add(2.0, 6.0)
    (None, None, 6.0)
    """

    def __init__(self, span_s: float, least: int) -> None:
        self._span_s = span_s
        self._least = least
        self._values: list[float] = []
        self._start_s: float | None = None
        self._told = False

    def add(self, t_s: float, value: float) -> float | None:
        """Take a value; the median with the last one that it needs, once."""
        if self._told:
            return None
        self._start_s = t_s if self._start_s is None else self._start_s
        self._values.append(value)
        if len(self._values) < self._least or t_s - self._start_s < self._span_s:
            return None
        self._told = True
        return median(self._values)


class Usual:
    """What was usual at the start of the run (or in earlier ones), and the mean over a window."""

    def __init__(self, start: FirstMedian, window: TimeMean) -> None:
        self._start = start
        self._window = window
        self.usual: float | None = None

    def add(self, t_s: float, value: float) -> float | None:
        """Add a value. Return the current mean once the usual value is known."""
        mean = self._window.add(t_s, value)
        if self.usual is None:
            self.usual = self._start.add(t_s, value)
        return None if self.usual is None else mean
