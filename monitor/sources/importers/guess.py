"""Propose a map for a table, by names, units and numbers of its columns.

A proposal only: it says for every column what it was taken for, and why, and the owner looks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from glob import escape
from typing import Final

import numpy as np

from monitor.errors import ImportFileError
from monitor.printable import printable
from monitor.sources.importers.guess_columns import (
    GYR_UNITS,
    TIME,
    Feet,
    GuessedTable,
    Sensor,
    axes,
    cells,
    describe,
    feet,
    side_in,
)
from monitor.sources.importers.guess_force import force_columns, force_stream
from monitor.sources.importers.guess_sample import SAID, TableSample, read_sample
from monitor.sources.importers.guess_time import quoted, time_lines
from monitor.sources.importers.guess_unit import acc_unit, refuse_linear, usual_length
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.opening import InputFile, Source, expand
from monitor.sources.importers.unreadable import refuse_known
from monitor.types import Side

_PRESSURE_UNITS: Final = frozenset({"kPa", "Pa", "hPa", "N/cm2", "mmHg", "psi", "bar"})
_EITHER: Final = "which of them is which foot is not said: exchange the sides if it is wrong"
_MOST_RAD_S: Final = 12.0
"""Usual angular rates above this are in °/s. Rule of thumb: running feet reach 5 rad/s."""


@dataclass(slots=True)
class Proposal:
    """A map that may fit: its text, and for people what was taken for what and why."""

    text: str
    reasons: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    """Why of what the files do not say themselves; without any, nobody has to look."""


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """What becomes one foot's streams: a table, perhaps a second one of rates, and its columns."""

    side: Side
    first: GuessedTable
    acc: list[str]
    gyr: list[str]
    cells: list[str]
    second: GuessedTable | None = None
    rows: Sensor | None = None
    named: bool = False
    force: str = ""
    both: bool = False
    """Whether nothing says which foot its force is of."""


def propose(
    files: Sequence[Source], side: Side | None = None, limits: ImportLimits | None = None
) -> Proposal:
    """Propose a map for the files: tables that hold all, or pairs that belong together.

    Parameters
    ----------
    side : Side, optional
        The foot of a single sensor; else what its file's name says, else the right one.

    Raises
    ------
    ImportFileError
        If it is no table, or nothing in it looks like acceleration, pressure or force.
    """
    limits = limits or ImportLimits()
    tables = _tables(expand(files, limits), limits)
    parts, reasons = _parts(tables, side)
    if not parts and (parts := _forces(tables[0], side)):
        reasons = []
    if not parts:
        first = tables[0]
        refuse_known([first.file], limits)
        refuse_linear(tables)
        names = printable(", ".join(first.sample.names[:12]))
        reason = f"nothing in it looks like acceleration, pressure or force; it has: {names}"
        raise ImportFileError(str(first.file), reason)
    used = {table.file: None for one in parts for table in (one.first, one.second) if table}
    named = printable(" and ".join(file.name for file in used))
    text = f"# A proposal for {named}: look at it before you trust it.\n"
    proposal = Proposal(text, reasons, [one for one in reasons if one == _EITHER])
    unused = [table.file.name for table in tables if table.file not in used]
    if unused:
        proposal.reasons.append(f"not used: {printable(', '.join(unused))}")
    for part in parts:
        before = len(proposal.reasons)
        _write(part, proposal)
        if len(parts) > 1:
            said = [f"{part.side}: {reason}" for reason in proposal.reasons[before:]]
            proposal.reasons[before:] = said
    return proposal


def _tables(files: Sequence[InputFile], limits: ImportLimits) -> list[GuessedTable]:
    tables: list[GuessedTable] = []
    refused: ImportFileError | None = None
    for file in files:
        try:
            tables.append(describe(file, read_sample(file, limits)))
        except ImportFileError as error:
            refused = refused or error
    if not tables:
        refuse_known(files, limits)
        raise refused or ImportFileError("import", "is empty")
    return tables


