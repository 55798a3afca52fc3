"""A simulated sensor on the air: it advertises, is started, sends, and has accidents.

The samples come from elsewhere, with the time at which they are sent; here they are sent then,
if somebody listens. A sensor that nobody listens to goes on sampling: what it would have sent is
lost, and the sequence numbers show it.
"""

import asyncio
import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal, Protocol, runtime_checkable

from firmware_sim.air.accidents import Accident, Numbers, Overflow, Sent
from firmware_sim.air.gatt import GattServer, Offer
from firmware_sim.air.gatt_radio import SensorRadio
from firmware_sim.air.services import (
    MOVESENSE_NOTIFY,
    MOVESENSE_SERVICE,
    MOVESENSE_WRITE,
    OFFERS,
)
from firmware_sim.air.world import World
from firmware_sim.scenario.model import DeviceKind
from monitor.errors import WireError
from monitor.wire import battery, control, uuids

logger = logging.getLogger(__name__)

LOW_BATTERY_PERCENT = 7
"""What a sensor with a low battery says."""

BOOT_S = 2.5
"""A sensor is back so soon after it reboots."""

MAX_LATE_S = 3600.0
"""No sensor comes later than this."""

_CHUNK = 32


class Content(Protocol):
    """What a sensor is and says."""

    @property
    def name(self) -> str:
        """What it calls itself; also decides its address."""
        ...

    @property
    def kind(self) -> DeviceKind | Literal["movesense", "witmotion"]:
        """Which services it has."""
        ...

    @property
    def values(self) -> Mapping[str, bytes]:
        """What can be read: information, layout, battery, features."""
        ...

    def packets(self) -> Iterator[tuple[float, str, bytes]]:
        """What it sends: time, characteristic, payload, in order of time."""
        ...


@runtime_checkable
class Nicknamed(Protocol):
    """A sensor that does not call itself by the name that decides its address."""

    @property
    def called(self) -> str:
        """What it calls itself."""
        ...


@dataclass(slots=True)
class _State:
    """Whether the sensor sends, is off the air, and is on it but says nothing."""

    started: bool
    away: bool = False
    silent: bool = False


