"""bleak's scanner on the virtual air: advertisements, as its own backends report them."""

import abc
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from bleak.backends.scanner import (
    AdvertisementData,
    AdvertisementDataCallback,
    BaseBleakScanner,
)
from bleak.exc import BleakError
from bumble.core import UUID, AdvertisingData
from bumble.device import Advertisement

from firmware_sim.air.radio import Radio

_UUID_LISTS = {2: 2, 3: 2, 4: 4, 5: 4, 6: 16, 7: 16}
_SERVICE_DATA = {0x16: 2, 0x20: 4, 0x21: 16}


class AirScanner(BaseBleakScanner):
    """bleak's scanner on a virtual adapter.

    Parameters are bleak's; only active scanning is simulated.
    """

    def __init__(
        self,
        detection_callback: AdvertisementDataCallback | None,
        service_uuids: list[str] | None,
        scanning_mode: Literal["active", "passive"],
        **_kwargs: Any,  # bleak passes every platform's options
    ) -> None:
        super().__init__(detection_callback, service_uuids)
        if scanning_mode != "active":
            raise BleakError("the virtual radio scans actively only")
        self._scanning: Radio | None = None

    @staticmethod
    @abc.abstractmethod
    def radio() -> Radio:
        """The adapter; given by `firmware_sim.air.backend.AirBackend`."""

    async def start(self) -> None:
        """Start to listen; what was heard before is forgotten."""
        if self._scanning is not None:
            raise BleakError("already scanning")
        self.seen_devices = {}
        radio = self.radio()
        await radio.scan(self._heard)
        self._scanning = radio

    async def stop(self) -> None:
        """Stop listening."""
        if self._scanning is not None:
            radio, self._scanning = self._scanning, None
            await radio.stop_scan(self._heard)

    def _heard(self, advertisement: Advertisement) -> None:
        data = advertisement_data(advertisement)
        if not self.is_allowed_uuid(data.service_uuids):
            return
        address = advertisement.address.to_string(with_type_qualifier=False)
        device = self.create_or_update_device(
            address, address, data.local_name, advertisement.address, data
        )
        self.call_detection_callbacks(device, data)


def advertisement_data(advertisement: Advertisement) -> AdvertisementData:
    """What bleak tells about an advertisement and its scan response."""
    structures = advertisement.data.ad_structures
    first = dict(reversed(structures))
    name = first.get(
        AdvertisingData.COMPLETE_LOCAL_NAME, first.get(AdvertisingData.SHORTENED_LOCAL_NAME)
    )
    power = first.get(AdvertisingData.TX_POWER_LEVEL)
    return AdvertisementData(
        local_name=None if name is None else name.decode(errors="replace"),
        manufacturer_data={
            int.from_bytes(data[:2], "little"): data[2:]
            for kind, data in structures
            if kind == AdvertisingData.MANUFACTURER_SPECIFIC_DATA
        },
        service_data={
            uuid_text(data[: _SERVICE_DATA[kind]]): data[_SERVICE_DATA[kind] :]
            for kind, data in structures
            if kind in _SERVICE_DATA
        },
        service_uuids=list(dict.fromkeys(_service_uuids(structures))),
        tx_power=None if power is None else int.from_bytes(power, "little", signed=True),
        rssi=advertisement.rssi,
        platform_data=(advertisement,),
    )


def _service_uuids(structures: Sequence[tuple[int, bytes]]) -> Iterator[str]:
    for kind, data in structures:
        size = _UUID_LISTS.get(kind, 0)
        if size:
            yield from (uuid_text(data[i : i + size]) for i in range(0, len(data), size))


def uuid_text(little_endian: bytes) -> str:
    """A UUID of 2, 4 or 16 bytes as bleak writes it.

    >>> uuid_text(bytes.fromhex("0d18"))
    '0000180d-0000-1000-8000-00805f9b34fb'
    """
    whole = UUID.from_bytes(little_endian).to_bytes(force_128=True)[::-1].hex()
    return "-".join((whole[:8], whole[8:12], whole[12:16], whole[16:20], whole[20:]))
