"""What `analyse` says that it wrote, and what it leaves behind."""

from datetime import UTC, datetime
from pathlib import Path

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