class Peripheral:
    """One sensor on the air.

    Parameters
    ----------
    radio : SensorRadio
    content : Content
    world : World
        Shared by all sensors of a simulation.
    accidents : collection of Accident
    """

    def __init__(
        self,
        radio: SensorRadio,
        content: Content,
        world: World,
        accidents: Collection[Accident] = (),
    ) -> None:
        self._content = content
        self._world = world
        self._accidents = sorted(accidents, key=lambda accident: accident.at_s)
        self._values = dict(content.values)
        called = content.called if isinstance(content, Nicknamed) else None
        self._server = GattServer(radio, content.name, _services(self, content), called=called)
        self._server.on_connected = self._on_connected
        self._server.on_disconnected = self._on_disconnected
        self._visibility = asyncio.Event()
        # a request at a time, and each has one answer: never long
        self._answers = asyncio.Queue[control.Answer]()
        self._ahead = asyncio.Queue[Sequence[Sent]](maxsize=2)  # full: the simulation waits
        self._waits = content.kind in {"foot", "movesense"}
        self._state = _State(started=not self._waits)
        self._numbers = Numbers()
        self._overflow = Overflow(content.name)

    @property
    def address(self) -> str:
        """The sensor's address on the air."""
        return self._server.address

    async def run(self) -> None:
        """Live on the air until cancelled."""
        await self._server.open()
        self._state.away = any(accident.kind == "late" for accident in self._accidents)
        self._visibility.set()
        try:
            async with asyncio.TaskGroup() as tasks:
                name = self._content.name
                tasks.create_task(self._be_visible(), name=f"{name}-visible")
                tasks.create_task(self._answer(), name=f"{name}-answer")
                tasks.create_task(self._simulate(), name=f"{name}-simulate")
                tasks.create_task(self._send(), name=f"{name}-send")
                for accident in self._accidents:
                    tasks.create_task(self._suffer(accident), name=f"{name}-{accident.kind}")
        finally:
            await self._server.close()

    def read(self, characteristic: str) -> bytes:
        """The present value of a characteristic."""
        return self._values[characteristic]

    def write(self, payload: bytes) -> None:
        """Obey the control point; the answer follows by indication."""
        try:
            request = control.decode(payload)
        except WireError:
            self._answers.put_nowait(control.refusal(payload))
            return
        logger.info("%s: %s", self._content.name, request)
        match request:
            case control.Start():
                self._state.started = True
                self._world.begin()
            case control.Stop():
                self._state.started = False
            case control.Answer():
                self._answers.put_nowait(control.refusal(payload))
                return
        result = (
            control.Result.NOT_SUPPORTED
            if isinstance(request, control.SetRate)
            else control.Result.OK
        )
        self._answers.put_nowait(control.Answer(payload[0], result))

    def subscribe(self, _: bytes) -> None:
        """Start a Movesense, whatever is subscribed to."""
        self._state.started = True
        self._world.begin()

    def _on_connected(self) -> None:
        if not self._waits:
            self._world.begin()

    def _on_disconnected(self) -> None:
        self._state.started = not self._waits
        self._visibility.set()

    async def _be_visible(self) -> None:
        while True:
            await self._visibility.wait()
            self._visibility.clear()
            if self._state.away:
                await self._server.hide()
            else:
                await self._server.advertise()

    async def _answer(self) -> None:
        while True:
            answer = await self._answers.get()
            await self._server.indicate(uuids.CONTROL, control.encode(answer))

    async def _simulate(self) -> None:
        """Compute a little ahead, in a thread, so that the radio never waits for physics."""
        packets = iter(self._content.packets())
        await self._world.begun.wait()
        while chunk := await asyncio.to_thread(lambda: list(islice(packets, _CHUNK))):
            await self._ahead.put([Sent(*packet) for packet in chunk])
        logger.info("%s: nothing more to send", self._content.name)

    async def _send(self) -> None:
        while True:
            for sent in await self._ahead.get():
                await self._world.until(sent.t_s)
                payload = self._numbers.since_boot(sent)
                if sent.characteristic in self._values:
                    self._values[sent.characteristic] = payload
                lost = self._overflow.loses()
                heard = self._state.started and not self._state.silent
                if heard and not lost and sent.characteristic in self._server.notified:
                    await self._server.notify(sent.characteristic, payload)

    async def _suffer(self, accident: Accident) -> None:
        """Let one accident happen, and end."""
        if accident.kind == "late":
            await self._world.until_at_latest(accident.at_s + min(accident.for_s, MAX_LATE_S))
            self._return()
            return
        await self._world.until(accident.at_s)
        logger.info("%s: %s", self._content.name, accident.kind)
        match accident.kind:
            case "disconnect":
                await self._leave(accident.at_s + accident.for_s)
            case "reboot":
                self._numbers.reboot()
                await self._leave(accident.at_s + min(accident.for_s, BOOT_S))
            case "stall":
                self._state.silent = True
                await self._world.until(accident.at_s + accident.for_s)
                self._state.silent = False
            case "overflow":
                self._overflow.rate = accident.rate
                await self._world.until(accident.at_s + accident.for_s)
                self._overflow.rate = 0.0
            case "low_battery":
                self._values[uuids.BATTERY] = battery.encode(
                    battery.BatteryLevel(LOW_BATTERY_PERCENT)
                )
                await self._server.notify(uuids.BATTERY, self._values[uuids.BATTERY])

    async def _leave(self, until_s: float) -> None:
        self._state.away = True
        await self._server.hide()
        await self._server.drop()
        await self._world.until(until_s)
        self._return()

    def _return(self) -> None:
        self._state.away = False
        self._visibility.set()


def _services(sensor: Peripheral, content: Content) -> Mapping[str, Sequence[Offer]]:
    def readable(uuid: str, *, notify: bool = False) -> Offer:
        return Offer(uuid=uuid, read=lambda: sensor.read(uuid), notify=notify)

    if content.kind == "foot":
        services: dict[str, Sequence[Offer]] = {
            uuids.SERVICE: [
                readable(uuids.INFORMATION),
                *([readable(uuids.LAYOUT)] if uuids.LAYOUT in content.values else []),
                Offer(uuid=uuids.IMU, notify=True),
                Offer(uuid=uuids.PRESSURE, notify=True),
                Offer(uuid=uuids.CONTROL, write=sensor.write, indicate=True),
            ]
        }
    elif content.kind == "movesense":
        services = {
            MOVESENSE_SERVICE: [
                Offer(uuid=MOVESENSE_WRITE, write=sensor.subscribe),
                Offer(uuid=MOVESENSE_NOTIFY, notify=True),
            ]
        }
    else:
        services = {
            service: [
                readable(uuid, notify=notify)
                if uuid in content.values
                else Offer(uuid=uuid, notify=notify)
                for uuid, notify in offers.items()
            ]
            for service, offers in OFFERS[content.kind].items()
        }
    if uuids.BATTERY in content.values:
        services[uuids.BATTERY_SERVICE] = [readable(uuids.BATTERY, notify=True)]
    return services
