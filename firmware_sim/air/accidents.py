"""Accidents of a sensor on the air, and what they do to its packets."""

import random
import struct
from typing import Final, NamedTuple, Protocol

from monitor.wire import uuids

_TICK_HZ: Final = 32768
_HEADER = struct.Struct("<IH")
"""Tick and sequence number, which open every notification of a pod's samples."""


class Sent(NamedTuple):
    """One notification and when it is sent, s since the simulation began."""

    t_s: float
    characteristic: str
    payload: bytes


class Accident(Protocol):
    """Something that happens to a sensor on the air, from ``at_s`` on, ``for_s`` long.

    ``late``: not switched on before ``at_s + for_s`` after the start of the program;
    ``disconnect``: the link breaks, and the sensor is out of reach; ``stall``: connected, but
    silent; ``reboot``: the link breaks, tick and sequence numbers start anew; ``overflow``: a
    share ``rate`` of what should be sent is lost in the sensor; ``low_battery``.
    """

    @property
    def kind(self) -> str:
        """Which of those above."""
        ...

    @property
    def at_s(self) -> float:
        """Beginning."""
        ...

    @property
    def for_s(self) -> float:
        """Duration."""
        ...

    @property
    def rate(self) -> float:
        """Share of the packets that are lost."""
        ...


class Numbers:
    """Tick and sequence numbers since the last boot."""

    def __init__(self) -> None:
        self._rebooted = False
        self._tick = 0
        self._sequences: dict[str, int] = {}

    def reboot(self) -> None:
        """Count from zero; the first sample comes a second after the boot."""
        self._rebooted = True
        self._tick = -1
        self._sequences = {}

    def since_boot(self, sent: Sent) -> bytes:
        """A payload with the numbers that the sensor would give it."""
        if not self._rebooted or sent.characteristic not in (uuids.IMU, uuids.PRESSURE):
            return sent.payload
        if len(sent.payload) < _HEADER.size:
            return sent.payload
        tick, sequence = _HEADER.unpack_from(sent.payload)
        if self._tick < 0:
            self._tick = tick - _TICK_HZ
        first = self._sequences.setdefault(sent.characteristic, sequence)
        head = _HEADER.pack((tick - self._tick) % 2**32, (sequence - first) % 2**16)
        return head + sent.payload[_HEADER.size :]


class Overflow:
    """A buffer that is too small: a share of the packets does not get out."""

    def __init__(self, seed: int | str = 0) -> None:
        self.rate = 0.0
        self._random = random.Random(seed)

    def loses(self) -> bool:
        """Whether the next packet is lost."""
        return self._random.random() < self.rate
