"""The lace pod's whole program on the virtual air: MicroPython behind a GATT server.

The program runs with a simulated board (firmware/simulated); its `bluetooth` speaks lines; they
are put on the air here, and what is written on the air becomes lines.
"""

import asyncio
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from firmware_sim.air.gatt import GattServer, Offer
from firmware_sim.air.gatt_radio import AirRadio
from firmware_sim.air.hub import open_hub
from monitor.wire import uuids
from tests.firmware.micropython import MICROPYTHON, POD, SIMULATED


class LacePod:
    """The program's lines, and what of them can be read on the air."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.values: dict[str, bytes] = {}
        self.advertised: list[bytes] = []
        self.deaf_after: int | None = None
        """After so many notifications of the IMU, the radio's memory is full for a while."""

    def tell(self, *words: str) -> None:
        """Let something happen on the program's side."""
        self._process.stdin.write((" ".join(words) + "\n").encode())

    def services(self) -> Mapping[str, Sequence[Offer]]:
        def read(uuid: str, *, notify: bool = False) -> Offer:
            return Offer(uuid=uuid, read=lambda: self.values[uuid], notify=notify)

        def write(payload: bytes) -> None:
            self.tell("write", uuids.CONTROL, payload.hex())

        pod = [
            read(uuids.INFORMATION),
            read(uuids.LAYOUT),
            Offer(uuid=uuids.IMU, notify=True),
            Offer(uuid=uuids.PRESSURE, notify=True),
            Offer(uuid=uuids.CONTROL, write=write, indicate=True),
        ]
        return {uuids.SERVICE: pod, uuids.BATTERY_SERVICE: [read(uuids.BATTERY, notify=True)]}

    async def until_it_advertises(self) -> None:
        while not self.advertised:
            self.take((await self._process.stdout.readline()).split())

    def take(self, line: list[bytes]) -> tuple[str, str, bytes]:
        """What a line says: kind, characteristic, payload."""
        kind, *rest = (word.decode() for word in line)
        if kind == "advertise":
            self.advertised = [bytes.fromhex(word) for word in rest]
            return kind, "", b""
        payload = bytes.fromhex(rest[1])
        self.values[rest[0]] = payload
        return kind, rest[0], payload

    def _count(self, uuid: str) -> None:
        if uuid != uuids.IMU or self.deaf_after is None:
            return
        self.deaf_after -= 1
        if self.deaf_after == 0:
            self.deaf_after = None
            self.tell("deaf", "900")

    async def relay(self, server: GattServer) -> None:
        """Put on the air what the program says."""
        while line := await self._process.stdout.readline():
            kind, uuid, payload = self.take(line.split())
            if kind == "notify":
                await server.notify(uuid, payload)
                self._count(uuid)
            elif kind == "indicate":
                await server.indicate(uuid, payload)
            elif kind == "advertise":
                await server.advertise()


@asynccontextmanager
async def lace_pod(folder: Path | None = None) -> AsyncIterator[tuple[str, LacePod]]:
    """The pod on the air, its files in a folder; gives the radio's name, and the pod."""
    command = [*MICROPYTHON, str(SIMULATED / "run.py"), str(POD), str(SIMULATED)]
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, cwd=folder)
    pod = LacePod(process)
    await pod.until_it_advertises()
    async with open_hub("tcp:127.0.0.1:0", 0.0075) as hub, asyncio.TaskGroup() as tasks:
        server = GattServer(AirRadio(hub), "lace pod L", pod.services())
        server.on_connected = lambda: pod.tell("connected")
        server.on_disconnected = lambda: pod.tell("disconnected")
        await server.open()
        await server.advertise()
        relaying = tasks.create_task(pod.relay(server))
        yield f"firmware_sim.air.backend:BACKEND@{hub.address}", pod
        relaying.cancel()
        await server.close()
        process.stdin.close()
        await process.wait()
