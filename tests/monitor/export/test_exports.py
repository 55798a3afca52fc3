"""Every form opens in a reader that did not write it, with the values that the session has."""

import csv
import heapq
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from math import isnan
from pathlib import Path
from typing import Any

import fitdecode
import pyarrow.parquet
import pytest
from mcap.reader import make_reader
from msgspec.structs import replace

from firmware_sim.record import packets
from firmware_sim.scenario import scenario_file
from monitor import config
from monitor.errors import RecordingError
from monitor.export import FORMS
from monitor.export.source import Source
from monitor.files.output_folder import writing_folder
from monitor.files.placing import making_file
from monitor.home.filing import replay
from monitor.session.finish import write_recording
from monitor.session.header import RecordingHeader
from monitor.sources.taps import Keys
from monitor.types import Event, FootBlock, Packet, Side, Stride
from monitor.wire import heart_rate, uuids
from monitor.wire.heart_rate import HeartRate

LENGTH_S = 34.0
STARTED = datetime(2026, 1, 1, 8, 0, tzinfo=UTC)
ADDRESS = "C0:FF:EE:00:BE:EF"
SECRETS = ("Ada", ADDRESS, "C0FFEE", "2026-01-01", "secret note")
"""What must not be in anything anonymous."""


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A runner with tight laces, who taps; one pod is named by its address."""
    path = tmp_path_factory.mktemp("export") / "Ada.mcap"
    known = scenario_file.load("tight_laces")
    pods = tuple(replace(p, name=ADDRESS) if p.side == "left" else p for p in known.pod)
    heard = packets(replace(known, pod=pods, taps=False), LENGTH_S, 3)
    keys = Keys()
    taps = [packet for key in "nlt" for packet in keys.press(key, 30.0)]
    header = RecordingHeader(STARTED, "test", config.dump(config.Config()).decode(), "live")
    whole = heapq.merge(heard, taps, key=lambda packet: packet.t_rx_s)
    write_recording(path, header, whole, config.Config().session)
    return path


@pytest.fixture(scope="module")
def heard(recording: Path) -> tuple[list[Event], list[FootBlock]]:
    """What the session says, and its samples."""
    events: list[Event] = []
    blocks: list[FootBlock] = []
    replay(recording, events.extend, blocks=blocks.append)
    return events, blocks


@pytest.fixture(scope="module")
def exported(recording: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The session in every form."""
    folder = tmp_path_factory.mktemp("forms")
    made = {}
    for name, form in FORMS.items():
        made[name] = folder / name
        made[name].mkdir()
        form.write(Source(recording, athlete="Ada"), made[name])
    return made


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def strides(heard: tuple[list[Event], list[FootBlock]]) -> list[Stride]:
    return [event for event in heard[0] if isinstance(event, Stride)]


def samples(heard: tuple[list[Event], list[FootBlock]], side: Side) -> Iterator[list[float]]:
    for block in heard[1]:
        if block.side is side:
            for place in range(len(block)):
                yield [*block.acc_m_s2[place], *block.gyr_rad_s[place],
                       *block.plantar_kpa[place], *block.instep_kpa[place]]  # fmt: skip


def test_csv_has_every_stride_second_and_sample_and_says_where_from(
    exported: dict[str, Path], heard: tuple[list[Event], list[FootBlock]]
) -> None:
    folder = exported["csv"]
    made = {name: rows(folder / f"{name}.csv") for name in ("strides", "seconds", "samples_left")}

    assert len(made["strides"]) == len(strides(heard))
    for row, stride in zip(made["strides"], strides(heard), strict=True):
        assert float(row["ic_s"]) == pytest.approx(stride.ic_s, abs=1e-6)
    assert [float(row["t_s"]) for row in made["seconds"]] == list(range(1, int(LENGTH_S) + 1))
    known = list(samples(heard, Side.LEFT))
    assert len(made["samples_left"]) == len(known)
    for row, values in list(zip(made["samples_left"], known, strict=True))[::97]:
        cells = list(row.values())[1 : 1 + len(values)]
        for cell, value in zip(cells, values, strict=True):
            assert (cell == "" and isnan(value)) or float(cell) == pytest.approx(value, rel=1e-6)
    for table in made.values():
        stamps = {(row["software"], row["settings"], row["recording"]) for row in table}
        assert len(stamps) == 1
        assert all(stamps.pop())
    assert {row["symptom"] for row in made["seconds"]} > {""}