def _parts(tables: Sequence[GuessedTable], side: Side | None) -> tuple[list[_Part], list[str]]:
    """Choose what to describe: tables that hold all, or one of acceleration and one of rates."""
    whole = [one for one in tables if one.whole]
    if whole:
        return _by_file(whole, side)
    moved = sorted((one for one in tables if len(one.acc) == 3), key=lambda one: one.rank)
    turned = [one for one in tables if len(one.gyr) == 3]
    if moved and turned:
        return _pairs(moved, turned, side)
    first = (moved or list(tables))[0]
    return _by_file([first], side)


def _by_file(tables: Sequence[GuessedTable], side: Side | None) -> tuple[list[_Part], list[str]]:
    """Give the parts of one table, or of two whose names say one foot each."""
    sides = {foot: one for one in tables if (foot := side_in(one.file.name)) is not None}
    if len(sides) == 2 and side is None:
        return [_one(sides[foot], foot, named=True) for foot in Side], []
    table = tables[0]
    both = feet(table.sample) if side is None else Feet()
    if both.of_columns:
        found = [
            _of(table, foot, axes(table.sample, names), names)
            for foot, names in both.of_columns.items()
        ]
        found = [one for one in found if one.acc or one.cells]
        if len(found) == 2:
            return found, ["the names of the columns say which foot each is of"]
    if both.of_rows:
        found = [_one(table, foot, rows=rows) for foot, rows in both.of_rows.items()]
        return [one for one in found if one.acc or one.cells], _why(both)
    foot = side or side_in(table.file.name)
    reasons = [] if foot else ["which foot it is of is not said: taken for the right (--side)"]
    one = _one(table, foot or Side.RIGHT)
    return ([one] if one.acc or one.cells else []), reasons


def _why(both: Feet) -> list[str]:
    said = ", ".join(f'"{one.equals}" is the {foot}' for foot, one in both.of_rows.items())
    column = next(iter(both.of_rows.values())).column
    reasons = [printable(f'rows are told apart by "{column}": {said}')]
    if both.guessed:
        reasons.append(_EITHER)
    if both.others:
        reasons.append(printable(f"rows of {', '.join(both.others)} are not used"))
    return reasons


def _one(
    table: GuessedTable, side: Side, *, rows: Sensor | None = None, named: bool = False
) -> _Part:
    acc = table.acc
    if not acc and not table.linear:
        bare = (name for name in table.sample.names if name.lower() in set("xyz"))
        acc = sorted(bare, key=str.lower)
    part = _of(table, side, (acc, table.gyr), table.sample.names)
    return _Part(side, table, part.acc, part.gyr, part.cells, None, rows, named)


def _of(
    table: GuessedTable, side: Side, found: tuple[list[str], list[str]], names: Sequence[str]
) -> _Part:
    acc, gyr = (one if len(one) == 3 else [] for one in found)
    own = [name for name in names if name not in {*acc, *gyr}]
    return _Part(side, table, acc, gyr, cells(table.sample, own, beside_an_imu=bool(acc)))


def _forces(table: GuessedTable, side: Side | None) -> list[_Part]:
    """Give a part for each foot of a plate, a treadmill, or an insole that gives its force."""
    if table.linear:
        return []
    said = side or side_in(table.file.name)
    return [
        _Part(foot or said or Side.RIGHT, table, [], [], [], force=name, both=not (foot or said))
        for foot, name in force_columns(table.sample).items()
    ]


def _pairs(
    moved: Sequence[GuessedTable], turned: Sequence[GuessedTable], side: Side | None
) -> tuple[list[_Part], list[str]]:
    """Put each file of accelerations together with the one of rates of the same foot."""
    by_side = {
        foot: (first, second)
        for foot in Side
        for first in reversed(moved)
        for second in turned
        if side_in(first.file.name) is side_in(second.file.name) is foot
    }
    if len(by_side) == 2 and side is None:
        return [_pair(*by_side[foot], foot) for foot in Side], []
    first = moved[0]
    foot = side or side_in(first.file.name)
    reasons = [] if foot else ["which foot it is of is not said: taken for the right (--side)"]
    return [_pair(first, turned[0], foot or Side.RIGHT)], reasons


