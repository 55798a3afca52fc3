"""The rate of a sensor that has no clock, as the arrival of its samples shows it."""

from monitor.ingest.delay_envelope import Envelope
from monitor.ingest.limits import IngestLimits


class FollowedRate:
    """Follow the rate of samples that carry no time; it does not matter how they are cut.

    Samples arrive late by a delay that varies, and never early, so the rate is the slope of the
    lower envelope of arrival minus nominal time. The rate is nominal until ``follow_buckets`` have
    shown another. The first bucket is left out: a link that was held up delivers in it what waited.

    Examples
    --------
    >>> follow = FollowedRate(100.0, IngestLimits())
    >>> for sample in range(1000):
    ...     follow.push(1, sample / 98.0)
    >>> round(follow.rate_hz, 3)
    98.0
    """

    def __init__(self, nominal_hz: float, limits: IngestLimits) -> None:
        self._nominal_hz = nominal_hz
        self._limits = limits
        self._least = limits.follow_buckets
        self._lowest = Envelope(limits.clock_buckets)
        self._followed = False
        self._seen = 0
        self._bucket: int | None = None
        self._nominal_s = 0.0
        self.device_s = 0.0
        """Time of the latest sample that was pushed, at the rates that were followed, s."""
        self.rate_hz = nominal_hz
        """Samples a second, now."""

    def push(self, samples: int, at_s: float) -> None:
        """Go on by so many samples, lost ones too, to one that arrived at ``at_s``."""
        self.device_s += samples / self.rate_hz
        self._nominal_s += samples / self._nominal_hz
        bucket = int(at_s // self._limits.clock_bucket_s)
        if bucket != self._bucket:
            self._seen += self._bucket is not None
            self._bucket = bucket
            if self._seen > self._least:
                self._follow()
        if self._seen:
            self._lowest.note(bucket, (self._nominal_s, at_s - self._nominal_s))

    def _follow(self) -> None:
        """Take the rate that was seen."""
        most = self._limits.follow_part
        slope = min(max(self._lowest.slope(), -most), most)
        if not self._followed:  # all samples so far were timed too densely, or too sparsely
            self._followed = True
            self.device_s = max(self.device_s, self._nominal_s * (1.0 + slope))
        self.rate_hz = self._nominal_hz / (1.0 + slope)

    def begin_anew(self) -> None:
        """Keep the rate, and forget what showed it: how many samples were lost is a guess."""
        self._least = max(self._least, self._limits.clock_buckets // 3)
        self._lowest = Envelope(self._limits.clock_buckets)
        self._seen, self._bucket, self._followed = 0, None, True
