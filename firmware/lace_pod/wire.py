"""The bytes that a pod says and hears, as docs/protocol.md gives them. Pure: no hardware."""

import struct

VERSION = 1
IMU, PRESSURE = 1, 2
LEFT, RIGHT = 1, 2
START, STOP, SET_RATE, IDENTIFY, ZERO = 1, 2, 3, 4, 5
OK, UNKNOWN_OPCODE, BAD_ARGUMENT, BUSY, NOT_SUPPORTED = 0, 1, 2, 3, 4

SERVICE = "0e0d0001-ea1d-4e62-88eb-b36d8f4fc5ef"
INFORMATION = "0e0d0002-ea1d-4e62-88eb-b36d8f4fc5ef"
LAYOUT = "0e0d0003-ea1d-4e62-88eb-b36d8f4fc5ef"
IMU_SAMPLES = "0e0d0004-ea1d-4e62-88eb-b36d8f4fc5ef"
PRESSURE_SAMPLES = "0e0d0005-ea1d-4e62-88eb-b36d8f4fc5ef"
CONTROL = "0e0d0006-ea1d-4e62-88eb-b36d8f4fc5ef"

IMU_BYTES = 12
"""Bytes of one IMU sample: six i16."""
MOST_IMU = 19
"""IMU samples of one notification."""
MOST_BYTES = 244
"""Bytes of one notification in an ATT MTU of 247."""
INVALID = 0xFFFF
"""A cell that gives no valid value."""

_ANSWER = 0x80
_PRESSURE_HEAD = 9


def most_pressure(cells):
    """Pressure samples that fit one notification."""
    return (MOST_BYTES - _PRESSURE_HEAD) // (2 * cells)


def text(value):
    """One byte of length, then printable ASCII."""
    return bytes([len(value)]) + value.encode()


def information(side, imu_mhz, pressure_mhz, cells, acc_g, gyr_dps, layout_id, firmware):
    """Say what the pod has; rates in 1/1000 Hz, ``cells`` under the tongue."""
    head = struct.pack("<BBIIBBBH", VERSION, side, imu_mhz, pressure_mhz, 0, cells, acc_g, gyr_dps)
    return head + text(layout_id) + text(firmware)


def layout(name, cells):
    """Say where the tongue's cells sit: (forward mm, lateral mm, area mm²) of each."""
    places = b"".join([struct.pack("<hhH", *cell) for cell in cells])
    return struct.pack("<BBB", VERSION, 0, len(cells)) + text(name) + places


def imu_packet(tick, number, samples):
    """Join IMU samples, each of ``IMU_BYTES``, to a notification."""
    return struct.pack("<IHB", tick, number, len(samples)) + b"".join(samples)


def pressure_packet(tick, number, samples):
    """Join pressure samples, each two bytes a cell, to a notification."""
    head = struct.pack("<IHBBB", tick, number, len(samples), 0, len(samples[0]) // 2)
    return head + b"".join(samples)


def answer(request, result):
    """Answer a request; ``request`` is its first byte."""
    return bytes([_ANSWER | request, result])


def read_request(payload):
    """Return opcode, result and arguments of what was written.

    A result that is not ``OK`` is what the pod owes to a request that makes no sense.
    """
    if not payload:
        return 0, UNKNOWN_OPCODE, ()
    opcode = payload[0]
    lengths = {START: 1, STOP: 1, SET_RATE: 6, IDENTIFY: 2, ZERO: 1}
    if opcode not in lengths:
        return opcode & 0x7F, UNKNOWN_OPCODE, ()
    if len(payload) != lengths[opcode]:
        return opcode, BAD_ARGUMENT, ()
    if opcode == SET_RATE:
        stream, rate_mhz = struct.unpack("<BI", payload[1:])
        good = stream in (IMU, PRESSURE) and rate_mhz > 0
        return opcode, OK if good else BAD_ARGUMENT, (stream, rate_mhz)
    if opcode == IDENTIFY:
        return opcode, OK if 1 <= payload[1] <= 60 else BAD_ARGUMENT, (payload[1],)
    return opcode, OK, ()
