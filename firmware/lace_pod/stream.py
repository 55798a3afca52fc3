"""Samples to notifications: when one is full, when it may not wait, and what is dropped. Pure."""

from times import tick


class Stream:
    """Gather evenly spaced samples, and close a notification before a hole.

    A sequence number is given when a notification is built, and goes with it if it is dropped.
    """

    def __init__(self, join, most, period_ns, hold_ns):
        self.number = 0
        self._join = join
        self._hold_ns = hold_ns
        self._samples = []
        self._first_ns = 0
        self.set(most, period_ns)

    def set(self, most, period_ns):
        """Take another rate; what was gathered is dropped, as after `stop`."""
        self._most = most
        self._period_ns = period_ns
        self.clear()

    def clear(self):
        """Forget samples of which no notification was built."""
        self._samples = []

    def add(self, at_ns, sample):
        """Take a sample; return the notifications that it closes, none, one or two."""
        closed = []
        if self._samples:
            expected_ns = self._first_ns + len(self._samples) * self._period_ns
            if abs(at_ns - expected_ns) * 2 > self._period_ns:
                closed.append(self._close())
        if not self._samples:
            self._first_ns = at_ns
        self._samples.append(sample)
        if len(self._samples) >= self._most:
            closed.append(self._close())
        return closed

    def due(self, now_ns):
        """Return the notification that may not wait any longer, as a list."""
        if self._samples and now_ns - self._first_ns >= self._hold_ns:
            return [self._close()]
        return []

    def _close(self):
        packet = self._join(tick(self._first_ns), self.number, self._samples)
        self.number = (self.number + 1) & 0xFFFF
        self._samples = []
        return packet


class Outbox:
    """Notifications that wait for the radio. If it is full, the oldest is dropped, whole."""

    def __init__(self, most):
        self._most = most
        self._waiting = []
        self.dropped = 0

    def put(self, kind, packets):
        """Append notifications."""
        for packet in packets:
            self._waiting.append((kind, packet))
        while len(self._waiting) > self._most:
            self._waiting.pop(0)
            self.dropped += 1

    def clear(self):
        """Drop everything: nobody listens."""
        self._waiting = []

    def send(self, notify):
        """Hand over what waits, oldest first, until ``notify(kind, packet)`` says False."""
        while self._waiting and notify(*self._waiting[0]):
            self._waiting.pop(0)
