"""What the radio says counts as heard only if it was; a red flag nobody heard comes again."""

import asyncio
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from monitor.session.said import Heard, said_in
from monitor.settings.voice import VoiceSettings
from monitor.sinks.voice import spoken
from monitor.texts import texts
from monitor.types import (
    Action,
    Advice,
    Feeling,
    HeartBeat,
    Notice,
    NoticeKind,
    Side,
    WishKind,
    Zone,
)
from monitor.voice import mp3
from monitor.voice.speech import Speech, phrase_name
from monitor.voice.utterances import Earcon, Urgency, Utterance
from monitor.web.messages import (
    AskMessage,
    HeardMessage,
    LacesMessage,
    LiftMessage,
    TapMessage,
    WishMessage,
)
from tests.browser.browsing import a_risk
from tests.monitor.web.serving import Running, radio, running
from tests.monitor.web.test_fit_check import told
from tests.monitor.web.test_radio import HEAD_START, MARK, Listener

STOP = Advice(
    number=7,
    t_s=60.0,
    expires_s=1860.0,
    action=Action.STOP,
    cause=None,
    side=None,
    text="I see both feet.",  # a phrase that the test has a recording of
    reason="",
    red_flag=True,
)


@dataclass
class Ear:
    """One more way to the runner's ear."""

    say: Callable[[Utterance], None]

    def end(self) -> None:
        """Hear nothing of it."""


def frames_of(folder: Path, words: str, phrase: str = "") -> list[bytes]:
    """Frames of words, perhaps after a text of the voice."""
    radio(folder)
    settings = VoiceSettings(phrases=str(folder / "pack"))
    said = Utterance("any", Urgency.RED_FLAG, 0.0, words, phrase)
    return list(mp3.encode(spoken(said, Speech(settings), 0.0)))


async def state_once(run: Running, key: str) -> dict[str, Any]:
    """Wait until the radio's state has something at a key."""
    await until(lambda: bool(run.hub.state()["radio"][key]))
    found: dict[str, Any] = run.hub.state()["radio"][key]
    return found


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not happened():  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.02)


def tell(run: Running, message: Any) -> asyncio.Event:
    done = asyncio.Event()
    run.hub.press(message, done.set)
    return done


async def test_a_red_flag_that_no_radio_heard_is_said_anew_to_who_joins_until_it_is_heard(
    tmp_path: Path,
) -> None:
    said = frames_of(tmp_path, STOP.text)
    anew = frames_of(tmp_path, STOP.text, "unheard")
    async with running(tmp_path) as run:
        run.hub.radio.handed = run.hub.on_air
        run.air.put_nowait(STOP)
        run.air.put_nowait(Notice(NoticeKind.UNSEEN, 60.0, "pod", "", Side.LEFT))
        late = await Listener.join(run)
        first = await late.hears_until(anew[-MARK])
        known = await state_once(run, "said")
        late.leave()
        await tell(run, HeardMessage("heard 7", 7, "radio")).wait()
        later = await Listener.join(run)
        after = await later.hears(HEAD_START + 80)
        later.leave()

    assert anew[MARK] in first
    assert known["number"] == 7
    assert said[MARK] not in after


