"""Seek the sensors of a session, for as long as it lasts: a window of listening, then a pause."""

import asyncio
import contextlib
import logging
from collections.abc import Collection
from functools import partial
from typing import Final

from bleak.backends.device import BLEDevice

from monitor.printable import printable
from monitor.sources.ble_adapter import FoundSensor
from monitor.sources.ble_feet import OwnSensor
from monitor.sources.ble_kinds import SensorKind
from monitor.sources.ble_sensor import Sensor
from monitor.sources.ble_session import Session
from monitor.sources.ble_states import Radio
from monitor.sources.ble_supervisor import Supervisor
from monitor.sources.ble_trouble import RadioError
from monitor.types import Side
from monitor.wire.link import Link, LinkReason, LinkState

logger = logging.getLogger(__name__)

RADIO_NAME: Final = "Bluetooth"
"""What the packets call the adapter itself."""


class Seeker:
    """Listens while a foot is missing or a sensor is lost, and now and then otherwise."""

    def __init__(self, session: Session, only: Collection[str]) -> None:
        self._session = session
        self._limits = session.limits
        self._only = {name.casefold() for name in only}
        self._unheard = {name.casefold(): name for name in only}
        """Of the sensors that are to be used, those that were not heard yet."""
        self._sought: dict[str, asyncio.Future[BLEDevice]] = {}
        self._until_s: dict[str, float] = {}
        """Up to when each of them is listened for without rest."""
        self._names: dict[str, str] = {}
        self._wake = asyncio.Event()
        self._reported = False
        self._listening_s: float | None = None
        self._heard = False
        note = partial(session.note, RADIO_NAME)
        self._supervisor = Supervisor(session.limits, note)

    async def run(self) -> None:
        """Find sensors and let them live, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                try:
                    await self._listen(tasks)
                except RadioError as error:
                    self._supervisor.failed(error, alone=not self._session.links)
                    await asyncio.sleep(self._supervisor.pause_s)
                else:
                    now_s, links = self._session.now_s(), self._session.links
                    self._supervisor.listened(
                        now_s, heard=self._heard, alone=self._is_incomplete and not links
                    )
                if self._supervisor.state is Radio.RESETTING:
                    done = await self._session.adapter.reset(lambda: not self._session.links)
                    logger.info("radio: the adapter was %sreset", "" if done else "not ")
                    self._supervisor.was_reset()
                self._report_missing()
                await self._rest()

    @property
    def _is_incomplete(self) -> bool:
        """Whether somebody is sought: a lost sensor, a foot, or one that was never heard."""
        return bool(self._sought) or self._is_expecting

    @property
    def _is_expecting(self) -> bool:
        """Whether a foot has no sensor, or one that is to be used was never heard."""
        return bool(self._unheard) or self._session.feet.sides != set(Side)

    async def seek(self, address: str, *, urgent: bool) -> BLEDevice:
        """Wait until a sensor is heard again; one that is not urgent needs no window of its own."""
        self._sought[address] = asyncio.get_running_loop().create_future()
        if urgent:
            self._until_s[address] = self._session.now_s() + self._limits.search_s
            self._wake.set()
        try:
            return await self._sought[address]
        finally:
            del self._sought[address]
            self._until_s.pop(address, None)

    def tired(self) -> None:
        """A sensor that is heard cannot be connected: perhaps it is the adapter's fault."""
        self._supervisor.tired(alone=not self._session.links)
        self._wake.set()

    async def _listen(self, tasks: asyncio.TaskGroup) -> None:
        """One window; it ends early when somebody needs the adapter to connect."""
        self._heard = False

        def hear(device: BLEDevice, sensor: FoundSensor) -> None:
            self._heard = True
            sought = self._sought.get(device.address)
            if sought is not None and not sought.done():
                sought.set_result(device)
            elif device.address not in self._names and self._wanted(sensor):
                new = Sensor(sensor, self._name(sensor), self._session, self)
                tasks.create_task(new.run(device), name=f"ble-{sensor.name}")

        async with self._session.adapter.listening(hear) as wanted:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._limits.scan_s):
                    await wanted.wait()

    async def _rest(self) -> None:
        """Let the connections have the adapter; longer when nobody is missing."""
        self._wake.clear()
        await asyncio.sleep(self._limits.scan_pause_s)
        now_s = self._session.now_s()
        expecting = self._is_expecting and now_s <= self._limits.search_s
        sought = any(now_s <= until_s for until_s in self._until_s.values())
        calm = self._supervisor.state is Radio.LISTENING
        if calm and not sought and not expecting:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._limits.rescan_s):
                    await self._wake.wait()

    def _wanted(self, sensor: FoundSensor) -> bool:
        names = {sensor.name.casefold(), sensor.address.casefold()}
        for name in names:
            self._unheard.pop(name, None)
        own = self._session.feet.own
        paired = {one.casefold() for one, mine in own.items() if mine.kind == SensorKind.MAPPED}
        if sensor.mapped is not None and not paired & self._only:  # its map was named for this run
            return True
        return not self._only or bool(names & self._only)

    def _name(self, sensor: FoundSensor) -> str:
        """A name for the session: the sensor's own, and more where two have the same."""
        taken = sensor.name in self._names.values()
        name = f"{sensor.name} {sensor.address}" if taken else sensor.name
        if self._session.feet.shared:
            name = sensor.address
        return self._names.setdefault(sensor.address, name)

    def _report_missing(self) -> None:
        """Say once who was not found, though the radio has listened for a while."""
        now_s = self._session.now_s()
        if self._supervisor.state is not Radio.LISTENING:
            self._listening_s = None
            return
        if self._listening_s is None:
            self._listening_s = now_s - self._limits.scan_s  # the window that has just ended
        if self._reported or now_s - self._listening_s < self._limits.missing_s:
            return
        self._reported = True
        missing = set(Side) - self._session.feet.known
        for name in [*(f"{side} pod" for side in sorted(missing)), *self._unheard_names(missing)]:
            logger.info("%s: not found yet", name)
            self._session.note(name, LinkState(Link.MISSING, LinkReason.NOT_FOUND))

    def _unheard_names(self, missing: set[Side]) -> list[str]:
        """Names of the sensors that were not heard; a foot that is missing is said already."""
        own = {
            known.casefold(): one
            for address, one in self._session.feet.own.items()
            for known in (one.name, one.shown, address)
        }
        sensors = [own.get(key, OwnSensor(name)) for key, name in self._unheard.items()]
        left = [one for one in dict.fromkeys(sensors) if not _is_said(one, missing)]
        return [printable(one.shown) for one in left]


def _is_said(sensor: OwnSensor, missing: set[Side]) -> bool:
    """Whether a sensor is named already where these feet are.

    A pod that was paired by its name is on one of the two.
    """
    if sensor.side is None:
        return sensor.kind == SensorKind.POD and missing == set(Side)
    return sensor.side in missing
