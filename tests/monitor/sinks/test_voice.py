"""The hub speaks: through a player that writes down what it played, and when."""

import asyncio
import os
import stat
import sys
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest

from monitor.errors import SinkError
from monitor.settings.voice import VoiceSettings
from monitor.sinks import Outbox
from monitor.sinks.voice import VoiceSink, find_players
from monitor.texts import texts
from monitor.types import Action, Advice, FindingKind, Notice, NoticeKind, Side
from monitor.voice import sound
from monitor.voice.speech import Speech, phrase_name
from monitor.voice.utterances import Utterance, taken

LOOSEN = "left laces tight, loosen a little over the midfoot at your next stop"
SHORTER = "landing far ahead, take shorter, quicker steps"


def advice(number: int, text: str, cause: FindingKind, side: Side | None) -> Advice:
    return Advice(
        number=number,
        t_s=60.0,
        expires_s=120.0,
        action=Action.EASE_OFF,
        cause=cause,
        side=side,
        text=text,
        reason="",
    )


class Stage:
    """A sink whose player copies every WAV and then waits to be let go."""

    def __init__(self, folder: Path, *, waits: bool = False) -> None:
        self.played, self.go = folder / "played", folder / "go"
        self.played.mkdir()
        os.mkfifo(self.go)
        player = folder / "player"
        end = f'read _ < "{self.go}"' if waits else ""
        # the copy is there at once, and whole: whoever looks for it never sees half of it
        player.write_text(
            "#!/bin/sh\n"
            f'new="{self.played}/$(ls "{self.played}" | wc -l)"\n'
            f'cp "$1" "{folder}/part" && mv "{folder}/part" "$new.wav"\n{end}\n'
        )
        player.chmod(player.stat().st_mode | stat.S_IXUSR)
        pack = folder / "pack" / "en"
        pack.mkdir(parents=True)
        for level, words in enumerate((*texts("en").voice.values(), LOOSEN, SHORTER), start=1):
            wav = sound.write_wav(np.full(100, level / 100.0))
            (pack / f"{phrase_name(words)}.wav").write_bytes(wav)
        self.levels = [*texts("en").voice.values(), LOOSEN, SHORTER]
        settings = VoiceSettings(
            player=str(player), phrases=str(folder / "pack"), lead_in_s=0.0, pan=0.5
        )
        self.told: list[str] = []
        self.begun: list[str] = []
        self.now_s = 61.0
        self.sink = VoiceSink(settings, Speech(settings), lambda: self.now_s, self.hear)
        self.outbox: Outbox = asyncio.Queue()

    def hear(self, utterance: Utterance, ended: bool) -> None:
        (self.told if ended else self.begun).append(utterance.key)

    async def plays(self, count: int) -> None:
        async with asyncio.timeout(20):
            while len(list(self.played.iterdir())) < count:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.01)

    def words_of(self, at: int) -> list[str]:
        """All that one file says, in its order."""
        left = np.frombuffer((self.played / f"{at}.wav").read_bytes()[44:], "<i2")[::2]
        places = [round(100 * level / 32_767) - 1 for level in left.tolist() if level]
        return [self.levels[place] for place, _ in groupby(places)]

    def heard(self) -> list[tuple[str, float]]:
        """What was played in its order: the words, and how loud the right ear is to the left."""
        found = []
        for at in range(len(list(self.played.iterdir()))):
            data = (self.played / f"{at}.wav").read_bytes()
            left, right = np.frombuffer(data[44:], "<i2").reshape(-1, 2)[-1].tolist()
            louder = max(left, right)
            place = round(100 * louder / 32_767) - 1
            words = self.levels[place] if louder else ""
            found.append((words, round(right / left, 1) if left else 1.0))
        return found


