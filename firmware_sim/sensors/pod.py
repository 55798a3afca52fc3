"""A simulated pod: values to read, and packets in order of time.

A pod samples on its own crystal, counts 1/32768 s since a boot before the session, and sends a
notification as soon as its last sample is taken; the link delays it, but keeps the order.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Generic, Literal, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from firmware_sim.gait.contact import Cells, Load
from firmware_sim.gait.motion import Motion
from firmware_sim.gait.world import Foot, Stretch
from firmware_sim.scenario.model import ImuSpec, InsoleSpec, PodSpec, Scenario
from firmware_sim.sensors import layouts
from firmware_sim.sensors.imperfect import CellSensors, ImuSensor
from firmware_sim.sensors.sampling import Sampler
from monitor.types import CellLayout, FloatArray, Side
from monitor.wire import battery, foot_imu, information, layout, pressure, uuids

TICK_HZ = 32768
_MAX_BOOT_S = 3000.0
"""A pod was switched on at most so long before the session."""
_BATTERY_S = 60.0


class PodPacket(NamedTuple):
    """One notification: when it arrives, of which characteristic, and its bytes."""

    t_s: float
    characteristic: str
    payload: bytes


class Seen(NamedTuple):
    """The truth behind a stretch of one foot's samples; ``motion`` None without IMU."""

    stretch: Stretch
    t_s: FloatArray
    motion: Motion | None
    load: Load


TruthSink = Callable[[Seen], None]


class FootPod:
    """A device on one shoe: IMU, insole, or both on one tick.

    Parameters
    ----------
    scenario : Scenario
    spec : PodSpec
        With a side.
    seed : int
        Pods of the same scenario and seed belong to the same runner.
    watch : callable or None
        Is given the truth of every stretch, before its packets.
    """

    kind: Literal["foot"] = "foot"

    def __init__(
        self, scenario: Scenario, spec: PodSpec, seed: int, watch: TruthSink | None = None
    ) -> None:
        if spec.side is None:
            raise ValueError(f"{spec.name} has no side")
        self.name = spec.name
        self._spec, self._watch = spec, watch
        self._side = Side(spec.side)
        self._foot = Foot(scenario, self._side, seed)
        index = [p.name for p in scenario.pod].index(spec.name)
        keys = [seed, 100 + index]
        rng = np.random.default_rng(keys)
        clock = _Clock(spec, float(rng.uniform(0.0, _MAX_BOOT_S)))
        self._jitter = np.random.default_rng([*keys, 1])
        self._imu = None if spec.imu is None else _ImuStream(spec.imu, clock, self._side, keys)
        self._insole = None
        cells = None
        if spec.insole is not None:
            cells = _cells(spec.insole)
            self._insole = _InsoleStream(scenario, spec.insole, clock, self._side, keys)
        self.values: Mapping[str, bytes] = _values(scenario, spec, cells)

    def packets(self) -> Iterator[PodPacket]:
        """Everything that the pod sends, for ever; not to be asked for twice."""
        last_s = 0.0
        for stretch in self._foot.stretches():
            ready = [(t, uuids.BATTERY, p) for t, p in self._battery(stretch)]
            if self._imu is not None:
                ready += [(t, uuids.IMU, p) for t, p in self._imu.packets(stretch)]
            if self._insole is not None:
                ready += [(t, uuids.PRESSURE, p) for t, p in self._insole.packets(stretch)]
            if self._watch is not None:
                self._watch(self._seen(stretch))
            ready.sort(key=lambda packet: packet[0])
            wait_s = self._spec.latency_s + self._spec.jitter_s * self._jitter.exponential(
                1.0, len(ready)
            )
            for (t_s, characteristic, payload), late_s in zip(ready, wait_s.tolist(), strict=True):
                last_s = max(last_s, t_s + late_s)
                yield PodPacket(last_s, characteristic, payload)

    def _seen(self, stretch: Stretch) -> Seen:
        """Truth on the grid of the faster stream."""
        if self._imu is not None:
            t_s, motion = self._imu.truth(stretch)
        else:
            t_s = np.empty(0) if self._insole is None else self._insole.seen_s
            return Seen(stretch, t_s, None, stretch.force.at(t_s))
        return Seen(stretch, t_s, motion, stretch.force.at(t_s))

    def _battery(self, stretch: Stretch) -> Iterator[tuple[float, bytes]]:
        """The battery's level, once a minute."""
        first = max(int(np.ceil(stretch.start_s / _BATTERY_S)), 1)
        for minute in range(first, int(np.ceil(stretch.stop_s / _BATTERY_S))):
            t_s = minute * _BATTERY_S
            if t_s >= self._spec.starts_s:
                yield t_s, _level(self._spec, t_s)


