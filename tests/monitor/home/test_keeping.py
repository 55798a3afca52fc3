import io
import os
import sqlite3
import stat
import tarfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.cli.who_runs import Worn, open_desk
from monitor.errors import ConfigError, HomeError, RecordingError
from monitor.home import filing, keeping, rebuilding
from monitor.home.catalogue import Catalogue
from monitor.home.folder import Home, check_name
from monitor.home.notes import Note, read_note, write_note
from monitor.home.remembered import (
    Gear,
    Remembered,
    known_athlete,
    read_remembered,
    write_remembered,
)
from monitor.home.rows import Filed, Filter, row_of
from monitor.report.follow_up import Answers, Sign
from monitor.session.beside import note_of
from monitor.session.finish import write_recording
from monitor.session.header import RecordingHeader
from monitor.types import Packet
from monitor.web.certificate import certificate_in
from monitor.web.pairing import Pairing
from monitor.wire import heart_rate, uuids
from monitor.wire.heart_rate import HeartRate
from tests.monitor.report.stories import STORY

BEAT = heart_rate.encode(HeartRate(150))


def record(path: Path, seconds: int = 60) -> Path:
    packets = [Packet("strap", uuids.HEART_RATE, float(t), BEAT) for t in range(seconds)]
    write_recording(path, RecordingHeader(datetime(2026, 5, 1, tzinfo=UTC), source="live"), packets)
    return path


def home_of_two(root: Path) -> tuple[Home, Catalogue]:
    """Ada ran twice, once with the recording elsewhere; Bo once."""
    home = Home.open(root / "home")
    catalogue = Catalogue.open(home.catalogue)
    for path, who in (
        (home.recordings / "a.mcap", "Ada"),
        (root / "elsewhere.mcap", "Ada"),
        (home.recordings / "b.mcap", "Bo"),
    ):
        write_note(record(path), Note(athlete=who, text="hot day"))
        filing.file_session(catalogue, path, filing.story_of(path), read_note(path))
        home.report_of(path.stem).write_text("report")
    home.profile_of("Ada").write_text("{}")
    worn = {"Ada": Gear(shoe="Blue"), "Bo": Gear()}
    write_remembered(home, Remembered(athlete="Ada", worn=worn))
    return home, catalogue


