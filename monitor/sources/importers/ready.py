"""Find a map that describes these files: one that comes with the program, or their own words."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from msgspec import structs

from monitor.errors import ConfigError, ImportFileError
from monitor.shipped import SHIPPED
from monitor.sources.importers.both_feet import by_foot, refuse_other_foot, say_feet
from monitor.sources.importers.csv_map import ImportMap, map_of, read_map
from monitor.sources.importers.csv_places import Finder, Places
from monitor.sources.importers.feet_apart import refuse_unsynced
from monitor.sources.importers.gravity import RECORD_IT
from monitor.sources.importers.guess import Proposal, propose
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.opening import InputFile, Source, expand, opened
from monitor.sources.importers.remarks import Remarks
from monitor.sources.importers.side_names import ASK, NOT_CLEAR, SIDE, said_by
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
    """A map, the path that stands for it in what is said, and where its streams are if known."""

    path: Path
    map: ImportMap
    places: Places | None = None


def fitting_map(
    files: Sequence[InputFile], limits: ImportLimits, remarks: Remarks, side: Side | None
) -> FoundMap:
    """Give a ready map that fits; else one that follows from the words of the files alone.

    Raises
    ------
    ImportFileError
        If there is none, or the files are of a kind that is not read.
    """
    feet = by_foot(files) if side is None else {}
    path = _common(feet, limits) if feet else ready_map(files, limits)
    if path is not None and feet:
        remarks.add(f"read by the map {path.stem}, a sensor on each foot (--map, --side)")
        return _pair(path, files, feet, limits, remarks)
    if path is not None:
        refuse_other_foot(files, side)
        foot = side or foot_of(files, remarks)
        remarks.add(f"read by the map {path.stem}, as the {foot} foot (--map, --side)")
        return FoundMap(path, _on_side(read_map(path), foot))
    refuse_known(files, limits)
    proposal = _proposal(files, limits, side)
    if proposal is not None and not asks(_proposal(files, limits, None)):
        refuse_other_foot(files, side)
    if proposal is None or proposal.doubts:
        reason = "a table needs a map: --map MAP.toml, or --guess"
        if proposal and all(SIDE in doubt for doubt in proposal.doubts):
            reason = ASK
        raise ImportFileError(str(files[0].whole), reason)
    for reason in proposal.said:
        remarks.add(f"read by its own words: {reason}")
    path = files[0].path  # stands for the map that nobody wrote
    return FoundMap(path, _of_side(map_of(proposal.text, path), side, remarks))


def named_map(
    path: Path,
    files: Sequence[InputFile],
    limits: ImportLimits,
    remarks: Remarks,
    side: Side | None,
) -> FoundMap:
    """Give the map that was named, for the foot that was; one of one sensor also for both feet.

    Raises
    ------
    ConfigError, ImportFileError
        If it cannot be used.
    """
    import_map = read_map(path)
    refuse_other_foot(files, side)
    if side is None and leaves_side_open(path):
        if feet := by_foot(files):
            return _pair(path, files, feet, limits, remarks)
        side = foot_of(files, remarks)
    if side is None:
        return FoundMap(path, import_map)
    if len({stream.side for stream in import_map.stream}) > 1:
        raise ConfigError(path, "stream", "names both feet; --side is for maps of one")
    return FoundMap(path, _on_side(import_map, side))


def _common(feet: Mapping[Side, Sequence[InputFile]], limits: ImportLimits) -> Path | None:
    """Give the ready map that fits the files of each foot."""
    fitting = {ready_map(files, limits) for files in feet.values()}
    return fitting.pop() if len(fitting) == 1 else None


def _pair(
    path: Path,
    files: Sequence[InputFile],
    feet: Mapping[Side, Sequence[InputFile]],
    limits: ImportLimits,
    remarks: Remarks,
) -> FoundMap:
    """Read a sensor on each foot by one map that describes one."""
    refuse_unsynced([file for own in feet.values() for file in own], limits)
    say_feet(files, remarks)
    remarks.add("the times of both sensors are taken for those of one clock")
    import_map = read_map(path)
    maps = {side: _on_side(import_map, side) for side in feet}
    places = {
        stream: parts
        for side, own in feet.items()
        for stream, parts in Finder(own, path, maps[side], limits, remarks).places().items()
    }
    streams = tuple(stream for one in maps.values() for stream in one.stream)
    return FoundMap(path, structs.replace(import_map, stream=streams), places)


def _on_side(import_map: ImportMap, side: Side) -> ImportMap:
    streams = tuple(structs.replace(stream, side=side) for stream in import_map.stream)
    return structs.replace(import_map, stream=streams)


def _of_side(import_map: ImportMap, side: Side | None, remarks: Remarks) -> ImportMap:
    """Keep what a proposal says of the foot that was named."""
    if side is None:
        return import_map
    kept = tuple(stream for stream in import_map.stream if stream.side is side)
    if not kept or len(kept) == len(import_map.stream):
        return _on_side(import_map, side)
    remarks.add(f"what it holds of the {side.other} foot is not read (--side)")
    return structs.replace(import_map, stream=kept)


def foot_of(files: Sequence[InputFile], remarks: Remarks) -> Side:
    """Foot that the names of the files of one sensor say, and it is said which name does.

    Raises
    ------
    ImportFileError
        If they say none, or both.
    """
    said = [one for file in files if (one := said_by(file)) is not None]
    if len({one.side for one in said}) != 1:
        raise ImportFileError(str(files[0].whole), ASK)
    remarks.add(str(said[0]))
    return said[0].side


def leaves_side_open(map_path: Path) -> bool:
    """Whether it is a map for what people own, or says no side: one sensor, on any foot."""
    if map_path.stem in READY and map_path.resolve().parent == (SHIPPED / "maps").resolve():
        return True
    return all(stream.side is None for stream in read_map(map_path).stream)


def _proposal(
    files: Sequence[InputFile], limits: ImportLimits, side: Side | None
) -> Proposal | None:
    try:
        return propose(files, side, limits)
    except ImportFileError as error:
        if RECORD_IT in str(error):  # no map would help
            raise
        return None


def asks(proposal: Proposal | None) -> bool:
    """Whether the foot is to be said as a name and the columns say two."""
    return proposal is not None and any(NOT_CLEAR in doubt for doubt in proposal.doubts)


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
