"""Tell a runner who turns about from a sensor that does: the runner turns with both feet."""

from monitor.health.limits import HealthLimits
from monitor.health.mounting_watch import Turned
from monitor.types import Notice, NoticeKind, Side


class TurnedTogether:
    """Know when the sensor of each foot seemed to turn, in the order of the session.

    Examples
    --------
    >>> both = TurnedTogether(HealthLimits())
    >>> both.note(Turned(10.0, False, Side.LEFT))
    >>> turned = Notice(NoticeKind.TURNED, 15.0, "pod", "", Side.LEFT)
    >>> both.explains(turned)
    False
    >>> both.note(Turned(14.0, False, Side.RIGHT))
    >>> both.explains(turned)
    True
    """

    def __init__(self, limits: HealthLimits) -> None:
        self._limits = limits
        self._last_s: dict[Side | None, float] = {}

    def note(self, turned: Turned) -> None:
        """Take note of a foot whose sensor seems to sit otherwise."""
        self._last_s[turned.side] = turned.t_s

    def explains(self, notice: Notice) -> bool:
        """Whether the other foot's sensor seemed to turn as well: then nothing is to be said."""
        if notice.kind is not NoticeKind.TURNED or notice.side is None:
            return False
        other_s = self._last_s.get(notice.side.other)
        return other_s is not None and notice.t_s - other_s <= self._limits.turned_together_s