async def test_advice_is_said_to_the_ear_of_its_foot_and_a_sensor_by_its_side(
    tmp_path: Path,
) -> None:
    stage = Stage(tmp_path)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(stage.sink.run(stage.outbox))
        stage.outbox.put_nowait(advice(1, LOOSEN, FindingKind.LACING, Side.LEFT))
        await stage.plays(1)
        stage.outbox.put_nowait(Notice(NoticeKind.UNSEEN, 61.0, "pod", "", Side.RIGHT))
        stage.outbox.put_nowait(None)

    assert stage.heard() == [(LOOSEN, 0.5), ("I cannot see your right foot.", 2.0)]
    assert stage.told == ["advice 1", "lost.right 61.0"]


async def test_what_is_more_urgent_cuts_in_and_the_other_begins_again(tmp_path: Path) -> None:
    stage = Stage(tmp_path, waits=True)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(stage.sink.run(stage.outbox))
        stage.outbox.put_nowait(advice(1, SHORTER, FindingKind.OVERSTRIDING, None))
        await stage.plays(1)
        stage.outbox.put_nowait(advice(2, LOOSEN, FindingKind.LACING, Side.LEFT))
        for played in (2, 3):
            await stage.plays(played)
            await asyncio.to_thread(stage.go.write_text, "\n")
        stage.outbox.put_nowait(None)

    assert [words for words, _ in stage.heard()] == [SHORTER, LOOSEN, SHORTER]
    assert stage.told == ["advice 2", "advice 1"]
    assert stage.begun == ["advice 1", "advice 2", "advice 1"]


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not happened():  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.01)


