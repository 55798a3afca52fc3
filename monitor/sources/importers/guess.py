"""Propose a map for a table, by names, units and numbers of its columns.

A proposal only: it says for every column what it was taken for, and why, and the owner looks.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from glob import escape
from typing import Final

import numpy as np

from monitor.errors import ImportFileError
from monitor.printable import printable
from monitor.sources.importers.guess_clock import own_time, reference, same_times
from monitor.sources.importers.guess_columns import (
    GYR_UNITS,
    GuessedTable,
    describe,
)
from monitor.sources.importers.guess_force import force_stream
from monitor.sources.importers.guess_parts import Part, parts_of
from monitor.sources.importers.guess_sample import SAID, TableSample, read_sample
from monitor.sources.importers.guess_time import quoted, time_lines
from monitor.sources.importers.guess_unit import (
    NOT_KNOWN,
    acc_unit,
    refuse_linear,
    usual_length,
)
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.opening import InputFile, Source, called, expand
from monitor.sources.importers.unreadable import refuse_known
from monitor.types import Side

_PRESSURE_UNITS: Final = frozenset({"kPa", "Pa", "hPa", "N/cm2", "mmHg", "psi", "bar"})
_MOST_RAD_S: Final = 12.0
"""Usual angular rates above this are in °/s. Rule of thumb: running feet reach 5 rad/s."""


@dataclass(slots=True)
class Proposal:
    """A map that may fit: its text, and for people what was taken for what and why."""

    text: str
    reasons: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    """Why of what the files do not say themselves; without any, nobody has to look."""
    unused: list[str] = field(default_factory=list)
    """Columns that no stream takes."""
    files: tuple[InputFile, ...] = ()
    """Those that its streams read."""
    is_sided: bool = True
    """Whether the foot of every stream is known; else the map leaves it open."""

    @property
    def said(self) -> list[str]:
        """What was taken for what, why, and what was not used."""
        unused = [f"columns not used: {', '.join(self.unused)}"] if self.unused else []
        return [printable(one) for one in (*self.reasons, *unused)]

    @property
    def commented(self) -> str:
        """The map, with all that is said of it as remarks."""
        head, _, streams = self.text.partition("\n")
        return "\n".join([head, *(f"# {one}" for one in self.said), streams])


def propose(
    files: Sequence[Source], side: Side | None = None, limits: ImportLimits | None = None
) -> Proposal:
    """Propose a map for the files: tables that hold all, or pairs that belong together.

    Parameters
    ----------
    side : Side, optional
        The foot of a single sensor; else what its file's name says, else it is left open.

    Raises
    ------
    ImportFileError
        If it is no table, or nothing in it looks like acceleration, pressure or force.
    """
    limits = limits or ImportLimits()
    tables = _tables(expand(files, limits), limits)
    found = parts_of(tables, side)
    parts = found.parts
    if not parts:
        raise _unlike(tables, limits)
    used = {table.file: None for one in parts for table in (one.first, one.second) if table}
    named = printable(" and ".join(file.name for file in used))
    text = f"# A proposal for {named}: look at it before you trust it.\n"
    proposal = Proposal(text, found.reasons, found.doubts, files=tuple(used))
    unused = [table.file.name for table in tables if table.file not in used]
    if unused:
        proposal.reasons.append(f"not used: {printable(', '.join(unused))}")
    for part in parts:
        before = len(proposal.reasons)
        _write(part, proposal)
        if len(parts) > 1:
            said = [f"{part.side}: {reason}" for reason in proposal.reasons[before:]]
            proposal.reasons[before:] = said
    proposal.is_sided = all(part.side is not None for part in parts)
    proposal.unused = _unused([table for table in tables if table.file in used], proposal.text)
    return proposal


def _unlike(tables: Sequence[GuessedTable], limits: ImportLimits) -> ImportFileError:
    """Give the error of tables of which nothing looks like what a map can name."""
    first = tables[0]
    refuse_known([first.file], limits)
    refuse_linear(tables)
    names = printable(", ".join(first.sample.names[:12]))
    reason = f"nothing in it looks like acceleration, pressure or force; it has: {names}"
    return ImportFileError(str(first.file), reason)


def _unused(tables: Sequence[GuessedTable], text: str) -> list[str]:
    """Columns of tables that no stream of a map takes."""
    used = set()
    for stream in tomllib.loads(text)["stream"]:
        one = [stream.get(key) for key in ("time_s", "gyr_time_s", "counter", "force")]
        many = [name for key in ("acc", "gyr", "cells") for name in stream.get(key, ())]
        used |= {*one, *many, stream.get("where", {}).get("column")}
    names = dict.fromkeys(name for table in tables for name in table.sample.names)
    return [name for name in names if name not in used and f"{name}#2" not in used]


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
    names = called(files)
    return [replace(table, called=names[table.file]) for table in tables]


def _write(part: Part, proposal: Proposal) -> None:
    """Write a part's streams, and why."""
    head = [f'side = "{part.side}"' if part.side else "# side: say it here, or by --side"]
    if part.named:
        head.append(f"file = {quoted(escape(part.first.called))}")
    if part.rows is not None:
        column, equals = quoted(part.rows.column), quoted(part.rows.equals)
        head.append(f"where = {{column = {column}, equals = {equals}}}")
    if part.acc:
        _imu(part, head, proposal)
    if part.force:
        head += _time(part, [part.force], proposal)
        lines, reason, sure = force_stream(part.first.sample, part.force, head, both=part.both)
        proposal.reasons.append(reason)
        proposal.doubts += [reason] * (not sure or part.both)
        proposal.text += "\n".join([*lines, ""])
    if part.cells:
        lines = [*head, *_time(part, part.cells, proposal)]
        _pressure(part.first.sample, part.cells, lines, proposal)


