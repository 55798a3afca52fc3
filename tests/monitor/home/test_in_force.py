"""The settings of a session come from its recording."""

from datetime import UTC, datetime
from pathlib import Path

from monitor import config
from monitor.home import filing
from monitor.home.catalogue import Catalogue
from monitor.home.folder import Home
from monitor.home.in_force import in_force
from monitor.home.notes import Note
from monitor.home.reporting import filed_report
from monitor.report.context import Changed, InForce
from monitor.session.finish import write_recording
from monitor.session.header import RecordingHeader
from monitor.types import Packet
from monitor.wire import heart_rate, uuids
from monitor.wire.heart_rate import HeartRate


def record(path: Path, *settings: str) -> Path:
    text = config.dump(config.load(None, list(settings))).decode()
    header = RecordingHeader(datetime(2026, 5, 1, 7, 30, tzinfo=UTC), "0.1.0", text, "live")
    beat = heart_rate.encode(HeartRate(150))
    packets = [Packet("strap", uuids.HEART_RATE, float(t), beat) for t in range(30)]
    write_recording(path, header, packets)
    return path


def test_what_an_owner_chose_is_named_as_he_knows_it(tmp_path: Path) -> None:
    path = record(
        tmp_path / "run.mcap", "athlete.mass_kg=70", "athlete.reduced_feeling=true",
        "athlete.shoe=Blue 43", "speech.gap_s=21", "advice.try_cues=true", "advice.try_seed=7",
        "bluetooth.adapter=hci1", "athlete.height_m=1.8",
    )  # fmt: skip

    assert in_force(path) == InForce(
        mass_kg=70.0,
        reduced_feeling=True,
        changed=(
            Changed(key="athlete.height_m", value="1.8 m", default=None),
            Changed(key="speech.gap_s", value="21.0 s", default=_usual("gap_s")),
            Changed(key="advice.try_cues", value="true", default="false"),
        ),
    )


def _usual(name: str) -> str:
    return f"{getattr(config.Config().advice.speech, name)!r} s"


def test_defaults_are_no_change_and_a_recording_that_is_gone_tells_nothing(tmp_path: Path) -> None:
    assert in_force(record(tmp_path / "run.mcap")) == InForce()
    nameless = tmp_path / "simulated.mcap"
    packet = Packet("strap", uuids.HEART_RATE, 1.0, heart_rate.encode(HeartRate(150)))
    write_recording(nameless, RecordingHeader(datetime(2026, 5, 1, tzinfo=UTC)), [packet])
    assert in_force(nameless) == InForce()
    assert in_force(tmp_path / "gone.mcap") is None
    (tmp_path / "other.mcap").write_bytes(b"no recording")
    assert in_force(tmp_path / "other.mcap") is None


def test_the_report_of_a_filed_session_tells_its_settings(tmp_path: Path) -> None:
    home = Home.open(tmp_path / "home")
    path = record(home.recordings / "run.mcap", "athlete.mass_kg=70")
    note = Note(athlete="Ada", shoe="Blue 43")
    with Catalogue.open(home.catalogue) as catalogue:
        story = filing.story_of(path)
        row = filing.file_session(catalogue, path, story, note)
        page = filed_report(catalogue, (row, story, note), "en", "html").decode()
        path.unlink()
        later = filed_report(catalogue, (row, story, note), "en", "html").decode()

    assert "70.0 kg" in page
    assert "All other settings are the defaults." in page
    assert "70.0 kg" not in later
    assert "The settings of this run are not known" in later
