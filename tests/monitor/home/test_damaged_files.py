"""Every small file of the home, damaged in every way: one error that names the file."""

from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.errors import ConfigError
from monitor.home.folder import Home
from monitor.home.notes import read_note
from monitor.home.paired import read_paired
from monitor.home.remembered import read_remembered
from monitor.session.athlete_file import read_profile
from monitor.session.beside import note_of
from monitor.web.pairing import Pairing

DAMAGE = {
    "a byte that is no text": b'{"text": "\xff", "athlete": "\xff", "token": "\xff"}',
    "bytes that are no text in a list": b'[{"address": "\xff"}]',
    "nested too deeply": b'{"worn": ' + 6000 * b'{"a": ' + b"1" + 6001 * b"}",
    "nested too deeply in a list": 6000 * b"[" + 6000 * b"]",
    "a number": b"3",
    "a text": b'"mine"',
    "wrong types": b'{"version": "one", "text": 3, "athlete": [], "token": {}, "worn": 4}',
    "wrong types in a list": b"[3]",
    "a side that is none": b'[{"address": "A", "name": "p", "kind": "pod", "side": "Left"}]',
    "an unknown key": b'{"colour": "blue"}',
    "cut": b'{"version": 1, "athlete": "A',
    "empty": b"",
}


def of_note(root: Path) -> tuple[Path, Callable[[], object]]:
    return note_of(root / "run.mcap"), lambda: read_note(root / "run.mcap")


def of_paired(root: Path) -> tuple[Path, Callable[[], object]]:
    return Home(root).paired, lambda: read_paired(Home(root))


def of_remembered(root: Path) -> tuple[Path, Callable[[], object]]:
    return Home(root).remembered, lambda: read_remembered(Home(root))


def of_profile(root: Path) -> tuple[Path, Callable[[], object]]:
    return root / "me.json", lambda: read_profile(root / "me.json")


def of_pairing(root: Path) -> tuple[Path, Callable[[], object]]:
    return root / "page.json", lambda: Pairing(root / "page.json")


READERS = [of_note, of_paired, of_remembered, of_profile, of_pairing]


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("reader", READERS)
def test_a_damaged_file_is_named_in_one_line(
    tmp_path: Path, reader: Callable[[Path], tuple[Path, Callable[[], object]]], damage: str
) -> None:
    file, read = reader(tmp_path)
    file.write_bytes(DAMAGE[damage])

    with pytest.raises(ConfigError) as caught:
        read()

    assert caught.value.file == str(file)
    assert "\n" not in str(caught.value)
    assert file.read_bytes() == DAMAGE[damage]


@pytest.mark.parametrize("reader", [of_note, of_paired, of_remembered])
def test_a_file_that_is_not_there_yet_says_nothing(
    tmp_path: Path, reader: Callable[[Path], tuple[Path, Callable[[], object]]]
) -> None:
    _, read = reader(tmp_path)

    assert not any(getattr(read(), name, None) for name in ("athlete", "text", "worn"))