def test_forgetting_an_athlete_leaves_nothing_of_them_and_all_of_the_others(tmp_path: Path) -> None:
    home, catalogue = home_of_two(tmp_path)

    said = keeping.forget_athlete(home, catalogue, "Ada")

    assert [row.id for row in catalogue.sessions()] == ["b"]
    catalogue.close()
    left = sorted(str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*") if file.is_file())
    assert left == [
        "home/catalogue.sqlite", "home/recordings/b.mcap", "home/recordings/b.note.json",
        "home/remembered.json", "home/reports/b.html",
    ]  # fmt: skip
    assert read_remembered(home) == Remembered(worn={"Bo": Gear()})
    assert any(line.endswith("elsewhere.mcap") for line in said)
    assert "backups" in said[-1]
    assert b"Ada" not in home.catalogue.read_bytes()


def test_forgetting_somebody_unknown_is_refused(tmp_path: Path) -> None:
    home, catalogue = home_of_two(tmp_path)

    with pytest.raises(HomeError, match="nothing is known"):
        keeping.forget_athlete(home, catalogue, "Cy")
    catalogue.close()


def test_a_backup_holds_every_file_and_is_never_written_over_another(tmp_path: Path) -> None:
    home, catalogue = home_of_two(tmp_path)
    target = tmp_path / "backup.tar"

    keeping.back_up(home, catalogue, target)

    with tarfile.open(target) as tar:
        names = tar.getnames()
    assert {"recordings/a.mcap", "recordings/a.note.json", "athletes/Ada.json", "reports/b.html",
            "elsewhere/elsewhere.mcap", "elsewhere/elsewhere.note.json", "remembered.json",
            "catalogue.sqlite"} <= set(names)  # fmt: skip
    assert len(names) == len(set(names))
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with pytest.raises(RecordingError, match="File exists"):
        keeping.back_up(home, catalogue, target)
    catalogue.close()


def test_copies_hold_nothing_that_lets_their_reader_into_the_page(tmp_path: Path) -> None:
    home, catalogue = home_of_two(tmp_path)
    Pairing(home.root / "page" / "pairing.json")
    certificate_in(home.root / "page", ["localhost"])

    keeping.back_up(home, catalogue, tmp_path / "backup.tar")
    keeping.copy_everything(home, catalogue, tmp_path / "copy")

    with tarfile.open(tmp_path / "backup.tar") as tar:
        assert not [name for name in tar.getnames() if "page" in name]
    assert not list((tmp_path / "copy").rglob("page*"))
    catalogue.close()


def test_a_backup_goes_into_another_program(tmp_path: Path) -> None:
    home, catalogue = home_of_two(tmp_path)
    reads, writes = os.pipe()
    with ThreadPoolExecutor(1) as pool, os.fdopen(reads, "rb") as pipe:
        came = pool.submit(pipe.read)

        keeping.back_up(home, catalogue, Path(f"/dev/fd/{writes}"))

        os.close(writes)
        with tarfile.open(fileobj=io.BytesIO(came.result())) as tar:
            assert "catalogue.sqlite" in tar.getnames()
    catalogue.close()


def test_a_copy_of_everything_has_a_table_that_others_read(tmp_path: Path) -> None:
    home, catalogue = home_of_two(tmp_path)

    keeping.copy_everything(home, catalogue, tmp_path / "copy")

    lines = (tmp_path / "copy" / "sessions.csv").read_text().splitlines()
    assert [line.split(",")[0] for line in lines] == ["id", "a", "b", "elsewhere"]
    assert (tmp_path / "copy" / "elsewhere" / "elsewhere.mcap").exists()
    with pytest.raises(RecordingError, match="not empty"):
        keeping.copy_everything(home, catalogue, tmp_path / "copy")
    catalogue.close()


def test_copies_say_how_far_they_are(tmp_path: Path) -> None:
    home, catalogue = home_of_two(tmp_path)
    copied: list[tuple[int, int]] = []
    packed: list[tuple[int, int]] = []

    keeping.copy_everything(
        home, catalogue, tmp_path / "copy", lambda done, total: copied.append((done, total))
    )
    keeping.back_up(
        home, catalogue, tmp_path / "all.tar", lambda done, total: packed.append((done, total))
    )

    written = [file.stat().st_size for file in (tmp_path / "copy").rglob("*") if file.is_file()]
    table = (tmp_path / "copy" / "sessions.csv").stat().st_size
    for told in (copied, packed):
        done = [bytes_done for bytes_done, _ in told]
        (total,) = {of for _, of in told}
        assert (done[0], done[-1]) == (0, total)
        assert done == sorted(done)
        assert len(set(done)) > 5
    assert copied[-1] == (sum(written) - table, sum(written) - table)
    catalogue.close()


def test_the_catalogue_is_never_the_only_copy(tmp_path: Path) -> None:
    home, catalogue = home_of_two(tmp_path)
    elsewhere = tmp_path / "elsewhere.mcap"
    write_note(
        elsewhere, Note(athlete="Ada", tags=("race",), follow_up=Answers(signs=(Sign.COLLAPSE,)))
    )
    filing.file_session(catalogue, elsewhere, filing.story_of(elsewhere), read_note(elsewhere))
    before = (catalogue.sessions(), catalogue.tags(), catalogue.open_flags(), catalogue.story("a"))
    catalogue.close()
    home.catalogue.write_bytes(b"gone" * 1000)

    aside = rebuilding.set_aside_damaged(home)
    with Catalogue.open(home.catalogue) as again:
        list(rebuilding.rebuild(home, again, [elsewhere], lambda _: filing.silent))
        after = (again.sessions(), again.tags(), again.open_flags(), again.story("a"))

    assert aside is not None
    assert aside.read_bytes() == b"gone" * 1000
    assert after == before


def test_two_recordings_of_one_name_do_not_share_a_session(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path / "c.sqlite") as catalogue:
        for folder in ("x", "y"):
            path = record(tmp_path / folder / "run.mcap")
            filing.file_session(catalogue, path, filing.story_of(path), Note())

        assert {row.id for row in catalogue.sessions(Filter())} == {"run", "run_2"}


def test_a_note_with_a_wrong_key_is_refused_with_its_file(tmp_path: Path) -> None:
    recording = tmp_path / "a.mcap"
    note_of(recording).write_text('{"shoes": "Blue"}')

    with pytest.raises(ConfigError, match=r"a\.note\.json: shoes: unknown key"):
        read_note(recording)


@pytest.mark.parametrize("name", ["", " Ada", "../x", "a/b", ".hidden", "x" * 61, "a\nb", "-x"])
def test_a_name_that_is_no_file_name_is_refused(name: str) -> None:
    with pytest.raises(HomeError, match="expected up to 60"):
        check_name(name, "athlete")


def test_the_home_is_for_its_owner_only(tmp_path: Path) -> None:
    home = Home.open(tmp_path / "home")
    write_note(home.recordings / "a.mcap", Note(text="x"))

    assert {stat.S_IMODE(path.stat().st_mode) for path in home.root.rglob("*")} == {0o700, 0o600}


def test_what_a_crash_left_beside_a_recording_is_no_second_run_and_goes_with_it(
    tmp_path: Path,
) -> None:
    home, catalogue = home_of_two(tmp_path)
    cut = home.recordings / "a.mcap"
    cut.with_name("a.original.mcap").write_bytes(cut.read_bytes())
    cut.with_name("a.original2.mcap").write_bytes(cut.read_bytes())

    list(rebuilding.rebuild(home, catalogue, [], lambda _: filing.silent))
    assert sorted(row.id for row in catalogue.sessions()) == ["a", "b"]
    keeping.forget_sessions(home, catalogue, [catalogue.session("a")])

    assert sorted(file.name for file in home.recordings.iterdir()) == ["b.mcap", "b.note.json"]
    catalogue.close()


def test_forgetting_leaves_no_lock_with_the_name_and_nothing_in_the_log(tmp_path: Path) -> None:
    home, catalogue = home_of_two(tmp_path)
    lock = home.athletes / ".Ada.json.lock"
    lock.touch()

    keeping.forget_athlete(home, catalogue, "Ada")

    kept = [home.catalogue, home.catalogue.with_name("catalogue.sqlite-wal")]
    assert not lock.exists()
    assert not any(b"hot day" in file.read_bytes().replace(b"Bo", b"") for file in kept[1:])
    catalogue.close()


def test_what_another_program_still_reads_is_said_to_be_in_the_log(tmp_path: Path) -> None:
    home, catalogue = home_of_two(tmp_path)
    other = sqlite3.connect(home.catalogue)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM sessions").fetchone()

    said = keeping.forget_athlete(home, catalogue, "Ada")

    assert sum("once every other footloose has ended" in line for line in said) == 1
    assert "backups" in said[-1]
    other.close()
    catalogue.close()


@pytest.mark.parametrize("typed", ["jürgen weiß", "Ju\u0308rgen Weiß", "JÜRGEN WEISS"])
def test_a_name_in_other_letters_is_the_same_athlete(tmp_path: Path, typed: str) -> None:
    home = Home.open(tmp_path)
    write_remembered(home, Remembered(worn={"Jürgen Weiß": Gear()}))

    assert known_athlete(home, typed) == "Jürgen Weiß"
    assert check_name("Ju\u0308rgen", "athlete") == "Jürgen"


def test_an_athlete_known_to_the_catalogue_alone_is_the_same_in_other_letters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOOTLOOSE_HOME", str(tmp_path))
    home = Home.open(tmp_path)
    with Catalogue.open(home.catalogue) as catalogue:
        row = row_of("import", "/runs/import.mcap", STORY, Note(athlete="Jürgen Weiß"), "hash")
        catalogue.enter(Filed(row=row, story=STORY, note=Note(athlete="Jürgen Weiß")))

    assert known_athlete(home, "ju\u0308rgen weiß") == "Jürgen Weiß"
    assert open_desk("JÜRGEN WEISS", Worn(), ask=False).athlete == "Jürgen Weiß"
