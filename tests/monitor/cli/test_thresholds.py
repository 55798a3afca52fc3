"""What taps taught is shown, and taken back."""

from pathlib import Path

import pytest
from msgspec import structs

from monitor.cli.thresholds import thresholds
from monitor.detectors.ceiling import AgreedPressure
from monitor.errors import ConfigError
from monitor.home.folder import Home
from monitor.home.remembered import Remembered, write_remembered
from monitor.profile import AthleteProfile, Lesson, OnsetState, ThresholdState, dump
from monitor.session.athlete_file import read_profile
from monitor.types import Feeling, Side, Zone

FIRST = Lesson(run=1, t_s=720.0, feeling=Feeling.NUMB, measured=0.5, before=1.0, after=0.6)
SECOND = structs.replace(FIRST, run=2, measured=0.4, before=0.6, after=0.5)
LEFT = ThresholdState(side=Side.LEFT, zone=Zone.TOP, threshold=0.5, lessons=(FIRST, SECOND))


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FOOTLOOSE_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "120")
    home = Home.open()
    write_remembered(home, Remembered(athlete="Ada"))
    home.profile_of("Ada").write_bytes(dump(AthleteProfile(runs=2, thresholds=(LEFT,))))
    return home.profile_of("Ada")


def test_lessons_are_shown_and_taken_back_by_command(
    profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    thresholds()
    shown = capsys.readouterr().out
    assert shown.count("left/top") == 3  # two lessons, and the hint
    assert "0.60" in shown

    thresholds(undo="left/top")
    (state,) = read_profile(profile).thresholds
    assert (state.threshold, state.lessons) == (0.6, (FIRST,))

    thresholds(undo="left/top/1")
    assert read_profile(profile).thresholds == ()
    assert "no taps have taught" in capsys.readouterr().out


def test_what_older_lessons_taught_is_shown_and_taken_back(
    profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state = structs.replace(LEFT, lessons=(SECOND,))
    profile.write_bytes(dump(AthleteProfile(runs=2, thresholds=(state,))))

    thresholds(undo="left/top")
    shown = " ".join(capsys.readouterr().out.split())
    with pytest.raises(ConfigError, match="expected no number"):
        thresholds(undo="left/top/1")
    thresholds(undo="left/top")

    assert "left/top: 0.60, from lessons that are not kept any more" in shown
    assert read_profile(profile).thresholds == ()


@pytest.mark.parametrize("undo", ["left", "left/nose", "left/top/x", "right/top", "left/top/3"])
def test_what_cannot_be_taken_back_is_one_line(profile: Path, undo: str) -> None:
    before = profile.read_bytes()

    with pytest.raises(ConfigError, match=r"expected|nothing was taught"):
        thresholds(undo=undo)

    assert profile.read_bytes() == before


def test_what_an_ok_and_the_first_reports_taught_is_shown_and_taken_back(
    profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    agreed = tuple(
        AgreedPressure(side=side, shoe=shoe, kpa=14.0)
        for side, shoe in ((Side.LEFT, "Blue"), (Side.LEFT, None), (Side.RIGHT, "Blue"))
    )
    onsets = OnsetState(minutes=(21.0, 18.0), share=0.6)
    profile.write_bytes(dump(AthleteProfile(runs=3, agreed=agreed, onsets=onsets)))

    thresholds()
    shown = " ".join(capsys.readouterr().out.split())
    thresholds(undo="left/agreed")
    thresholds(undo="onsets")

    assert "left, laces of Blue: you said that 14.0 kPa are fine." in shown
    assert "left, laces of a shoe that was not said: you said" in shown
    assert (
        "first felt after, in minutes, the latest run last: 21, 18; a walk is offered at 60 %"
        in shown
    )
    assert read_profile(profile) == AthleteProfile(runs=3, agreed=agreed[2:])
    for undo in ("left/agreed", "onsets"):
        with pytest.raises(ConfigError, match="nothing was taught"):
            thresholds(undo=undo)