def _level(spec: PodSpec, t_s: float) -> bytes:
    """The battery's level at a time."""
    percent = spec.battery_percent - spec.battery_percent_h * t_s / 3600.0
    return battery.encode(battery.BatteryLevel(max(0, min(100, round(percent)))))


def _cells(spec: InsoleSpec) -> CellLayout:
    """The insole's layout; without its instep cells where it has none."""
    known = layouts.load(spec.layout)
    return known if spec.instep else CellLayout(known.name, known.plantar)


def _values(scenario: Scenario, spec: PodSpec, cells: CellLayout | None) -> dict[str, bytes]:
    """What can be read from the pod."""
    side = Side(spec.side or "left")
    mine = [fault for fault in scenario.fault if fault.pod in (None, spec.name)]
    if any(fault.kind == "swap_sides" for fault in mine):
        side = side.other
    about = information.PodInformation(
        side=side,
        imu_rate_hz=spec.imu.rate_hz if spec.imu else 0.0,
        pressure_rate_hz=spec.insole.rate_hz if spec.insole else 0.0,
        plantar_cells=len(cells.plantar) if cells else 0,
        instep_cells=len(cells.instep) if cells else 0,
        acc_range_g=spec.imu.acc_range_g if spec.imu else 0,
        gyr_range_deg_s=round(spec.imu.gyr_range_deg_s) if spec.imu else 0,
        layout_id=cells.name if cells else "",
        firmware=spec.firmware,
    )
    says = information.encode(about)
    if any(fault.kind == "wrong_version" for fault in mine):
        says = bytes([says[0] + 1]) + says[1:]
    values = {uuids.INFORMATION: says, uuids.BATTERY: _level(spec, 0.0)}
    if cells is not None:
        values[uuids.LAYOUT] = layout.encode(cells)
    return values


class _Clock:
    """When a pod's samples are taken, and what its tick says then."""

    def __init__(self, spec: PodSpec, boot_s: float) -> None:
        self._pace = 1.0 + spec.skew_ppm * 1e-6
        self._starts_s = spec.starts_s
        self._boot_ticks = int(boot_s * TICK_HZ) if spec.starts_s == 0.0 else TICK_HZ

    def taken_s(self, number: FloatArray, rate_hz: float) -> FloatArray:
        """True times of samples by number."""
        return np.asarray(self._starts_s + number / (rate_hz * self._pace))

    def interval_s(self, rate_hz: float) -> float:
        """True time from one sample to the next."""
        return 1.0 / (rate_hz * self._pace)

    def before(self, t_s: float, rate_hz: float) -> int:
        """How many samples are taken before a time."""
        return max(0, int(np.ceil((t_s - self._starts_s) * rate_hz * self._pace - 1e-9)))

    def tick(self, number: int, rate_hz: float) -> int:
        """The pod's count at a sample; wraps."""
        return (self._boot_ticks + int(number * TICK_HZ / rate_hz)) % 2**32


_Count = TypeVar("_Count", np.int16, np.uint16)


class _Full(NamedTuple, Generic[_Count]):
    """Samples of one packet, their number and tick, and when the last was taken."""

    end_s: float
    tick: int
    sequence: int
    counts: npt.NDArray[_Count]


class _Packer(Generic[_Count]):
    """Gather samples until a packet is full of them."""

    def __init__(
        self, clock: _Clock, rate_hz: float, size: int, waiting: npt.NDArray[_Count]
    ) -> None:
        self._clock, self._rate_hz, self._size = clock, rate_hz, size
        self._waiting: npt.NDArray[_Count] = waiting
        self._sent = 0
        self.taken = 0
        """Samples so far."""

    def push(self, seen: npt.NDArray[_Count]) -> Iterator[_Full[_Count]]:
        """Take the next samples; packets that they fill."""
        samples = np.concatenate([self._waiting, seen])
        first, size = self.taken - len(self._waiting), self._size
        self.taken += len(seen)
        full = len(samples) // size
        self._waiting = samples[full * size :]
        last = first + size * np.arange(1.0, full + 1) - 1.0
        ends_s = self._clock.taken_s(last, self._rate_hz)
        for i, end_s in enumerate(ends_s.tolist()):
            tick = self._clock.tick(first + i * size, self._rate_hz)
            sequence, self._sent = self._sent % 65536, self._sent + 1
            yield _Full(end_s, tick, sequence, samples[i * size : (i + 1) * size])


