import doctest
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.session.exporters import EVENTS, STRIDES, SUMMARY
from monitor.session.finish import write_recording
from monitor.session.framing import ENCODING
from monitor.session.header import RecordingHeader
from monitor.session.stride_table import COLUMNS
from monitor.sources.importers import IMPORT_FORMATS
from monitor.sources.importers.csv_map import ForceStream, ImuStream, PressureStream, read_map
from monitor.types import Packet
from monitor.wire import uuids

DOCUMENT = (Path(__file__).parents[3] / "docs" / "recordings.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    return DOCUMENT.split(f"```{language}\n")[1].split("```")[0]


def test_the_map_of_the_document_is_a_map(tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text(block("toml"))

    streams = read_map(tmp_path / "map.toml").stream

    assert [type(stream) for stream in streams] == [ImuStream, PressureStream, ForceStream]


def test_the_example_of_the_document_reads_a_recording(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packet = Packet("pod left", uuids.BATTERY, 1.0, b"\x64")
    write_recording(tmp_path / "run.mcap", RecordingHeader(datetime.now(UTC)), [packet])
    monkeypatch.chdir(tmp_path)

    example = doctest.DocTestParser().get_doctest(block("python"), {}, "recordings", None, 0)
    result = doctest.DocTestRunner().run(example)

    assert result.attempted == 2
    assert result.failed == 0


def test_the_document_names_formats_files_columns_and_encoding() -> None:
    names = [*IMPORT_FORMATS, EVENTS, STRIDES, SUMMARY, ENCODING, *COLUMNS[:12]]

    assert [name for name in names if f"`{name}`" not in DOCUMENT] == []
