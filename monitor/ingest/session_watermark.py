"""The watermark of a session: up to when everything is known, and who is not waited for.

Inside a push all packets are decoded together. That gives the same result as one by one, except
where the watermark depends on what has *not* come yet: when a foot falls silent for longer than the
other waits for it, when it comes back, when a packet says that it came long before those ahead of
it, and when a sensor describes itself. There the push is cut. A foot that sends and gets nowhere is
looked at now and then; between two looks its packets are held, so that it costs a cut a look.
docs/architecture.md tells the whole fate of a late packet, with a picture.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Final, Protocol

from monitor.ingest.limits import IngestLimits
from monitor.ingest.sensor_directory import DESCRIBING, SAMPLING
from monitor.types import Packet, Side
from monitor.wire import uuids

_TICK: Final = 4
_STAMP: Final = 6
"""Bytes of the tick, and of tick and sequence number, at the start of what pods send."""
_NO_STAMP: Final = (b"", b"")
_STAMPED: Final = frozenset({uuids.IMU, uuids.PRESSURE})


class Settling(Protocol):
    """A foot, as far as it is waited for."""

    @property
    def settled_s(self) -> float:
        """Session time up to which the foot has said everything."""
        ...


@dataclass(slots=True)
class _Clock:
    """Times of arrival, s: the latest, the next look at the feet, the end of calm."""

    now_s: float = -inf
    check_s: float = -inf
    calm_until_s: float = -inf


@dataclass(slots=True)
class _LeftOut:
    """Feet that are not waited for: they say nothing, get nowhere, or repeat themselves."""

    silent: set[Side] = field(default_factory=set)
    nowhere: set[Side] = field(default_factory=set)
    frozen: set[Side] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.silent or self.frozen or self.nowhere)

    @property
    def stuck(self) -> set[Side]:
        """Feet that send and get nowhere."""
        return self.frozen | self.nowhere


class SessionWatermark:
    """Follow which foot is not to be waited for, packet by packet; cut pushes where that changes.

    Parameters
    ----------
    feet : Mapping[Side, Settling]
        The feet that are known; the owner adds to it.
    """

    def __init__(self, limits: IngestLimits, feet: Mapping[Side, Settling]) -> None:
        self._limits = limits
        self._feet = feet
        self.sampling = set(SAMPLING)
        """Characteristics that carry samples of feet; the owner adds those of mapped sensors."""
        self._heard_s: dict[Side, float] = {}
        self._fresh = _Freshness()
        self._left_out = _LeftOut()
        self._held: list[Packet] = []
        """Packets of stuck feet that are read at the next look."""
        self._clock = _Clock()

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
                self._clock.now_s = max(self._clock.now_s, packet.t_rx_s)
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
            if side in self._left_out.stuck and packet.characteristic in self.sampling:
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
            self._heard_s[side] = self._fresh.since_s[side] = self._clock.now_s

    def settled_s(self) -> float:
        """Session time up to which everything is known, at the end of a piece.

        Neither a silent nor a stuck foot is waited for; what has no foot waits ``sparse_hold_s``
        of arrival time.
        """
        ignored = self._left_out.silent | self._left_out.stuck
        awaited_s = [foot.settled_s for side, foot in self._feet.items() if side not in ignored]
        return min([self._clock.now_s - self._limits.sparse_hold_s, *awaited_s])

    def _stirring(
        self, packets: Sequence[Packet], side_of: Callable[[str], Side | None]
    ) -> Iterator[tuple[int, Packet]]:
        """Record ordinary packets; yield those that may change who is waited for, with their index.

        What a packet in calm time has to be asked is little, and asked in this loop.
        """
        heard_s, sampling, take = self._heard_s, self.sampling, self._fresh.take
        now_s, until_s = self._calm_s
        for place, packet in enumerate(packets):
            sensor, characteristic, t_rx_s, _ = packet
            if not now_s <= t_rx_s <= until_s or characteristic not in sampling:
                self._clock.now_s = now_s
                yield place, packet
                now_s, until_s = self._calm_s
                continue
            now_s = t_rx_s
            side = side_of(sensor)
            if side is not None:
                heard_s[side] = now_s
                take(side, packet)
        self._clock.now_s = now_s

    @property
    def _calm_s(self) -> tuple[float, float]:
        """Between which instants arrivals, in their order, turn nothing."""
        if self._left_out:
            return self._clock.now_s, -inf
        return self._clock.now_s, self._clock.calm_until_s

    def _turns(self, packet: Packet, side: Side | None) -> bool:
        """Take note of a packet; True if what came before it is to be settled first."""
        now_s = packet.t_rx_s
        is_late = now_s < self._clock.now_s - self._limits.sparse_hold_s
        if now_s > self._clock.now_s:
            self._clock.now_s = now_s
        else:
            now_s = self._clock.now_s
        if side is not None and packet.characteristic in self.sampling:
            if now_s - self._heard_s[side] > self._limits.foot_wait_s:
                self._fresh.since_s[side] = now_s
            self._heard_s[side] = now_s
            fresh = self._fresh.take(side, packet)
            # what a foot says that was not waited for comes too late for its place
            is_late |= side in self._left_out.silent or (fresh and side in self._left_out.frozen)
        if is_late:
            return True
        if now_s <= self._clock.calm_until_s:
            return False
        if now_s > self._clock.check_s and self._all_is_well(now_s):
            self._clock.check_s = now_s + self._limits.foot_check_s
        awaited_s = [
            t_s for side, t_s in self._heard_s.items() if side not in self._left_out.silent
        ]
        falls_s = min(awaited_s, default=inf) + self._limits.foot_wait_s
        fresh_s = [
            self._fresh.at_s(side) for side in self._heard_s if side not in self._left_out.frozen
        ]
        freezes_s = min(fresh_s, default=inf) + self._limits.foot_frozen_s
        self._clock.calm_until_s = min(falls_s, freezes_s, self._clock.check_s)
        return now_s > self._clock.calm_until_s

    def _judge(self) -> None:
        """Find the feet that are silent, and now and then those that send but get nowhere."""
        now_s, heard_s = self._clock.now_s, self._heard_s.items()
        wait_s = self._limits.foot_wait_s
        self._left_out.silent = {side for side, t_s in heard_s if now_s - t_s > wait_s}
        self._left_out.frozen = {
            side
            for side in self._heard_s
            if side not in self._left_out.silent
            and now_s - self._fresh.at_s(side) > self._limits.foot_frozen_s
        }
        if now_s > self._clock.check_s:
            self._clock.check_s = now_s + self._limits.foot_check_s
            self._left_out.nowhere = self._nowhere_at(now_s)

    def _all_is_well(self, now_s: float) -> bool:
        """Whether a look at the feet would change nothing, so that no cut is needed for it.

        The feet have not consumed this piece yet. But what a foot has settled only grows: one that
        is not stuck by what it settled before is not stuck.
        """
        return not (self._left_out or self._nowhere_at(now_s))

    def _nowhere_at(self, now_s: float) -> set[Side]:
        """Feet that send, but have settled nothing for long."""
        least_s = now_s - self._limits.foot_stuck_s
        return {
            side
            for side, foot in self._feet.items()
            if side not in self._left_out.silent
            and max(foot.settled_s, self._fresh.since_s[side]) < least_s
        }


class _Freshness:
    """When each foot last sent a packet whose tick and number are others than those before."""

    def __init__(self) -> None:
        self.since_s: dict[Side, float] = {}
        """Since when each foot sends, or since when its sensors are known."""
        self._latest_s: dict[Side, float] = {}
        self._stamps: dict[tuple[str, str], tuple[bytes, bytes]] = {}
        """Tick and number of each stream's latest packet."""

    def take(self, side: Side, packet: Packet) -> bool:
        """Take note of a packet; True if it is new."""
        sensor, characteristic, t_rx_s, payload = packet
        stream, tick, number = (sensor, characteristic), payload[:_TICK], payload[_TICK:_STAMP]
        last_tick, last_number = self._stamps.get(stream, _NO_STAMP)
        self._stamps[stream] = tick, number
        if (tick == last_tick or number == last_number) and characteristic in _STAMPED:
            return False
        self._latest_s[side] = t_rx_s
        return True

    def at_s(self, side: Side) -> float:
        """When a foot last sent anything new, or began to send."""
        return max(self._latest_s.get(side, -inf), self.since_s[side])