class _ImuStream:
    """IMU samples in packets of as many as fit."""

    def __init__(self, spec: ImuSpec, clock: _Clock, side: Side, keys: list[int]) -> None:
        self._spec, self._clock = spec, clock
        self._outward = 1.0 if side is Side.RIGHT else -1.0
        self._sensor = ImuSensor(spec, [*keys, 2])
        self._sampler = Sampler()
        self._packer = _Packer(
            clock, spec.rate_hz, foot_imu.MAX_SAMPLES, np.empty((0, foot_imu.AXES), np.int16)
        )

    def truth(self, stretch: Stretch) -> tuple[FloatArray, Motion]:
        """Times of the samples within a stretch, and the pod's motion at them."""
        rate = self._spec.rate_hz
        first, stop = (self._clock.before(t, rate) for t in (stretch.start_s, stretch.stop_s))
        t_s = self._clock.taken_s(np.arange(first, max(first, stop), dtype=float), rate)
        return t_s, stretch.path.motion(t_s, self._spec.place, self._outward)

    def packets(self, stretch: Stretch) -> Iterator[tuple[float, bytes]]:
        """Packets that are full by the end of the stretch, with the time of the last sample."""
        rate = self._spec.rate_hz
        # a sample stands for the interval about its instant; that has to end within the stretch
        interval_s = self._clock.interval_s(rate)
        taken = self._packer.taken
        stop = max(self._clock.before(stretch.stop_s - 0.5 * interval_s, rate), taken)
        t_s = self._clock.taken_s(np.arange(taken, stop, dtype=float), rate)
        if len(t_s) == 0:
            return
        ends_s = t_s + 0.5 * interval_s
        if taken == 0:
            ends_s = np.concatenate([t_s[:1] - 0.5 * interval_s, ends_s])
        ends = stretch.path.motion(ends_s, self._spec.place, self._outward)
        seen = self._sensor.measure(*self._sampler.means(ends, interval_s), t_s)
        for end_s, tick, sequence, counts in self._packer.push(foot_imu.counts_of(seen)):
            yield end_s, foot_imu.pack(tick, sequence, counts)


class _InsoleStream:
    """Pressure samples in packets of as many as fit."""

    def __init__(
        self, scenario: Scenario, spec: InsoleSpec, clock: _Clock, side: Side, keys: list[int]
    ) -> None:
        cells = _cells(spec)
        self._spec, self._clock = spec, clock
        self._plantar, self._instep = len(cells.plantar), len(cells.instep)
        foot = 0 if side is Side.LEFT else 1
        self._cells = Cells(cells, scenario.shoe(side), foot, scenario.runner.mass_kg)
        self._sensors = CellSensors(spec, self._plantar + self._instep, [*keys, 3])
        size = pressure.max_samples(self._plantar, self._instep)
        self._packer = _Packer(
            clock, spec.rate_hz, size, np.empty((0, self._plantar + self._instep), np.uint16)
        )
        self.seen_s: FloatArray = np.empty(0)

    def packets(self, stretch: Stretch) -> Iterator[tuple[float, bytes]]:
        """Packets that are full by the end of the stretch, with the time of the last sample."""
        rate = self._spec.rate_hz
        taken = self._packer.taken
        stop = max(self._clock.before(stretch.stop_s, rate), taken)
        t_s = self._clock.taken_s(np.arange(taken, stop, dtype=float), rate)
        self.seen_s = t_s
        if len(t_s) == 0:
            return
        load = stretch.force.at(t_s)
        true = [self._cells.plantar_kpa(load, stretch.slow, t_s)]
        if self._instep:
            true.append(self._cells.instep_kpa(load, stretch.slow, t_s))
        seen = pressure.counts_of(self._sensors.measure(np.hstack(true), t_s))
        for end_s, tick, sequence, counts in self._packer.push(seen):
            yield end_s, pressure.pack(tick, sequence, self._plantar, counts)