async def test_a_sentence_for_which_there_is_no_file_costs_that_sentence_only(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stage = Stage(tmp_path)
    player = tmp_path / "player"
    where = tmp_path / "where"
    takes = f'[ -e "{where}" ] || {{ dirname "$1" > "{where}"; rm -r "$(dirname "$1")"; }}\n'
    player.write_text(f"{player.read_text()}{takes}")

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(stage.sink.run(stage.outbox))
        stage.outbox.put_nowait(advice(1, LOOSEN, FindingKind.LACING, Side.LEFT))
        await until(lambda: stage.told == ["advice 1"])
        stage.outbox.put_nowait(advice(2, SHORTER, FindingKind.OVERSTRIDING, None))
        await until(lambda: "not said" in caplog.text)
        await asyncio.to_thread(lambda: Path(where.read_text().strip()).mkdir())
        stage.outbox.put_nowait(advice(3, LOOSEN, FindingKind.LACING, Side.LEFT))
        stage.outbox.put_nowait(None)

    assert stage.told == ["advice 1", "advice 3"]
    assert "now.wav: No such file or directory" in caplog.text


async def test_under_systemd_what_is_said_lies_in_memory_and_not_on_the_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage(tmp_path)
    (tmp_path / "run").mkdir()
    monkeypatch.setenv("RUNTIME_DIRECTORY", str(tmp_path / "run"))
    player, where = tmp_path / "player", tmp_path / "where"
    player.write_text(f'#!/bin/sh\necho "$1" > "{where}"\n')

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(stage.sink.run(stage.outbox))
        stage.outbox.put_nowait(advice(1, LOOSEN, FindingKind.LACING, Side.LEFT))
        await until(lambda: stage.told == ["advice 1"])
        stage.outbox.put_nowait(None)

    assert (tmp_path / "run") in Path(where.read_text()).parents
    assert list((tmp_path / "run").iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="a file that is there and cannot be read")
def test_a_recorded_phrase_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    file = tmp_path / "en" / f"{phrase_name(LOOSEN)}.wav"
    file.parent.mkdir()
    file.symlink_to("/proc/self/mem")

    with pytest.raises(SinkError, match=r"loosen.*wav: Input/output error"):
        Speech(VoiceSettings(phrases=str(tmp_path))).samples(LOOSEN, LOOSEN)


async def test_a_tap_is_answered_by_a_sound(tmp_path: Path) -> None:
    stage = Stage(tmp_path)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(stage.sink.run(stage.outbox))
        stage.sink.say(taken("1", 61.0))
        stage.outbox.put_nowait(None)

    data = (stage.played / "0.wav").read_bytes()
    assert np.abs(np.frombuffer(data[44:], "<i2")).max() > 5000


def test_a_machine_without_sound_is_told_so_before_the_run() -> None:
    with pytest.raises(SinkError, match="no no-such-player here that plays sound"):
        find_players("no-such-player")


async def test_a_player_that_fails_ends_no_run_and_is_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stage = Stage(tmp_path)
    (tmp_path / "player").write_text("#!/bin/sh\nexit 3\n")

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(stage.sink.run(stage.outbox))
        stage.outbox.put_nowait(advice(1, LOOSEN, FindingKind.LACING, Side.LEFT))
        stage.outbox.put_nowait(None)

    assert "player ended with 3" in caplog.text
    assert (stage.begun, stage.told) == (["advice 1"], [])


async def test_what_was_not_heard_is_not_counted_and_the_next_says_so_first(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stage = Stage(tmp_path)
    player = tmp_path / "player"
    works = player.read_text()
    player.write_text(f"{works}exit 1\n")

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(stage.sink.run(stage.outbox))
        stage.outbox.put_nowait(advice(1, LOOSEN, FindingKind.LACING, Side.LEFT))
        async with asyncio.timeout(20):
            while "not heard" not in caplog.text:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.01)
        (tmp_path / "part").with_suffix(".sh").write_text(works)
        (tmp_path / "part.sh").chmod(player.stat().st_mode)
        (tmp_path / "part.sh").replace(player)
        for number, words in ((2, SHORTER), (3, LOOSEN)):
            stage.outbox.put_nowait(advice(number, words, FindingKind.OVERSTRIDING, None))
            async with asyncio.timeout(20):
                while f"advice {number}" not in stage.told:  # noqa: ASYNC110 - another process
                    await asyncio.sleep(0.01)
        stage.outbox.put_nowait(None)

    assert stage.begun == ["advice 1", "advice 2", "advice 3"]
    assert stage.told == ["advice 2", "advice 3"]
    assert stage.words_of(1) == [texts("en").voice["unheard"], SHORTER]
    assert stage.words_of(2) == [LOOSEN]


@pytest.mark.parametrize("first", ["#!/bin/sh\nexit 1\n", "#!/no/such/shell\n"])
async def test_where_the_first_player_fails_the_next_one_speaks_and_goes_on(
    first: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """As on a hub without a desktop: PipeWire's player is there, and nothing runs behind it."""
    stage, programs = Stage(tmp_path), tmp_path / "programs"
    programs.mkdir()
    (programs / "pw-play").write_text(first)
    (programs / "aplay").write_text(f'#!/bin/sh\nexec {tmp_path}/player "$2"\n')
    for program in programs.iterdir():
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=":")
    settings = VoiceSettings(phrases=str(tmp_path / "pack"), lead_in_s=0.0)
    sink = VoiceSink(settings, Speech(settings), lambda: 61.0, stage.hear)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(sink.run(stage.outbox))
        for number, words in ((1, LOOSEN), (2, SHORTER)):
            stage.outbox.put_nowait(advice(number, words, FindingKind.LACING, None))
            async with asyncio.timeout(20):
                while f"advice {number}" not in stage.told:  # noqa: ASYNC110 - another process
                    await asyncio.sleep(0.01)
        stage.outbox.put_nowait(None)

    assert caplog.text.count("not heard") == 1
    assert stage.told == ["advice 1", "advice 2"]


async def test_where_no_player_can_be_started_for_a_while_the_voice_comes_back(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """As while packages are upgraded: the program is there, and the system cannot run it."""
    stage, player = Stage(tmp_path), tmp_path / "player"
    works = player.read_text()
    player.write_text("#!/no/such/shell\n")

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(stage.sink.run(stage.outbox))
        stage.outbox.put_nowait(advice(1, LOOSEN, FindingKind.LACING, Side.LEFT))
        await until(lambda: "not heard" in caplog.text)
        player.write_text(works)
        stage.outbox.put_nowait(advice(2, SHORTER, FindingKind.OVERSTRIDING, None))
        await until(lambda: stage.told == ["advice 2"])
        stage.outbox.put_nowait(None)

    assert f"{player}: No such file or directory" in caplog.text
    assert stage.words_of(0) == [texts("en").voice["unheard"], SHORTER]
