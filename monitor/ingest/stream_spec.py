"""The description that a sensor gives of one of its streams."""

from typing import NamedTuple

from monitor.types import CellLayout
from monitor.wire.calibration import TongueCalibration
from monitor.wire.imported import StreamKind
from monitor.wire.sensor_map import SensorMap


class StreamSpec(NamedTuple):
    """What a sensor says of one of its streams."""

    sensor: str
    kind: StreamKind
    rate_hz: float
    plantar_cells: int = 0
    instep_cells: int = 0
    layout: CellLayout | None = None
    mounted: bool = False
    mass_kg: float | None = None
    timed: bool = False
    """The samples bring their own session time (an imported file)."""
    mapped: SensorMap | None = None
    """How the notifications are read, where a map says it."""

    calibration: TongueCalibration | None = None
    """What a cuff taught about its instep cells."""

    @property
    def columns(self) -> int:
        """Columns of a sample."""
        match self.kind:
            case StreamKind.IMU:
                return 6
            case StreamKind.PRESSURE:
                return self.plantar_cells + self.instep_cells
            case StreamKind.FORCE:
                return 1
