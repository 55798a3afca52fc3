"""Find the windows to measure: from mid-stance to mid-stance of one foot, and its rests."""

from monitor.gait.imu.calm_phases import CalmPhases
from monitor.gait.imu.limits import ImuLimits
from monitor.gait.imu.mid_stance import StanceFinder
from monitor.gait.imu.pending import Pending, Todo
from monitor.gait.imu.stance_signals import StanceSignals
from monitor.gait.imu.usable_samples import ImuSamples
from monitor.gait.imu.windows import beside_samples


class WindowFinder:
    """Note windows and rests in samples of the foot's frame, until they are measured.

    Latency: that of :class:`~monitor.gait.imu.mid_stance.StanceFinder`.
    """

    def __init__(self, rate_hz: float, limits: ImuLimits) -> None:
        self._rate_hz = rate_hz
        self._limits = limits
        self._signals = StanceSignals(rate_hz, limits)
        self._finder = StanceFinder(rate_hz, limits.segment)
        self._pending = Pending(
            round(limits.segment.stride_max_s * rate_hz), beside_samples(rate_hz, limits)
        )

    @property
    def stands(self) -> bool:
        """Whether the foot stands, and nothing is left to be measured."""
        return self._finder.stands and not self._pending

    @property
    def held_samples(self) -> int:
        """Samples that were pushed and not looked at yet."""
        return self._signals.held_samples

    @property
    def needs(self) -> int:
        """First sample that a window still to come may hold."""
        open_from = self._pending.needs
        return self._finder.needs if open_from is None else min(self._finder.needs, open_from)

    def restart(self, start: int) -> None:
        """Forget everything, after a break; the next sample has this number."""
        self._signals.restart()
        self.reframe(start)
        self._pending.restart()

    def reframe(self, start: int) -> None:
        """Look for stances anew in another frame, from this sample on."""
        self._finder = StanceFinder(self._rate_hz, self._limits.segment, start)

    def push(self, samples: ImuSamples) -> None:
        """Take the next samples, in the foot's frame."""
        self._pending.follow(self._finder.push(*self._signals.push(samples)))

    def close(self) -> None:
        """Decide what is open, as if nothing followed."""
        self._pending.follow(self._finder.push(*self._signals.rest()))
        self._pending.follow(self._finder.finish())

    def lately(self) -> tuple[list[int], bool]:
        """Return the mid-stances since the last time, and whether the pitch rises at most."""
        return self._pending.lately()

    def phases(self) -> CalmPhases:
        """Return where falls and rises since the last time were calmest."""
        return self._finder.phases()

    def take(self, known: int, *, ended: bool) -> list[Todo]:
        """Return, once, what can be measured from the samples before ``known``."""
        return self._pending.take(known, ended=ended)

    def cut_off(self, arrived: int) -> bool:
        """Whether the samples ended here while the foot came down."""
        return arrived in self._pending.cut

    def rested(self, arrived: int) -> bool:
        """Whether the foot came to rest at this mid-stance and stayed so; asked once."""
        rested = arrived in self._pending.rested
        self._pending.rested.discard(arrived)
        return rested
