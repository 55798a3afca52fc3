"""The end of a session on the radio, and a voice that fails and comes back."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.texts import texts
from monitor.types import Action, Advice, FindingKind
from monitor.voice.speech import phrase_name
from tests.monitor.web.serving import running
from tests.monitor.web.test_radio import HEAD_START, MARK, Listener
from tests.monitor.web.test_ways import frames_of, until

FORM = Advice(
    number=1,
    t_s=59.0,
    expires_s=120.0,
    action=Action.SHORTER_STEPS,
    cause=FindingKind.OVERSTRIDING,
    side=None,
    text="I see both feet.",  # a phrase that the test has a recording of
    reason="",
)
FLAG = replace(FORM, number=2, red_flag=True, text="I see your left foot only.")


async def test_of_the_last_advice_of_a_run_only_a_red_flag_interrupts_its_end(
    tmp_path: Path,
) -> None:
    """The radio gets the last sentences after the page, which has said the end by then."""
    ended, form, flag = (
        frames_of(tmp_path, text) for text in (texts("en").voice["ended"], FORM.text, FLAG.text)
    )
    async with running(tmp_path) as run:
        listener = await Listener.join(run)
        await listener.hears(HEAD_START)
        run.outbox.put_nowait(None)
        await listener.hears_until(ended[0])
        run.air.put_nowait(FORM)
        run.air.put_nowait(FLAG)
        heard = await listener.hears_until(flag[MARK])
        heard += await listener.hears_until(ended[MARK])
        listener.leave()
    begun = heard.index(flag[0])

    assert form[MARK] not in heard
    assert heard[begun : begun + len(flag)] == flag  # and loses no word to what comes after it


async def test_a_red_flag_of_the_last_moment_is_not_said_anew_for_ever(tmp_path: Path) -> None:
    anew = frames_of(tmp_path, FLAG.text, "unheard")
    async with running(tmp_path) as run:
        run.outbox.put_nowait(None)
        await until(lambda: run.hub.state()["phase"] == "ended")
        run.air.put_nowait(FLAG)
        await until(run.air.empty)
        back = await Listener.join(run)
        heard = await back.hears(300)
        back.leave()

    assert anew[MARK] not in heard


@pytest.mark.skipif(sys.platform != "linux", reason="a file that is there and cannot be read")
async def test_a_voice_that_failed_is_mute_until_words_work_whatever_tones_do(
    tmp_path: Path,
) -> None:
    """And that is known before the next sentence: nobody says it twice to one ear."""

    def speaks() -> bool:
        return bool(run.hub.state()["radio"]["speaks"])

    async with running(tmp_path) as run:
        file = tmp_path / "pack" / "en" / f"{phrase_name(texts('en').voice['test'])}.wav"
        works = file.read_bytes()
        file.unlink()
        file.symlink_to("/proc/self/mem")
        listener = await Listener.join(run)
        await listener.hears(HEAD_START)
        run.hub.radio.say_phrase("test")
        await until(lambda: not speaks())
        heard: list[str] = []
        run.hub.radio.handed = lambda utterance, ended: heard.append(f"{utterance.key} {ended}")
        run.hub.aloud.sound()  # encoded now
        await until(lambda: len(heard) == 2)
        run.hub.aloud.sound()  # kept
        await until(lambda: len(heard) == 4)
        after_tones = speaks()
        file.unlink()
        file.write_bytes(works)
        await until(speaks)
        listener.leave()

    assert not after_tones
