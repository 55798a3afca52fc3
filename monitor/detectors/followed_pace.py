"""Follow the pace as the heart does, some time behind."""

from math import exp, inf, isfinite

from monitor.baseline.pace_line import LEVEL, Terrain
from monitor.detectors.limits_body import CardiacDriftLimits


class FollowedPace:
    """The pace through the heart's own delay, and whether the heart has caught up with it.

    After a stop, a walk or an interval the heart rate belongs to a pace between the last and this
    one. First-order response; where nothing is heard for ``stale_s``, the runner stands.

    Parameters
    ----------
    limits : CardiacDriftLimits
    stale_s : float
        A pace is believed for so long, s.
    """

    def __init__(self, limits: CardiacDriftLimits, stale_s: float) -> None:
        self._limits = limits
        self._stale_s = stale_s
        self._followed_m_s = 0.0
        self._now = LEVEL
        self._t_s = self._seen_s = -inf
        self._running = False

    def see(self, t_s: float, terrain: Terrain, *, running: bool) -> None:
        """Take pace and slope at an instant; the heart begins at the first."""
        if isfinite(self._seen_s):
            self._advance(t_s)
        else:
            self._followed_m_s, self._t_s = terrain.speed_m_s, t_s
        self._now, self._seen_s, self._running = terrain, t_s, running

    def runs(self, t_s: float) -> bool:
        """Whether the runner runs, as far as is known."""
        return self._running and t_s - self._seen_s <= self._stale_s

    def at(self, t_s: float) -> Terrain | None:
        """Pace that the heart rate belongs to, and the slope; None: not caught up."""
        self._advance(t_s)
        speed_m_s = self._now.speed_m_s
        if abs(self._followed_m_s - speed_m_s) > self._limits.caught_up * speed_m_s:
            return None
        return Terrain(self._followed_m_s, self._now.slope)

    def _advance(self, t_s: float) -> None:
        """Let the heart follow up to an instant; what is known late changes nothing before it."""
        if t_s <= self._t_s:
            return
        since_s, stale_s = max(self._t_s, self._seen_s), self._seen_s + self._stale_s
        if since_s < min(t_s, stale_s):
            self._relax(min(t_s, stale_s) - since_s, self._now.speed_m_s)
        if t_s > max(since_s, stale_s):
            self._relax(t_s - max(since_s, stale_s), 0.0)
        self._t_s = t_s

    def _relax(self, for_s: float, towards_m_s: float) -> None:
        part = 1.0 - exp(-for_s / self._limits.lag_s)
        self._followed_m_s += part * (towards_m_s - self._followed_m_s)
