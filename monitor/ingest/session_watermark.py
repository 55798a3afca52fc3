"""The watermark of a session: up to when everything is known, and who is not waited for.

Inside a push all packets are decoded together. That gives the same result as one by one, except
where the watermark depends on what has *not* come yet: when a foot falls silent for longer than the
other waits for it, when it comes back, when a packet says that it came long before those ahead of
it, and when a sensor describes itself. There the push is cut. A foot that sends and gets nowhere is
looked at now and then; between two looks its packets are held, so that it costs a cut a look.
docs/architecture.md tells the whole fate of a late packet, with a picture.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import inf
from typing import Final, Protocol

from monitor.ingest.limits import IngestLimits
from monitor.ingest.sensor_directory import DESCRIBING, SAMPLING
from monitor.types import Packet, Side
from monitor.wire import uuids

_TICK: Final = 4
_STAMP: Final = 6
"""Bytes of the tick, and of tick and sequence number, at the start of what pods send."""
_STAMPED: Final = frozenset({uuids.IMU, uuids.PRESSURE})


class Settling(Protocol):
    """A foot, as far as it is waited for."""

    @property
    def settled_s(self) -> float:
        """Session time up to which the foot has said everything."""
        ...


class SessionWatermark:
    """Follow which foot is not to be waited for, packet by packet; cut pushes where that changes.

    Parameters
    ----------
    feet : Mapping[Side, Settling]
        The feet that are known; the owner adds to it.
    """

    def __init__(self, limits: IngestLimits, feet: Mapping[Side, Settling]) -> None:
        self._limits = limits
        self._sparse_hold_s = limits.sparse_hold_s
        self._feet = feet
        self._now_s = -inf
        self._since_s: dict[Side, float] = {}
        """Since when each foot sends, or since when its sensors are known."""
        self._fresh = _Freshness()
        self._heard_s: dict[Side, float] = {}
        self._silent: set[Side] = set()
        self._nowhere: set[Side] = set()
        self._frozen: set[Side] = set()
        self._held: list[Packet] = []
        """Packets of stuck feet that are read at the next look."""
        self._check_s = -inf
        self._calm_until_s = -inf

    def cut(
        self, packets: Sequence[Packet], side_of: Callable[[str], Side | None]
    ) -> Iterator[Sequence[Packet]]:
        """Pieces of a push; ``side_of`` is asked anew after each, for a sensor may have joined."""
        start = 0
        piece: list[Packet] = []
        for place, packet in self._stirring(packets, side_of):
            if packet.characteristic in DESCRIBING:
                yield [*piece, *packets[start:place]]
                yield self.rest()
                self._now_s = max(self._now_s, packet.t_rx_s)
                yield packets[place : place + 1]
                piece, start = [], place + 1
                self._join(side_of(packet.sensor))
                continue
            side = side_of(packet.sensor)
            if self._turns(packet, side):
                yield [*piece, *packets[start:place]]
                yield self.rest()
                piece, start = [], place
                self._judge()
            if side in self._stuck and packet.characteristic in SAMPLING:
                piece += packets[start:place]
                self._held.append(packet)
                start = place + 1
        yield [*piece, *packets[start:]]

    def rest(self) -> list[Packet]:
        """Give up what is held of feet that get nowhere."""
        held, self._held = self._held, []
        return held

    def _join(self, side: Side | None) -> None:
        """Know that a sensor of a foot has described itself."""
        if side is not None:
            self._heard_s[side] = self._since_s[side] = self._now_s

    @property
    def _stuck(self) -> set[Side]:
        """Feet that send and get nowhere."""
        return self._frozen | self._nowhere

    def settled_s(self) -> float:
        """Session time up to which everything is known, at the end of a piece.

        Neither a silent nor a stuck foot is waited for; what has no foot waits ``sparse_hold_s``
        of arrival time.
        """
        ignored = self._silent | self._stuck
        awaited_s = [foot.settled_s for side, foot in self._feet.items() if side not in ignored]
        return min([self._now_s - self._sparse_hold_s, *awaited_s])

    def _stirring(
        self, packets: Sequence[Packet], side_of: Callable[[str], Side | None]
    ) -> Iterator[tuple[int, Packet]]:
        """Record ordinary packets; yield those that may change who is waited for, with their index.

        What a packet in calm time has to be asked is little, and asked in this loop.
        """
        heard_s = self._heard_s
        now_s, until_s = self._calm_s
        for place, packet in enumerate(packets):
            sensor, characteristic, t_rx_s, _ = packet
            if not now_s <= t_rx_s <= until_s or characteristic not in SAMPLING:
                self._now_s = now_s
                yield place, packet
                now_s, until_s = self._calm_s
                continue
            now_s = t_rx_s
            side = side_of(sensor)
            if side is not None:
                heard_s[side] = now_s
                self._fresh.take(side, packet)
        self._now_s = now_s

    @property
    def _calm_s(self) -> tuple[float, float]:
        """Between which instants arrivals, in their order, turn nothing."""
        if self._silent or self._frozen or self._nowhere:
            return self._now_s, -inf
        return self._now_s, self._calm_until_s

    def _turns(self, packet: Packet, side: Side | None) -> bool:
        """Take note of a packet; True if what came before it is to be settled first."""
        now_s = packet.t_rx_s
        is_late = now_s < self._now_s - self._sparse_hold_s
        if now_s > self._now_s:
            self._now_s = now_s
        else:
            now_s = self._now_s
        if side is not None and packet.characteristic in SAMPLING:
            if now_s - self._heard_s[side] > self._limits.foot_wait_s:
                self._since_s[side] = now_s
            self._heard_s[side] = now_s
            fresh = self._fresh.take(side, packet)
            # what a foot says that was not waited for comes too late for its place
            is_late |= side in self._silent or (fresh and side in self._frozen)
        if is_late:
            return True
        if now_s <= self._calm_until_s:
            return False
        if now_s > self._check_s and self._all_is_well(now_s):
            self._check_s = now_s + self._limits.foot_check_s
        awaited_s = [t_s for side, t_s in self._heard_s.items() if side not in self._silent]
        falls_s = min(awaited_s, default=inf) + self._limits.foot_wait_s
        fresh_s = [self._fresh_s(side) for side in self._heard_s if side not in self._frozen]
        freezes_s = min(fresh_s, default=inf) + self._limits.foot_frozen_s
        self._calm_until_s = min(falls_s, freezes_s, self._check_s)
        return now_s > self._calm_until_s

    def _judge(self) -> None:
        """Find the feet that are silent, and now and then those that send but get nowhere."""
        now_s, heard_s = self._now_s, self._heard_s.items()
        wait_s = self._limits.foot_wait_s
        self._silent = {side for side, t_s in heard_s if now_s - t_s > wait_s}
        self._frozen = {
            side
            for side in self._heard_s
            if side not in self._silent and now_s - self._fresh_s(side) > self._limits.foot_frozen_s
        }
        if now_s > self._check_s:
            self._check_s = now_s + self._limits.foot_check_s
            self._nowhere = self._nowhere_at(now_s)

    def _fresh_s(self, side: Side) -> float:
        """When a foot last sent anything new, or began to send."""
        return max(self._fresh.latest_s.get(side, -inf), self._since_s[side])

    def _all_is_well(self, now_s: float) -> bool:
        """Whether a look at the feet would change nothing, so that no cut is needed for it.

        The feet have not consumed this piece yet. But what a foot has settled only grows: one that
        is not stuck by what it settled before is not stuck.
        """
        return not (self._silent or self._frozen or self._nowhere or self._nowhere_at(now_s))

    def _nowhere_at(self, now_s: float) -> set[Side]:
        """Feet that send, but have settled nothing for long."""
        least_s = now_s - self._limits.foot_stuck_s
        return {
            side
            for side, foot in self._feet.items()
            if side not in self._silent and max(foot.settled_s, self._since_s[side]) < least_s
        }


class _Freshness:
    """When each foot last sent a packet whose tick and number are others than those before."""

    def __init__(self) -> None:
        self.latest_s: dict[Side, float] = {}
        self._stamps: dict[tuple[str, str], bytes] = {}

    def take(self, side: Side, packet: Packet) -> bool:
        """Take note of a packet; True if it is new."""
        sensor, characteristic, t_rx_s, payload = packet
        stream, stamp = (sensor, characteristic), payload[:_STAMP]
        before = self._stamps.get(stream, b"")
        self._stamps[stream] = stamp
        repeats = stamp[:_TICK] == before[:_TICK] or stamp[_TICK:] == before[_TICK:]
        if repeats and characteristic in _STAMPED:
            return False
        self.latest_s[side] = t_rx_s
        return True
