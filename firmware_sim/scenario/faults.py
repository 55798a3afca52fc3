"""What goes wrong between a device and the recording.

The link corrects and orders, so what is lost on the air is lost before: in the device's buffer
(``overflow``), with the link (``disconnect``, ``reboot``) or by its silence (``stall``). Faults
of payloads (``bit_flips``, ``reorder``, ``duplicate``) are those of files, gateways and bugs.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from firmware_sim.air.accidents import Numbers, Overflow, Sent
from firmware_sim.scenario.model import Fault
from firmware_sim.sensors.pod import PodPacket
from monitor.wire import battery, link, uuids
from monitor.wire.link import Link, LinkReason, LinkState

LOW_PERCENT = 7
"""What a device with a low battery says."""
_LOW = battery.encode(battery.BatteryLevel(LOW_PERCENT))
_REORDER_S = 0.12
"""How much later a packet arrives that others overtake."""
_RETURN_S = 2.5
"""How long a device is away when it reboots."""
_SUPERVISION_S = 0.42
"""After so long the host notices that a link is broken."""
_WATCHDOG_S = 3.0
"""After so long the host notices that nothing comes."""

AIR = frozenset({"overflow", "disconnect", "stall", "reboot", "low_battery", "late"})
"""Faults that a served device has on the air, not in its packets."""


def suffer(
    packets: Iterator[PodPacket], faults: Sequence[Fault], values: Mapping[str, bytes], seed: int
) -> Iterator[PodPacket]:
    """Packets as they arrive when things go wrong, with the host's notes about the link.

    ``values`` are read again when a device returns.
    """
    for number, fault in enumerate(faults):
        rng = np.random.default_rng([seed, 500 + number])
        match fault.kind:
            case "bit_flips" | "reorder" | "duplicate":
                packets = _RANDOM[fault.kind](packets, fault, rng)
            case "disconnect":
                packets = _away(packets, fault, values)
            case "reboot":
                packets = _renumber(_away(packets, fault, values), fault)
            case "overflow" | "stall" | "low_battery" | "late":
                packets = _PLAIN[fault.kind](packets, fault)
            case "swap_sides" | "dead_cell" | "wrong_version":
                pass  # the pod itself has these
    return packets


def _hit(fault: Fault, t_s: float) -> bool:
    """Whether a fault is going on."""
    return fault.at_s <= t_s < fault.at_s + fault.for_s


def _bit_flips(
    packets: Iterator[PodPacket], fault: Fault, rng: np.random.Generator
) -> Iterator[PodPacket]:
    """One wrong bit in a share of the packets."""
    for packet in packets:
        if not _hit(fault, packet.t_s) or rng.random() >= fault.rate:
            yield packet
            continue
        payload = bytearray(packet.payload)
        bit = int(rng.integers(8 * len(payload)))
        payload[bit // 8] ^= 1 << bit % 8
        yield packet._replace(payload=bytes(payload))


def _reorder(
    packets: Iterator[PodPacket], fault: Fault, rng: np.random.Generator
) -> Iterator[PodPacket]:
    """A share of the packets arrives late, after others."""
    waiting: list[PodPacket] = []
    for packet in packets:
        if _hit(fault, packet.t_s) and rng.random() < fault.rate:
            waiting.append(packet._replace(t_s=packet.t_s + _REORDER_S))
            continue
        while waiting and waiting[0].t_s <= packet.t_s:
            yield waiting.pop(0)
        yield packet
    yield from waiting


def _duplicate(
    packets: Iterator[PodPacket], fault: Fault, rng: np.random.Generator
) -> Iterator[PodPacket]:
    """A share of the packets arrives twice."""
    for packet in packets:
        yield packet
        if _hit(fault, packet.t_s) and rng.random() < fault.rate:
            yield packet


def _overflow(packets: Iterator[PodPacket], fault: Fault) -> Iterator[PodPacket]:
    """A share of the packets never leaves the device; the sequence numbers show it."""
    buffer = Overflow()
    for packet in packets:
        buffer.rate = fault.rate if _hit(fault, packet.t_s) else 0.0
        if not buffer.loses():
            yield packet


def _away(
    packets: Iterator[PodPacket], fault: Fault, values: Mapping[str, bytes]
) -> Iterator[PodPacket]:
    """The link breaks and comes back; the host notes both and reads the device again."""
    away_s = _RETURN_S if fault.kind == "reboot" else fault.for_s
    broken = back = False
    for packet in packets:
        if packet.t_s < fault.at_s:
            yield packet
            continue
        if not broken:
            broken = True
            lost_s = fault.at_s + _SUPERVISION_S
            yield _note(lost_s, LinkState(Link.LOST, LinkReason.DROPPED))
        if packet.t_s < fault.at_s + max(away_s, _SUPERVISION_S):
            continue
        if not back:
            back = True
            yield _note(packet.t_s, LinkState(Link.RETURNED))
            for characteristic, value in values.items():
                yield PodPacket(packet.t_s, characteristic, value)
        yield packet


def _renumber(packets: Iterator[PodPacket], fault: Fault) -> Iterator[PodPacket]:
    """Tick and sequence numbers start anew after a reboot."""
    numbers = Numbers()
    rebooted = False
    for packet in packets:
        if not rebooted and packet.t_s >= fault.at_s:
            rebooted = True
            numbers.reboot()
        yield packet._replace(payload=numbers.since_boot(Sent(*packet)))


def _stall(packets: Iterator[PodPacket], fault: Fault) -> Iterator[PodPacket]:
    """Connected, but silent; the host notices and notes it."""
    noted = False
    for packet in packets:
        if not _hit(fault, packet.t_s):
            if noted and packet.t_s >= fault.at_s + fault.for_s:
                noted = False
                yield _note(packet.t_s, LinkState(Link.RETURNED))
            yield packet
        elif not noted and packet.t_s >= fault.at_s + _WATCHDOG_S:
            noted = True
            yield _note(packet.t_s, LinkState(Link.STALLED, LinkReason.NO_DATA))


def _low_battery(packets: Iterator[PodPacket], fault: Fault) -> Iterator[PodPacket]:
    """The battery is nearly empty."""
    said = False
    for packet in packets:
        if _hit(fault, packet.t_s):
            if not said:
                said = True
                yield PodPacket(packet.t_s, uuids.BATTERY, _LOW)
            if packet.characteristic == uuids.BATTERY:
                yield packet._replace(payload=_LOW)
                continue
        yield packet


def _late(packets: Iterator[PodPacket], fault: Fault) -> Iterator[PodPacket]:
    """The device is switched on late."""
    for packet in packets:
        if packet.t_s >= fault.at_s + fault.for_s:
            yield packet


def _note(t_s: float, state: LinkState) -> PodPacket:
    """A note of the host about the link."""
    return PodPacket(t_s, uuids.LINK, link.encode(state))


_RANDOM = {"bit_flips": _bit_flips, "reorder": _reorder, "duplicate": _duplicate}
_PLAIN = {"overflow": _overflow, "stall": _stall, "low_battery": _low_battery, "late": _late}
