"""What the reader of a table keeps while it reads."""

from array import array
from dataclasses import dataclass, field

from monitor.sources.importers.columns import Column, Parse
from monitor.sources.importers.csv_header import Header


@dataclass(slots=True)
class Doubt:
    """A row without numbers. The next row decides whether it was a header, a remark or the end."""

    line: int
    reason: str
    fields: list[str]

    @property
    def wordy(self) -> bool:
        """Whether it holds words alone: a mark that somebody set."""
        return not any(one.strip(" +-.,")[:1].isdecimal() for one in self.fields)


@dataclass(slots=True)
class TableLayout:
    """How the rows of a table are laid out, and which of their columns are read.

    ``units`` stand in a row under the header, ``behind`` after the numbers.
    """

    header: Header = field(default_factory=lambda: Header([], ",", 0))
    units: dict[str, str] = field(default_factory=dict)
    behind: dict[str, str] = field(default_factory=dict)
    width: int = 0
    wanted: list[tuple[Parse, int, Column]] = field(default_factory=list)


@dataclass(slots=True)
class FoundRows:
    """What the rows held: numbers with their lines, and what was no row of numbers."""

    numbers: "array[float]" = field(default_factory=lambda: array("d"))
    lines: "array[int]" = field(default_factory=lambda: array("q"))
    doubts: list[Doubt] = field(default_factory=list)
    repeated: int = 0
    comments: int = 0
    wordy: int = 0
