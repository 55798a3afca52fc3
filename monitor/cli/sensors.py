"""Which commands are about the sensors themselves?"""

import asyncio
from typing import Annotated

import typer

from monitor.cli.common import ConfigFile, console, settings
from monitor.cli.live import BackendName


def scan(
    backend: BackendName = None,
    seconds: Annotated[float, typer.Option(min=1.0, max=300.0, help="How long to listen.")] = 5.0,
    config_file: ConfigFile = None,
) -> None:
    """List the sensors that can be heard now."""
    from monitor.sources.ble import scan as scan_sensors

    config = settings(config_file, None)
    found = asyncio.run(scan_sensors(config.radio, backend, duration_s=seconds))
    if not found:
        console.print("no sensors heard: are the pods awake (move them) and near?")
    for sensor in found:
        heard = f"{sensor.rssi_dbm:4} dBm  {sensor.address}"
        console.print(f"{sensor.name:24} {sensor.kind:18} {heard}")
