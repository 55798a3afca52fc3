"""Tell what the columns of an unknown table are: axes, cells, and of which foot."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from typing import Final

from monitor.sources.importers.gravity import GRAVITIES
from monitor.sources.importers.guess_axes import AXIS, numbered_axes, unclipped
from monitor.sources.importers.guess_sample import TableSample
from monitor.sources.importers.opening import InputFile
from monitor.sources.importers.side_names import side_in
from monitor.types import Side

TIME: Final = re.compile(
    r"time|elapsed|^t$|^t[_ (\[]|seconds|epoc|datenum|zeit|temps|tiempo|^tempo|^tid\b|^tijd|^czas"
    r"|milli|micros|^[mun]s$|^date|^datum|^fecha|時間|时间",
    re.IGNORECASE,
)
_ACC: Final = re.compile(
    r"acc|beschl|acele|versnel|przy[sś]p|加速度|^g[ -]?f(?:orce)?[ _]?[xyz]"
    r"|(?:^|[^a-z])a_?[xyz](?![a-z])",
    re.IGNORECASE,
)
_GYR: Final = re.compile(
    r"gyr|giro|[zż]yro|angular|rot|omega|drehrate|角速度|ジャイロ|\brate\b"
    r"|(?:^|[^a-z])[gw]_?[xyz](?![a-z])",
    re.IGNORECASE,
)
_WITHOUT_GRAVITY: Final = re.compile(
    r"lin[eé]a|(?<![a-z])lin(?![a-z])|lin[ _.-]?acc|user|free|gravity|without|ohne"
    r"|no[ _.-]?g(?![a-z])",
    re.IGNORECASE,
)
_WITH_GRAVITY: Final = re.compile(
    r"total|raw|uncal|incl|with(?!out)|mit[ _.-]?g|g[ -]?force|^gf[xyz]", re.IGNORECASE
)
_PRESSURE: Final = re.compile(r"press|cell|sensor|kpa|n/cm|druck|fsr", re.IGNORECASE)
_SUMS: Final = re.compile(
    r"average|\bmean|peak|max(?:imum)?\b|min(?:imum)?\b|total|sum\b|median|cent(?:er|re)|\bcop|mittel"
    r"|gesamt|contact area",
    re.IGNORECASE,
)
"""What programs work out of all cells: no cell."""
_NUMBERED: Final = re.compile(
    r"((?:left|right|links|rechts|l|r)?[ _.-]?(?:p|s|c|ch|z|f|zone|area|channel|taxel)?[ _.-]?)"
    r"0*(\d+)\s*(?:[\[(][^\])]*[\])])?",
    re.IGNORECASE,
)
"""Names of cells that are numbered alone: ``1``, ``p1``, ``L_12 [kPa]``."""
_LEAST_NUMBERED: Final = 4
"""Fewer numbered columns are something else. Rule of thumb."""
_CELLS_BESIDE_AN_IMU: Final = 3
"""Fewer columns of pressure beside an IMU are a barometer. Rule of thumb."""
_WHICH: Final = re.compile(
    r"side|foot|feet|device|sensor|sole|seite|fu(?:ss|ß)|label|place|position|location|node"
    r"|(?<![a-z])(?:id|mac|name)(?![a-z])",
    re.IGNORECASE,
)
"""Names of columns that say which sensor a row is of."""
_ID: Final = re.compile(
    r"(?:side|foot|feet|seite|fu(?:ss|ß)|sensor|device|sole|node)"
    r"(?:[_ .-]?(?:id|no|nr|number|name|mac))?|id|mac",
    re.IGNORECASE,
)
"""Whole names of such columns where they hold no side: a label or a contact is none."""
_MOST_SENSORS: Final = 8
GYR_UNITS: Final = frozenset({"rad/s", "deg/s", "mdeg/s", "mrad/s", "rev/s", "rpm"})
ACC_UNITS: Final = frozenset(GRAVITIES)


@dataclass(frozen=True, slots=True, eq=False)
class GuessedTable:
    """A file, the start of it, and the columns of acceleration and angular rate, if there."""

    file: InputFile
    sample: TableSample
    acc: list[str]
    gyr: list[str]
    linear: list[str] = field(default_factory=list)
    """Columns of an acceleration from which gravity was taken off; of no use."""
    called: str = ""
    """Its file's name in a map, which tells it from the others."""

    @property
    def whole(self) -> bool:
        """Whether it holds both."""
        return len(self.acc) == len(self.gyr) == 3

    @property
    def rank(self) -> int:
        """How likely its acceleration is that of the sensor, with gravity: the least is."""
        name = self.file.name
        return 2 * without_gravity(name) - bool(_WITH_GRAVITY.search(name))


@dataclass(frozen=True, slots=True)
class Sensor:
    """One of the sensors whose rows stand in one table: the words by which its rows are told."""

    column: str
    equals: str


@dataclass(slots=True)
class Feet:
    """Which foot's sensors a table holds, and how their rows or columns are told apart."""

    of_rows: dict[Side, Sensor] = field(default_factory=dict)
    of_columns: dict[Side, list[str]] = field(default_factory=dict)
    guessed: bool = False
    others: list[str] = field(default_factory=list)


def without_gravity(name: str) -> bool:
    """Whether a column or file is by its name what phones work out of an acceleration.

    >>> without_gravity("Linear Acceleration x"), without_gravity("accelerationIncludingGravity_x")
    (True, False)
    """
    return bool(_WITHOUT_GRAVITY.search(name)) and not _WITH_GRAVITY.search(name)


