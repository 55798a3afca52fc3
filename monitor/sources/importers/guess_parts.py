"""Choose from tables that nobody described what becomes the streams of each foot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from monitor.printable import printable
from monitor.sources.importers.guess_columns import (
    Feet,
    GuessedTable,
    Sensor,
    axes,
    cells,
    feet,
    row_side,
)
from monitor.sources.importers.guess_force import force_columns
from monitor.sources.importers.side_names import (
    NOT_CLEAR,
    SIDE,
    are_twins,
    hinted_by,
    one_side,
    said_by,
    side_of_file,
)
from monitor.types import Side

_EITHER: Final = "which of them is which foot is not said: exchange the sides if it is wrong"
_OPEN: Final = f"which foot it is of is not said: the map leaves it open {SIDE}"


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """What becomes one foot's streams: a table, perhaps a second one of rates, and its columns."""

    side: Side | None
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


@dataclass(slots=True)
class Parts:
    """The parts, why they are these, and which of the reasons the files do not say themselves."""

    parts: list[Part] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def doubt(self, reason: str) -> None:
        """Add a reason that is no more than a guess."""
        self.reasons.append(reason)
        self.doubts.append(reason)


def parts_of(tables: Sequence[GuessedTable], side: Side | None) -> Parts:
    """Choose what to describe: tables that hold all, or one of acceleration and one of rates."""
    whole = [one for one in tables if one.whole]
    moved = sorted((one for one in tables if len(one.acc) == 3), key=lambda one: one.rank)
    turned = [one for one in tables if len(one.gyr) == 3]
    if not whole and moved and turned:
        return _pairs(moved, turned, side)
    found = _by_file(whole or moved or tables, side)
    if any(one.acc or len(one.cells) > 1 for one in found.parts):
        return found
    forces = _forces(tables, side)  # one cell beside them is no insole, but the pressure of the air
    return forces if forces.parts else found


def _by_file(tables: Sequence[GuessedTable], side: Side | None) -> Parts:
    """Give the parts of one table, or of two whose names say one foot each."""
    sides = _by_side(tables)
    if len(sides) == 2 and side is None:
        each = [_one(sides[foot], foot, named=True) for foot in Side]
        if all(one.acc or one.cells for one in each):
            return _by_names(each)
    table = tables[0] if side is None else sides.get(side, tables[0])
    both = feet(table.sample)
    if both.of_columns:
        found = [
            _of(table, foot, axes(table.sample, names), names)
            for foot, names in both.of_columns.items()
        ]
        found = [one for one in found if one.acc or one.cells]
        if len(found) == 2:
            return Parts(found, ["the names of the columns say which foot each is of"])
    if both.of_rows:
        return _by_rows(table, both)
    one = _one(table, None)
    if not one.acc and not one.cells:
        return Parts()
    return _placed([one], side)


def _by_rows(table: GuessedTable, both: Feet) -> Parts:
    """Give a part for each sensor whose rows stand in one table."""
    parts = [_one(table, foot, rows=rows) for foot, rows in both.of_rows.items()]
    found = Parts([one for one in parts if one.acc or one.cells])
    said = ", ".join(f'"{one.equals}" is the {foot}' for foot, one in both.of_rows.items())
    column = next(iter(both.of_rows.values())).column
    found.reasons.append(printable(f'rows are told apart by "{column}": {said}'))
    if both.guessed:
        found.doubt(_EITHER)
    if both.others:
        found.reasons.append(printable(f"rows of {', '.join(both.others)} are not used"))
    return found


def _placed(parts: list[Part], side: Side | None) -> Parts:
    """Put a part on the foot that was named, or that its columns, its rows or its files say."""
    if side is not None:
        return Parts([replace(one, side=side) for one in parts])
    one = parts[0]
    tables = _tables(one)
    said = {
        "columns": one_side(_used(one)),
        "rows": row_side(one.first.sample),
        "file": _agreed(side_of_file(table.file) for table in tables),
    }
    known = {what: foot for what, foot in said.items() if foot is not None}
    hint = None if known else _agreed(hinted_by(table.file) for table in tables)
    if hint is not None:  # a letter, which may mean something else
        return replace(_by_names([replace(one, side=hint)]), parts=parts)
    found = Parts([replace(one, side=_agreed(known.values()))])
    if known.keys() == {"file"}:
        return _by_names(found.parts)
    if not known:
        found.doubt(_OPEN)
    elif len(set(known.values())) > 1:
        words = " and ".join(f"its {what} say {foot}" for what, foot in known.items())
        found.doubt(f"{words}: {NOT_CLEAR} {SIDE}")
    else:
        found.reasons.append(f"its {next(iter(known))} say that it is of the {found.parts[0].side}")
    return found


