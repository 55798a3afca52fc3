"""What a pod is told and what it answers: bytes <-> values. See docs/protocol.md.

    request   u8 opcode, then
      1 start     nothing
      2 stop      nothing
      3 set rate  u8 stream (1 IMU, 2 pressure), u32 rate in 1/1000 Hz
      4 identify  u8 seconds, 1..60
      5 zero      nothing
    answer    u8 0x80 + opcode, u8 result
      0 ok, 1 unknown opcode, 2 bad argument, 3 busy, 4 not supported

Little-endian. A request is written with response; the pod answers it by indication on the same
characteristic, always, also when it refuses.
"""

import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from monitor.errors import WireError
from monitor.wire.fields import member

IDENTIFY_S: Final = range(1, 61)

_ANSWER: Final = 0x80
_RATE = struct.Struct("<BBI")


class Opcode(IntEnum):
    """What a pod can be asked."""

    START = 1
    STOP = 2
    SET_RATE = 3
    IDENTIFY = 4
    ZERO = 5


class Stream(IntEnum):
    """Which sensor's rate is set."""

    IMU = 1
    PRESSURE = 2


class Result(IntEnum):
    """What became of a request."""

    OK = 0
    UNKNOWN_OPCODE = 1
    BAD_ARGUMENT = 2
    BUSY = 3
    NOT_SUPPORTED = 4


@dataclass(frozen=True, slots=True)
class Start:
    """Begin to notify samples."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Stop notifying samples."""


@dataclass(frozen=True, slots=True)
class SetRate:
    """Sample at about this rate from the next start on; the information says at which."""

    stream: Stream
    rate_hz: float


@dataclass(frozen=True, slots=True)
class Identify:
    """Blink or buzz for a while, so that a person sees which pod it is."""

    duration_s: int


@dataclass(frozen=True, slots=True)
class Zero:
    """Take the present pressure of every cell, the shoe being off the foot, as zero."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a pod says to a request; ``opcode`` is the request's first byte, known or not."""

    opcode: int
    result: Result


Request = Start | Stop | SetRate | Identify | Zero
"""What a host writes."""

_OPCODES: Final = {int(opcode): opcode for opcode in Opcode}
_STREAMS: Final = {int(stream): stream for stream in Stream}
_RESULTS: Final = {int(result): result for result in Result}
_LENGTHS: Final = {Opcode.SET_RATE: _RATE.size, Opcode.IDENTIFY: 2}


def decode(payload: bytes) -> Request | Answer:
    """Read a request or an answer; the first byte's top bit tells which.

    Raises
    ------
    WireError
        If the opcode, the length or an argument is none of those above.
    """
    if not payload:
        raise WireError("control message is empty", payload)
    if payload[0] & _ANSWER:
        if len(payload) != 2:
            raise WireError(f"control answer of {len(payload)} bytes, not 2", payload)
        return Answer(payload[0] - _ANSWER, member(_RESULTS, payload[1], "result", payload))
    opcode = member(_OPCODES, payload[0], "opcode", payload)
    length = _LENGTHS.get(opcode, 1)
    if len(payload) != length:
        raise WireError(f"{opcode.name} request of {len(payload)} bytes, not {length}", payload)
    return _request(opcode, payload)


def encode(message: Request | Answer) -> bytes:
    """Write a request or an answer; ``ValueError`` for an argument that ``decode`` refuses."""
    match message:
        case Start():
            return bytes([Opcode.START])
        case Stop():
            return bytes([Opcode.STOP])
        case SetRate(stream, rate_hz):
            return _RATE.pack(Opcode.SET_RATE, stream, _millihertz(rate_hz))
        case Identify(duration_s):
            return bytes([Opcode.IDENTIFY, _whole_seconds(duration_s)])
        case Zero():
            return bytes([Opcode.ZERO])
        case Answer(opcode, result):
            return bytes([_ANSWER + opcode, result])


def refusal(payload: bytes) -> Answer:
    """Answer that a pod owes to a request that ``decode`` refused.

    >>> refusal(bytes([9])), refusal(bytes([4]))  # doctest: +NORMALIZE_WHITESPACE
    (Answer(opcode=9, result=<Result.UNKNOWN_OPCODE: 1>),
     Answer(opcode=4, result=<Result.BAD_ARGUMENT: 2>))
    """
    opcode = payload[0] & ~_ANSWER if payload else 0
    known = bool(payload) and payload[0] in _OPCODES
    return Answer(opcode, Result.BAD_ARGUMENT if known else Result.UNKNOWN_OPCODE)


def _millihertz(rate_hz: float) -> int:
    """Rate as it is written."""
    if not 0 < round(rate_hz * 1000) < 1 << 32:
        raise ValueError(f"rate of {rate_hz} Hz")
    return round(rate_hz * 1000)


def _whole_seconds(duration_s: int) -> int:
    """Duration that a pod accepts."""
    if duration_s not in IDENTIFY_S:
        raise ValueError(f"identify for {duration_s} s")
    return duration_s


def _request(opcode: Opcode, payload: bytes) -> Request:
    """Request of the right length."""
    match opcode:
        case Opcode.START:
            return Start()
        case Opcode.STOP:
            return Stop()
        case Opcode.SET_RATE:
            _, stream, rate = _RATE.unpack(payload)
            if rate == 0:
                raise WireError("set rate of 0 Hz", payload)
            return SetRate(member(_STREAMS, stream, "stream", payload), rate / 1000)
        case Opcode.IDENTIFY:
            if payload[1] not in IDENTIFY_S:
                raise WireError(f"identify for {payload[1]} s", payload)
            return Identify(payload[1])
        case Opcode.ZERO:
            return Zero()
