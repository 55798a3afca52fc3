"""Calibrated cells on their way from packets to strides."""

import numpy as np
import pytest

from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.types import Packet, Stride
from monitor.wire import calibration, uuids
from monitor.wire.calibration import CellCurve, TongueCalibration
from tests.monitor.pipeline.devices import Device, merged

POD = Device("lace", plantar=0, instep=2)


def told(*curves: CellCurve | None) -> Packet:
    return Packet(
        "lace", uuids.CALIBRATION, 0.1, calibration.encode(TongueCalibration(instep=curves))
    )


def swings(packets: list[Packet], size: int = 0) -> list[float]:
    pipeline = Pipeline(Config())
    size = size or len(packets)
    events = [e for i in range(0, len(packets), size) for e in pipeline.push(packets[i : i + size])]
    events += pipeline.finish()
    return [e.load.instep_swing_kpa for e in events if isinstance(e, Stride) and e.load]


RUN = merged(POD.describe(0.2), POD.packets(1.0, 20.0))


def test_a_calibration_is_of_the_samples_that_follow_however_they_are_cut() -> None:
    plain = swings(RUN)
    curves = told(CellCurve(gain=2.0, exponent=1.0), CellCurve(gain=2.0, exponent=1.0))

    double = swings([curves, *RUN])

    assert len(double) == len(plain) > 20
    assert double == pytest.approx([2.0 * kpa for kpa in plain])
    bent = told(CellCurve(gain=1.7, exponent=0.83), CellCurve(gain=0.6, exponent=1.13))
    assert swings([bent, *RUN]) == swings([bent, *RUN], 1) == swings([bent, *RUN], 7)


def test_a_cell_that_did_not_follow_the_cuff_is_left_out() -> None:
    one = told(CellCurve(gain=1.0, exponent=1.0), None)

    left = swings([one, *RUN])

    assert len(left) > 20
    assert np.isfinite(left).all()
    assert left != pytest.approx(swings(RUN))


def test_a_calibration_of_other_cells_changes_nothing() -> None:
    assert swings([told(CellCurve(gain=9.0, exponent=1.0)), *RUN]) == swings(RUN)
