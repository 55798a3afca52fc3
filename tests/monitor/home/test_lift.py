"""A lift test from packets to the card: measured, kept beside the recording, and made anew."""

from pathlib import Path

import pytest

from firmware_sim.record import record
from firmware_sim.scenario.model import Change, ImuSpec, Phase, PodSpec, Scenario
from monitor.cli.lift_test import lift_test
from monitor.errors import ConfigError
from monitor.home import filing, rebuilding
from monitor.home.catalogue import Catalogue
from monitor.home.folder import Home
from monitor.home.history import lifts
from monitor.home.notes import Note, read_note, write_note
from monitor.home.unread import open_cards
from monitor.report.lift_test import LiftVerdict
from monitor.report.wording import Words
from monitor.types import Gait, Side

HEELS_S = 31.0
PLAN = ((6.0, Gait.STAND, 0.0), (18.0, Gait.WALK, 1.3), (7.0, Gait.STAND, 0.0),
        (20.0, Gait.WALK, 0.7), (1e4, Gait.STAND, 0.0))  # fmt: skip


def walked(left_deg: float, right_deg: float) -> Scenario:
    """Twenty seconds on the heels, with the feet held up so far; pods sit askew."""
    phases = tuple(Phase(duration_s=d, gait=g, speed_m_s=v) for d, g, v in PLAN)
    changes = (
        Change(at_s=HEELS_S - 0.6, quantity="heel_lift_deg", to=left_deg, side="left"),
        Change(at_s=HEELS_S - 0.6, quantity="heel_lift_deg", to=right_deg, side="right"),
    )
    pods = (
        PodSpec(name="pod-left", side="left", imu=ImuSpec(turn_deg=(20.0, -35.0, 10.0))),
        PodSpec(name="pod-right", side="right", imu=ImuSpec(turn_deg=(-25.0, 15.0, 30.0))),
    )
    return Scenario(name="heels", phase=phases, change=changes, pod=pods, taps=False)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("FOOTLOOSE_HOME", str(tmp_path))
    return Home.open(tmp_path)


def recorded(home: Home, name: str, left_deg: float, right_deg: float) -> Path:
    path = home.recordings / f"{name}.mcap"
    record(walked(left_deg, right_deg), path, duration_s=58.0, seed=4)
    write_note(path, Note(athlete="Ada"))
    with Catalogue.open(home.catalogue) as catalogue:
        filing.file_session(catalogue, path, filing.story_of(path), read_note(path))
    return path


def test_a_foot_that_cannot_be_held_up_gives_the_card_and_is_known_after_a_rebuild(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    path = recorded(home, "monday", 18.0, 1.5)

    lift_test("monday", heels=HEELS_S, language="en")

    said = capsys.readouterr().out
    assert "less than the other foot: right" in said
    assert "SEE A SPECIALIST SOON" in said
    test = read_note(path).lift
    assert test is not None
    assert test.result is not None
    assert test.result.lower == (Side.RIGHT,)
    assert test.result.lift_deg(Side.LEFT) == pytest.approx(18.0, abs=4.5)
    with Catalogue.open(home.catalogue) as catalogue:
        list(rebuilding.rebuild(home, catalogue, [], lambda _: filing.silent))
        (card,) = open_cards(catalogue, "Ada", Words("en"))
        assert card.name == "lift_lower.right"


def test_feet_that_lift_alike_are_no_proof_and_are_what_is_usual_the_next_time(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    path = recorded(home, "monday", 15.0, 17.0)

    lift_test(str(path), heels=HEELS_S, language="en")

    assert "excludes no weak foot" in " ".join(capsys.readouterr().out.split())
    test = read_note(path).lift
    assert test is not None
    assert test.result is not None
    assert test.result.verdict is LiftVerdict.ALIKE
    with Catalogue.open(home.catalogue) as catalogue:
        ((left, right),) = lifts(catalogue, "Ada", "2100-01-01")
    assert left - right == pytest.approx(-2.0, abs=2.5)


def test_a_recording_without_a_test_says_what_is_missing(home: Home) -> None:
    recorded(home, "monday", 15.0, 17.0)

    with pytest.raises(ConfigError, match="--heels"):
        lift_test("monday", language="en")
