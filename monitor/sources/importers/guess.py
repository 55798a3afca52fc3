"""Propose a map for a table, by names, units and numbers of its columns.

A proposal only: it says for every column what it was taken for, and why, and the owner looks.
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np

from monitor.errors import ImportFileError
from monitor.sources.importers.csv_header import DELIMITERS, split
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.lines import reading
from monitor.sources.importers.opening import InputFile, expand
from monitor.sources.importers.remarks import Remarks
from monitor.sources.importers.table import MISSING
from monitor.types import FloatArray, Side
from monitor.units import STANDARD_GRAVITY_M_S2

_LINES: Final = 3000
_LEAST_ROWS: Final = 5
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
_UNIT: Final = re.compile(r"[\[(]([^\])]+)[\])]|_(m_s2|rad_s|deg_s|dps|mg|g|ms|us|ns|s)(?:_CAL)?$")
_GYR_UNITS: Final = frozenset({"rad/s", "deg/s", "mdeg/s"})
_ACC_UNITS: Final = (("m/s2", STANDARD_GRAVITY_M_S2), ("g", 1.0), ("mg", 1000.0))
_RISING: Final = 0.9
"""Share of steps upwards in a column of times. Rule of thumb."""
_NEAR: Final = 1.6
"""A usual acceleration within this factor of gravity in a unit is in that unit. Rule of thumb."""
_MOST_RAD_S: Final = 12.0
"""Usual angular rates above this are in °/s. Rule of thumb: running feet reach 5 rad/s."""
_SPELLED: Final = {
    "m/s^2": "m/s2", "m/s²": "m/s2", "m/(s^2)": "m/s2", "m_s2": "m/s2", "m/s2": "m/s2",
    "g": "g", "mg": "mg", "rad/s": "rad/s", "rad_s": "rad/s", "°/s": "deg/s", "dps": "deg/s",
    "deg/s": "deg/s", "deg_s": "deg/s", "mdps": "mdeg/s", "mdeg/s": "mdeg/s",
    "ms": "ms", "us": "us", "µs": "us", "ns": "ns", "s": "s",
}  # fmt: skip


@dataclass(slots=True)
class Proposal:
    """A map that may fit: its text, and for people what was taken for what and why."""

    text: str
    reasons: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class _Sample:
    """The start of a table: names, units below them, and numbers."""

    names: list[str]
    units: dict[str, str]
    values: FloatArray

    def column(self, name: str) -> FloatArray:
        return self.values[:, self.names.index(name)]

    def unit(self, name: str) -> str | None:
        """Unit that a name or the row below it says, as a map spells it."""
        match = _UNIT.search(name)
        said = (match[1] or match[2]) if match else self.units.get(name, "")
        return _SPELLED.get(said.strip().lower())


def propose(
    files: Sequence[Path], side: Side = Side.RIGHT, limits: ImportLimits | None = None
) -> Proposal:
    """Propose a map for the first of the files.

    Raises
    ------
    ImportFileError
        If it is no table, or nothing in it looks like acceleration or pressure.
    """
    limits = limits or ImportLimits()
    file = expand(files, limits)[0]
    sample = _sample(file, limits)
    acc = _axes(sample, _ACC, {"m/s2", "g", "mg"})
    gyr = _axes(sample, _GYR, _GYR_UNITS)
    proposal = Proposal(f"# A proposal for {file.name}: look at it before you trust it.\n")
    time = _time(sample, proposal)
    if not acc and not gyr:
        acc = [name for name in sample.names if name.lower() in {"x", "y", "z"}]
    if len(acc) == 3:
        _imu(sample, acc, gyr, (time, side), proposal)
    elif cells := _cells(sample):
        _pressure(sample, cells, (time, side), proposal)
    else:
        names = ", ".join(sample.names[:12])
        reason = f"nothing in it looks like acceleration or pressure; it has: {names}"
        raise ImportFileError(str(file), reason)
    return proposal


def _sample(file: InputFile, limits: ImportLimits) -> _Sample:
    """Find the widest block of rows that hold numbers, and the names above it."""
    with reading(file, limits, Remarks(file.name)) as lines:
        texts = [text for text in islice(lines, _LINES) if text.strip()]
    best: tuple[int, int, str] = (0, 0, ",")
    for delimiter in DELIMITERS:
        wide = [_numbers(split(text, delimiter)) for text in texts]
        first = next((i for i, row in enumerate(wide) if len(row) >= 2), len(wide))
        width = len(wide[first]) if first < len(wide) else 0
        if first and width > best[1]:
            best = (first, width, delimiter)
    first, width, delimiter = best
    rows = [_numbers(split(text, delimiter)) for text in texts[first:]]
    rows = [row for row in rows if len(row) == width]
    above = [split(text, delimiter) for text in texts[max(first - 5, 0) : first]]
    names = next((row for row in above if len(row) == width), None)
    if names is None or len(rows) < _LEAST_ROWS:
        raise ImportFileError(str(file), "is no table with a header and rows of numbers")
    under = [row for row in above if len(row) == width and row is not names]
    units = dict(zip(names, under[-1], strict=True)) if under else {}
    return _Sample(names, units, np.array(rows))


def _numbers(fields: Sequence[str]) -> list[float]:
    """Numbers of a row, NaN for missing ones and times of day; empty if it is none."""
    values = []
    for text in fields:
        try:
            values.append(float(text.replace(",", ".", 1)))
        except ValueError:
            if text.lower() not in MISSING and not re.match(r"\d+[-:T]\d", text):
                return []
            values.append(np.nan)
    return values if values and not np.isnan(values).all() else []


def _axes(sample: _Sample, pattern: re.Pattern[str], units: Set[str]) -> list[str]:
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


def _time(sample: _Sample, proposal: Proposal) -> str:
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
    sample: _Sample, acc: list[str], gyr: list[str], head: tuple[str, Side], proposal: Proposal
) -> None:
    acc_unit, why = _acc_unit(sample, acc)
    proposal.reasons.append(f"acceleration: {', '.join(acc)} in {acc_unit}, {why}")
    lines = ["[[stream]]", 'kind = "imu"', f'side = "{head[1]}"', head[0].rstrip()]
    lines += [f"acc = [{', '.join(map(_quoted, acc))}]", f'acc_unit = "{acc_unit}"']
    if len(gyr) == 3:
        gyr_unit, why = _gyr_unit(sample, gyr)
        proposal.reasons.append(f"angular rate: {', '.join(gyr)} in {gyr_unit}, {why}")
        lines += [f"gyr = [{', '.join(map(_quoted, gyr))}]", f'gyr_unit = "{gyr_unit}"']
    else:
        proposal.reasons.append("angular rate: not found; no stride can be measured without it")
    proposal.text += "\n".join([*lines, 'axes = "auto"', ""])


def _acc_unit(sample: _Sample, names: list[str]) -> tuple[str, str]:
    said = sample.unit(names[0])
    if said in {"m/s2", "g", "mg"}:
        return said, "by its name or the row of units"
    vectors = np.column_stack([sample.column(name) for name in names])
    usual = float(np.nanmedian(np.linalg.norm(vectors, axis=1)))
    for unit, gravity in _ACC_UNITS:
        if gravity / _NEAR <= usual <= gravity * _NEAR:
            return unit, f"by its usual length of {usual:.4g}"
    return "m/s2", f"but its usual length is {usual:.4g}, which is none of them: say acc_scale"


def _gyr_unit(sample: _Sample, names: list[str]) -> tuple[str, str]:
    said = sample.unit(names[0])
    if said in _GYR_UNITS:
        return said, "by its name or the row of units"
    vectors = np.column_stack([sample.column(name) for name in names])
    usual = float(np.nanmedian(np.linalg.norm(vectors, axis=1)))
    unit = "deg/s" if usual > _MOST_RAD_S else "rad/s"
    return unit, f"by its usual length of {usual:.4g}"


def _cells(sample: _Sample) -> list[str]:
    return [name for name in sample.names if _PRESSURE.search(name) and not _TIME.search(name)]


def _pressure(
    sample: _Sample, cells: list[str], head: tuple[str, Side], proposal: Proposal
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
