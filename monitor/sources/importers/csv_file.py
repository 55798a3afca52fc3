"""Import a table from anybody's sensor, by a map that names its columns."""

from collections.abc import Mapping, Sequence
from itertools import chain
from math import nan
from pathlib import Path

import numpy as np
import numpy.typing as npt

from monitor.errors import ImportFileError
from monitor.sources.importers import times
from monitor.sources.importers.alternating import refuse_turns
from monitor.sources.importers.both_feet import of_foot
from monitor.sources.importers.columns import Column, Table, TableOptions
from monitor.sources.importers.counters import by_counter
from monitor.sources.importers.csv_columns import (
    COUNTER,
    columns_of,
    counter_key,
    time_key,
    where_key,
)
from monitor.sources.importers.csv_long import OWN, by_sensor, read_long
from monitor.sources.importers.csv_map import (
    ForceStream,
    ImportMap,
    ImuStream,
    Stream,
)
from monitor.sources.importers.csv_places import Finder, Part, Places
from monitor.sources.importers.csv_streams import description, layouts_of
from monitor.sources.importers.feet_apart import check_feet_meet
from monitor.sources.importers.file_clock import DatedParse, from_start
from monitor.sources.importers.join import joined
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.opening import InputFile, Source, expand
from monitor.sources.importers.ready import FoundMap, fitting_map, leaves_side_open, named_map
from monitor.sources.importers.recognise import without_damaged
from monitor.sources.importers.remarks import Remarks
from monitor.sources.importers.said_start import dated
from monitor.sources.importers.streams import (
    ImportedRun,
    ImportedStream,
    known_rows,
    rate_hz,
)
from monitor.sources.importers.table import read_table
from monitor.sources.importers.units import check_plausible, converted, in_found_unit
from monitor.types import CellLayout, FloatArray, Side


def import_csv(
    files: Sequence[Source],
    map_path: Path | None,
    limits: ImportLimits | None = None,
    side: Side | None = None,
) -> ImportedRun:
    """Read tables by a map.

    Parameters
    ----------
    files : Sequence[Source]
        What the runner gave; a stream without ``file`` is in the first that holds its columns.
    map_path : Path
        The map; see docs/recordings.md. Without one, a ready one whose columns are all there.
    side : Side, optional
        The foot, where the map has one only and it was the other.

    Raises
    ------
    ConfigError, ImportFileError
        If the map or a file cannot be used.
    """
    limits = limits or ImportLimits()
    found, damaged = without_damaged(expand(files, limits), limits)
    remarks = Remarks(found[0].title)
    for one in damaged:
        remarks.add(f"left out: {one}")
    try:
        return _import(found, map_path, limits, side, remarks, damaged)
    except ImportFileError as error:
        if damaged:
            raise damaged[0] from error
        raise


def _import(
    found: list[InputFile],
    map_path: Path | None,
    limits: ImportLimits,
    side: Side | None,
    remarks: Remarks,
    damaged: Sequence[ImportFileError],
) -> ImportedRun:
    """Read those that can be opened."""
    if map_path is None or leaves_side_open(map_path):
        found = of_foot(found, side, remarks)
    chosen = _map_of(found, map_path, limits, remarks, side)
    import_map = chosen.map
    layouts = layouts_of(import_map.stream, chosen.path)
    places = chosen.places or Finder(found, chosen.path, import_map, limits, remarks).places()
    if damaged and any(isinstance(one, ImuStream) and one.gyr is None for one in places):
        raise damaged[0]  # it may hold the angular rate
    tools = _Tools(limits, remarks, named=map_path is not None, long=import_map.long is not None)
    tables = _tables(import_map, places, tools)
    streams = _streams(places, tables, layouts, tools)
    _say_others(tables, places, remarks)
    shared = any(isinstance(one, ForceStream) and one.feet == "both" for one in import_map.stream)
    told = (found[0], streams, tools.dated, limits, remarks)
    begun = from_start(*told, in_days=tools.in_days)
    check_feet_meet(found[0], streams, remarks, sure=tools.named and chosen.places is None)
    return dated(begun, begun.run(shared=shared), found, limits)


def _map_of(
    files: Sequence[InputFile],
    map_path: Path | None,
    limits: ImportLimits,
    remarks: Remarks,
    side: Side | None,
) -> FoundMap:
    """Give the map that was named, or else the ready one whose columns are all there."""
    if map_path is None:
        return fitting_map(files, limits, remarks, side)
    return named_map(map_path, files, limits, remarks, side)


def _say_others(tables: Mapping[InputFile, Table], places: Places, remarks: Remarks) -> None:
    """Count the rows of each file that no stream takes."""
    for file, table in tables.items():
        streams = [one for one, parts in places.items() if any(part.file == file for part in parts)]
        wheres = [one.where for one in streams if one.where is not None]
        if not wheres or len(wheres) < len(streams):
            continue
        taken = np.any([table.column(where_key(where)) == 1.0 for where in wheres], axis=0)
        if others := int((~taken).sum()):
            remarks.add(f'{others} rows with another "{wheres[0].column}" left out')


