"""One session in every form: the same values, units and gaps, whoever reads which."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from math import degrees, isclose
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
from monitor.export import FORMS
from monitor.export.source import Source
from monitor.session.finish import write_recording
from monitor.session.header import RecordingHeader
from monitor.sources.taps import Keys
from monitor.types import Packet
from monitor.wire import heart_rate, rsc, uuids
from monitor.wire.heart_rate import HeartRate
from monitor.wire.rsc import RscMeasurement

STARTED = datetime(2026, 5, 1, 8, 0, 10, 700_000, tzinfo=UTC)
"""In the second half of a second: who rounds it is a second late."""
SIDES = ("left", "right")
AXES = "xyz"

Row = Mapping[str, float | str | None]


def with_gaps() -> list[Packet]:
    """Twenty-two seconds of two feet; the left one is silent for five, and a strap comes late."""
    known = replace(scenario_file.load("tight_laces"), taps=False)
    kept = [p for p in packets(known, 22.0, 5) if p.sensor != "pod-left" or not 12 < p.t_rx_s < 17]
    return [*kept, *beats(14, 22)]


def watch_only() -> list[Packet]:
    """A foot pod of another maker and a strap; nobody runs for the first five seconds."""
    said = [RscMeasurement(3.0 if t_s > 5 else 0.0, 170) for t_s in range(30)]
    pod = [
        Packet("pod", uuids.RSC_MEASUREMENT, float(t), rsc.encode(s)) for t, s in enumerate(said)
    ]
    return [*pod, *beats(0, 30)]


def with_reports() -> list[Packet]:
    """Eighteen seconds of two feet; four reports, one of them of no foot, one of both."""
    known = replace(scenario_file.load("tight_laces"), taps=False)
    taps = []
    for typed, t_s in (("nlt", 11.0), ("prs", 12.5), ("tbf", 14.0), ("d", 15.5)):
        keys = Keys()
        taps += [packet for key in typed for packet in keys.press(key, t_s)]
    return [*packets(known, 18.0, 7), *taps]


def beats(from_s: int, until_s: int) -> list[Packet]:
    return [
        Packet("strap", uuids.HEART_RATE, float(t_s), heart_rate.encode(HeartRate(120 + t_s)))
        for t_s in range(from_s, until_s)
    ]


SESSIONS = {"gaps": with_gaps, "watch": watch_only, "reports": with_reports}


class Forms:
    """One session, read back from every form: None is missing, whatever marks it."""

    def __init__(self, folder: Path, heard: Sequence[Packet]) -> None:
        recording = folder / "run.mcap"
        header = RecordingHeader(STARTED, "test", config.dump(config.Config()).decode(), "live")
        in_order = sorted(heard, key=lambda packet: packet.t_rx_s)
        write_recording(recording, header, in_order, config.Config().session)
        for name, form in FORMS.items():
            (folder / name).mkdir()
            form.write(Source(recording), folder / name)
        self.csv = {f.stem: _csv(f) for f in (folder / "csv").glob("*.csv")}
        self.parquet = {
            f.stem: pyarrow.parquet.read_table(f).to_pylist()
            for f in (folder / "parquet").glob("*.parquet")
        }
        self.mcap: dict[str, list[tuple[float, dict[str, Any]]]] = {}
        with (folder / "mcap" / "session.mcap").open("rb") as file:
            for _, channel, message in make_reader(file).iter_messages():
                at_s = (message.log_time - round(STARTED.timestamp() * 1000) * 1_000_000) / 1e9
                told = self.mcap.setdefault(channel.topic, [])
                told.append((at_s, json.loads(message.data)))
        with fitdecode.FitReader(folder / "fit" / "session.fit") as reader:
            self.fit = [
                {field.name: field.value for field in frame.fields}
                for frame in reader
                if frame.frame_type == fitdecode.FIT_FRAME_DATA and frame.name == "record"
            ]
        self.bids = folder / "bids" / "sub-01" / "motion"


def _csv(file: Path) -> list[dict[str, str | None]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return [{k: v or None for k, v in row.items()} for row in csv.DictReader(opened)]


def same(one: object, other: object, relative: float = 2e-6, absolute: float = 1.1e-6) -> bool:
    """Tell whether two cells hold the same, within what is printed; missing is only missing."""
    if one is None or other is None:
        return one is other
    if isinstance(one, str) and not isinstance(other, float | int):
        return one == other
    return isclose(float(str(one)), float(str(other)), rel_tol=relative, abs_tol=absolute)


def all_same(some: Iterable[object], others: Iterable[object]) -> bool:
    """Tell whether two rows of cells hold the same; a row that stops early is an error."""
    return all(same(one, other) for one, other in zip(some, others, strict=True))


@pytest.fixture(scope="module", params=SESSIONS)
def forms(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Forms:
    return Forms(tmp_path_factory.mktemp("same"), SESSIONS[request.param]())


def test_a_row_that_stops_early_is_not_the_same() -> None:
    assert all_same(["1.0", None], [1.0, None])
    with pytest.raises(ValueError, match="shorter"):
        all_same(["1.0", "2.0"], [1.0])


def test_csv_and_parquet_are_the_same_tables(forms: Forms) -> None:
    assert set(forms.csv) == set(forms.parquet)
    for name, texts in forms.csv.items():
        rows = forms.parquet[name]
        assert len(rows) == len(texts)
        wrong = [
            (place, key, value, row[key])
            for place, (text, row) in enumerate(zip(texts, rows, strict=True))
            for key, value in text.items()
            if not same(value, row[key])
        ]
        assert wrong == []


def test_mcap_has_the_seconds_and_strides_of_the_tables(forms: Forms) -> None:
    seconds = [told for _, told in forms.mcap["/seconds"]]
    for row, told in zip(forms.csv["seconds"], seconds, strict=True):
        values = {k: v for k, v in row.items() if k not in {"software", "settings", "recording"}}
        assert {k for k, v in values.items() if v is not None} == set(told)
        assert [k for k in told if not same(values[k], told[k])] == []
    assert [at_s for at_s, _ in forms.mcap["/seconds"]] == [told["t_s"] for told in seconds]
    for side in SIDES:
        rows = [row for row in forms.csv["strides"] if row["side"] == side]
        strides = [told for _, told in forms.mcap.get(f"/{side}/strides", [])]
        for row, told in zip(rows, strides, strict=True):
            in_degrees = {
                key.replace("_rad", "_deg"): degrees(value) if "_rad" in key else value
                for key, value in told.items()
            }
            of_both = {k: v for k, v in row.items() if v is not None and k in {*in_degrees}}
            assert set(in_degrees) == set(of_both)
            assert [k for k, v in of_both.items() if not same(v, in_degrees[k], 6e-6)] == []


def test_samples_are_the_same_in_tables_mcap_and_bids(forms: Forms) -> None:
    for side in SIDES:
        rows = forms.csv.get(f"samples_{side}", [])
        imu = iter(forms.mcap.get(f"/{side}/imu", []))
        pressure = iter(forms.mcap.get(f"/{side}/pressure", []))
        for row in rows:
            t_s = float(str(row["t_s"]))
            moved = [row[f"acc_{axis}_m_s2"] for axis in AXES]
            cells = {k: [v for name, v in row.items() if name.startswith(k)]
                     for k in ("plantar", "instep")}  # fmt: skip
            if None not in moved:
                at_s, told = next(imu)
                assert abs(at_s - t_s) < 1e-6
                assert all_same(moved, told["acc"].values())
                turned = [row[f"gyr_{axis}_rad_s"] for axis in AXES]
                assert all_same(turned, told["gyr"].values())
            if any(value is not None for one in cells.values() for value in one):
                at_s, told = next(pressure)
                assert abs(at_s - t_s) < 1e-6
                for kind, values in cells.items():
                    assert all_same(values, told[f"{kind}_kpa"])
        assert [*imu, *pressure] == []
        _check_bids(forms.bids, side, rows)


def _check_bids(folder: Path, side: str, rows: Sequence[Row]) -> None:
    """The grid of BIDS has no gaps: seconds that the table leaves out are *n/a*."""
    file = folder / f"sub-01_task-running_tracksys-{side}Foot_motion.tsv"
    if not rows:
        assert not file.exists()
        return
    sidecar = json.loads(file.with_suffix(".json").read_text())
    lines = [line.split("\t") for line in file.read_text().splitlines()]
    first_s = float(str(rows[0]["t_s"]))
    known = set()
    for row in rows:
        place = round((float(str(row["t_s"])) - first_s) * sidecar["SamplingFrequency"])
        known.add(place)
        values = [v for k, v in row.items() if k.startswith(("acc", "gyr", "plantar", "instep"))]
        cells = [None if cell == "n/a" else cell for cell in lines[place]]
        assert all_same(values, cells)
    missing = [line for place, line in enumerate(lines) if place not in known]
    assert all(set(line) == {"n/a"} for line in missing)


def test_fit_has_what_the_seconds_have(forms: Forms) -> None:
    second = {round(float(str(row["t_s"]))): row for row in forms.csv["seconds"]}
    began = STARTED.replace(microsecond=0) + timedelta(seconds=1)  # FIT knows whole seconds
    assert forms.fit
    for told in forms.fit:
        row = second[round((told["timestamp"] - began).total_seconds())]
        assert row["heart_rate_bpm"] is None or told["heart_rate"] is not None
        assert same(row["heart_rate_bpm"], told["heart_rate"], absolute=0.5)
        for side in SIDES:
            assert same(row[f"{side}_instep_swing_kpa"], told[f"instep_{side}"])
            for zone in ("top", "sole", "forefoot"):
                assert same(row[f"risk_{side}_{zone}"], told[f"risk_{side}_{zone}"])
        speeds = [float(str(row[f"{side}_speed_m_s"])) for side in SIDES
                  if row[f"{side}_speed_m_s"] is not None]  # fmt: skip
        speeds = speeds or [float(str(row["reference_speed_m_s"]))]
        assert told["enhanced_speed"] == pytest.approx(sum(speeds) / len(speeds), abs=6e-4)


def test_what_was_felt_is_the_same_in_every_form(forms: Forms) -> None:
    felt = [(row["symptom"], row["symptom_side"], row["symptom_zone"], row["symptom_told"])
            for row in forms.csv["seconds"] if row["symptom"] is not None]  # fmt: skip
    told = [told for _, told in forms.mcap.get("/symptoms", [])]
    events = forms.bids / "sub-01_task-running_events.tsv"
    shared = [line.split("\t") for line in events.read_text().splitlines()[1:]] if felt else []

    assert [(t["feeling"], t["side"] or None, t["zone"] or None, t["told"]) for t in told] == felt
    assert [tuple(None if c == "n/a" else c for c in line[2:]) for line in shared] == felt
    assert len([told for told in forms.fit if told["symptom"] is not None]) == len(felt)
