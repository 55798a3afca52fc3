"""An `org.bluez` over the virtual air, with the failures of the real one, on a private D-Bus.

What bleak's own Linux backend asks of BlueZ, and no more; behind it, bleak on the virtual radio.
"""

import asyncio
import contextlib
import os
import socket
from collections.abc import Awaitable, Callable
from typing import Any

from bleak import BleakClient, BleakScanner
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData
from bleak.exc import BleakError, BleakGATTProtocolError
from dbus_fast import Message, MessageType, RequestNameReply, Variant
from dbus_fast.aio import MessageBus

from firmware_sim.air.backend import AirBackend
from tests.system.trouble import BlueZError, Trouble

ADAPTER1, DEVICE1 = "org.bluez.Adapter1", "org.bluez.Device1"
MANAGER, _UNKNOWN = (f"org.freedesktop.DBus.{x}" for x in ("ObjectManager", "Error.UnknownObject"))
SERVICE1, CHARACTERISTIC1 = "org.bluez.GattService1", "org.bluez.GattCharacteristic1"
Reply = tuple[str, list[Any], list[int]]  # signature, body, which may be anything, and files


class BlueZ:
    def __init__(self, bus: MessageBus, backend: AirBackend, trouble: Trouble) -> None:
        self._bus = bus
        self._backend = backend
        self._trouble = trouble
        self._tasks = asyncio.TaskGroup()
        self._scanner: BleakScanner | None = None
        self._devices: dict[str, BLEDevice] = {}
        self._clients: dict[str, BleakClient] = {}
        self._pipes: dict[str, list[socket.socket]] = {}
        self._adapter = f"/org/bluez/{trouble.adapter}"
        self._objects: dict[str, dict[str, dict[str, Variant]]] = {
            path: {
                ADAPTER1: {
                    "Address": Variant("s", "00:00:00:00:00:01"),
                    "Powered": Variant("b", path == self._adapter),
                    "Roles": Variant("as", ["central"]),
                }
            }
            for path in ("/org/bluez/hci0", self._adapter)
        }
        self._methods: dict[str, Callable[[Message], Awaitable[Reply]]] = {
            "GetManagedObjects": self._get_managed_objects,
            "SetDiscoveryFilter": self._nothing,
            "StartDiscovery": self._start_discovery,
            "StopDiscovery": self._stop_discovery,
            "RemoveDevice": self._remove_device,
            "Set": self._set,
            "Connect": self._connect,
            "Disconnect": self._disconnect,
            "ReadValue": self._read,
            "WriteValue": self._write,
            "AcquireNotify": self._acquire_notify,
        }

    async def run(self, ready: asyncio.Event) -> None:
        self._bus.add_message_handler(self._on_message)
        assert await self._bus.request_name("org.bluez") is RequestNameReply.PRIMARY_OWNER
        async with self._tasks:
            ready.set()
            try:
                await asyncio.Event().wait()
            finally:
                for client in list(self._clients.values()):
                    await client.disconnect()
                if self._scanner is not None:
                    await self._scanner.stop()

    def _on_message(self, message: Message) -> bool:
        if message.message_type is not MessageType.METHOD_CALL or message.member is None:
            return False
        if message.member not in self._methods:
            return False
        self._tasks.create_task(self._serve(message))
        return True

    async def _serve(self, message: Message) -> None:
        try:
            signature, body, fds = await self._methods[message.member](message)
            reply = Message.new_method_return(message, signature, body, fds)
        except BlueZError as error:
            reply = Message.new_error(message, error.name, str(error))
        except (BleakError, TimeoutError) as error:
            reply = Message.new_error(message, "org.bluez.Error.Failed", repr(error))
        self._trouble.said.append(f"{message.member} {reply.error_name or 'ok'}")
        await self._bus.send(reply)
        for fd in reply.unix_fds:
            os.close(fd)

    async def _nothing(self, _: Message) -> Reply:
        return "", [], []

    async def _get_managed_objects(self, _: Message) -> Reply:
        if self._trouble.hung:
            await asyncio.Event().wait()
        return "a{oa{sa{sv}}}", [{} if self._trouble.missing else self._objects], []

    async def _set(self, message: Message) -> Reply:
        interface, name, value = message.body
        if value.value and not self._objects[message.path][interface][name].value:
            self._trouble.wake(message.path.rpartition("/")[2])
        self._changed(message.path, interface, {name: value})
        return await self._nothing(message)

    async def _remove_device(self, message: Message) -> Reply:
        (path,) = message.body
        self._trouble.forget()
        if client := self._clients.pop(path, None):
            await client.disconnect()
        self._drop(path)
        return await self._nothing(message)

    def _drop(self, path: str) -> None:
        del self._devices[path]
        self._signal("InterfacesRemoved", "oas", [path, list(self._objects.pop(path))])

    async def _start_discovery(self, message: Message) -> Reply:
        if self._trouble.scan_in_progress:
            self._trouble.scan_in_progress -= 1
            raise BlueZError("InProgress", "Operation already in progress")
        if self._trouble.scan_broken:
            raise BlueZError("Failed", "Input/output error\nfrom the controller")
        self._scanner = BleakScanner(self._heard, backend=self._backend.scanner)
        await self._scanner.start()
        return await self._nothing(message)

    async def _stop_discovery(self, message: Message) -> Reply:
        if self._scanner is None:
            raise BlueZError("Failed", "No discovery started")
        scanner, self._scanner = self._scanner, None
        await scanner.stop()
        return await self._nothing(message)

    def _heard(self, device: BLEDevice, data: AdvertisementData) -> None:
        path = f"{self._adapter}/dev_{device.address.replace(':', '_')}"
        rssi = {"RSSI": Variant("n", data.rssi)}
        if path in self._devices:
            self._changed(path, DEVICE1, rssi)
            return
        self._devices[path] = device
        properties = {
            "Address": Variant("s", device.address),
            "Name": Variant("s", data.local_name or ""),
            "Alias": Variant("s", data.local_name or ""),
            "Adapter": Variant("o", self._adapter),
            "UUIDs": Variant("as", data.service_uuids),
        }
        flags = dict.fromkeys(("Paired", "Connected", "ServicesResolved"), Variant("b", False))
        self._added(path, DEVICE1, properties | flags | rssi)
        if self._trouble.left_connected:
            self._tasks.create_task(self._link(path))

    async def _connect(self, message: Message) -> Reply:
        path, trouble = message.path, self._trouble
        trouble.refuse()
        if trouble.removed:
            trouble.removed -= 1
            self._drop(path)
            raise BlueZError(_UNKNOWN, f'"{path}" does not exist')
        if trouble.abort_by_local:
            trouble.abort_by_local -= 1
            self._connected(path, True)  # as 5.66 does: connected, aborted, disconnected
            asyncio.get_running_loop().call_later(0.05, self._connected, path, False)
            raise BlueZError("Failed", "le-connection-abort-by-local")
        await self._link(path, resolve=not trouble.resolve_race)
        if trouble.resolve_race:
            trouble.resolve_race -= 1
            asyncio.get_running_loop().call_later(0.05, self._connected, path, False)
        return await self._nothing(message)

    async def _link(self, path: str, *, resolve: bool = True) -> None:
        client = BleakClient(
            self._devices[path], lambda _: self._lost(path), backend=self._backend.client
        )
        await client.connect()
        self._clients[path] = client
        self._connected(path, True)
        if resolve:
            self._export(path, client)

    async def _disconnect(self, message: Message) -> Reply:
        if message.path not in self._objects:
            raise BlueZError(_UNKNOWN, f'"{message.path}" does not exist')
        if client := self._clients.get(message.path):
            await client.disconnect()
        self._connected(message.path, False)
        return await self._nothing(message)

    def _lost(self, path: str) -> None:
        self._clients.pop(path, None)
        if not self._trouble.silent_loss:
            for pipe in self._pipes.pop(path, []):
                pipe.close()
            self._connected(path, False)
        self._trouble.silent_loss = False

    def _connected(self, path: str, connected: bool) -> None:
        if not connected:
            for pipe in self._pipes.pop(path, []):
                pipe.close()
            self._changed(path, DEVICE1, {"ServicesResolved": Variant("b", False)})
            for child in [known for known in self._objects if known.startswith(f"{path}/")]:
                interfaces = list(self._objects.pop(child))
                self._signal("InterfacesRemoved", "oas", [child, interfaces])
        self._changed(path, DEVICE1, {"Connected": Variant("b", connected)})

    def _export(self, path: str, client: BleakClient) -> None:
        for service in client.services:
            service_path = f"{path}/service{service.handle:04x}"
            said = {"UUID": Variant("s", service.uuid), "Device": Variant("o", path)}
            self._added(service_path, SERVICE1, said)
            hidden = {self._trouble.stale_services, self._trouble.lacking}
            for characteristic in (c for c in service.characteristics if c.uuid not in hidden):
                properties = {
                    "UUID": Variant("s", characteristic.uuid),
                    "Service": Variant("o", service_path),
                    "Flags": Variant("as", characteristic.properties),
                    "MTU": Variant("q", client.mtu_size),
                }
                if {"notify", "indicate"} & set(characteristic.properties):
                    properties["NotifyAcquired"] = Variant("b", False)
                self._added(
                    f"{service_path}/char{characteristic.handle:04x}", CHARACTERISTIC1, properties
                )
        offered = Variant("as", [service.uuid for service in client.services])
        self._changed(path, DEVICE1, {"UUIDs": offered, "ServicesResolved": Variant("b", True)})

    async def _read(self, message: Message) -> Reply:
        client, handle = self._characteristic(message.path)
        if self._trouble.moved_handles == "invalid":
            raise BlueZError("Failed", "Operation failed with ATT error: 0x01")
        if self._trouble.moved_handles == "other":
            return "ay", [b"\x64"], []
        return "ay", [bytes(await client.read_gatt_char(handle))], []

    async def _write(self, message: Message) -> Reply:
        client, handle = self._characteristic(message.path)
        value, options = message.body
        try:
            await client.write_gatt_char(handle, value, response=options["type"].value == "request")
        except BleakGATTProtocolError as error:
            text = f"Operation failed with ATT error: 0x{error.code:02x}"
            raise BlueZError("Failed", text) from error
        return await self._nothing(message)

    async def _acquire_notify(self, message: Message) -> Reply:
        client, handle = self._characteristic(message.path)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._pipes.setdefault(_device(message.path), []).append(ours)

        def notified(_: Any, data: bytearray) -> None:
            with contextlib.suppress(OSError):
                ours.send(data)

        await client.start_notify(handle, notified)
        return "hq", [0, client.mtu_size], [theirs.detach()]

    def _characteristic(self, path: str) -> tuple[BleakClient, int]:
        client = self._clients.get(_device(path))
        if client is None:
            raise BlueZError("Failed", "Not connected")
        return client, int(path[-4:], 16)

    def _added(self, path: str, interface: str, properties: dict[str, Variant]) -> None:
        self._objects[path] = {interface: properties}
        self._signal("InterfacesAdded", "oa{sa{sv}}", [path, self._objects[path]])

    def _changed(self, path: str, interface: str, properties: dict[str, Variant]) -> None:
        self._objects[path][interface] |= properties
        signal = Message.new_signal(
            path,
            "org.freedesktop.DBus.Properties",
            "PropertiesChanged",
            "sa{sv}as",
            [interface, properties, []],
        )
        self._send(signal)

    def _signal(self, member: str, signature: str, body: list[Any]) -> None:
        self._send(Message.new_signal("/", MANAGER, member, signature, body))

    def _send(self, signal: Message) -> None:
        if self._bus.connected:
            sent = self._bus.send(signal)  # written in this order; nobody waits for it
            sent.add_done_callback(lambda done: done.cancelled() or done.exception())


def _device(path: str) -> str:
    return "/".join(path.split("/")[:5])
