"""Draw the table of ``scan --live``: one line a sensor while it is connected and counted."""

import asyncio
import contextlib
from typing import TYPE_CHECKING, Final

from rich.live import Live
from rich.table import Table

from monitor.cli.common import console
from monitor.printable import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.config import Config
    from monitor.sources.ble_adapter import FoundSensor
    from monitor.sources.link_quality import Quality
    from monitor.sources.sensor_maps import MappedSensor
    from monitor.types import Packet

_EVERY_S: Final = 1.0


async def watch(
    config: "Config",
    backend: str | None,
    found: "list[FoundSensor]",
    seconds: float,
    maps: "Sequence[MappedSensor]" = (),
) -> None:
    """Connect everything that was found, and show how it is heard, for so long."""
    from monitor.sources.ble import open_ble
    from monitor.sources.ble_feet import Feet
    from monitor.sources.link_quality import LinkQuality

    feet = Feet(shared=True, maps=maps)
    heard = {sensor.address: LinkQuality() for sensor in found}

    def shown() -> Table:
        return table(found, {address: quality.now for address, quality in heard.items()})

    async def show(screen: Live) -> None:
        while True:
            await asyncio.sleep(_EVERY_S)
            screen.update(shown(), refresh=True)

    with Live(shown(), console=console, auto_refresh=False) as screen:
        async with asyncio.TaskGroup() as tasks:
            showing = tasks.create_task(show(screen), name="scan-table")
            with contextlib.suppress(TimeoutError):
                async with (
                    asyncio.timeout(seconds),
                    open_ble(config.radio, backend, list(heard), feet) as batches,
                ):
                    async for batch in batches:
                        for packet in batch:
                            tell_trouble(packet)
                            if packet.sensor in heard:
                                heard[packet.sensor].push(packet)
            showing.cancel()
        screen.update(shown(), refresh=True)
    for line in (f"{one.name}: {heard[one.address].values}" for one in found if one.mapped):
        console.print(line, markup=False)


def tell_trouble(packet: "Packet") -> None:
    """Say that the radio does not work, where there is no session to say it."""
    from monitor.wire import link, uuids

    if packet.characteristic == uuids.LINK:
        state = link.decode(packet.payload)
        if state.reason is link.LinkReason.NO_RADIO:
            console.print(f"radio: {printable(state.detail)}")


def table(found: "list[FoundSensor]", qualities: "dict[str, Quality]") -> Table:
    """Draw a line a sensor; what is not known, or not yet, stays empty."""
    drawn = Table(box=None, pad_edge=False)
    for head in ("name", "kind", "side", "signal", "battery", "packets", "lost", "clock"):
        numeric = head not in {"name", "kind", "side"}
        drawn.add_column(head, justify="right" if numeric else "left", no_wrap=True)
    for sensor in found:
        now = qualities[sensor.address]
        drawn.add_row(
            sensor.name,
            sensor.kind,
            now.side or "",
            f"{sensor.rssi_dbm} dBm",
            _with("{:d} %", now.battery_percent),
            _with("{:.1f}/s", now.packets_hz),
            _with("{:.1f} %", now.lost_percent),
            _with("{:+.0f} ppm", now.drift_ppm),
        )
    return drawn


def _with(text: str, value: float | None) -> str:
    return "" if value is None else text.format(value)