def _pair(first: GuessedTable, second: GuessedTable, side: Side) -> _Part:
    return _Part(side, first, first.acc, second.gyr, [], second)


def _write(part: _Part, proposal: Proposal) -> None:
    """Write a part's streams, and why."""
    head = [f'side = "{part.side}"']
    if part.named:
        head.append(f"file = {quoted(escape(part.first.file.name))}")
    head += time_lines(part.first.sample, proposal.reasons, proposal.doubts)
    if part.rows is not None:
        column, equals = quoted(part.rows.column), quoted(part.rows.equals)
        head.append(f"where = {{column = {column}, equals = {equals}}}")
    if part.acc:
        _imu(part, head, proposal)
    if part.force:
        lines, reason, sure = force_stream(part.first.sample, part.force, head, both=part.both)
        proposal.reasons.append(reason)
        proposal.doubts += [reason] * (not sure or part.both)
        proposal.text += "\n".join([*lines, ""])
    if part.cells:
        _pressure(part.first.sample, part.cells, head, proposal)


def _imu(part: _Part, head: Sequence[str], proposal: Proposal) -> None:
    sample, names = part.first.sample, ", ".join(part.acc)
    unit, why = acc_unit(part.first.file, sample, part.acc)
    proposal.doubts += [why] * (why != SAID)
    proposal.reasons.append(f"acceleration: {names} in {unit}, {why}")
    lines = ["[[stream]]", 'kind = "imu"', *head]
    lines += [f"acc = [{', '.join(map(quoted, part.acc))}]", f'acc_unit = "{unit}"']
    if part.gyr:
        rates = part.second or part.first
        gyr_unit, why = _gyr_unit(rates.sample, part.gyr)
        proposal.doubts += [why] * (why != SAID)
        where = f" of {rates.file.name}" if part.second else ""
        proposal.reasons.append(f"angular rate: {', '.join(part.gyr)}{where} in {gyr_unit}, {why}")
        lines += [f"gyr = [{', '.join(map(quoted, part.gyr))}]", f'gyr_unit = "{gyr_unit}"']
    else:
        proposal.reasons.append("angular rate: not found; no stride can be measured without it")
    if part.second is not None:
        both = ", ".join(quoted(escape(one.file.name)) for one in (part.first, part.second))
        lines.append(f"files = [{both}]")
        lines += _second_time(sample, part.second.sample)
    proposal.text += "\n".join([*lines, 'axes = "auto"', ""])


def _second_time(first: TableSample, second: TableSample) -> list[str]:
    """Line that names the time of the second file, where its column has another name."""
    named = [[name for name in one.names if TIME.search(name)] for one in (first, second)]
    same = not named[1] or set(named[0]) & set(named[1])
    return [] if same else [f"gyr_time_s = {quoted(named[1][0])}"]


def _gyr_unit(sample: TableSample, names: list[str]) -> tuple[str, str]:
    said = sample.unit(names[0])
    if said in GYR_UNITS:
        return said, SAID
    usual = usual_length(sample, names)
    unit = "deg/s" if usual > _MOST_RAD_S else "rad/s"
    return unit, f"by its usual length of {usual:.4g}"


def _pressure(
    sample: TableSample, names: list[str], head: Sequence[str], proposal: Proposal
) -> None:
    known = np.column_stack([sample.column(name) for name in names])
    most = float(np.max(known[~np.isnan(known)], initial=0.0))
    said = sample.unit(names[0])
    unit = said if said in _PRESSURE_UNITS else "kPa"
    why = SAID if unit == said else "taken for kPa: say unit or scale if it is not"
    proposal.doubts += [why] * (why != SAID)
    which = f"{len(names)} cells from {names[0]} to {names[-1]}"
    proposal.reasons.append(f"pressure: {which}, at most {most:g} {unit}, {why}")
    lines = ["[[stream]]", 'kind = "pressure"', *head]
    lines += [f"cells = [{', '.join(map(quoted, names))}]", f'unit = "{unit}"', ""]
    proposal.text += "\n".join(lines)