async def test_a_sentence_counts_as_heard_by_radio_only_once_the_radio_said_it(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as run:
        run.hub.radio.handed = run.hub.on_air
        await tell(run, HeardMessage("too early", 7, "radio")).wait()
        listener = await Listener.join(run)
        await listener.hears(HEAD_START)
        run.air.put_nowait(STOP)
        await listener.hears_until(frames_of(tmp_path, STOP.text)[MARK])
        await tell(run, HeardMessage("in the middle", 7, "radio")).wait()
        await asyncio.to_thread(run.journal.sync)
        before = said_in(run.journal.path)
        await state_once(run, "said")
        await tell(run, HeardMessage("after it", 7, "radio")).wait()
        await asyncio.to_thread(run.journal.sync)
        heard = said_in(run.journal.path)
        listener.leave()

    assert before is not None
    assert heard is not None
    assert [each.confirmed for each in before.heard] == [False]
    assert heard.heard == [Heard(7, "radio"), Heard(7, "radio", confirmed=True)]


@pytest.mark.skipif(sys.platform != "linux", reason="a file that is there and cannot be read")
async def test_a_hub_that_cannot_speak_says_so_and_says_when_it_can_again(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        unreadable = tmp_path / "pack" / "en" / f"{phrase_name(texts('en').voice['test'])}.wav"
        unreadable.unlink()
        unreadable.symlink_to("/proc/self/mem")
        listener = await Listener.join(run)
        await listener.hears(HEAD_START)
        run.hub.radio.say_phrase("test")
        await until(lambda: not run.hub.state()["radio"]["speaks"])
        run.hub.radio.say_phrase("ready")
        await state_once(run, "speaks")
        listener.leave()


async def test_the_end_of_a_run_is_said_and_ends_the_beats_and_is_noted_nowhere(
    tmp_path: Path,
) -> None:
    ended = frames_of(tmp_path, texts("en").voice["ended"])
    noted: list[str] = []
    async with running(tmp_path) as run:
        run.hub.radio.handed = lambda utterance, _: noted.append(utterance.key)
        listener = await Listener.join(run)
        await listener.hears(HEAD_START)
        run.hub.radio.say(Utterance("metronome 1", Urgency.STATUS, 99.0, beat_spm=180.0))
        await until(lambda: bool(noted))
        run.outbox.put_nowait(None)
        await listener.hears_until(ended[MARK])
        listener.leave()

    assert noted == ["metronome 1"]


async def test_whoever_asks_is_answered_on_every_way_and_hears_the_risk_too(
    tmp_path: Path,
) -> None:
    said: list[str] = []
    async with running(tmp_path) as run:
        run.hub.aloud.also(Ear(lambda utterance: said.append(utterance.phrase)))
        for side in Side:
            run.hub.write(told(side)._replace(t_rx_s=60.0))
        run.say(a_risk(Side.LEFT, Zone.TOP), a_risk(Side.RIGHT, Zone.SOLE), HeartBeat(60.0, 150.0))
        await shown(run)
        await tell(run, AskMessage("1")).wait()
        run.say(Notice(NoticeKind.UNSEEN, 60.0, "pod", "", Side.LEFT), HeartBeat(60.0, 151.0))
        await shown(run, 151.0)
        await tell(run, AskMessage("2")).wait()
        run.say(a_risk(Side.RIGHT, Zone.FOREFOOT), HeartBeat(60.0, 152.0))
        run.clock[0] += 60.0
        await tell(run, AskMessage("3")).wait()

    assert said[:3] == [
        "seen.both risk.now",
        "seen.right risk.low_partly",
        "seen.none risk.not_assessed",
    ]


async def test_each_press_is_answered_by_a_sound_when_it_comes_whatever_its_age(
    tmp_path: Path,
) -> None:
    said: list[Earcon | None] = []
    async with running(tmp_path) as run:
        run.hub.aloud.also(Ear(lambda utterance: said.append(utterance.earcon)))
        tap = TapMessage("1", Feeling.NUMB, age_s=40.0)
        for message in (tap, tap, WishMessage("2", WishKind.PAUSE)):
            await tell(run, message).wait()
        taps = list(said)
        await tell(run, LacesMessage("3", "skip")).wait()
        skip = list(said)
        await tell(run, LiftMessage("4", "begin")).wait()
        await until(lambda: None in said)  # the first step is said

    assert taps == [Earcon.TAP] * 2
    assert skip == [Earcon.TAP] * 3
    assert said.count(Earcon.TAP) == 4


async def shown(run: Running, heart_bpm: float = 150.0) -> None:
    """Wait until what was said before a heart beat is on the board."""
    known = run.hub.state
    await until(lambda: known()["numbers"].get("heart_bpm") == (heart_bpm, 60.0))
