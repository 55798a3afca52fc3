"""Propose a map for a table, by names, units and numbers of its columns.

A proposal only: it says for every column what it was taken for, and why, and the owner looks.
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from glob import escape
from pathlib import Path
from typing import Final

import numpy as np

from monitor.errors import ImportFileError
from monitor.sources.importers.guess_sample import TableSample, read_sample
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.opening import InputFile, expand
from monitor.types import FloatArray, Side
from monitor.units import STANDARD_GRAVITY_M_S2

_AXIS: Final = re.compile(
    r"(?i:(?:^|[^a-z])([xyz])(?:$|[^a-z])|([xyz])$|^[a-z]{1,4}([xyz])(?![a-z]))"
    r"|(?<=[a-z])([XYZ])(?![A-Za-z])"
)
_TIME: Final = re.compile(r"time|elapsed|^t$|^t[_ (\[]|seconds|epoc|zeit|temps", re.IGNORECASE)
_ACC: Final = re.compile(r"acc|beschl|^a_?[xyz](?![a-z])", re.IGNORECASE)
_GYR: Final = re.compile(r"gyr|angular|rot|omega|\brate\b|^[gw]_?[xyz](?![a-z])", re.IGNORECASE)
_WITHOUT_GRAVITY: Final = re.compile(r"lin|user|free|gravity|without|no.?g\b", re.IGNORECASE)
"""What phones work out of the acceleration; the sensor's own is wanted."""
_PRESSURE: Final = re.compile(r"press|cell|sensor|kpa|n/cm", re.IGNORECASE)
_GYR_UNITS: Final = frozenset({"rad/s", "deg/s", "mdeg/s"})
_ACC_UNITS: Final = (("m/s2", STANDARD_GRAVITY_M_S2), ("g", 1.0), ("mg", 1000.0))
_RISING: Final = 0.9
"""Share of steps upwards in a column of times. Rule of thumb."""
_NEAR: Final = 1.6
"""A usual acceleration within this factor of gravity in a unit is in that unit. Rule of thumb."""
_MOST_RAD_S: Final = 12.0
"""Usual angular rates above this are in °/s. Rule of thumb: running feet reach 5 rad/s."""


@dataclass(slots=True)
class Proposal:
    """A map that may fit: its text, and for people what was taken for what and why."""

    text: str
    reasons: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """A file, the start of it, and its columns of acceleration and angular rate, if there."""

    file: InputFile
    sample: TableSample
    acc: list[str]
    gyr: list[str]


def propose(
    files: Sequence[Path], side: Side = Side.RIGHT, limits: ImportLimits | None = None
) -> Proposal:
    """Propose a map for the files: for the first table of them, or for two that belong together.

    Raises
    ------
    ImportFileError
        If it is no table, or nothing in it looks like acceleration or pressure.
    """
    limits = limits or ImportLimits()
    first, second = _tables(expand(files, limits), limits)
    acc = first.acc or [name for name in first.sample.names if name.lower() in {"x", "y", "z"}]
    named = first.file.name if second is None else f"{first.file.name} and {second.file.name}"
    proposal = Proposal(f"# A proposal for {named}: look at it before you trust it.\n")
    time = _time(first.sample, proposal)
    if len(acc) == 3:
        _imu(first, second, acc, (time, side), proposal)
    elif cells := _cells(first.sample):
        _pressure(first.sample, cells, (time, side), proposal)
    else:
        names = ", ".join(first.sample.names[:12])
        reason = f"nothing in it looks like acceleration or pressure; it has: {names}"
        raise ImportFileError(str(first.file), reason)
    return proposal


def _tables(files: Sequence[InputFile], limits: ImportLimits) -> tuple["_Table", "_Table | None"]:
    """Choose what to describe: a table that holds all, or one of acceleration and one of rates."""
    tables: list[_Table] = []
    refused: ImportFileError | None = None
    for file in files:
        try:
            tables.append(_table(file, read_sample(file, limits)))
        except ImportFileError as error:
            refused = refused or error
    if not tables:
        raise refused or ImportFileError("import", "is empty")
    whole = next((one for one in tables if len(one.acc) == len(one.gyr) == 3), None)
    if whole is not None:
        return whole, None
    moved = [one for one in tables if len(one.acc) == 3]
    moved.sort(key=lambda one: bool(_WITHOUT_GRAVITY.search(one.file.name)))
    turned = [one for one in tables if len(one.gyr) == 3]
    if moved and turned:
        return moved[0], turned[0]
    return (moved or tables)[0], None


def _table(file: InputFile, sample: TableSample) -> "_Table":
    """Find the axes of a table; where columns are named x, y, z alone, the file's name says."""
    acc, gyr = _axes(sample, _ACC, {"m/s2", "g", "mg"}), _axes(sample, _GYR, _GYR_UNITS)
    bare = [name for name in sample.names if name.lower() in {"x", "y", "z"}]
    if not acc and not gyr and len(bare) == 3:
        if _ACC.search(file.name):
            acc = bare
        elif _GYR.search(file.name):
            gyr = bare
    return _Table(file, sample, acc, gyr)


def _axes(sample: TableSample, pattern: re.Pattern[str], units: Set[str]) -> list[str]:
    """Columns of x, y, z by their names, or else by their units; fewer than three if not there."""
    own = [name for name in sample.names if not _WITHOUT_GRAVITY.search(name)]
    for names in (own, sample.names):
        named = list(_triple(names, pattern))
        if len(named) == 3:
            return named
    of_unit = [name for name in sample.names if sample.unit(name) in units]
    return list(_triple(of_unit, re.compile("")))


