"""What the cells under a tongue say while a cuff presses them, from a live pod."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Final

import numpy as np

from monitor.errors import SourceError, WireError
from monitor.sources.ble_limits import RadioLimits
from monitor.sources.ble_one import OnePod, one_pod, take_zero
from monitor.sources.cuff_step import SettledStep, settle
from monitor.types import FloatArray
from monitor.wire import control, pressure, uuids
from monitor.wire.information import PodInformation

_TICK_HZ: Final = 32768
_TICKS: Final = 1 << 32
_LOOK_S: Final = 1.0
"""How often a step is judged, s. Rule of thumb."""
_SILENT_LOOKS: Final = 5
"""Looks without a sample after which a pod counts as silent. Rule of thumb."""


class CellReader:
    """Gather what the instep cells say, on the pod's own clock."""

    def __init__(self, known: PodInformation) -> None:
        self._rate_hz = known.pressure_rate_hz
        self._cells = known.instep_cells
        self._first_tick: int | None = None
        self._t_s: list[FloatArray] = []
        self._kpa: list[FloatArray] = []

    def begin(self) -> None:
        """Forget what was: a step begins."""
        self._first_tick, self._t_s, self._kpa = None, [], []

    def push(self, payload: bytes) -> None:
        """Take a notification; one that cannot be read is left out."""
        with contextlib.suppress(WireError):
            frame = pressure.decode(payload)
            if self._first_tick is None:
                self._first_tick = frame.tick
            since_s = (frame.tick - self._first_tick) % _TICKS / _TICK_HZ
            self._t_s.append(since_s + np.arange(len(frame)) / self._rate_hz)
            self._kpa.append(frame.instep_kpa)

    def samples(self) -> tuple[FloatArray, FloatArray]:
        """Times, s, and kPa of shape (samples, cells), since the step began."""
        if not self._t_s:
            return np.empty(0), np.empty((0, self._cells))
        return np.concatenate(self._t_s), np.concatenate(self._kpa)


class Stepper:
    """A pod that sends, and steps that are watched until its cells have settled."""

    def __init__(self, pod: OnePod, known: PodInformation, reader: CellReader) -> None:
        self.name = pod.found.name
        self.known = known
        self._profile = pod.profile
        self._reader = reader

    async def zero(self) -> None:
        """Let the pod take what its cells say now as zero.

        Raises
        ------
        SourceError
            If it refuses, or is not done.
        """
        await take_zero(self._profile)

    async def step(self, tell: Callable[[SettledStep], None]) -> SettledStep:
        """Watch the cells from now on; ``tell`` hears once a second how far they are.

        Raises
        ------
        SourceError
            If the pod falls silent.
        """
        await self._profile.ask(control.Start())
        self._reader.begin()
        heard, silent = 0, 0
        while True:
            await asyncio.sleep(_LOOK_S)
            t_s, kpa = self._reader.samples()
            silent = silent + 1 if len(t_s) == heard else 0
            if silent >= _SILENT_LOOKS:
                raise SourceError(f"{self.name}: sends nothing any more")
            heard = len(t_s)
            settled = settle(t_s, kpa)
            tell(settled)
            if not settled.waits:
                return settled


@contextlib.asynccontextmanager
async def open_cells(limits: RadioLimits, backend: str | None, name: str) -> AsyncIterator[Stepper]:
    """Connect a pod and let its cells speak while the context is open.

    Raises
    ------
    SourceError
        If it is not heard, or has no cells under the tongue.
    """
    readers: list[CellReader] = []

    def heard(uuid: str, payload: bytes) -> None:
        if uuid == uuids.PRESSURE and readers:
            readers[0].push(payload)

    async with one_pod(limits, backend, name, heard) as pod:
        known = await pod.profile.read_information()
        if not known.instep_cells:
            raise SourceError(f"{pod.found.name}: has no cells under the tongue")
        readers.append(CellReader(known))
        await pod.profile.subscribe(pod.found.kind, known)
        try:
            yield Stepper(pod, known, readers[0])
        finally:
            await pod.profile.stop()
