"""The athlete's file is locked, private, and written whole or not at all."""

import stat
from pathlib import Path

import pytest

from monitor import profile
from monitor.errors import ConfigError
from monitor.profile import AthleteProfile
from monitor.session.athlete_file import open_athlete, read_profile


def teach(path: Path, session: str = "today") -> None:
    with open_athlete(path) as file:
        file.write(AthleteProfile(runs=file.known.runs + 1), session)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_is_for_its_owner_alone_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "athletes" / "me.json"

    teach(path)

    assert read_profile(path).runs == 1
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)
    assert [file.name for file in path.parent.iterdir()] == ["me.json"]


def test_a_file_that_is_there_keeps_its_mode_and_its_link(tmp_path: Path) -> None:
    (tmp_path / "card").mkdir()
    target, link = tmp_path / "card" / "me.json", tmp_path / "me.json"
    target.write_bytes(profile.dump(AthleteProfile(runs=4)))
    target.chmod(0o640)
    link.symlink_to(target)

    teach(link)

    assert link.is_symlink()
    assert read_profile(target).runs == 5
    assert mode(target) == 0o640
    assert sorted(file.name for file in tmp_path.iterdir()) == ["card", "me.json"]


def test_a_link_that_waits_under_the_temporary_name_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "victim").write_text("mine")
    (tmp_path / "me.json.part").symlink_to(tmp_path / "victim")

    teach(tmp_path / "me.json")

    assert (tmp_path / "victim").read_text() == "mine"


def test_two_runs_at_once_do_not_share_a_file(tmp_path: Path) -> None:
    path = tmp_path / "me.json"

    with open_athlete(path) as first:
        with pytest.raises(ConfigError, match="another run uses this athlete's file now"):
            teach(path)
        first.write(AthleteProfile(runs=1), "first")
    teach(path, "second")

    assert read_profile(path).runs == 2


def test_it_remembers_which_sessions_taught_it(tmp_path: Path) -> None:
    path = tmp_path / "me.json"

    teach(path, "monday")

    with open_athlete(path) as file:
        assert file.knows("monday")
        assert not file.knows("tuesday")


def test_a_folder_that_cannot_be_is_known_before_the_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(ConfigError, match="cannot be written"):
        teach(tmp_path / "file" / "me.json")
