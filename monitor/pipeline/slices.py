"""Where must a push be cut, so that its events are those of its packets one by one?

Inside a push all packets are decoded together. That gives the same result as one by one, except
where the pipeline's patience depends on what has *not* come yet: when a foot falls silent for
longer than the other waits for it, when it comes back, and when a sensor describes itself. There
the push is cut.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import inf

from monitor.pipeline.feet import FootFeed
from monitor.pipeline.ingest import DESCRIBING
from monitor.pipeline.notes import SAMPLING
from monitor.types import Packet, Side


class Slicer:
    """Follow which foot is silent, packet by packet, and cut pushes where that changes."""

    def __init__(self, foot_wait_s: float) -> None:
        self._wait_s = foot_wait_s
        self._now_s = -inf
        self._heard_s: dict[Side, float] = {}
        self._silent: set[Side] = set()

    def cut(
        self, packets: Sequence[Packet], side_of: Callable[[str], Side | None]
    ) -> Iterator[Sequence[Packet]]:
        """Pieces of a push; ``side_of`` is asked anew after each, for a sensor may have joined."""
        start = 0
        for place, packet in enumerate(packets):
            if packet.characteristic in DESCRIBING:
                yield packets[start:place]
                self._now_s = max(self._now_s, packet.t_rx_s)
                yield packets[place : place + 1]
                start = place + 1
                side = side_of(packet.sensor)
                if side is not None:
                    self._heard_s[side] = self._now_s
            elif self._turns(packet, side_of(packet.sensor)):
                yield packets[start:place]
                self._silent = self._silent_now()
                start = place
        yield packets[start:]

    def settled_s(self, feeds: Mapping[Side, FootFeed], hold_s: float) -> float:
        """Session time up to which everything is known, at the end of a piece.

        The silent foot is not waited for; what has no foot waits ``hold_s`` of arrival time.
        """
        awaited_s = [feed.settled_s for side, feed in feeds.items() if side not in self._silent]
        return min([self._now_s - hold_s, *awaited_s])

    def _turns(self, packet: Packet, side: Side | None) -> bool:
        """Take note of a packet; True if a foot falls silent or comes back with it."""
        now_s = self._now_s = max(self._now_s, packet.t_rx_s)
        if side is not None and packet.characteristic in SAMPLING:
            self._heard_s[side] = now_s
        for foot, heard_s in self._heard_s.items():
            if (now_s - heard_s > self._wait_s) != (foot in self._silent):
                return True
        return False

    def _silent_now(self) -> set[Side]:
        return {
            side for side, heard_s in self._heard_s.items() if self._now_s - heard_s > self._wait_s
        }
