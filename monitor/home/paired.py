"""The runner's paired sensors. Once some are paired, a run uses only them."""

from typing import TYPE_CHECKING

from msgspec import Struct, structs

from monitor.files.output import write_file
from monitor.home.folder import Home
from monitor.reader import read_json, to_json
from monitor.types import Side

if TYPE_CHECKING:
    from monitor.sources.ble_feet import OwnSensor
    from monitor.sources.pairing import Chosen


_OF_A_FOOT = ("pod", "sensor of a map")
"""Kinds of which a runner has one on each foot."""


class PairedSensor(
    Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True
):
    """One sensor of the runner.

    ``name`` is what it says itself, ``called`` what the runner calls it, if anything; ``side`` is
    None for a strap, or where it was not asked.
    """

    address: str
    name: str
    kind: str
    side: Side | None = None
    called: str = ""

    @property
    def shown(self) -> str:
        """What a person knows it by."""
        return self.called or self.name


def as_paired(one: "Chosen") -> PairedSensor:
    """Give a sensor that was chosen as it is remembered."""
    found = one.sensor
    return PairedSensor(address=found.address, name=found.name, kind=str(found.kind), side=one.side)


def read_paired(home: Home) -> list[PairedSensor]:
    """Read which sensors are paired; none where none were.

    Raises
    ------
    ConfigError
        With file and key, if the file cannot be read.
    """
    return read_json(home.paired, list[PairedSensor], missing=[])


def own_sensors(home: Home) -> "dict[str, OwnSensor]":
    """Give the paired sensors by address, as a run knows them."""
    from monitor.sources.ble_feet import OwnSensor

    return {
        one.address: OwnSensor(one.name, one.side, one.kind, one.called)
        for one in read_paired(home)
    }


def write_paired(home: Home, sensors: list[PairedSensor]) -> None:
    """Write which sensors are paired."""
    write_file(home.paired, to_json(sensors, list[PairedSensor], home.paired), force=True)


def merged(known: list[PairedSensor], new: list[PairedSensor]) -> list[PairedSensor]:
    """Put new sensors in the place of those of the same address, or of the same foot and kind.

    A pod that was named takes nobody's place: its foot was not asked.

    >>> old = PairedSensor(address="A", name="pod", kind="pod", side="left")
    >>> new = PairedSensor(address="B", name="pod 2", kind="pod", side="left")
    >>> [sensor.name for sensor in merged([old], [new])]
    ['pod 2']
    >>> named = PairedSensor(address="C", name="pod 3", kind="pod")
    >>> other = PairedSensor(address="D", name="pod 4", kind="pod")
    >>> [sensor.name for sensor in merged([named], [other])]
    ['pod 3', 'pod 4']
    """
    names = {sensor.address: sensor.called for sensor in known}
    new = [structs.replace(one, called=one.called or names.get(one.address, "")) for one in new]
    addresses = {sensor.address for sensor in new}
    places = {(one.kind, one.side) for one in new if one.side or one.kind not in _OF_A_FOOT}
    kept = [
        sensor
        for sensor in known
        if sensor.address not in addresses and (sensor.kind, sensor.side) not in places
    ]
    return kept + new
