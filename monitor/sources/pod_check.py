"""Run the open profile against a pod, and report where it does not conform.

Every line of the report is one requirement of docs/protocol.md. What a host cannot see from here
(the supervision timeout, the PHY) is not in it.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from monitor.errors import WireError
from monitor.sources.ble_limits import RadioLimits
from monitor.sources.ble_one import OnePod, one_pod
from monitor.sources.ble_trouble import RADIO_ERRORS
from monitor.wire import CHARACTERISTICS, control, uuids
from monitor.wire.control import Answer, Result
from monitor.wire.foot_imu import ImuFrame
from monitor.wire.information import PodInformation
from monitor.wire.pressure import PressureFrame

_TICKS_HZ: Final = 32768
_TICKS: Final = 1 << 32
_NUMBERS: Final = 1 << 16
_FIRST_S: Final = 0.3
"""The first packet after *start* comes within this, s [S]: docs/protocol.md."""
_ANSWER_S: Final = 1.0
"""A request is answered within this, s [S]: docs/protocol.md."""
_HELD_S: Final = 0.2
"""A pod holds samples back for at most this, s [S]: docs/protocol.md."""
_AIR_S: Final = 0.2
"""What the link may add to a time that the protocol gives, s. Rule of thumb: some intervals."""
_LOOK_S: Final = 0.02
"""Time between two looks at how late this computer is, s. Rule of thumb."""
_RATE_OFF: Final = 0.03
"""Share by which a rate may differ from what the pod says of itself. Rule of thumb."""
_TICK_OFF_S: Final = 0.002
"""What a tick may differ from the samples before it, s. Rule of thumb: half a sample at 208 Hz."""
_QUIET_S: Final = 1.0
"""How long a pod is listened to that shall be silent, s. Rule of thumb."""
_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement: whether it is met (None: not asked), and what was seen."""

    met: bool | None
    requirement: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class _Came:
    """A notification, at the time when this computer got to it."""

    at_s: float
    characteristic: str
    payload: bytes


class _Report:
    """What was found, and how late this computer itself was: that is no fault of the pod."""

    def __init__(self, say: Callable[[Line], None]) -> None:
        self.lines: list[Line] = []
        self._say = say
        self._loop = asyncio.get_running_loop()
        self._late_s = 0.0
        self._due_s = self._loop.time()
        self._look()

    @property
    def slack_s(self) -> float:
        """What a time may be longer than the protocol gives it, s."""
        return _AIR_S + self._late_s

    def tell(self, *lines: Line) -> None:
        """Take more lines."""
        for line in lines:
            self.lines.append(line)
            self._say(line)

    def close(self) -> None:
        """Look no more at how late this computer is."""
        self._next.cancel()

    def _look(self) -> None:
        now_s = self._loop.time()
        self._late_s = max(self._late_s, now_s - self._due_s)
        self._due_s = now_s + _LOOK_S
        self._next = self._loop.call_at(self._due_s, self._look)


async def check_pod(
    limits: RadioLimits,
    backend: str | None,
    name: str,
    seconds: float,
    say: Callable[[Line], None],
) -> bool:
    """Check a pod, say each line as it is known, and return whether all are met.

    Raises
    ------
    SourceError
        If the pod is not heard, or the link breaks.
    """
    came: list[_Came] = []

    def heard(uuid: str, payload: bytes) -> None:
        came.append(_Came(time.monotonic(), uuid, payload))

    async with one_pod(limits, backend, name, heard) as pod:
        with closing(_Report(say)) as report:
            there = Line(True, "advertises the service, with a name", pod.found.name)
            report.tell(there, *_offers(pod))
            known = await _information(pod, report)
            await _control(pod, report)
            if known is not None:
                await pod.profile.subscribe(pod.found.kind, known)
                await _streams(pod, known, came, seconds, report)
    return all(line.met is not False for line in report.lines)


def _offers(pod: OnePod) -> list[Line]:
    """Compare the characteristics with those of the profile."""
    wanted = {
        uuids.INFORMATION: {"read"},
        uuids.CONTROL: {"write", "indicate"},
    }
    lines = []
    for uuid, properties in wanted.items():
        there = pod.client.services.get_characteristic(uuid)
        has = set(there.properties) if there else set()
        said = f"{CHARACTERISTICS[uuid].name} has {' and '.join(sorted(properties))}"
        lines.append(Line(properties <= has, said, ", ".join(sorted(has)) or "is not there"))
    return lines


async def _information(pod: OnePod, report: _Report) -> PodInformation | None:
    try:
        known = await pod.profile.read_information()
    except WireError as error:
        report.tell(Line(False, "information and layout can be read", error.reason))
        return None
    rates = f"IMU {known.imu_rate_hz:g} Hz, pressure {known.pressure_rate_hz:g} Hz"
    report.tell(Line(True, "information and layout can be read", f"{known.side}, {rates}"))
    return known


async def _control(pod: OnePod, report: _Report) -> None:
    """Every write is answered within a second, also one that makes no sense."""
    for payload, expected, what in (
        (b"\x09", Answer(9, Result.UNKNOWN_OPCODE), "an unknown request"),
        (b"", Answer(0, Result.UNKNOWN_OPCODE), "an empty request"),
        (b"\x04\x00", Answer(4, Result.BAD_ARGUMENT), "a bad argument"),
        (control.encode(control.Stop()), Answer(2, Result.OK), "stop while it is stopped"),
    ):
        report.tell(await _asked(pod, payload, expected, what, report))


