"""Decode hundreds of notifications for the price of a few numpy calls.

Payloads of equal length are joined and read as one structured array; a push of a replay holds
hundreds of them. What a batch refuses is put to the codec's ``decode``, whose error is kept.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from monitor.errors import WireError
from monitor.types import FloatArray

IntArray = npt.NDArray[np.int64]
"""Numbers of packets, ticks, samples."""


class Refused(NamedTuple):
    """A payload that cannot be read: its place in the input, and why."""

    packet: int
    error: WireError


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Many notifications of one characteristic, in columns; ``k`` good ones, ``m`` samples.

    Parameters
    ----------
    packet : IntArray, shape (k,)
        Place of each good packet in the input, increasing.
    tick, sequence, count : IntArray, shape (k,)
        Device time of the first sample (1/32768 s, wraps), sequence number (wraps), samples.
    values : FloatArray, shape (m, channels)
        Samples of all good packets, one after the other; the unit is the codec's.
    errors : tuple of Refused
        The packets that could not be read, in the input's order.
    """

    packet: IntArray
    tick: IntArray
    sequence: IntArray
    count: IntArray
    values: FloatArray
    errors: tuple[Refused, ...] = ()

    def __post_init__(self) -> None:
        if not len(self.packet) == len(self.tick) == len(self.sequence) == len(self.count):
            raise ValueError("packet, tick, sequence and count differ in length")
        if self.count.sum() != len(self.values):
            raise ValueError(f"{self.count.sum()} samples counted, {len(self.values)} given")
        for array in (self.packet, self.tick, self.sequence, self.count, self.values):
            array.flags.writeable = False


def of_equal(packet: IntArray, tick: IntArray, sequence: IntArray, values: FloatArray) -> Batch:
    """Batch of packets with equally many samples each; ``values`` has shape (k, n, channels)."""
    k, n, channels = values.shape
    return Batch(packet, tick, sequence, np.full(k, n), values.reshape(-1, channels))


def by_length(payloads: Sequence[bytes]) -> Iterator[tuple[IntArray, bytes]]:
    """Payloads of equal length, joined, after their places in the input."""
    lengths = np.fromiter(map(len, payloads), np.int64, len(payloads))
    if len(payloads) and (lengths == lengths[0]).all():
        yield np.arange(len(payloads)), b"".join(payloads)
        return
    for length in np.unique(lengths).tolist():
        packet = np.flatnonzero(lengths == length)
        yield packet, b"".join([payloads[i] for i in packet.tolist()])


def keep(
    packet: IntArray, fields: npt.NDArray[np.void], good: npt.NDArray[np.bool_]
) -> tuple[IntArray, npt.NDArray[np.void]]:
    """Places and fields of the packets that are good; copies nothing when all are."""
    return (packet, fields) if good.all() else (packet[good], fields[good])


Refuse = Callable[[bytes], WireError]
"""Gives the error of a payload that a batch could not read."""


def merge(
    parts: Sequence[Batch], channels: int, payloads: Sequence[bytes], refuse: Refuse
) -> Batch:
    """Batches of equal payloads in the input's order; ``refuse`` says why some are missing."""
    packet = np.concatenate([np.empty(0, np.int64), *(part.packet for part in parts)])
    errors: tuple[Refused, ...] = ()
    if len(packet) != len(payloads):
        missing = sorted(set(range(len(payloads))) - set(packet.tolist()))
        errors = tuple(Refused(i, refuse(payloads[i])) for i in missing)
    if len(parts) == 1:
        return replace(parts[0], errors=errors) if errors else parts[0]
    return _interleave(parts, packet, channels, errors)


def _interleave(
    parts: Sequence[Batch], packet: IntArray, channels: int, errors: tuple[Refused, ...]
) -> Batch:
    """Columns of several parts, or of none, sorted by packet."""
    order = np.argsort(packet)
    rank = np.argsort(order)
    empty = np.empty(0, np.int64)
    tick = np.concatenate([empty, *(part.tick for part in parts)])[order]
    sequence = np.concatenate([empty, *(part.sequence for part in parts)])[order]
    count = np.concatenate([empty, *(part.count for part in parts)])[order]
    start = np.cumsum(count) - count
    values = np.empty((int(count.sum()), channels))
    done = 0
    for part in parts:
        mine = rank[done : done + len(part.packet)]
        if len(mine):
            values[(start[mine, np.newaxis] + np.arange(part.count[0])).ravel()] = part.values
        done += len(part.packet)
    return Batch(packet[order], tick, sequence, count, values, errors)
