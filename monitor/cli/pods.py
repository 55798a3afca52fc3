"""The commands for those who build pods: find one, set it, and check what it does."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import ConfigFile, console, settings
from monitor.cli.sensors import AdapterName, BackendName, with_adapter
from monitor.errors import ConfigError, SourceError
from monitor.options import finite

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.sources.ble_adapter import FoundSensor
    from monitor.sources.pod_check import Line
    from monitor.wire.control import Request
    from monitor.wire.information import PodInformation

Pod = Annotated[
    str,
    typer.Argument(metavar="[POD]", help="Its name or address; not needed if only one is heard."),
]


def identify(
    pod: Pod = "",
    seconds: Annotated[int, typer.Option(min=1, max=60, help="How long, s.")] = 5,
    backend: BackendName = None,
    adapter: AdapterName = None,
    config_file: ConfigFile = None,
) -> None:
    """Let a pod blink or buzz, to see which one it is."""
    from monitor.wire.control import Identify

    config = with_adapter(settings(config_file, None), adapter)
    _tell(config, backend, pod, [Identify(seconds)], f"blinks or buzzes for {seconds} s")


def zero(
    pod: Pod = "",
    backend: BackendName = None,
    adapter: AdapterName = None,
    config_file: ConfigFile = None,
) -> None:
    """Set the zero of the cells: first take the shoe off and open its laces."""
    from monitor.sources import ble_one

    config = with_adapter(settings(config_file, None), adapter)
    _print(*asyncio.run(ble_one.zero(config.radio, backend, pod)), "its cells are at zero now")


def set_rate(
    pod: Pod = "",
    imu: Annotated[
        float | None,
        typer.Option(
            metavar="HZ", callback=finite, min=1.0, max=1000.0, help="Rate of the motion sensor."
        ),
    ] = None,
    pressure: Annotated[
        float | None,
        typer.Option(
            metavar="HZ", callback=finite, min=1.0, max=1000.0, help="Rate of the pressure cells."
        ),
    ] = None,
    backend: BackendName = None,
    adapter: AdapterName = None,
    config_file: ConfigFile = None,
) -> None:
    """Set how often a pod samples; it takes the nearest rate that it has."""
    from monitor.wire.control import SetRate, Stop, Stream

    wanted = {Stream.IMU: imu, Stream.PRESSURE: pressure}
    requests: list[Request] = [SetRate(one, hz) for one, hz in wanted.items() if hz is not None]
    if not requests:
        raise ConfigError("set-rate", "", "expected --imu HZ or --pressure HZ")
    config = with_adapter(settings(config_file, None), adapter)
    _tell(config, backend, pod, [Stop(), *requests], "is set")


def check_pod(
    pod: Pod = "",
    seconds: Annotated[
        float,
        typer.Option(
            "--for", callback=finite, min=1.0, max=600.0, help="How long to listen to it, s."
        ),
    ] = 10.0,
    backend: BackendName = None,
    adapter: AdapterName = None,
    config_file: ConfigFile = None,
) -> None:
    """Run the open protocol against a pod, and report where it does not conform."""
    from monitor.sources import pod_check

    config = with_adapter(settings(config_file, None), adapter)
    met = asyncio.run(pod_check.check_pod(config.radio, backend, pod, seconds, _say))
    if not met:
        raise SourceError("the pod does not conform: see docs/protocol.md")
    console.print("the pod conforms")


def _tell(
    config: "Config", backend: str | None, pod: str, requests: "list[Request]", done: str
) -> None:
    from monitor.sources.ble_one import tell

    _print(*asyncio.run(tell(config.radio, backend, pod, *requests)), done)


def _print(found: "FoundSensor", known: "PodInformation", done: str) -> None:
    rates = f"IMU {known.imu_rate_hz:g} Hz, pressure {known.pressure_rate_hz:g} Hz"
    console.print(f"{found.name} ({known.side}): {done}; {rates}")


def _say(line: "Line") -> None:
    mark = {True: "ok  ", False: "FAIL", None: "    "}[line.met]
    seen = f": {line.seen}" if line.seen else ""
    console.print(f"{mark} {line.requirement}{seen}", markup=False)
