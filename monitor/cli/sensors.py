"""The commands about the sensors themselves."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from monitor.cli.common import ConfigFile, console, settings
from monitor.cli.scan_table import watch
from monitor.options import finite
from monitor.settings.bluetooth import BluetoothSettings

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.sources.ble_feet import Feet
    from monitor.sources.sensor_maps import MappedSensor

BackendName = Annotated[
    str | None,
    typer.Option(
        metavar="MODULE:OBJECT",
        help="A radio other than the computer's: a backend of bleak, e.g. "
        "firmware_sim.air.backend:BACKEND@ADDRESS.",
    ),
]
TestSensor = Annotated[list[str] | None, typer.Option(help="Use only these sensors (a new test).")]
AdapterName = Annotated[
    str | None,
    typer.Option(
        "--adapter",
        metavar="NAME",
        help="Which Bluetooth adapter, where there are several, e.g. hci1 (Linux).",
    ),
]


OwnMap = Annotated[
    str | None,
    typer.Option(
        "--sensors",
        metavar="MAP",
        help="Use sensors of your own, as this file describes them (docs/sensor-maps.md), or one "
        "that comes with the program, as witmotion.",
    ),
]


def scan(
    sensors: OwnMap = None,
    backend: BackendName = None,
    adapter: AdapterName = None,
    seconds: Annotated[
        float, typer.Option(callback=finite, min=1.0, max=300.0, help="How long to listen, s.")
    ] = 5.0,
    live: Annotated[
        bool,
        typer.Option("--live", help="Connect them, and show rate, loss and clock for a minute."),
    ] = False,
    watched: Annotated[
        float,
        typer.Option(
            "--for", callback=finite, min=1.0, metavar="SECONDS", help="How long --live lasts."
        ),
    ] = 60.0,
    config_file: ConfigFile = None,
) -> None:
    """List the sensors that can be heard now."""
    from monitor.sources.ble import scan as scan_sensors

    config = with_adapter(settings(config_file, None), adapter)
    maps = own_maps(sensors)
    found = asyncio.run(scan_sensors(config.radio, backend, duration_s=seconds, maps=maps))
    if not found:
        console.print("no sensors heard: are the pods awake (move them) and near?")
    if live and found:
        asyncio.run(watch(config, backend, found, watched, maps))
        return
    for sensor in found:
        heard = f"{sensor.rssi_dbm:4} dBm  {sensor.address}"
        console.print(f"{sensor.name:24} {sensor.kind:18} {heard}")


def own_maps(named: str | None) -> "tuple[MappedSensor, ...]":
    """Read the maps of sensors of the runner's own; none where no file is named."""
    from monitor.sources.sensor_maps import read_sensor_maps, sensor_maps_path

    return read_sensor_maps(sensor_maps_path(named)) if named is not None else ()


def with_adapter(config: "Config", adapter: str | None) -> "Config":
    """Let the option name the adapter."""
    if adapter is None:
        return config
    chosen = BluetoothSettings(adapter=adapter)
    radio = msgspec.structs.replace(config.radio, bluetooth=chosen)
    return msgspec.structs.replace(config, radio=radio)


def known_feet(maps: "tuple[MappedSensor, ...]") -> "Feet":
    """Give what is known of the runner's sensors before they are heard."""
    from monitor.home.calibrations import in_use, read_calibrations
    from monitor.home.folder import Home
    from monitor.home.paired import own_sensors
    from monitor.sources.ble_feet import Feet

    home = Home.open()
    known = in_use(read_calibrations(home)).items()
    calibrations = {name: one.curves for name, one in known}
    return Feet(maps=maps, calibrations=calibrations, own=own_sensors(home))
