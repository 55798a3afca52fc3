"""THE composition for one foot, written out: from its samples to its strides.

Motion and load are read side by side, fused into strides, measured, and said in the order in which
they end.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from monitor.gait.buffer import History
from monitor.gait.gaps import without_jumps
from monitor.gait.imu.stride_detector import ImuStride, ImuStrides
from monitor.gait.limits import GaitLimits
from monitor.gait.load.contacts import LoadContacts, LoadEdge
from monitor.gait.load.measures import LoadMeter
from monitor.gait.load.standing_load import StandingLoads, force_per_load
from monitor.gait.stride_fusion import FusedStride, StrideFusion
from monitor.gait.stride_maker import StrideMaker
from monitor.gait.walk_run import FootGait
from monitor.settings.athlete import Athlete
from monitor.types import CellLayout, FootBlock, Gait, GaitChange, Side, StandingLoad, Stride

_PIECE: Final = 16384
"""Samples that go through the stages at once: what a processor keeps near."""

FootEvent = Stride | GaitChange | StandingLoad
"""What one foot says."""


@dataclass(slots=True)
class _State:
    """Number and session time of the latest sample, and where the last stride ended.

    ``turned``: when the sensor turned, s, and whether up is elsewhere since; until it is taken.
    """

    stop: int | None = None
    t_last_s: float = 0.0
    last_end: float | None = None
    turned: list[tuple[float, bool]] = field(default_factory=list)


class InOrder:
    """Hold what one foot says until everything before it is known."""

    def __init__(self) -> None:
        self._held: list[FootEvent] = []
        self.settled_s = float("-inf")
        """Session time up to which everything has been said."""

    def push(self, said: Sequence[FootEvent], settled_s: float) -> list[FootEvent]:
        """Take what is said, and up to when all is known; return that, in order of time."""
        self.settled_s = max(self.settled_s, settled_s)
        held = sorted([*self._held, *said], key=_moment_s)
        due = bisect_right(held, self.settled_s, key=_moment_s)
        self._held = held[due:]
        return held[:due]


class Foot:
    """Strides, changes of gait and standing load of one foot, from its aligned samples.

    Latency: at most one stride after it ended; the first wait for the mounting (ten strides at
    most) and for the levels of the sole (two seconds).

    Parameters
    ----------
    side : Side
    rate_hz : float
        Grid of the blocks.
    imu : bool
        Whether the foot has an inertial sensor.
    layout : CellLayout or None
        Where the pressure cells are; None gives contacts and plain means only.
    plantar_cells : int
        Cells of the sole; with 0, ``load_n`` is read.
    mounted : bool
        The inertial samples are in the foot's own axes already.
    athlete : Athlete
    limits : GaitLimits
    """

    def __init__(  # noqa: PLR0913  these are the parts of a foot, each by name
        self,
        side: Side,
        rate_hz: float,
        *,
        imu: bool,
        layout: CellLayout | None,
        plantar_cells: int,
        mounted: bool,
        athlete: Athlete,
        limits: GaitLimits,
    ) -> None:
        load, cells = limits.load, plantar_cells
        self._history = History()
        self._gait = FootGait(side, load.stride, one_foot=cells > 0)
        self._imu = ImuStrides(side, rate_hz, limits.imu, mounted=mounted) if imu else None
        contact = load.contact.of_mass(athlete.mass_kg)
        self._contacts = LoadContacts(rate_hz, contact, plantar_cells=cells, layout=layout)
        self._fusion = StrideFusion(rate_hz, load.stride, self._history, has_imu=imu)
        meter = LoadMeter(rate_hz, load.pressure, layout, athlete.shoe_length_m)
        self._maker = StrideMaker(side, self._history, meter, self._gait, load)
        n_per_load = force_per_load(cells, layout)
        self._standing = StandingLoads(side, rate_hz, load.pressure, self._history, n_per_load)
        self._longest_samples = load.stride.max_stride_s * rate_hz
        self._told = InOrder()
        self._state = _State()

    @property
    def settled_s(self) -> float:
        """Session time up to which everything has been said."""
        return self._told.settled_s

    def push(self, block: FootBlock) -> list[FootEvent]:
        """Consume a block and return what it settles, in order of time."""
        if not len(block):
            return []
        state = self._state
        expected = block.start if state.stop is None else state.stop
        out: list[FootEvent] = []
        for whole in without_jumps(block, expected, state.t_last_s):
            for piece in _pieces(whole):
                out += self._step(piece)
        state.stop, state.t_last_s = block.stop, float(block.t_s[-1])
        return out

    def finish(self) -> list[FootEvent]:
        """Return what was still open."""
        motion = self._imu.finish() if self._imu else []
        out = self._fuse(self._contacts.finish(), motion, float("inf"), float("inf"))
        return self._told.push(out, float("inf"))

    def take_turned(self) -> list[tuple[float, bool]]:
        """When its sensor turned, s, and whether up is elsewhere since; since the last time."""
        turned, self._state.turned = self._state.turned, []
        return turned

    def _step(self, block: FootBlock) -> list[FootEvent]:
        load = self._contacts.load_of(block)
        self._history.append(block, load)
        self._contacts.take(block.start, load)
        stood = self._standing.push(block.start, load, self._contacts.unloaded)
        edges = self._contacts.decide()
        motion = self._imu.push(block) if self._imu else []
        self._note_turned()
        motion_known = self._imu.settled if self._imu else float("inf")
        out = self._fuse(edges, motion, self._contacts.settled, motion_known)
        settled = self._fusion.settled
        settled_s = self._history.time_at(settled)
        self._history.forget_before(int(settled - 2.0 * self._longest_samples))
        return self._told.push([*stood, *out], settled_s)

    def _note_turned(self) -> None:
        if self._imu is None or not self._imu.turned:
            return
        remounted, self._imu.turned = self._imu.turned, []
        self._state.turned += [(self._history.time_at(at), tilted) for at, tilted in remounted]

    def _fuse(
        self,
        edges: list[LoadEdge],
        motion: Sequence[ImuStride | GaitChange],
        load_known: float,
        motion_known: float,
    ) -> list[Stride | GaitChange]:
        fused = self._fusion.fuse(edges, motion, load_known=load_known, motion_known=motion_known)
        strides = self._maker.made([item for item in fused if isinstance(item, FusedStride)])
        out: list[Stride | GaitChange] = []
        for item in fused:
            if isinstance(item, GaitChange):
                out += self._gait.change(item.gait, item.t_s)
                continue
            out += self._stood_before(item.ic)
            stride = next(strides)
            out.append(stride)
            by_load = item.timed_by_load or item.motion is None
            out += self._gait.observe(stride.gait, stride.next_ic_s, by_load=by_load)
            self._state.last_end = item.next_ic
        out += self._stood_before(min(self._fusion.settled, float(self._history.stop)))
        return out

    def _stood_before(self, now: float) -> Iterable[GaitChange]:
        """Say that the runner stands where no sensor of motion can say it."""
        if self._imu is not None or self._state.last_end is None:
            return []
        stands_from = self._state.last_end + self._longest_samples
        if now <= stands_from:
            return []
        self._state.last_end = None
        return self._gait.change(Gait.STAND, self._history.time_at(stands_from))


def _moment_s(said: FootEvent) -> float:
    return said.next_ic_s if isinstance(said, Stride) else said.t_s


def _pieces(block: FootBlock) -> Iterator[FootBlock]:
    """Cut a long block."""
    if len(block) <= _PIECE:
        yield block
        return
    for start in range(0, len(block), _PIECE):
        cut = slice(start, start + _PIECE)
        yield FootBlock(
            side=block.side,
            start=block.start + start,
            rate_hz=block.rate_hz,
            t_s=block.t_s[cut],
            acc_m_s2=block.acc_m_s2[cut],
            gyr_rad_s=block.gyr_rad_s[cut],
            plantar_kpa=block.plantar_kpa[cut],
            instep_kpa=block.instep_kpa[cut],
            load_n=block.load_n[cut],
        )
