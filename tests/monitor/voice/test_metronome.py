"""It beats at the wanted cadence, when it is wanted, and until something is said."""

import os
import shutil
import subprocess

import numpy as np
import pytest

from monitor.types import Action, Advice, FloatArray, Side
from monitor.voice import mp3
from monitor.voice.metronome import QUICKER, Metronome, beats
from monitor.voice.policy import Policy
from monitor.voice.sound import RATE_HZ
from monitor.voice.utterances import BEATS_S, utterance_of
from tests.browser.browsing import STOP, TIGHT, a_stride

SHORTER = Advice(
    number=3,
    t_s=60.0,
    expires_s=90.0,
    action=Action.SHORTER_STEPS,
    cause=None,
    side=None,
    text="Take shorter, softer steps.",
    reason="",
)


def onsets_s(samples: FloatArray, rate_hz: int) -> FloatArray:
    """When clicks begin: where it is loud after quiet."""
    loud = np.flatnonzero(np.abs(samples) > 0.05)
    firsts = np.concatenate([[True], np.diff(loud) > 0.1 * rate_hz])
    return loud[firsts] / rate_hz


@pytest.mark.parametrize("beat_spm", [140.0, 171.3, 200.7])
def test_beats_are_within_a_thousandth_over_the_whole_minute(beat_spm: float) -> None:
    found = onsets_s(beats(beat_spm), RATE_HZ)

    wanted_s = np.arange(len(found)) * 60.0 / beat_spm
    assert len(found) == int(BEATS_S * beat_spm / 60.0)
    assert np.abs(found - found[0] - wanted_s).max() < 0.001 * 60.0 / beat_spm + 2.0 / RATE_HZ


@pytest.mark.skipif(
    shutil.which("mpg123") is None and not os.environ.get("CI"),
    reason="scripts/system-packages installs mpg123",
)
def test_the_radio_keeps_the_beat_within_one_percent() -> None:
    sound = b"".join(mp3.encode(beats(168.0)))
    command = ["mpg123", "-q", "--no-gapless", "-s", "-"]
    done = subprocess.run(command, input=sound, capture_output=True, check=True)
    found = onsets_s(np.frombuffer(done.stdout, "<i2") / 32_768.0, mp3.STREAM_HZ)

    steps_s = np.diff(found)
    assert len(found) > 160
    assert 60.0 / steps_s.mean() == pytest.approx(168.0, rel=0.001)
    assert np.abs(steps_s * 168.0 / 60.0 - 1.0).max() < 0.01


def test_it_beats_after_shorter_steps_at_the_runners_own_cadence_and_a_little_more() -> None:
    metronome = Metronome()
    before = metronome.push(SHORTER)
    for number in range(30):
        metronome.push(a_stride(Side.LEFT, 30.0 + number))
    stride = a_stride(Side.LEFT, 60.0)

    others = [metronome.push(each) for each in (TIGHT, stride)]
    beat = metronome.push(SHORTER)

    assert [before, *others] == [None] * 3
    assert beat is not None
    assert beat.beat_spm == pytest.approx(QUICKER * stride.cadence_spm)


def test_it_waits_for_the_sentence_and_any_other_sentence_ends_it() -> None:
    metronome, policy = Metronome(), Policy()
    metronome.push(a_stride(Side.LEFT, 59.0))
    beat, asked, stop = metronome.push(SHORTER), utterance_of(SHORTER), utterance_of(STOP)
    assert beat is not None
    assert asked is not None
    assert stop is not None

    policy.offer(asked, 60.0)
    waits = policy.offer(beat, 60.0)
    after_sentence = policy.done(63.0)
    cut = policy.offer(stop, 80.0)
    after_stop = policy.done(84.0)

    assert (waits, after_sentence, cut, after_stop) == (False, beat, True, None)
