"""From a file to its exports: every recording gives strides, however its packets are grouped."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.serialise import event_to_json
from monitor.session.exporters import Exports
from monitor.session.finish import write_recording
from monitor.session.header import RecordingHeader
from monitor.session.recording import Recording
from monitor.session.stamp import Stamp
from monitor.session.summary import SessionFacts
from monitor.sources.importers import IMPORT_FORMATS
from tests.beside import needs

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
TABLES = ("vicon_foot", "surveyed_runs", "mocap_running", "treadmill_force")
FILES = [
    path
    for folder in (*TABLES, "moticon_walk")
    for path in sorted((DATA / folder).glob("*.txt" if folder == "moticon_walk" else "*.csv.gz"))
    if "truth" not in path.name
]
ONE_EACH = list({path.parent: path for path in FILES}.values())

pytestmark = needs(*FILES)


def imported(path: Path, folder: Path) -> Path:
    is_table = path.parent.name in TABLES
    import_map = ROOT / "configs" / "maps" / f"{path.parent.name}.toml" if is_table else None
    run = IMPORT_FORMATS["csv" if is_table else "moticon"]([path], import_map)
    header = RecordingHeader(run.started or datetime(2025, 1, 1, tzinfo=UTC))
    write_recording(folder / "run.mcap", header, run.packets)
    return folder / "run.mcap"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_recording_gives_strides_on_its_own_clock(path: Path, tmp_path: Path) -> None:
    recording = Recording(imported(path, tmp_path))
    pipeline = Pipeline(Config())
    times_s = []

    with Exports.open(tmp_path / "out", Stamp("", "", "")) as exports:
        for batch in recording.batches():
            times_s += [packet.t_rx_s for packet in batch]
            exports.push(pipeline.push(batch))
        exports.push(pipeline.finish())
        duration_s = max(times_s) - min(times_s)
        exports.finish(SessionFacts(recording.header, recording.recovery, duration_s))

    with (tmp_path / "out" / "strides.csv").open(newline="") as file:
        strides = list(csv.DictReader(file))
    page = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert len(strides) >= 2
    assert sum(foot["strides"] for foot in page["feet"].values()) == len(strides)
    assert all(
        min(times_s) - 0.5 < float(row["ic_s"]) < float(row["next_ic_s"]) < max(times_s) + 0.5
        for row in strides
    )
    assert page["packets"]["refused"] == {}


@pytest.mark.parametrize("path", ONE_EACH, ids=lambda path: path.parent.name)
def test_events_do_not_depend_on_how_many_packets_are_pushed_at_once(
    path: Path, tmp_path: Path
) -> None:
    recorded = imported(path, tmp_path)

    def events(size: int) -> list[str]:
        pipeline = Pipeline(Config())
        said = [
            event for batch in Recording(recorded).batches(size) for event in pipeline.push(batch)
        ]
        return [event_to_json(event) for event in said + pipeline.finish()]

    whole = events(100_000)

    assert events(1) == whole
    assert events(7) == whole
