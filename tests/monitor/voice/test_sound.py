import io
import os
import shutil
import wave
from pathlib import Path

import numpy as np
import pytest

from monitor.errors import SinkError
from monitor.settings.voice import VoiceSettings
from monitor.types import FloatArray, Side
from monitor.voice import sound
from monitor.voice.speech import Speech, phrase_name
from monitor.voice.utterances import Earcon, Urgency, Utterance

needs_espeak = pytest.mark.skipif(
    shutil.which("espeak-ng") is None and not os.environ.get("CI"),
    reason="scripts/system-packages installs espeak-ng",
)


def rms_dbfs(samples: FloatArray) -> float:
    return float(20.0 * np.log10(np.sqrt(np.mean(samples**2))))


def test_the_lead_in_is_faint_and_not_silent() -> None:
    assert rms_dbfs(sound.noise(2.0)) == pytest.approx(-60.0, abs=0.5)


@pytest.mark.parametrize("kind", Earcon)
def test_an_earcon_begins_and_ends_without_a_click(kind: Earcon) -> None:
    samples = sound.earcon(kind)

    assert abs(samples[0]) == abs(samples[-1]) == 0.0
    assert 0.25 < np.abs(samples).max() <= 0.3


def test_a_sentence_about_a_foot_is_louder_on_its_ear() -> None:
    left, right = sound.towards(np.ones(4), Side.RIGHT, 0.6).T

    assert left.tolist() == pytest.approx([0.4] * 4)
    assert right.tolist() == [1.0] * 4


def test_a_wav_is_read_as_it_was_written() -> None:
    samples = np.linspace(-1.0, 1.0, 101)

    back = sound.read_wav(sound.write_wav(samples))

    np.testing.assert_allclose(back, samples, atol=1 / 32_767)


def test_a_wav_of_another_rate_and_two_channels_keeps_its_length() -> None:
    file = io.BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setnchannels(2)
        wav.setsampwidth(2)
        wav.setframerate(44_100)
        wav.writeframes(bytes(4 * 44_100))

    assert len(sound.read_wav(file.getvalue())) == sound.RATE_HZ


@pytest.mark.parametrize("data", [b"", b"RIFF", b"no sound at all"])
def test_what_is_no_wav_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no WAV"):
        sound.read_wav(data)


@needs_espeak
def test_words_are_rendered_once_and_kept(tmp_path: Path) -> None:
    settings = VoiceSettings(language="de")
    first = Speech(settings, tmp_path).samples("Connected again.", "Wieder verbunden.")
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(sound.write_wav(np.zeros(7)))

    again = Speech(settings, tmp_path).samples("Connected again.", "Wieder verbunden.")

    assert 0.3 * sound.RATE_HZ < len(first) < 3 * sound.RATE_HZ
    assert len(again) == 7


@needs_espeak
def test_words_that_look_like_an_option_are_words() -> None:
    assert len(Speech(VoiceSettings()).samples("--version", "--version")) > 1000


def test_a_recording_of_a_phrase_replaces_espeak(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    file = tmp_path / "en" / f"{phrase_name('Connected again.')}.wav"
    file.write_bytes(sound.write_wav(np.full(5, 0.5)))
    speech = Speech(VoiceSettings(phrases=str(tmp_path)))

    samples = speech.of(Utterance("x", Urgency.STATUS, 1.0, phrase="connected"))

    assert samples.tolist() == pytest.approx([0.5] * 5, abs=1e-4)


def test_a_recording_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "connected-again.wav").write_bytes(b"noise")
    speech = Speech(VoiceSettings(phrases=str(tmp_path)))

    with pytest.raises(SinkError, match="connected-again: no WAV"):
        speech.of(Utterance("x", Urgency.STATUS, 1.0, phrase="connected"))