def test_parquet_opens_in_arrow_with_the_values_of_the_tables(exported: dict[str, Path]) -> None:
    for name in ("strides", "seconds", "samples_left", "samples_right"):
        table = pyarrow.parquet.read_table(exported["parquet"] / f"{name}.parquet").to_pylist()
        texts = rows(exported["csv"] / f"{name}.csv")
        assert len(table) == len(texts)
        for row, text in list(zip(table, texts, strict=True))[::41]:
            assert list(row) == list(text)
            for key, value in row.items():
                if isinstance(value, float):
                    assert value == float(text[key])
                else:
                    assert (value or "") == text[key]
    assert list(exported["parquet"].glob("*.csv")) == []


def test_mcap_opens_in_its_makers_reader_with_schemas_that_plot(
    exported: dict[str, Path], heard: tuple[list[Event], list[FootBlock]]
) -> None:
    topics: dict[str, list[dict[str, Any]]] = {}
    with (exported["mcap"] / "session.mcap").open("rb") as file:
        reader = make_reader(file)
        for schema, channel, message in reader.iter_messages():
            assert (schema.encoding, channel.message_encoding) == ("jsonschema", "json")
            content = json.loads(message.data)
            known = json.loads(schema.data)
            assert known["type"] == "object"
            assert set(content) <= set(known["properties"])
            topics.setdefault(channel.topic, []).append(content)

    left = [stride for stride in strides(heard) if stride.side is Side.LEFT]
    assert [m["ic_s"] for m in topics["/left/strides"]] == [stride.ic_s for stride in left]
    measured = [v for v in samples(heard, Side.LEFT) if not any(map(isnan, v[:6]))]
    assert len(topics["/left/imu"]) == len(measured)
    for sample, values in list(zip(topics["/left/imu"], measured, strict=True))[::53]:
        assert list(sample["acc"].values()) == pytest.approx(values[:3], abs=1e-5)
    assert {"/right/pressure", "/seconds", "/symptoms", "/advice", "/risk/left/top"} <= set(topics)
    assert topics["/advice"][0]["message"]


def test_bids_has_a_system_a_foot_with_the_samples(
    exported: dict[str, Path], heard: tuple[list[Event], list[FootBlock]]
) -> None:
    """Its own validator looks at it in ``make soak``."""
    folder = exported["bids"]
    motion = folder / "sub-01" / "motion"
    known = list(samples(heard, Side.RIGHT))
    stem = "sub-01_task-running_tracksys-rightFoot"
    lines = (motion / f"{stem}_motion.tsv").read_text().splitlines()
    channels = (motion / f"{stem}_channels.tsv").read_text().splitlines()[1:]
    sidecar = json.loads((motion / f"{stem}_motion.json").read_text())

    assert json.loads((folder / "dataset_description.json").read_text())["DatasetType"] == "raw"
    assert len(lines) >= len(known)
    assert len(channels) == sidecar["MotionChannelCount"] == len(known[0])
    for line, values in list(zip(lines, known, strict=False))[:400:13]:
        for cell, value in zip(line.split("\t"), values, strict=True):
            assert (cell == "n/a" and isnan(value)) or float(cell) == pytest.approx(value, rel=1e-6)
    assert "onset" in (motion / "sub-01_task-running_events.tsv").read_text()


@pytest.mark.parametrize("name", FORMS)
def test_anonymous_leaves_out_names_notes_addresses_and_dates(
    recording: Path, tmp_path: Path, name: str
) -> None:
    FORMS[name].write(Source(recording, anonymous=True), tmp_path)

    said = "\n".join(_readable(file) for file in tmp_path.rglob("*") if file.is_file())
    assert said
    assert [secret for secret in SECRETS if secret in said] == []