class _Tools:
    """What every step needs."""

    def __init__(self, limits: ImportLimits, remarks: Remarks, *, named: bool, long: bool) -> None:
        self.limits = limits
        self.long = long
        self.remarks = remarks
        self.dated: list[DatedParse] = []
        self.in_days = False
        self.named = named
        """Whether somebody named the map; what it says is then believed."""


def _tables(import_map: ImportMap, places: Places, tools: _Tools) -> dict[InputFile, Table]:
    """Read each file that a stream is in, once, with the columns of all of them."""
    return {
        file: _read(
            file, columns_of(file, places, tools.dated), import_map, tools.limits, tools.remarks
        )
        for file in dict.fromkeys(part.file for part in chain(*places.values()))
    }


def _read(
    file: InputFile,
    columns: Sequence[Column],
    import_map: ImportMap,
    limits: ImportLimits,
    remarks: Remarks,
) -> Table:
    options = TableOptions(
        encoding=import_map.encoding,
        skip=import_map.skip,
        missing=import_map.missing,
        units_row=import_map.units_row,
        delimiter=import_map.delimiter,
    )
    if import_map.long is not None:
        return read_long(file, columns, import_map.long, remarks, options, limits)
    return read_table(file, columns, remarks, options, limits)


def _streams(
    places: Places,
    tables: Mapping[InputFile, Table],
    layouts: Mapping[Stream, CellLayout],
    tools: _Tools,
) -> list[ImportedStream]:
    return [
        _stream(stream, parts, tables, layouts.get(stream), tools)
        for stream, parts in places.items()
    ]


def _stream(
    stream: Stream,
    parts: Sequence[Part],
    tables: Mapping[InputFile, Table],
    layout: CellLayout | None,
    tools: _Tools,
) -> ImportedStream:
    sampled = [_samples(stream, part, tables[part.file], tools) for part in parts]
    file, motion = parts[0].file, isinstance(stream, ImuStream)
    if tools.long:
        sampled = [
            one
            for part, told in zip(parts, sampled, strict=True)
            for one in by_sensor(part.file, part.values, *told, tools.remarks, motion=motion)
        ]
    t_s, values = sampled[0]
    if len(sampled) > 1:
        rate_hz(file, sampled[1][0], tools.limits)
        both = joined(t_s, values, *sampled[1], tools.remarks)
        if both is None:
            other = f"{parts[-1].file.name}, {parts[-1].time}"
            reason = f"its times and those of the angular rate ({other}) never meet: two clocks?"
            raise ImportFileError(str(file), reason)
        t_s, values = both
    if isinstance(stream, ImuStream) and stream.gyr is None:
        tools.remarks.add("there is no angular rate: no stride can be measured")
        values = np.hstack([values, np.full_like(values, nan)])
    rate = rate_hz(file, t_s, tools.limits)
    refuse_turns(file, values)
    if not tools.named:
        stream = in_found_unit(file, stream, values, tools.remarks)
    values = converted(stream, values)
    check_plausible(file, stream, values, tools.remarks)
    return ImportedStream(description(stream, rate, layout), t_s, values)


def _samples(
    stream: Stream, part: Part, table: Table, tools: _Tools
) -> tuple[FloatArray, FloatArray]:
    """Give the times and values of one part, without the rows in which it says nothing."""
    if stream.where is not None:
        mine = table.column(where_key(stream.where)) == 1.0
        table = table.rows(mine)
        if not len(table.values):
            raise ImportFileError(
                str(part.file), f'no row has "{stream.where.equals}" in "{stream.where.column}"'
            )
    values = table.block(part.values)
    if stream.rate_hz is not None:
        sure = stream.counter is not None
        key = counter_key(stream.counter) if stream.counter is not None else COUNTER
        t_s = by_counter(table, key, stream.rate_hz, tools.limits, tools.remarks, sure=sure)
    else:
        key, name = time_key(stream, part), part.time or ""
        table = table.rows(_held(table, part.values))
        values = table.block(part.values)
        told_s = times.in_seconds(table, key, _unit(stream), tools.remarks)
        tools.in_days |= times.are_days(table.column(key))
        told = (tools.limits, tools.remarks)
        t_s, rows = times.ordered(table, name, told_s, *told, long=tools.long)
        values = values[rows]
    return known_rows(t_s, values)


def _held(table: Table, names: Sequence[str]) -> npt.NDArray[np.int64]:
    """Rows that hold something of one part, or nothing of any part.

    Below the end of a shorter column the others go on, and feet may take turns.
    """
    own = [key for key in table.keys if not key.startswith(OWN)]
    beyond = np.isnan(table.block(names)).all(axis=1) & ~np.isnan(table.block(own)).all(axis=1)
    return np.flatnonzero(~beyond)


def _unit(stream: Stream) -> str | None:
    return "format" if stream.time_format is not None else stream.time_unit
