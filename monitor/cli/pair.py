"""The commands that say which sensors are the runner's."""

import asyncio
import contextlib
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import ConfigFile, console, settings
from monitor.cli.scan_table import tell_trouble
from monitor.cli.sensors import AdapterName, BackendName, OwnMap, own_maps, with_adapter
from monitor.errors import ConfigError, SourceError
from monitor.home.folder import Home
from monitor.options import finite
from monitor.printable import printable

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.home.paired import PairedSensor
    from monitor.sources.ble_adapter import FoundSensor

_LISTEN_S = 5.0


def pair(
    sensor: Annotated[
        list[str] | None,
        typer.Option(help="Pair these (name or address) without asking for taps."),
    ] = None,
    seconds: Annotated[
        float,
        typer.Option(callback=finite, min=5.0, max=600.0, help="How long to wait for the taps."),
    ] = 60.0,
    sensors: OwnMap = None,
    backend: BackendName = None,
    adapter: AdapterName = None,
    config_file: ConfigFile = None,
) -> None:
    """Say which sensors are yours: tap one foot on the ground twice. A run then uses only these."""
    from monitor.home.paired import merged, read_paired, write_paired
    from monitor.sources.ble import scan

    config = with_adapter(settings(config_file, None), adapter)
    home = Home.open()
    maps = own_maps(sensors)
    found = asyncio.run(scan(config.radio, backend, duration_s=_LISTEN_S, maps=maps))
    if not found:
        raise SourceError("no sensors heard: are the pods awake (move them) and near?")
    if sensor:
        mine = _named(sensor, found)
    else:
        mine = asyncio.run(_tapped(config, backend, found, seconds))
    if not mine:
        raise SourceError("nothing is paired: several are heard; name yours")
    write_paired(home, merged(read_paired(home), mine))
    for one in mine:
        console.print(f"paired: {_shown(one)}")


def unpair(
    sensor: Annotated[
        list[str] | None,
        typer.Argument(help="Names or addresses. Without any: all that are paired."),
    ] = None,
) -> None:
    """Forget which sensors are yours; with none left, a run uses all that it hears."""
    from monitor.home.paired import read_paired, write_paired

    home = Home.open()
    known = read_paired(home)
    names = {name.casefold() for name in sensor or ()}
    strangers = names - {name for one in known for name in _names(one)}
    if strangers:
        raise ConfigError("unpair", min(strangers), "is not paired")
    gone = [one for one in known if not names or names & _names(one)]
    write_paired(home, [one for one in known if one not in gone])
    for one in gone:
        console.print(f"no longer paired: {_shown(one)}")
    if not gone:
        console.print("nothing is paired")


def paired_addresses(home: Home, *, quiet: bool) -> tuple[str, ...]:
    """Give the addresses of the paired sensors, and say that only they are used."""
    from monitor.home.paired import read_paired

    known = read_paired(home)
    if known and not quiet:
        names = ", ".join(printable(one.shown) for one in known)
        console.print(f"only your paired sensors are used: {names}")
    return tuple(one.address for one in known)


async def _tapped(
    config: "Config", backend: str | None, found: "list[FoundSensor]", seconds: float
) -> "list[PairedSensor]":
    """Ask for taps, until it is clear which pods are the runner's or the time is over."""
    from monitor.home.paired import as_paired
    from monitor.sources.ble import open_ble
    from monitor.sources.ble_feet import Feet
    from monitor.sources.pairing import Pairing

    pairing = Pairing(found)
    pods = [one.address for one in found]
    asked = None
    with contextlib.suppress(TimeoutError):
        async with (
            asyncio.timeout(seconds),
            open_ble(config.radio, backend, pods, Feet(shared=True)) as batches,
        ):
            while pairing.asked is not None:
                if asked is not pairing.asked:
                    asked = pairing.asked
                    console.print(f"Stand still, then tap your {asked} foot on the ground twice.")
                for packet in await anext(batches):
                    tell_trouble(packet)
                    for sentence in pairing.push(packet):
                        console.print(sentence)
    for sentence in pairing.give_up():
        console.print(sentence)
    for one in pairing.unclear():
        console.print(f"several are heard: pair yours with --sensor {one.address}  ({one.name})")
    if pairing.asked is not None:
        raise SourceError(
            f"nothing is paired: no tap of your {pairing.asked} foot was felt;"
            " try again, or name the sensors"
        )
    return [as_paired(one) for one in pairing.chosen()]


def _named(names: list[str], found: "list[FoundSensor]") -> "list[PairedSensor]":
    from monitor.home.paired import as_paired
    from monitor.sources.pairing import Chosen

    mine = []
    for name in names:
        same = [
            one for one in found if name.casefold() in {one.name.casefold(), one.address.casefold()}
        ]
        if len(same) != 1:
            many = "is not heard" if not same else "is the name of several; give the address"
            raise ConfigError("--sensor", printable(name), many)
        mapped = same[0].mapped
        mine.append(as_paired(Chosen(same[0], mapped.sensor_map.side if mapped else None)))
    return mine


def _names(one: "PairedSensor") -> set[str]:
    return {one.name.casefold(), one.address.casefold(), one.shown.casefold()}


def _shown(one: "PairedSensor") -> str:
    side = f"{one.side} " if one.side else ""
    own = f"{printable(one.called)}: " if one.called else ""
    return f"{own}{one.name} ({side}{one.kind}, {one.address})"
