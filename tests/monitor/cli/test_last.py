"""``last`` is never another runner's session without a word."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs

from monitor.cli.desk import Desk
from monitor.cli.home import named
from monitor.errors import UnknownSessionError
from monitor.home import keeping
from monitor.home.catalogue import Catalogue
from monitor.home.folder import Home
from monitor.home.notes import Note
from monitor.home.remembered import Gear, Remembered, write_remembered
from tests.monitor.cli.test_opened import record
from tests.monitor.home.test_cards import run
from tests.monitor.report.stories import STORY


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("FOOTLOOSE_HOME", str(tmp_path))
    return Home.open()


@pytest.fixture
def catalogue(home: Home) -> Iterator[Catalogue]:
    with Catalogue.open(home.catalogue) as opened:
        yield opened


def test_last_is_the_newest_run_of_who_ran_last_and_never_another_runners(
    home: Home, catalogue: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    run(catalogue, "hers")
    run(catalogue, "nobodys", athlete=None, days=1)
    run(catalogue, "his", athlete="Bo", days=2)
    whose, worn = {}, {"Ada": Gear(), "Bo": Gear()}
    for who in ("Bo", None, "Ada"):
        write_remembered(home, Remembered(athlete=who, worn=worn))
        whose[who] = named(catalogue, "last").id
    keeping.forget_sessions(
        home, catalogue, [catalogue.session(name) for name in ("hers", "nobodys")]
    )

    assert whose == {"Ada": "nobodys", "Bo": "his", None: "his"}
    assert capsys.readouterr().err == "last: his, Bo\nlast: nobodys, of nobody\n"
    with pytest.raises(UnknownSessionError, match="none of Ada"):
        named(catalogue, "last")


def test_last_is_nobodys_guess_where_the_newest_run_is_of_one_who_is_never_remembered(
    home: Home, catalogue: Catalogue
) -> None:
    run(catalogue, "hers")
    run(catalogue, "elsewhere", athlete="ME", days=1)  # with --athlete ME.json
    write_remembered(home, Remembered(athlete="Ada", worn={"Ada": Gear()}))

    with pytest.raises(UnknownSessionError, match="elsewhere, of ME, and Ada ran here, too"):
        named(catalogue, "last")


def test_a_run_is_named_where_it_is_filed_and_not_called_the_last(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    record(home, "run", heard=True)

    Desk(home, None, Note(athlete="ME")).file(home.recordings / "run.mcap", quiet=False)

    assert "session show run)" in " ".join(capsys.readouterr().out.split())


def test_what_was_imported_for_another_runner_raises_no_doubt_about_the_last(
    home: Home, catalogue: Catalogue
) -> None:
    run(catalogue, "hers")
    run(catalogue, "bought", structs.replace(STORY, source="import: a.gpx"), "Bo", days=1)
    write_remembered(home, Remembered(athlete="Ada", worn={"Ada": Gear()}))

    assert named(catalogue, "last").id == "hers"