def describe(file: InputFile, sample: TableSample) -> GuessedTable:
    """Find the axes of a table; where columns are named x, y, z alone, the file's name says."""
    acc, gyr = axes(sample, sample.names)
    bare = sorted((name for name in sample.names if name.lower() in set("xyz")), key=str.lower)
    if not acc and not gyr and len(bare) == 3:
        if _ACC.search(file.name):
            acc = bare
        elif _GYR.search(file.name):
            gyr = bare
    linear = list(_triple([name for name in sample.names if without_gravity(name)], _ACC))
    if without_gravity(file.name):
        acc, linear = [], acc or linear
    return GuessedTable(file, sample, acc, gyr, linear if len(linear) == 3 else [])


def axes(sample: TableSample, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Columns of acceleration and of angular rate among these; empty where they are not."""
    return _axes(sample, names, _ACC, ACC_UNITS), _axes(sample, names, _GYR, GYR_UNITS)


def _axes(
    sample: TableSample, names: Sequence[str], pattern: re.Pattern[str], units: Set[str]
) -> list[str]:
    """Columns of x, y, z by their names, or else by their units; fewer than three if not there."""
    own = [name for name in names if not without_gravity(name)]
    for some in ([name for name in own if _WITH_GRAVITY.search(name)], own):
        named = list(_triple(some, pattern))
        if len(named) == 3:
            return unclipped(sample, named, own)
    of_unit = [name for name in own if sample.unit(name) in units]
    return list(_triple(of_unit, re.compile(""))) or numbered_axes(own, pattern)


def _triple(names: Sequence[str], pattern: re.Pattern[str]) -> Iterator[str]:
    """Give the columns of x, y, z that a pattern names."""
    for axis in "xyz":
        for name in names:
            match = AXIS.search(name)
            said = next((one for one in match.groups() if one), "") if match else ""
            if pattern.search(name) and said.lower() == axis:
                yield name
                break


def cells(sample: TableSample, names: Sequence[str], *, beside_an_imu: bool) -> list[str]:
    """Columns of the cells of an insole."""
    found = [
        name
        for name in names
        if _PRESSURE.search(name)
        and not (TIME.search(name) or _SUMS.search(name))
        and name not in sample.texts
    ]
    found = found or _numbered([name for name in names if name not in sample.texts])
    if not beside_an_imu:
        return found
    found = [name for name in found if not _WHICH.search(name) or re.search(r"\d", name)]
    return found if len(found) >= _CELLS_BESIDE_AN_IMU else []


def _numbered(names: Sequence[str]) -> list[str]:
    """Columns that are told apart by their numbers alone, in the order of these.

    >>> _numbered(["time", "p2", "p1", "p3", "p4", "q0", "q1", "q2", "q3"])
    ['p1', 'p2', 'p3', 'p4']
    """
    series: dict[str, dict[int, str]] = {}
    for name in names:
        match = _NUMBERED.fullmatch(name.strip())
        if match is not None:
            series.setdefault(match[1].lower(), {}).setdefault(int(match[2]), name)
    most = max(series.values(), key=len, default={})
    found = [name for _, name in sorted(most.items())]
    return found if len(found) >= _LEAST_NUMBERED else []


def feet(sample: TableSample) -> Feet:
    """Tell how the sensors of both feet are told apart in one table; empty if it holds one."""
    by_column = {
        side: [name for name in sample.names if side_in(name) is side and not TIME.search(name)]
        for side in Side
    }
    if all(len(names) >= 2 for names in by_column.values()):
        return Feet(of_columns=by_column)
    for name in sample.names:
        found = _sensors(sample, name)
        if found is not None:
            return found
    return Feet()


def row_side(sample: TableSample) -> Side | None:
    """Foot of which all rows are, where a column says it; None if none does, or two differ."""
    said = {
        side_in(sample.texts[name][0])
        for name in sample.names
        if name in sample.texts and _WHICH.search(name) and len(set(sample.texts[name])) == 1
    } - {None}
    return said.pop() if len(said) == 1 else None


def _sensors(sample: TableSample, name: str) -> Feet | None:
    """Read a column as that of the sensor that a row is of; None if it is none."""
    words = list(dict.fromkeys(_words(sample, name)))
    if not 1 < len(words) <= _MOST_SENSORS:
        return None
    sides = {word: side_in(word) for word in words}
    if not _ID.fullmatch(name.strip()) and not all(sides.values()):
        return None
    found = Feet()
    for side in Side:
        word = next((word for word, said in sides.items() if said is side), None)
        if word is not None:
            found.of_rows[side] = Sensor(name, word)
    if not found.of_rows:
        found.guessed = True
        found.of_rows = {side: Sensor(name, word) for side, word in zip(Side, words, strict=False)}
    used = {sensor.equals for sensor in found.of_rows.values()}
    found.others = [word for word in words if word not in used]
    return found


def _words(sample: TableSample, name: str) -> list[str]:
    """Words of a column, or small whole numbers such as ``sole_id`` holds."""
    if name in sample.texts:
        return sample.texts[name]
    column = sample.column(name)
    whole = bool(_ID.fullmatch(name.strip())) and bool(
        ((column % 1.0 == 0.0) & (abs(column) < 1e6)).all()
    )
    return [text.strip() for text in sample.fields[name]] if whole else []