async def _asked(pod: OnePod, payload: bytes, expected: Answer, what: str, report: _Report) -> Line:
    requirement = f"{what} is answered {expected.result.name.lower().replace('_', ' ')}"
    before_s = time.monotonic()
    try:
        answer = await pod.profile.write(payload)
    except TimeoutError:
        return Line(False, requirement, "no answer")
    except WireError as error:
        return Line(False, requirement, error.reason)
    except RADIO_ERRORS as error:
        return Line(False, requirement, str(error))
    took_s = time.monotonic() - before_s
    seen = f"{took_s:.2f} s" if answer == expected else str(answer)
    return Line(answer == expected and took_s <= _ANSWER_S + report.slack_s, requirement, seen)


async def _streams(
    pod: OnePod,
    known: PodInformation,
    came: list[_Came],
    seconds: float,
    report: _Report,
) -> None:
    """Let it send, and look at what comes."""
    report.tell(Line(not _samples(came), "sends nothing before start"))
    began_s = time.monotonic()
    report.tell(
        await _asked(pod, control.encode(control.Start()), Answer(1, Result.OK), "start", report)
    )
    await asyncio.sleep(seconds)
    again = Answer(1, Result.OK)
    report.tell(
        await _asked(pod, control.encode(control.Start()), again, "start while it sends", report)
    )
    busy = control.encode(control.SetRate(control.Stream.IMU, known.imu_rate_hz or 100.0))
    report.tell(await _busy(pod, busy))
    report.tell(
        await _asked(pod, control.encode(control.Stop()), Answer(2, Result.OK), "stop", report)
    )
    stopped_s = time.monotonic()
    await asyncio.sleep(_QUIET_S)
    late = [one for one in _samples(came) if one.at_s > stopped_s + report.slack_s]
    report.tell(
        Line(not late, "sends nothing after stop", f"{len(late)} notifications" if late else "")
    )
    slack_s = report.slack_s
    for uuid, rate_hz in (
        (uuids.IMU, known.imu_rate_hz),
        (uuids.PRESSURE, known.pressure_rate_hz),
    ):
        if rate_hz:
            mine = [one for one in came if one.characteristic == uuid]
            report.tell(*_stream(uuid, rate_hz, mine, began_s, slack_s))
    sent = sum(len(one.payload) for one in _samples(came))
    report.tell(Line(None, "throughput", f"{sent / max(seconds, 1e-9) / 1000.0:.1f} kB/s"))


async def _busy(pod: OnePod, payload: bytes) -> Line:
    requirement = "set rate while it sends is answered busy, or not supported"
    try:
        answer = await pod.profile.write(payload)
    except (TimeoutError, WireError):
        return Line(False, requirement, "no answer")
    good = isinstance(answer, Answer) and answer.result in {Result.BUSY, Result.NOT_SUPPORTED}
    return Line(good, requirement, "" if good else str(answer))


def _samples(came: list[_Came]) -> list[_Came]:
    return [one for one in came if one.characteristic in {uuids.IMU, uuids.PRESSURE}]


def _stream(
    uuid: str, rate_hz: float, came: list[_Came], began_s: float, slack_s: float
) -> list[Line]:
    """Look at one stream: bytes, numbers, ticks, rate, and how long samples were held."""
    name = CHARACTERISTICS[uuid].name
    frames: list[tuple[float, ImuFrame | PressureFrame]] = []
    wrong: list[str] = []
    for one in came:
        try:
            frames.append((one.at_s, CHARACTERISTICS[uuid].decode(one.payload)))
        except WireError as error:
            wrong.append(error.reason)
    lines = [Line(bool(frames) and not wrong, f"{name}: can be read", "; ".join(wrong[:_SHOWN]))]
    if len(frames) < 2:
        return [*lines, Line(False, f"{name}: samples come", f"{len(frames)} notifications")]
    first_s = frames[0][0] - began_s
    lines.append(_within(f"{name}: the first within 300 ms of start", first_s, _FIRST_S + slack_s))
    pauses_s = [b - a for (a, _), (b, _) in pairwise(frames)]
    lines.append(_within(f"{name}: held back 200 ms at most", max(pauses_s), _HELD_S + slack_s))
    return [*lines, *_numbers(name, rate_hz, [frame for _, frame in frames])]


def _numbers(name: str, rate_hz: float, frames: list[ImuFrame | PressureFrame]) -> list[Line]:
    steps = [(b.sequence - a.sequence) % _NUMBERS for a, b in pairwise(frames)]
    skipped = sum(step - 1 for step in steps if 0 < step < _NUMBERS // 2)
    lines = [
        Line(0 not in steps, f"{name}: no sequence number twice"),
        Line(skipped == 0, f"{name}: none lost", f"{skipped} lost" if skipped else ""),
    ]
    ticks = [(b.tick - a.tick) % _TICKS / _TICKS_HZ for a, b in pairwise(frames)]
    follow = [
        abs(tick_s - len(a) / rate_hz)
        for tick_s, step, a in zip(ticks, steps, frames, strict=False)
        if step == 1
    ]
    most_s = max(follow, default=0.0)
    seen = f"{1000.0 * most_s:.2f} ms off at most"
    lines.append(Line(most_s <= _TICK_OFF_S, f"{name}: ticks follow the samples", seen))
    counted = sum(len(frame) for frame in frames[:-1])
    hz = counted / sum(ticks) if sum(ticks) > 0.0 else 0.0
    near = skipped > 0 or abs(hz / rate_hz - 1.0) <= _RATE_OFF
    lines.append(Line(near, f"{name}: the rate that it says", f"{hz:.2f} Hz, said {rate_hz:g} Hz"))
    return lines


def _within(requirement: str, took_s: float, most_s: float) -> Line:
    return Line(took_s <= most_s, requirement, f"{took_s:.2f} s")
