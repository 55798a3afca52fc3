"""What the small files of the home say before a run, and how much room the card has.

The page shows this in every state, several times a second, so a file is read again only when it
has changed; and one that cannot be read is said, and blinds nobody.
"""

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from monitor.errors import MonitorError
from monitor.home.folder import Home
from monitor.home.paired import PairedSensor, read_paired
from monitor.home.remembered import Gear, Remembered, read_remembered

Json = dict[str, Any]
"""What becomes a JSON object; ``Any`` because that is what JSON is."""
_GB: Final = 1e9


@dataclass(frozen=True, slots=True)
class Known:
    """What the small files say."""

    paired: list[PairedSensor]
    remembered: Remembered = field(default_factory=Remembered)
    trouble: str = ""
    """Why one of them cannot be read; empty if all can."""

    @property
    def worn(self) -> Json:
        """Who ran last, and in what, as the page shows it."""
        known = self.remembered
        gear = known.worn.get(known.athlete or "", Gear())
        worn = {"shoe": gear.shoe, "insole": gear.insole, "lacing": gear.lacing}
        return {"athlete": known.athlete, **worn, "try_cues": bool(gear.try_cues)}


class SmallFiles:
    """The paired sensors and who ran last, read once for every change.

    Parameters
    ----------
    home : Home
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        self._versions: tuple[object, ...] = ()
        self._known = Known([])

    def read(self) -> Known:
        """Give what the files say now; never fails."""
        home = self._home
        versions = tuple(_version(file) for file in (home.paired, home.remembered))
        if versions != self._versions:
            self._known, self._versions = _known(home), versions
        return self._known

    def free_gb(self) -> float | None:
        """Give the room on the card, GB; None where the system does not say."""
        try:
            return round(shutil.disk_usage(self._home.root).free / _GB, 1)
        except OSError:
            return None


def _known(home: Home) -> Known:
    paired, remembered, troubles = list[PairedSensor](), Remembered(), list[str]()
    try:
        paired = read_paired(home)
    except MonitorError as error:
        troubles.append(str(error))
    try:
        remembered = read_remembered(home)
    except MonitorError as error:
        troubles.append(str(error))
    return Known(paired, remembered, "; ".join(troubles))


def _version(file: Path) -> tuple[int, int, int] | None:
    """Tell one state of a file from another; None where there is no file."""
    try:
        stat = file.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_mtime_ns, stat.st_size
