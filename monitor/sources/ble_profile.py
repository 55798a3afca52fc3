"""Set up a sensor that has just been connected: read, subscribe, start, in this order.

Subscribing comes before the start, because the first notifications would be lost else.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable

from bleak import BleakClient
from bleak.args.bluez import BlueZNotifyArgs
from bleak.backends.characteristic import BleakGATTCharacteristic

from monitor.errors import SourceError, WireError
from monitor.sources.ble_kinds import STREAM, SensorKind
from monitor.sources.ble_trouble import RADIO_ERRORS
from monitor.sources.sensor_maps import MappedSensor
from monitor.wire import control, information, sensor_map, uuids
from monitor.wire.information import PodInformation

logger = logging.getLogger(__name__)

Emit = Callable[[str, bytes], None]
"""Takes a characteristic and what it said."""

# StartNotify loses packets under load; AcquireNotify has a socket of its own
_NOTIFY = BlueZNotifyArgs(use_start_notify=False)


class Profile:
    """One connected sensor, in the words of its services.

    Parameters
    ----------
    client : BleakClient
        Connected; a new one for every connection.
    emit : callable
        Takes what is read and notified.
    request_s : float
        Longest read, write or answer, s.
    """

    def __init__(self, client: BleakClient, emit: Emit, request_s: float) -> None:
        self._client = client
        self._take = emit
        self._open = True
        self._request_s = request_s
        self._answers = asyncio.Queue[bytes]()  # one request at a time: never more than one

    async def read_information(
        self, admit: Callable[[PodInformation], None] = lambda _: None
    ) -> PodInformation:
        """Read who a pod is, and where its cells sit.

        Parameters
        ----------
        admit : callable
            Raises if the pod is not wanted: then nothing of it is given on.

        Raises
        ------
        WireError
            If it speaks another version of the protocol, or nonsense.
        """
        async with asyncio.timeout(self._request_s):
            said = bytes(await self._client.read_gatt_char(uuids.INFORMATION))
        pod = information.decode(said)
        admit(pod)
        self._emit(uuids.INFORMATION, said)
        if pod.has_insole:
            await self._read(uuids.LAYOUT)
        return pod

    async def subscribe(self, kind: SensorKind, pod: PodInformation | None) -> None:
        """Ask for everything that the sensor notifies; a pod stays silent until `start`."""
        main = STREAM.get(kind)
        if main is not None:
            await self._need(main)
        if pod is not None and pod.has_imu:
            await self._notify(uuids.IMU)
        if pod is not None and pod.has_insole:
            await self._notify(uuids.PRESSURE)
        for uuid in STREAM.values():
            if uuid != main:
                await self._follow(uuid)
        await self._follow(uuids.BATTERY)

    async def follow_map(self, mapped: MappedSensor) -> None:
        """Say how a sensor is read, and hear what it notifies."""
        self._emit(uuids.SENSOR_MAP, sensor_map.encode(mapped.sensor_map))
        await self._notify(mapped.sensor_map.characteristic)
        for uuid in (*STREAM.values(), uuids.BATTERY):
            await self._follow(uuid)

    async def start_mapped(self, mapped: MappedSensor) -> None:
        """Write what lets a sensor send, in the order of its map."""
        for one in mapped.start:
            async with asyncio.timeout(self._request_s):
                there = self._client.services.get_characteristic(one.characteristic)
                answers = there is None or "write" in there.properties
                await self._client.write_gatt_char(
                    one.characteristic, one.payload, response=answers
                )

    async def read_again(self, uuid: str) -> None:
        """Read what a sensor notifies rarely or never: a thermometer waits to be asked."""
        there = self._client.services.get_characteristic(uuid)
        if there is not None and "read" in there.properties:
            await self._read(uuid)

    async def start(self) -> None:
        """Let a pod send its samples.

        Raises
        ------
        SourceError
            If the pod refuses.
        """
        await self.open_control()
        await self.ask(control.Start())

    async def open_control(self) -> None:
        """Hear the answers of a pod's control point."""

        def answered(_: BleakGATTCharacteristic, said: bytearray) -> None:
            self._answers.put_nowait(bytes(said))

        async with asyncio.timeout(self._request_s):
            await self._client.start_notify(uuids.CONTROL, answered, bluez=_NOTIFY)

    async def stop(self) -> None:
        """Let a pod rest, if it still listens."""
        with contextlib.suppress(SourceError, WireError, *RADIO_ERRORS):
            await self.ask(control.Stop())

    def close(self) -> None:
        """Let nothing through any more: a system may go on notifying after a loss."""
        self._open = False

    async def ask(self, request: control.Request) -> None:
        """Write a request to the control point and wait for the pod's answer.

        Raises
        ------
        SourceError
            If the pod refuses, or does not answer.
        """
        name = type(request).__name__.lower()
        written = control.encode(request)
        try:
            answer = await self.write(written)
        except TimeoutError as error:
            raise SourceError(f"no answer to {name}") from error
        if answer != control.Answer(written[0], control.Result.OK):
            raise SourceError(f"{name} refused: {_reason(answer)}")

    async def write(self, payload: bytes) -> control.Request | control.Answer:
        """Write any bytes to the control point, and return what the pod says to them.

        Raises
        ------
        TimeoutError
            If it says nothing.
        WireError
            If what it says is no answer.
        """
        async with asyncio.timeout(self._request_s):
            await self._client.write_gatt_char(uuids.CONTROL, payload, response=True)
            return control.decode(await self._answers.get())

    def _emit(self, uuid: str, said: bytes) -> None:
        if self._open:
            self._take(uuid, said)

    async def _read(self, uuid: str) -> bytes:
        async with asyncio.timeout(self._request_s):
            said = bytes(await self._client.read_gatt_char(uuid))
        self._emit(uuid, said)
        return said

    async def _notify(self, uuid: str) -> None:
        def notified(_: BleakGATTCharacteristic, said: bytearray) -> None:
            self._emit(uuid, bytes(said))

        async with asyncio.timeout(self._request_s):
            await self._client.start_notify(uuid, notified, bluez=_NOTIFY)

    async def _need(self, uuid: str) -> None:
        """Hear of what a sensor of its kind must have; read it where it can only be read."""
        there = self._client.services.get_characteristic(uuid)
        if there is None or "notify" in there.properties:
            await self._notify(uuid)
        await self.read_again(uuid)

    async def _follow(self, uuid: str) -> None:
        """Read what a sensor has besides, and hear of changes; it may have either, or none."""
        try:
            there = self._client.services.get_characteristic(uuid)
            if there is not None and "read" in there.properties:
                await self._read(uuid)
            if there is not None and "notify" in there.properties:
                await self._notify(uuid)
        except RADIO_ERRORS as error:
            logger.debug("%s: %s: %s", self._client.address, uuid, error)


def _reason(answer: control.Request | control.Answer) -> str:
    if isinstance(answer, control.Answer):
        return answer.result.name.lower().replace("_", " ")
    return str(answer)