def _triple(names: Sequence[str], pattern: re.Pattern[str]) -> Iterator[str]:
    """Give the columns of x, y, z that a pattern names."""
    for axis in "xyz":
        for name in names:
            match = _AXIS.search(name)
            said = next((one for one in match.groups() if one), "") if match else ""
            if pattern.search(name) and said.lower() == axis:
                yield name
                break


def _time(sample: TableSample, proposal: Proposal) -> str:
    """Lines of the map that say the time."""
    named = [one for one in sample.names if _TIME.search(one)]
    name = next((one for one in named if _rises(sample.column(one))), named[0] if named else None)
    if name is None:
        proposal.reasons.append("no column looks like a time: say rate_hz")
        return "rate_hz = 100.0  # not found in the file: say the true one\n"
    unit = sample.unit(name)
    steps = np.diff(sample.column(name))
    usual = float(np.median(steps)) if len(steps) and not np.isnan(steps).all() else np.nan
    if unit not in {"s", "ms", "us", "ns"}:
        unit = _unit_of_step(usual)
        why = f"by its steps of {usual:g}"
    else:
        why = "by its name or the row of units"
    if unit is None and not np.isnan(usual):
        proposal.reasons.append(f'"{name}" counts in steps of {usual:g}, of no unit: say rate_hz')
        return "rate_hz = 100.0  # not found in the file: say the true one\n"
    proposal.reasons.append(f'time: "{name}"' + (f" in {unit}, {why}" if unit else ""))
    return f"time_s = {_quoted(name)}\n" + (f'time_unit = "{unit}"\n' if unit else "")


def _rises(values: FloatArray) -> bool:
    """Whether a column goes up from row to row, as a time does."""
    steps = np.diff(values[~np.isnan(values)])
    return bool(len(steps)) and bool((steps >= 0.0).mean() > _RISING) and bool(steps.sum() > 0.0)


def _unit_of_step(step: float) -> str | None:
    """Time unit in which the step is one of 10 Hz to 10 kHz; None if the name states the unit."""
    for unit, factor in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6), ("ns", 1e-9)):
        if 1e-4 <= step * factor < 0.1:
            return unit
    return None


def _imu(
    first: _Table,
    second: _Table | None,
    acc: list[str],
    head: tuple[str, Side],
    proposal: Proposal,
) -> None:
    acc_unit, why = _acc_unit(first.sample, acc)
    proposal.reasons.append(f"acceleration: {', '.join(acc)} in {acc_unit}, {why}")
    lines = ["[[stream]]", 'kind = "imu"', f'side = "{head[1]}"', head[0].rstrip()]
    lines += [f"acc = [{', '.join(map(_quoted, acc))}]", f'acc_unit = "{acc_unit}"']
    rates = second or first
    if len(rates.gyr) == 3:
        gyr_unit, why = _gyr_unit(rates.sample, rates.gyr)
        where = f" of {rates.file.name}" if second else ""
        names = ", ".join(rates.gyr)
        proposal.reasons.append(f"angular rate: {names}{where} in {gyr_unit}, {why}")
        lines += [f"gyr = [{', '.join(map(_quoted, rates.gyr))}]", f'gyr_unit = "{gyr_unit}"']
    else:
        proposal.reasons.append("angular rate: not found; no stride can be measured without it")
    if second is not None:
        names = ", ".join(_quoted(escape(one.file.name)) for one in (first, second))
        lines.append(f"files = [{names}]")
        lines += _second_time(first.sample, second.sample)
    proposal.text += "\n".join([*lines, 'axes = "auto"', ""])


def _second_time(first: TableSample, second: TableSample) -> list[str]:
    """Line that names the time of the second file, where its column has another name."""
    named = [[name for name in one.names if _TIME.search(name)] for one in (first, second)]
    same = not named[1] or set(named[0]) & set(named[1])
    return [] if same else [f"gyr_time_s = {_quoted(named[1][0])}"]


def _acc_unit(sample: TableSample, names: list[str]) -> tuple[str, str]:
    said = sample.unit(names[0])
    if said in {"m/s2", "g", "mg"}:
        return said, "by its name or the row of units"
    vectors = np.column_stack([sample.column(name) for name in names])
    usual = float(np.nanmedian(np.linalg.norm(vectors, axis=1)))
    for unit, gravity in _ACC_UNITS:
        if gravity / _NEAR <= usual <= gravity * _NEAR:
            return unit, f"by its usual length of {usual:.4g}"
    return "m/s2", f"but its usual length is {usual:.4g}, which is none of them: say acc_scale"


def _gyr_unit(sample: TableSample, names: list[str]) -> tuple[str, str]:
    said = sample.unit(names[0])
    if said in _GYR_UNITS:
        return said, "by its name or the row of units"
    vectors = np.column_stack([sample.column(name) for name in names])
    usual = float(np.nanmedian(np.linalg.norm(vectors, axis=1)))
    unit = "deg/s" if usual > _MOST_RAD_S else "rad/s"
    return unit, f"by its usual length of {usual:.4g}"


def _cells(sample: TableSample) -> list[str]:
    return [name for name in sample.names if _PRESSURE.search(name) and not _TIME.search(name)]


def _pressure(
    sample: TableSample, cells: list[str], head: tuple[str, Side], proposal: Proposal
) -> None:
    most = float(np.nanmax(np.column_stack([sample.column(name) for name in cells])))
    proposal.reasons.append(
        f"pressure: {len(cells)} cells from {cells[0]} to {cells[-1]}, at most {most:g}: "
        "taken for kPa, say unit or scale if they are not"
    )
    lines = ["[[stream]]", 'kind = "pressure"', f'side = "{head[1]}"', head[0].rstrip()]
    proposal.text += "\n".join(
        [*lines, f"cells = [{', '.join(map(_quoted, cells))}]", 'unit = "kPa"', ""]
    )


def _quoted(text: str) -> str:
    """Text as TOML spells it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