def _readable(file: Path) -> str:
    """Everything that a reader of the file sees, as text."""
    match file.suffix:
        case ".parquet":
            table = pyarrow.parquet.read_table(file)
            return f"{table.schema.metadata} {table.to_pylist()}"
        case ".mcap":
            with file.open("rb") as opened:
                reader = make_reader(opened)
                told = [str(m.metadata) for m in reader.iter_metadata()]
                for schema, channel, message in reader.iter_messages():
                    at = datetime.fromtimestamp(message.log_time / 1e9, UTC)
                    told.append(f"{schema.name} {channel.topic} {at} {message.data!r}")
            return "\n".join(told)
        case ".fit":
            with fitdecode.FitReader(file) as reader:
                data = [f for f in reader if f.frame_type == fitdecode.FIT_FRAME_DATA]
            return "\n".join(f"{field.name} {field.value}" for f in data for field in f.fields)
        case _:
            return file.read_text(encoding="utf-8")


def test_without_anonymous_the_date_is_there(exported: dict[str, Path]) -> None:
    """Else the test above would find nothing wherever it looks."""
    assert "2026-01-01" in _readable(exported["fit"] / "session.fit")
    assert "2026-01-01" in _readable(exported["mcap"] / "session.mcap")
    assert "Ada" in (exported["bids"] / "dataset_description.json").read_text()


def _fill_a_disk(target: Path) -> None:
    with writing_folder(target, merge=True) as part:
        (part / "a.csv").write_text("half")
        raise OSError(28, "No space left on device")


def test_what_fails_leaves_nothing_and_nothing_is_replaced_unasked(tmp_path: Path) -> None:
    target = tmp_path / "out"

    with pytest.raises(RecordingError, match="No space"):
        _fill_a_disk(target)
    assert list(tmp_path.iterdir()) == []

    target.mkdir()
    (target / "mine.txt").write_text("mine")
    with pytest.raises(RecordingError, match="is not empty"), writing_folder(target, merge=True):
        pass
    with writing_folder(target, force=True, merge=True) as part:
        (part / "a.csv").write_text("whole")
    assert sorted(file.name for file in target.iterdir()) == ["a.csv", "mine.txt"]

    file = tmp_path / "run.fit"
    with making_file(file, "session.fit") as part:
        (part / "session.fit").write_bytes(b"1")
    with pytest.raises(RecordingError, match="--force"), making_file(file, "session.fit") as part:
        (part / "session.fit").write_bytes(b"2")
    assert file.read_bytes() == b"1"
    assert file.stat().st_mode & 0o777 == 0o600


def _sparse(path: Path, what: str) -> Path:
    """A recording of which hardly anything is left."""
    known = scenario_file.load("tight_laces")
    feet = packets(replace(known, taps=False), 3.0, 3)
    beats = [
        Packet("strap", uuids.HEART_RATE, float(t), heart_rate.encode(HeartRate(150)))
        for t in range(5)
    ]
    kept = {
        "no strides": [*feet],
        "one foot": [packet for packet in feet if packet.sensor == "pod-left"],
        "heart only": beats,
        "reports only": Keys().press("n", 1.0),
        "heart and reports": [*beats, *Keys().press("n", 4.5)],
    }[what]
    header = RecordingHeader(STARTED, "test", config.dump(config.Config()).decode(), "live")
    write_recording(path, header, kept, config.Config().session)
    return path


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "what", ["no strides", "one foot", "heart only", "reports only", "heart and reports"]
)
def test_every_form_takes_a_recording_of_which_something_lacks(
    tmp_path: Path, form: str, what: str
) -> None:
    recording = _sparse(tmp_path / "sparse.mcap", what)
    (tmp_path / "out").mkdir()

    FORMS[form].write(Source(recording), tmp_path / "out")

    assert any(file.is_file() for file in (tmp_path / "out").rglob("*"))
