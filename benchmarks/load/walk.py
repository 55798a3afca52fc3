"""Score walking strides from insoles against their vendor's report."""

from dataclasses import dataclass

import numpy as np
import openpyxl

from benchmarks.load.blocks import DATA, block
from monitor.gait.foot import Foot
from monitor.gait.limits import GaitLimits
from monitor.settings.athlete import Athlete
from monitor.sources.importers.columns import Column
from monitor.sources.importers.moticon_layout import layout
from monitor.sources.importers.opening import InputFile
from monitor.sources.importers.remarks import Remarks
from monitor.sources.importers.table import read_table
from monitor.types import Side, Stride
from monitor.units import KPA_PER_N_CM2, STANDARD_GRAVITY_M_S2

WALKS = {
    "230927_102114": "gait_report_230927_10_21_14",
    "230927_102137": "gait_report_230927_10_21_37",
}
"""Export and report."""


@dataclass(frozen=True, slots=True)
class WalkScore:
    """Means of one walk against the vendor's report, s."""

    name: str
    strides: int
    cycle_s: float
    vendor_cycle_s: float
    stance_s: float
    vendor_stance_s: float

    @property
    def cycle_error(self) -> float:
        """Relative error of the mean gait cycle."""
        return self.cycle_s / self.vendor_cycle_s - 1.0

    @property
    def stance_error(self) -> float:
        """Relative error of the mean stance of both feet."""
        return self.stance_s / self.vendor_stance_s - 1.0


def walk(name: str, *, imu: bool) -> WalkScore:
    """Score one walk, from the soles alone or from soles and inertial sensors."""
    strides = [stride for side in Side for stride in walk_strides(name, side, imu=imu)]
    stances_s = [s.contact_time_s for s in strides if s.contact_time_s is not None]
    report = vendor_report(name)
    return WalkScore(
        name,
        len(strides),
        float(np.mean([stride.stride_time_s for stride in strides])),
        report["Mean gait cycle time (s)"],
        float(np.mean(stances_s)),
        (report["Mean stance duration (left) (s)"] + report["Mean stance duration (right) (s)"])
        / 2.0,
    )


def walk_strides(name: str, side: Side, *, imu: bool) -> list[Stride]:
    """Strides of one foot of a walk."""
    cells = [f"{side} pressure {cell}[N/cm²]" for cell in range(1, 17)]
    motion = [f"{side} acceleration {axis}[g]" for axis in "XYZ"]
    motion += [f"{side} angular {axis}[dps]" for axis in "XYZ"]
    path = DATA / "moticon_walk" / f"{name}.txt"
    columns = [Column(name, name) for name in ("time", *cells, *motion)]
    table = read_table(InputFile(path), columns, Remarks(name))
    units = np.repeat([STANDARD_GRAVITY_M_S2, np.pi / 180.0], 3)
    foot = Foot(
        side,
        100.0,
        imu=imu,
        layout=layout(7),
        plantar_cells=len(cells),
        mounted=False,
        athlete=Athlete(),
        limits=GaitLimits(),
    )
    whole = block(
        table.column("time").copy(),
        100.0,
        side=side,
        plantar_kpa=table.block(cells) * KPA_PER_N_CM2,
        imu=table.block(motion) * units if imu else None,
    )
    return [event for event in foot.push(whole) + foot.finish() if isinstance(event, Stride)]


def vendor_report(name: str) -> dict[str, float]:
    """Numbers of the vendor's report, by their names."""
    path = DATA / "moticon_walk" / f"{WALKS[name]}.xlsx"
    with path.open("rb") as file:
        sheet = openpyxl.load_workbook(file)["Report Data"]
        rows = list(sheet.iter_rows(values_only=True))
    report = {}
    for row in rows:
        cells = [cell for cell in row if cell is not None]
        if len(cells) == 2 and isinstance(cells[1], int | float):
            report[str(cells[0])] = float(cells[1])
    return report
