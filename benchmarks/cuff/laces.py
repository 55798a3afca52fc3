"""Laces that are pulled too tight, felt by calibrated and by plain cells."""

from collections.abc import Sequence

import numpy as np

from benchmarks.cuff.cells import CreepingCells
from firmware_sim import record
from firmware_sim.scenario import scenario_file
from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.shipped import SHIPPED
from monitor.types import Finding, FindingKind, FindingStatus, Packet, Side
from monitor.wire import calibration, information, layout, pressure, uuids
from monitor.wire.calibration import CellCurve, TongueCalibration
from monitor.wire.pressure import PressureFrame

POD = "pod-left"
TIGHT_S, END_S = 360.0, 720.0


def run() -> list[Packet]:
    """Twelve minutes; the left laces are pulled after six."""
    scenario = scenario_file.load(SHIPPED / "scenarios" / "tight_laces.toml")
    return list(record.packets(scenario, END_S))


def worn(
    packets: Sequence[Packet],
    cells: CreepingCells,
    curves: Sequence[CellCurve | None] | None,
    *,
    sole: bool,
) -> list[Packet]:
    """The run with other cells under the left tongue; without the sole, as of a lace sensor."""
    out = []
    for packet in packets:
        if packet.sensor != POD:
            out.append(packet)
        elif packet.characteristic == uuids.INFORMATION:
            if curves is not None:
                told = calibration.encode(TongueCalibration(instep=tuple(curves)))
                out.append(packet._replace(characteristic=uuids.CALIBRATION, payload=told))
            out.append(packet if sole else packet._replace(payload=_bare(packet.payload)))
        elif packet.characteristic == uuids.PRESSURE:
            out.append(packet._replace(payload=_said(packet.payload, cells, sole=sole)))
        elif packet.characteristic != uuids.LAYOUT or sole:
            out.append(packet)
        else:
            known = layout.decode(packet.payload)
            bare = type(known)(known.name, (), known.instep)
            out.append(packet._replace(payload=layout.encode(bare)))
    return out


def _said(payload: bytes, cells: CreepingCells, *, sole: bool) -> bytes:
    frame = pressure.decode(payload)
    plantar = frame.plantar_kpa if sole else np.empty((len(frame), 0))
    said = cells.says(np.nan_to_num(frame.instep_kpa))
    return pressure.encode(PressureFrame(frame.tick, frame.sequence, plantar, said))


def _bare(payload: bytes) -> bytes:
    known = information.decode(payload)
    values = {name: getattr(known, name) for name in known.__dataclass_fields__}
    return information.encode(information.PodInformation(**{**values, "plantar_cells": 0}))


def found(packets: Sequence[Packet]) -> tuple[bool, bool]:
    """Whether tight laces were found on the left after they were pulled; and falsely before."""
    pipeline = Pipeline(Config())
    said = [*pipeline.push(packets), *pipeline.finish()]
    active = [
        event
        for event in said
        if isinstance(event, Finding)
        and event.kind is FindingKind.LACING
        and event.status is FindingStatus.ACTIVE
    ]
    right = any(event.side is Side.LEFT and event.t_s > TIGHT_S for event in active)
    return right, any(event.side is Side.RIGHT or event.t_s <= TIGHT_S for event in active)
