"""What cuffs taught about the runner's cells: every calibration, the newest in use."""

from collections.abc import Sequence
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from monitor.errors import HomeError
from monitor.files.output import write_file
from monitor.home.folder import Home
from monitor.reader import read_json, to_json
from monitor.wire.calibration import CellCurve, TongueCalibration


class KeptCalibration(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One calibration: of which sensor and foot, when it was made, and how sure it is.

    ``errors`` are standard errors at 60 mmHg, as shares. ``undone`` is no longer in use.
    """

    pod: str
    side: str
    made: str
    instep: Annotated[tuple[CellCurve | None, ...], Meta(min_length=1, max_length=64)]
    errors: tuple[float | None, ...]
    undone: bool = False

    @property
    def curves(self) -> TongueCalibration:
        """What a recording holds of it."""
        return TongueCalibration(instep=self.instep)


def read_calibrations(home: Home) -> list[KeptCalibration]:
    """Read every calibration, the oldest first; none where none were made.

    Raises
    ------
    ConfigError
        With file and key, if the file cannot be read.
    """
    return read_json(home.calibrations, list[KeptCalibration], missing=[])


def in_use(known: Sequence[KeptCalibration]) -> dict[str, KeptCalibration]:
    """The newest calibration of each sensor that was not undone."""
    return {one.pod: one for one in known if not one.undone}


def keep_calibration(home: Home, new: KeptCalibration) -> None:
    """Use a calibration from now on; those before it stay in the file."""
    _write(home, [*read_calibrations(home), new])


def undo_calibration(home: Home, pod: str) -> KeptCalibration | None:
    """Take back the newest calibration of a sensor; return the one before it, if there is any.

    Raises
    ------
    HomeError
        If the sensor has none.
    """
    known = read_calibrations(home)
    newest = in_use(known).get(pod)
    if newest is None:
        named = ", ".join(sorted(in_use(known))) or "none"
        raise HomeError(f"calibration of {pod!r}", f"there is none; calibrated are: {named}")
    changed = [msgspec.structs.replace(o, undone=True) if o is newest else o for o in known]
    _write(home, changed)
    return in_use(changed).get(pod)


def _write(home: Home, known: Sequence[KeptCalibration]) -> None:
    data = to_json(list(known), list[KeptCalibration], home.calibrations)
    write_file(home.calibrations, data, force=True)
