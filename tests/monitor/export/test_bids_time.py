"""The feet of a Motion-BIDS data set stand on one time, also where one pod was heard later."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from firmware_sim.record import packets
from firmware_sim.scenario import scenario_file
from monitor.export import bids
from monitor.export.source import Source
from monitor.session.finish import write_recording
from monitor.session.header import RecordingHeader
from monitor.types import Packet, Side
from monitor.wire import uuids

LATE_S = 8.0


def is_early(packet: Packet) -> bool:
    return packet.t_rx_s < LATE_S and packet.characteristic in {uuids.IMU, uuids.PRESSURE}


def test_a_foot_that_was_heard_later_begins_with_the_other(tmp_path: Path) -> None:
    known = scenario_file.load("tight_laces")
    right = {pod.name for pod in known.pod if pod.side == "right"}
    sent = packets(known, 16.0, 3)
    heard = [one for one in sent if not (one.sensor in right and is_early(one))]
    recording = tmp_path / "run.mcap"
    write_recording(recording, RecordingHeader(datetime(2026, 1, 1, tzinfo=UTC)), heard)
    (tmp_path / "bids").mkdir()

    bids.write(Source(recording), tmp_path / "bids")

    motion = tmp_path / "bids" / "sub-01" / "motion"
    lines: dict[str, list[str]] = {}
    told: dict[str, dict[str, Any]] = {}
    for side in Side:
        stem = f"sub-01_task-running_tracksys-{side}Foot_motion"
        lines[side] = (motion / f"{stem}.tsv").read_text().splitlines()
        told[side] = json.loads((motion / f"{stem}.json").read_text())
        assert told[side]["RecordingDuration"] == pytest.approx(
            len(lines[side]) / told[side]["SamplingFrequency"], abs=1e-3
        )
    silent = [set(line.split("\t")) == {"n/a"} for line in lines["right"]]
    rate_hz = told["right"]["SamplingFrequency"]
    assert silent.index(False) / rate_hz == pytest.approx(LATE_S, abs=1.0)
    assert told["left"]["RecordingDuration"] == pytest.approx(
        told["right"]["RecordingDuration"], abs=1.0
    )
    assert len({line.count("\t") for line in lines["right"]}) == 1
    assert sorted(file.suffix for file in motion.iterdir() if "later" in file.name) == []
