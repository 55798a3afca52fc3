"""Sentences for the runner about what is wrong with the data of one foot."""

from collections.abc import Iterable, Iterator, Sequence

from monitor.gait.limits import GaitLimits
from monitor.health.crossed_feet import TwoFeet
from monitor.health.dead_cells import DeadCell, DeadCells
from monitor.health.dropouts import Dropout, DropoutFinder
from monitor.health.left_right_swap import Crossed, SameFoot
from monitor.health.limits import HealthLimits
from monitor.health.mounting_watch import MountingWatch, Turned
from monitor.health.signal_faults import SignalFaults, Verdict
from monitor.ingest.limits import IngestLimits
from monitor.ingest.stream_spec import StreamSpec
from monitor.types import FootBlock, Notice, NoticeKind, Side, Stride
from monitor.wire.imported import StreamKind

_STREAMS = {
    "motion": StreamKind.IMU,
    "pressure": StreamKind.PRESSURE,
    "force": StreamKind.FORCE,
}


class SensorHealth:
    """Notice data that are missing or not to be believed, and pods on the wrong shoe.

    Parameters
    ----------
    side : Side
    rate_hz : float
        Grid of the foot.
    specs : sequence of StreamSpec
        The foot's streams.
    """

    def __init__(
        self,
        side: Side,
        rate_hz: float,
        specs: Sequence[StreamSpec],
        ingest: IngestLimits,
        gait: GaitLimits,
        health: HealthLimits,
    ) -> None:
        self._side = side
        self._specs = {spec.kind: spec for spec in specs}
        self._dropouts = DropoutFinder(rate_hz, ingest)
        self._faults = SignalFaults(rate_hz, self._specs, health)
        self._mounting = MountingWatch(health)
        self._cells = DeadCells(rate_hz, gait.load.pressure)
        self._told: set[tuple[int, bool]] = set()
        imu, sole = (self._specs.get(kind) for kind in (StreamKind.IMU, StreamKind.PRESSURE))
        self._same: SameFoot | None = None
        if imu and sole and sole.plantar_cells and imu.sensor != sole.sensor:
            self._same = SameFoot(rate_hz, sole.plantar_cells, gait.load.crossed, gait.imu)

    def push(self, block: FootBlock) -> tuple[FootBlock, list[Notice | TwoFeet]]:
        """Consume a block; return what of it is to be believed, and what is to be said of it.

        Notices come in order of time.
        """
        said: list[Notice | TwoFeet] = []
        said += [self._missing(dropout) for dropout in self._dropouts.push(block)]
        said += self._dead(self._cells.push(block))
        believed, verdicts = self._faults.push(block)
        said += map(self._failed, verdicts)
        said += map(self._apart, self._same.push(believed) if self._same else ())
        return believed, sorted(said, key=lambda notice: notice.t_s)

    def compare(
        self, said: Iterable[object], turned: Iterable[Turned], settled_s: float
    ) -> list[Notice]:
        """Compare how the foot moves with what it said; after each push, and at the end.

        Parameters
        ----------
        said : iterable
            What the foot said since the last time; its strides count.
        turned : iterable of Turned
            New mountings since then.
        settled_s : float
            Until when it has said everything.
        """
        moved, self._faults.moved = self._faults.moved, []
        ends_s = [stride.next_ic_s for stride in said if isinstance(stride, Stride)]
        imu = self._specs.get(StreamKind.IMU)
        return [
            Notice(kind, t_s, imu.sensor, "", self._side)
            for t_s, kind in self._mounting.push(moved, ends_s, turned, settled_s)
            if imu is not None
        ]

    def _failed(self, verdict: Verdict) -> Notice:
        sensor = self._specs[verdict.stream].sensor
        return Notice(verdict.fault or NoticeKind.RETURNED, verdict.t_s, sensor, "", self._side)

    def _missing(self, dropout: Dropout) -> Notice:
        sensor = self._specs[_STREAMS[dropout.kinds[0]]].sensor
        what = "data" if dropout.all_kinds else " and ".join(dropout.kinds)
        if dropout.over:
            text = f"{self._side} foot: {dropout.lost_s:.1f} s of {what} missing"
            return Notice(NoticeKind.MISSING, dropout.t_s, sensor, text, self._side)
        text = f"{self._side} foot: no {what} for {dropout.lost_s:.0f} s"
        return Notice(NoticeKind.STALLED, dropout.t_s, sensor, text, self._side)

    def _dead(self, cells: Sequence[DeadCell]) -> Iterator[Notice]:
        spec = self._specs[StreamKind.PRESSURE] if cells else None
        for t_s, cell, is_instep in cells:
            if spec is None or (cell, is_instep) in self._told:
                continue
            self._told.add((cell, is_instep))
            of = spec.instep_cells if is_instep else spec.plantar_cells
            name = f"instep cell {cell + 1}" if is_instep else f"cell {cell + 1}"
            text = f"{self._side} insole: {name} of {of} is dead; it is left out"
            yield Notice(NoticeKind.DEAD_CELL, t_s, spec.sensor, text, self._side)

    def _apart(self, found: Crossed) -> Notice | TwoFeet:
        sensor = self._specs[StreamKind.IMU].sensor
        if found.step is not None:
            return TwoFeet(found.t_s, sensor, self._side, found.step)
        return Notice(NoticeKind.CROSSED, found.t_s, sensor, "", self._side)
