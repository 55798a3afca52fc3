"""Kinds of FIT files that people have (../shared/cases): each is read as its README says."""

from pathlib import Path

import pytest

from monitor.errors import ImportFileError
from monitor.sources.importers import IMPORT_FORMATS
from monitor.sources.importers.streams import ImportedRun
from monitor.wire import CHARACTERISTICS
from monitor.wire.heart_rate import HeartRate
from monitor.wire.reference import Reference
from tests.beside import needs

CASES = Path(__file__).parents[3].parent / "shared" / "cases"

pytestmark = needs(CASES)


def load(name: str) -> tuple[ImportedRun, list[Reference], list[HeartRate]]:
    run = IMPORT_FORMATS["fit"]([CASES / name], None)
    values = [CHARACTERISTICS[p.characteristic].decode(p.payload) for p in run.packets]
    references = [value for value in values if isinstance(value, Reference)]
    return run, references, [value for value in values if isinstance(value, HeartRate)]


STEADY = Reference(3.0, 170.0)


@pytest.mark.parametrize(
    ("name", "remark"),
    [
        ("fit_string_not_utf8/string_not_utf8.fit", ""),
        ("fit_header_crc_zero/header_crc_zero.fit", ""),
        ("fit_base_type_without_endian_bit/base_type_without_endian_bit.fit", ""),
        ("fit_compressed_speed_distance/compressed_speed_distance.fit", ""),
        ("fit_gz/plain.fit.gz", ""),
        ("fit_cut/header_size_zero.fit", "never closed: 60 whole records read"),
        ("fit_multisport/multisport.fit", "60 records of cycling left out"),
    ],
)
def test_sixty_records_are_read_as_if_the_file_was_clean(name: str, remark: str) -> None:
    run, references, beats = load(name)

    assert references == [STEADY] * 60
    assert len(beats) == 60
    assert all(remark in said for said in run.remarks.said)
    assert bool(run.remarks.said) == bool(remark)


def test_a_cut_file_gives_its_whole_records_and_says_so() -> None:
    run, references, _ = load("fit_cut/cut.fit")

    assert references == [STEADY] * 46
    assert run.remarks.said == ["the file is cut or was never closed: 46 whole records read"]


@pytest.mark.parametrize("name", ["stryd_only_scale_offset_invalid", "stryd_scale_offset_invalid"])
def test_an_invalid_scale_and_offset_are_none(name: str) -> None:
    _, references, _ = load(f"fit_stryd_scale_offset_invalid/{name}.fit")

    assert references == [Reference(3.0, 170.0, 0.24)] * 60


def test_a_developer_field_without_description_is_left_out_and_counted() -> None:
    run, references, beats = load("fit_developer_field_undescribed/developer_field_undescribed.fit")

    assert references == [Reference(3.0)] * 60
    assert len(beats) == 60
    assert run.remarks.said == ["60 values of an app that the file does not describe"]


@pytest.mark.parametrize(
    ("name", "records"),
    [("clock_set_after_start", 59), ("first_record_in_future", 59), ("time_jump", 30)],
)
def test_a_clock_that_was_set_gives_no_session_of_days(name: str, records: int) -> None:
    run = IMPORT_FORMATS["fit"]([CASES / "fit_time_jump" / f"{name}.fit"], None)

    times_s = {packet.t_rx_s for packet in run.packets}

    assert times_s == {float(second) for second in range(records)}
    left_out = 60 - records
    assert run.remarks.said == [
        f"the clock was set, or it is another run: {left_out} records of another time left out"
    ]


def test_a_speed_that_nobody_runs_is_unknown() -> None:
    run, references, beats = load("fit_speed_spikes/speed_spikes.fit")

    assert set(references) == {STEADY}
    assert len(beats) == 60
    spikes = 60 - len(references)
    assert run.remarks.said == [
        f"{spikes} speeds that cannot be taken as unknown",
        f"{spikes} cadences left out: no speed is known then",
    ]


def test_a_pod_speaks_where_the_watch_says_zero() -> None:
    _, references, _ = load("fit_native_speed_zero_pod_runs/stryd_native_zero.fit")

    assert references == [Reference(3.0, 170.0, 0.24)] * 60


def test_a_changed_byte_is_refused(tmp_path: Path) -> None:
    data = bytearray((CASES / "fit_header_crc_zero" / "header_crc_zero.fit").read_bytes())
    data[200] ^= 0x10
    (tmp_path / "run.fit").write_bytes(data)

    with pytest.raises(ImportFileError, match="is damaged: its checksum"):
        IMPORT_FORMATS["fit"]([tmp_path / "run.fit"], None)