def _time(part: Part, columns: Sequence[str], proposal: Proposal) -> list[str]:
    own = own_time(part.first.sample, columns, part.side)
    return time_lines(part.first.sample, own, proposal.reasons, proposal.doubts)


def _imu(part: Part, head: Sequence[str], proposal: Proposal) -> None:
    sample, names = part.first.sample, ", ".join(part.acc)
    unit, why = acc_unit(part.first.file, sample, part.acc)
    proposal.doubts += [why] * (why != SAID)
    proposal.reasons.append(f"acceleration: {names} in {unit}, {why}")
    lines = ["[[stream]]", 'kind = "imu"', *head, *_time(part, part.acc, proposal)]
    lines += [f"acc = [{', '.join(map(quoted, part.acc))}]", f"acc_unit = {quoted(unit)}"]
    if part.gyr:
        rates = part.second or part.first
        gyr_unit, why = _gyr_unit(rates.sample, part.gyr)
        proposal.doubts += [why] * (why != SAID)
        where = f" of {rates.file.name}" if part.second else ""
        proposal.reasons.append(f"angular rate: {', '.join(part.gyr)}{where} in {gyr_unit}, {why}")
        lines += [f"gyr = [{', '.join(map(quoted, part.gyr))}]", f"gyr_unit = {quoted(gyr_unit)}"]
        lines += _of_rates(part, rates, proposal)
    else:
        proposal.reasons.append("angular rate: not found; no stride can be measured without it")
    proposal.text += "\n".join([*lines, 'axes = "auto"', ""])


def _of_rates(part: Part, rates: GuessedTable, proposal: Proposal) -> list[str]:
    """Lines that say where the angular rate is, where its file or its time is another one."""
    first, second = part.first.sample, rates.sample
    own = own_time(first, part.acc, part.side).place
    other, doubt, _ = own_time(second, part.gyr, part.side)
    alike = own is None or other is None or same_times(first, own, other)
    if part.second is None and alike:
        return []
    if doubt:
        proposal.doubts.append(doubt)
    both = ", ".join(quoted(escape(one.called)) for one in (part.first, rates))
    lines = [f"files = [{both}]"]
    if own is None or other is None:
        return lines
    names = [reference(first, own), reference(second, other)]
    if names[0] != names[1]:
        lines.append(f"gyr_time_s = {quoted(names[1])}")
        proposal.reasons.append(f'the time of the angular rate: "{names[1]}"')
    if first.unit(first.names[own]) != second.unit(second.names[other]):
        proposal.doubts.append("acceleration and angular rate count in different units of time")
    return lines


def _gyr_unit(sample: TableSample, names: list[str]) -> tuple[str, str]:
    if strange := sample.strange_unit(names[0]):
        return strange, NOT_KNOWN
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
    if strange := sample.strange_unit(names[0]):
        unit, why = strange, NOT_KNOWN
    proposal.doubts += [why] * (why != SAID)
    which = f"{len(names)} cells from {names[0]} to {names[-1]}"
    proposal.reasons.append(f"pressure: {which}, at most {most:g} {unit}, {why}")
    lines = ["[[stream]]", 'kind = "pressure"', *head]
    lines += [f"cells = [{', '.join(map(quoted, names))}]", f"unit = {quoted(unit)}", ""]
    proposal.text += "\n".join(lines)
