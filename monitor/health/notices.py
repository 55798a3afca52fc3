"""Choose the notices that are worth saying; count the packets that could not be read."""

from monitor.types import FAILED, Notice, NoticeKind

_COUNTED = (NoticeKind.BAD_PACKETS, NoticeKind.UNKNOWN)
_SILENT = (NoticeKind.LOST, NoticeKind.STALLED, NoticeKind.FROZEN)

_ASIDE = frozenset(
    {NoticeKind.LOW_BATTERY, NoticeKind.UNSEEN, NoticeKind.NO_STRIDES, NoticeKind.TURNED}
)
"""What may be said of a sensor that is still silent."""


class Ledger:
    """Count what cannot be read; say it at 1, 10, 100 … so that a broken sensor does not flood.

    That a sensor says nothing is said once, until it is back; that one is not used, once for each
    reason.

    Examples
    --------
    >>> ledger = Ledger(10.0)
    >>> bad = Notice(NoticeKind.BAD_PACKETS, 1.0, "pod", "IMU frame shorter than its header")
    >>> [ledger.admit(bad) is not None for _ in range(11)].count(True)
    2
    >>> ledger.refused
    {'pod': 11}
    """

    def __init__(self, repeat_s: float) -> None:
        self._repeat_s = repeat_s
        self._told_s: dict[tuple[str, NoticeKind], float] = {}
        self._silent: set[str] = set()
        self._left_alone: dict[str, str] = {}
        self._back_s: dict[str, float] = {}
        self.refused: dict[str, int] = {}

    def admit(self, notice: Notice) -> Notice | None:
        """Return the notice as it should be said, or None."""
        if notice.kind is NoticeKind.REBOOTED or notice.kind in FAILED:
            # the streams of one sensor mostly fail together
            before_s = self._told_s.get((notice.sensor, notice.kind), float("-inf"))
            self._told_s[notice.sensor, notice.kind] = notice.t_s
            return notice if notice.t_s - before_s > self._repeat_s else None
        if notice.kind in _SILENT:
            known = notice.sensor in self._silent and notice.kind is not NoticeKind.LOST
            self._silent.add(notice.sensor)
            return None if known else notice
        if notice.kind is NoticeKind.RETURNED:
            return self._back(notice)
        if notice.kind not in _COUNTED:
            if notice.kind not in _ASIDE:
                self._silent.discard(notice.sensor)
            return notice if self._is_news(notice) else None
        count = self.refused[notice.sensor] = self.refused.get(notice.sensor, 0) + 1
        if count != 10 ** (len(str(count)) - 1):
            return None
        packets = "packet" if count == 1 else "packets"
        text = f"{count} {packets} skipped, the last one: {notice.text}"
        return Notice(notice.kind, notice.t_s, notice.sensor, text, notice.side)

    def _is_news(self, notice: Notice) -> bool:
        """Whether it was not just said: the radio asks a sensor again that it left alone."""
        if notice.kind is not NoticeKind.NOT_USED:
            return True
        before = self._left_alone.get(notice.sensor)
        self._left_alone[notice.sensor] = notice.text
        return before != notice.text

    def _back(self, notice: Notice) -> Notice | None:
        """Say that a sensor is back, once for all its streams."""
        before_s = self._back_s.get(notice.sensor, float("-inf"))
        known = notice.sensor not in self._silent and notice.t_s - before_s <= self._repeat_s
        self._silent.discard(notice.sensor)
        self._back_s[notice.sensor] = notice.t_s
        return None if known else notice
