"""When samples were taken, in whole numbers: an ESP32's floats have six digits. Pure.

Time is counted in ns since boot; a tick is 1/32768 s.
"""

WRAP_US = 1 << 30
"""`time.ticks_us` begins anew at this number on an ESP32, after 18 minutes."""


class Boot:
    """Time since boot, from a counter of µs that wraps."""

    def __init__(self, wrap_us=WRAP_US):
        self._wrap_us = wrap_us
        self._last_us = 0
        self._total_us = 0

    def ns(self, ticks_us):
        """Time since boot; ask at least once a wrap."""
        self._total_us += (ticks_us - self._last_us) % self._wrap_us
        self._last_us = ticks_us
        return self._total_us * 1000


def tick(at_ns):
    """The tick of an instant, in 32 bits."""
    return at_ns * 512 // 15_625_000 & 0xFFFFFFFF


def period_ns(rate_mhz):
    """Time from one sample to the next of a rate in 1/1000 Hz."""
    return 1_000_000_000_000 // rate_mhz


class SampleLine:
    """Instants of samples that a sensor takes by its own clock and keeps in a FIFO.

    Whoever reads how many there are knows that the newest is not from the future, and not older
    than one period. Between these two bounds the instants follow the nominal rate, so a sensor
    whose clock is some per cent off is followed without a jump.
    """

    def __init__(self, rate_mhz):
        self.period_ns = period_ns(rate_mhz)
        self._newest_ns = None

    def lost(self):
        """Say that samples were lost: the next ones follow on nothing."""
        self._newest_ns = None

    def first_ns(self, count, read_ns):
        """Instant of the first of the ``count`` samples that were there at ``read_ns``."""
        if self._newest_ns is None:
            newest_ns = read_ns - self.period_ns // 2
        else:
            newest_ns = self._newest_ns + count * self.period_ns
            newest_ns = max(min(newest_ns, read_ns), read_ns - self.period_ns)
        self._newest_ns = newest_ns
        return newest_ns - (count - 1) * self.period_ns


class Slots:
    """When the pod itself has to take a sample, and which slots it missed."""

    def __init__(self, rate_mhz):
        self.period_ns = period_ns(rate_mhz)
        self._next_ns = None

    def due_ns(self, now_ns):
        """Instant of the sample that is to be taken now, or None."""
        if self._next_ns is None:
            self._next_ns = now_ns
        if now_ns < self._next_ns:
            return None
        # a slot that was missed stays missed: the instant of a sample is never made up
        missed = (now_ns - self._next_ns + self.period_ns // 2) // self.period_ns
        at_ns = self._next_ns + missed * self.period_ns
        self._next_ns = at_ns + self.period_ns
        return at_ns
