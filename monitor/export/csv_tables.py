"""Tables as CSV: ``strides.csv``, ``seconds.csv``, and ``samples_SIDE.csv`` of each foot.

Every row says the program, its settings and the recording. Empty is *not known*.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final, TextIO

from monitor.export import seconds
from monitor.export.source import Source
from monitor.session.stamped_table import StampedTable
from monitor.session.stride_table import COLUMNS as STRIDE_COLUMNS
from monitor.session.stride_table import row as stride_row
from monitor.types import Event, FootBlock, Side, Stride

AXES: Final = ("x", "y", "z")


def write(source: Source, folder: Path) -> None:
    """Write the tables of a session."""
    with Tables(source, folder) as tables:
        ended_s = source.hear(tables.push, tables.push_block)
        tables.finish(ended_s)


def sample_columns(block: FootBlock) -> list[str]:
    """Name the columns of a foot's samples; quantities that its sensors lack have none.

    Acceleration is specific force, in the sensor's own frame, as the angular rate is.
    """
    imu = AXES if block.acc_m_s2.shape[1] else ()
    return [
        "t_s",
        *(f"acc_{axis}_m_s2" for axis in imu),
        *(f"gyr_{axis}_rad_s" for axis in imu),
        *(f"plantar_{cell:02}_kpa" for cell in range(block.plantar_kpa.shape[1])),
        *(f"instep_{cell:02}_kpa" for cell in range(block.instep_kpa.shape[1])),
        "load_n",
    ]


class Tables:
    """Open tables of one session; used as a context."""

    def __init__(self, source: Source, folder: Path) -> None:
        self._stamp = source.stamp
        self._folder = folder
        self._files: list[TextIO] = []
        self._strides = self._table("strides", STRIDE_COLUMNS)
        self._rows = self._table("seconds", seconds.COLUMNS)
        self._seconds = seconds.Seconds(source.said() or ())
        self._samples: dict[tuple[Side, tuple[str, ...]], StampedTable] = {}

    def __enter__(self) -> "Tables":
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files:
            file.close()

    def push(self, events: Iterable[Event]) -> None:
        """Write events."""
        for event in events:
            if isinstance(event, Stride):
                self._strides.write(stride_row(event))
            for row in self._seconds.push(event):
                self._second(row)

    def push_block(self, block: FootBlock) -> None:
        """Write samples; a foot whose sensors change gets one more table."""
        columns = tuple(sample_columns(block))
        table = self._samples.get((block.side, columns))
        if table is None:
            many = sum(side is block.side for side, _ in self._samples)
            name = f"samples_{block.side}" + (f"_{many + 1}" if many else "")
            table = self._samples[block.side, columns] = self._table(name, columns)
        for t_s, *values in zip(
            block.t_s.tolist(), block.acc_m_s2.tolist(), block.gyr_rad_s.tolist(),
            block.plantar_kpa.tolist(), block.instep_kpa.tolist(), block.load_n.tolist(),
            strict=True,
        ):  # fmt: skip
            acc, gyr, plantar, instep, load_n = values
            cells = (_text(value) for value in (*acc, *gyr, *plantar, *instep, load_n))
            table.write((f"{t_s:.6f}", *cells))

    def finish(self, ended_s: float) -> None:
        """Write what is left."""
        for row in self._seconds.finish(ended_s):
            self._second(row)

    def _second(self, row: tuple[seconds.Value, ...]) -> None:
        cells = ("" if v is None else v if isinstance(v, str) else f"{v:.7g}" for v in row)
        self._rows.write(cells)

    def _table(self, name: str, columns: Iterable[str]) -> StampedTable:
        file = (self._folder / f"{name}.csv").open("x", encoding="utf-8", newline="")
        self._files.append(file)
        return StampedTable(file, columns, self._stamp)


def _text(value: float) -> str:
    return f"{value:.7g}" if value == value else ""  # noqa: PLR0124  # only NaN differs from itself
