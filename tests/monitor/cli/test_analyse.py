"""What `analyse` says that it wrote, and what it leaves behind."""

import csv
from datetime import UTC, datetime
from pathlib import Path

from monitor import config
from monitor.cli.analyse import NAMES
from monitor.session.finish import write_recording
from monitor.session.header import RecordingHeader
from monitor.session.series_table import SERIES
from monitor.types import Packet
from monitor.wire import rsc, uuids
from tests.system.test_home import footloose


def test_every_quantity_of_a_foot_pod_has_a_name(tmp_path: Path) -> None:
    said = rsc.encode(rsc.RscMeasurement(3.0, 170, stride_length_m=1.1, distance_m=1000.0))
    packets = [Packet("pod", uuids.RSC_MEASUREMENT, float(t_s), said) for t_s in range(60)]
    write_recording(tmp_path / "pod.mcap", RecordingHeader(datetime.now(UTC)), packets)

    told = footloose(tmp_path, "analyse", tmp_path / "pod.mcap", "-o", tmp_path / "out")

    assert set(NAMES) == set(SERIES)
    assert "stride lengths" in told


def stamps(table: Path) -> set[tuple[str, str, str]]:
    with table.open(newline="", encoding="utf-8") as file:
        return {
            (row["software"], row["settings"], row["recording"]) for row in csv.DictReader(file)
        }


def test_rows_have_the_stamp_of_the_exported_tables_and_other_settings_another(
    tmp_path: Path,
) -> None:
    said = rsc.encode(rsc.RscMeasurement(3.0, 170))
    packets = [Packet("pod", uuids.RSC_MEASUREMENT, float(t_s), said) for t_s in range(60)]
    recorded = config.dump(config.Config()).decode()
    run = tmp_path / "pod.mcap"
    write_recording(run, RecordingHeader(datetime.now(UTC), config=recorded), packets)

    footloose(tmp_path, "export", run, "--to", "csv", "-o", tmp_path / "exported")
    footloose(tmp_path, "analyse", run, "-o", tmp_path / "own")
    footloose(
        tmp_path, "analyse", run, "-o", tmp_path / "other", "--set", "athlete.reduced_feeling=true"
    )

    ((software, settings, recording),) = stamps(tmp_path / "exported" / "seconds.csv")
    assert stamps(tmp_path / "own" / "pod" / "series.csv") == {(software, settings, recording)}
    ((also, changed, same),) = stamps(tmp_path / "other" / "pod" / "series.csv")
    assert (also, same) == (software, recording)
    assert changed != settings
