"""Find a map that describes these files: one that comes with the program, or their own words."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from monitor.errors import ImportFileError
from monitor.shipped import SHIPPED
from monitor.sources.importers.csv_map import ImportMap, map_of, read_map
from monitor.sources.importers.csv_places import Finder
from monitor.sources.importers.gravity import RECORD_IT
from monitor.sources.importers.guess import Proposal, propose
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.opening import InputFile, Source, expand, opened
from monitor.sources.importers.remarks import Remarks
from monitor.sources.importers.side_names import (
    ASK,
    SIDE,
    are_twins,
    said_by,
    sides_of_files,
)
from monitor.sources.importers.unreadable import refuse_known
from monitor.types import Side

READY: Final = (
    "xsens_dot",
    "shimmer",
    "shimmer_low_noise",
    "mbientlab",
    "movesense",
    "polar_sensor_logger",
    "polar_acc",
    "sensor_logger_total",
    "sensor_logger",
    "phyphox",
    "phyphox_xyz",
    "x_imu3",
    "openearable",
    "stappone",
)
"""Maps for what people own, the first that fits counts. Those of research sets have to be named."""

_OTHERS: Final = {"xsens_dot": re.compile(rb"^\s*//", re.MULTILINE)}
"""What the start of a file holds that has the columns of a map and is of another program: MT
Manager of Xsens begins with remarks, counts rad/s, and its times in ticks of another length."""
_START_BYTES: Final = 2048


class FoundMap(NamedTuple):
    """A map, the path that stands for it in what is said, and the foot if that is open."""

    path: Path
    map: ImportMap
    side: Side | None


def fitting_map(
    files: Sequence[InputFile], limits: ImportLimits, remarks: Remarks, side: Side | None
) -> FoundMap:
    """Give a ready map that fits; else one that follows from the words of the files alone.

    Raises
    ------
    ImportFileError
        If there is none, or the files are of a kind that is not read.
    """
    both = side is None and (len(sides_of_files(files)) > 1 or are_twins(files))
    path = None if both else ready_map(files, limits)
    if path is not None:
        foot = side or foot_of(files, remarks)
        remarks.add(f"read by the map {path.stem}, as the {foot} foot (--map, --side)")
        return FoundMap(path, read_map(path), foot)
    refuse_known(files, limits)
    proposal = _proposal(files, limits, side)
    if proposal is None or proposal.doubts:
        reason = "a table needs a map: --map MAP.toml, or --guess"
        if proposal and all(SIDE in doubt for doubt in proposal.doubts):
            reason = ASK
        raise ImportFileError(str(files[0].path), reason)
    for reason in proposal.reasons:
        remarks.add(f"read by its own words: {reason}")
    path = files[0].path  # stands for the map that nobody wrote
    return FoundMap(path, map_of(proposal.text, path), side)


def foot_of(files: Sequence[InputFile], remarks: Remarks) -> Side:
    """Foot that the names of the files of one sensor say, and it is said which name does.

    Raises
    ------
    ImportFileError
        If they say none, or both.
    """
    said = [one for file in files if (one := said_by(file)) is not None]
    if len({one.side for one in said}) != 1:
        raise ImportFileError(str(files[0].path), ASK)
    remarks.add(str(said[0]))
    return said[0].side


def leaves_side_open(map_path: Path) -> bool:
    """Whether it is a map for what people own: it describes one sensor, on any foot."""
    return map_path.stem in READY and map_path.resolve().parent == (SHIPPED / "maps").resolve()


def _proposal(
    files: Sequence[InputFile], limits: ImportLimits, side: Side | None
) -> Proposal | None:
    try:
        return propose(files, side, limits)
    except ImportFileError as error:
        if RECORD_IT in str(error):  # no map would help
            raise
        return None


def ready_map(files: Sequence[Source], limits: ImportLimits | None = None) -> Path | None:
    """Give the first ready map whose columns are all in the files; None if there is none.

    Raises
    ------
    ImportFileError
        If a file cannot be read at all.
    """
    limits = limits or ImportLimits()
    found = expand(files, limits)
    unsaid = Remarks(found[0].name, aloud=False)
    for name in READY:
        if name in _OTHERS and any(_is_other(_OTHERS[name], file, limits) for file in found):
            continue
        path = SHIPPED / "maps" / f"{name}.toml"
        finder = Finder(found, path, read_map(path), limits, unsaid)
        try:
            if finder.fits():
                return path
        except ImportFileError:
            continue
    return None


def _is_other(sign: re.Pattern[bytes], file: InputFile, limits: ImportLimits) -> bool:
    with opened(file, limits) as stream:
        return bool(sign.search(stream.read(_START_BYTES).replace(b"\x00", b"")))