def _by_names(parts: list[Part]) -> Parts:
    """Give parts whose feet the names of their files say, and which name says it."""
    found = Parts(parts)
    twins = are_twins(table.file for one in parts for table in _tables(one))
    for one in parts:
        for table in _tables(one):
            said, name = said_by(table.file), printable(f'"{table.file.name}"')
            if said is not None and str(said) not in found.reasons:
                found.reasons.append(str(said))
            elif said is None and hinted_by(table.file) is one.side and twins:
                found.reasons.append(f"{name} is the {one.side} one of a pair of names {SIDE}")
            elif said is None and hinted_by(table.file) is one.side:
                found.doubt(f"{name} may mean the {one.side} foot {SIDE}")
    return found


def _tables(part: Part) -> list[GuessedTable]:
    return [table for table in (part.first, part.second) if table is not None]


def _foot(table: GuessedTable) -> Side | None:
    return side_of_file(table.file) or hinted_by(table.file)


def _used(part: Part) -> list[str]:
    return [*part.acc, *part.gyr, *part.cells]


def _agreed(sides: Iterable[Side | None]) -> Side | None:
    said = {side for side in sides if side is not None}
    return said.pop() if len(said) == 1 else None


def _one(
    table: GuessedTable, side: Side | None, *, rows: Sensor | None = None, named: bool = False
) -> Part:
    acc = table.acc
    if not acc and not table.linear:
        bare = (name for name in table.sample.names if name.lower() in set("xyz"))
        acc = sorted(bare, key=str.lower)
    part = _of(table, side, (acc, table.gyr), table.sample.names)
    return replace(part, rows=rows, named=named)


def _of(
    table: GuessedTable, side: Side | None, found: tuple[list[str], list[str]], names: Sequence[str]
) -> Part:
    acc, gyr = (one if len(one) == 3 else [] for one in found)
    own = [name for name in names if name not in {*acc, *gyr}]
    return Part(side, table, acc, gyr, cells(table.sample, own, beside_an_imu=bool(acc)))


def _by_side(tables: Sequence[GuessedTable]) -> dict[Side, GuessedTable]:
    """Give the first table of each foot that a name says."""
    return {foot: one for one in reversed(tables) if (foot := _foot(one)) is not None}


def _forces(tables: Sequence[GuessedTable], side: Side | None) -> Parts:
    """Give a part for each foot of a plate, a treadmill, or an insole that gives its force."""
    sides = _by_side(tables)
    if len(sides) == 2 and side is None:
        each = [
            Part(foot, one, [], [], [], force=name, named=True)
            for foot, one in sorted(sides.items())
            for said, name in force_columns(one.sample).items()
            if not one.linear and said in {None, foot}
        ]
        if [one.side for one in each] == list(Side):
            return _by_names(each)
    table = tables[0] if side is None else sides.get(side, tables[0])
    if table.linear:
        return Parts()
    said = side or side_of_file(table.file)
    parts = [
        Part(foot or said or Side.RIGHT, table, [], [], [], force=name, both=not (foot or said))
        for foot, name in force_columns(table.sample).items()
    ]
    named = said_by(table.file)
    by_name = side is None and named is not None and None in force_columns(table.sample)
    return Parts(parts, [str(named)] if by_name else [])


def _pairs(
    moved: Sequence[GuessedTable], turned: Sequence[GuessedTable], side: Side | None
) -> Parts:
    """Put each file of accelerations together with the one of rates of the same foot."""
    by_side = {
        foot: (first, second)
        for foot in Side
        for first in reversed(moved)
        for second in turned
        if _foot(first) is _foot(second) is foot
    }
    if len(by_side) == 2 and side is None:
        return _by_names([_pair(*by_side[foot], foot) for foot in Side])
    wanted = next((by_side[foot] for foot in by_side if side in {None, foot}), None)
    return _placed([_pair(*(wanted or (moved[0], turned[0])), None)], side)


def _pair(first: GuessedTable, second: GuessedTable, side: Side | None) -> Part:
    return Part(side, first, first.acc, second.gyr, [], second)
