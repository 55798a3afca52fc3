"""Commands name whose and what: cards of everybody, red flags, answers, files, the plan."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec import structs

from monitor.cli.cards import cards
from monitor.cli.plan import plan
from monitor.cli.sessions import forget, note, sessions, show
from monitor.cli.thresholds import thresholds
from monitor.errors import ConfigError
from monitor.home import filing
from monitor.home.catalogue import Catalogue
from monitor.home.folder import Home
from monitor.home.notes import Note, read_note, write_note
from monitor.home.reporting import filed_report
from monitor.profile import AthleteProfile, Lesson, ThresholdState, dump
from monitor.report.follow_up import Answers, Sign
from monitor.report.questions import answers_from
from monitor.report.story import Judgement, Story
from monitor.report.wording import LANGUAGES, Words
from monitor.types import Feeling, FindingKind, FindingStatus, OutcomeKind, Side, Zone
from tests.monitor.report.stories import DROP, LOOSEN, STORY, numb

NEVER = Judgement(
    kind=FindingKind.CALF_LOAD, side=None, assessed_s=0.0, last=FindingStatus.NOT_ASSESSED,
    indirect=False,
)  # fmt: skip
COLD = Answers(at=datetime.now(UTC).isoformat(), calf_tight=(Side.LEFT,), signs=(Sign.FOOT_COLD,))
FELT = structs.replace(STORY, felt=(numb(600.0),))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("FOOTLOOSE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("LC_ALL", "C")
    return Home.open()


def run(
    home: Home, name: str, story: Story, athlete: str, folder: Path | None = None,
    answers: Answers | None = None,
) -> None:  # fmt: skip
    """File a run; of the recording only its place counts."""
    path = (folder or home.recordings) / f"{name}.mcap"
    path.write_bytes(b"x")
    write_note(path, Note(athlete=athlete, follow_up=answers))
    with Catalogue.open(home.catalogue) as catalogue:
        filing.file_session(catalogue, path, story, read_note(path))


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return " ".join(capsys.readouterr().out.split())


def test_cards_of_everybody_are_shown_where_nobody_can_tell_who_asks(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    run(home, "ada1", structs.replace(STORY, said=(DROP,)), "Ada")
    run(home, "bo1", STORY, "Bo", answers=COLD)

    cards()

    told = said(capsys)
    assert told.index("[bo1, Bo] CALL FOR HELP NOW.") < told.index("[ada1, Ada] SEE A SPECIALIST")
    with pytest.raises(ConfigError, match="say whose runs"):
        cards(read=True)  # nobody reads another runner's card


def test_a_session_shows_its_cards_its_answers_and_people_s_words(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    ignored = structs.replace(LOOSEN, outcome=OutcomeKind.IGNORED)
    story = structs.replace(FELT, said=(ignored,), judgements=(NEVER,))
    run(home, "bo1", story, "Bo", answers=COLD)

    show("bo1")

    told = said(capsys)
    assert "CALL FOR HELP NOW: foot cold, pale, or it cannot be moved. CARD OPEN." in told
    assert "than the run explains? left" in told
    assert "Is a foot still numb or tingling? Where? not answered" in told
    assert "(no change seen; whether it was tried is not known)" in told
    assert "not assessed at all: calf load" in told
    assert "started 2026-05-01 07:30 UTC" in told

    cards(read=True)
    capsys.readouterr()
    show("bo1")

    assert "CARD OPEN" not in said(capsys)


def test_questions_that_nobody_answered_are_shown_as_that(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    run(home, "bo1", STORY, "Bo")

    show("bo1")

    assert "Half an hour after the run: not answered" in said(capsys)


def test_the_list_marks_a_session_with_an_open_card(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    run(home, "bo1", STORY, "Bo", answers=COLD)
    run(home, "bo2", structs.replace(STORY, started="2026-05-02T07:30:00+00:00"), "Bo")

    sessions()

    lines = capsys.readouterr().out.splitlines()
    marked = [line.split()[0] for line in lines if "CARD OPEN" in line]
    assert marked == ["bo1"]


def test_files_are_named_before_it_is_asked_and_those_elsewhere_are_marked(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(home, "mine", STORY, "Ada", folder=tmp_path)

    with pytest.raises(ConfigError, match="nobody can be asked"):
        forget(["mine"])
    of_session = said(capsys)
    with pytest.raises(ConfigError, match="nobody can be asked"):
        forget(athlete="Ada")
    of_athlete = said(capsys)

    for told in (of_session, of_athlete):
        assert f"would be deleted: {tmp_path / 'mine.mcap'} (outside the home)" in told
        assert "profile" not in told
    assert (tmp_path / "mine.mcap").exists()
    with pytest.raises(ConfigError, match="both were given"):
        forget(["mine"], athlete="Ada")


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_it_went_stands_in_the_plan(
    home: Home, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    run(home, "ada1", FELT, "Ada")
    words = Words(language)

    plan(did=["parallel_lacing=partly"], language=language)
    answer = said(capsys)
    plan(language=language)
    shown = said(capsys)

    how = words["follow.went_partly"]
    assert answer == words.say("follow.went", what=words["plan.parallel_lacing_name"], how=how)
    assert f"({how}) (parallel_lacing)" in shown
    with Catalogue.open(home.catalogue) as catalogue:
        row = catalogue.session("ada1")
        page = filed_report(catalogue, (row, FELT, read_note(Path(row.path))), language, "html")
    assert f"({how})" in page.decode()


def test_a_plan_without_any_run_says_so(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    plan()

    assert said(capsys) == "There is no run yet."


@pytest.mark.parametrize(("answer", "allowed"), [("calf_tight", "left"), ("signs", "calf_tense")])
def test_a_wrong_answer_is_told_the_words_that_there_are(answer: str, allowed: str) -> None:
    with pytest.raises(ValueError, match=f"{answer}: 'yes' is none of no, .*{allowed}"):
        answers_from({answer: "yes"}, "now")


def test_what_takes_a_lesson_back_names_its_runner_and_a_lesson_of_hers(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    lesson = Lesson(run=1, t_s=720.0, feeling=Feeling.NUMB, measured=0.5, before=1.0, after=0.6)
    taught = ThresholdState(side=Side.RIGHT, zone=Zone.FOREFOOT, threshold=0.6, lessons=(lesson,))
    home.profile_of("Anna B").write_bytes(dump(AthleteProfile(runs=1, thresholds=(taught,))))

    thresholds("Anna B")
    hint = said(capsys)
    thresholds("Anna B", undo="right/forefoot")

    assert "--athlete 'Anna B' --undo right/forefoot/1" in hint
    assert "taken back: right/forefoot" in said(capsys)


def test_kilometres_below_the_list_are_those_of_the_shoe_that_was_asked_for(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    for day, shoe in enumerate(("Racer", "Pegasus"), start=1):
        run(home, shoe, structs.replace(STORY, started=f"2026-05-0{day}T07:30:00+00:00"), "Ada")
        note(shoe, shoe=shoe)

    sessions(shoe="Racer")

    told = said(capsys)
    assert "Racer (Ada): 8.0 km" in told
    assert "Pegasus" not in told
