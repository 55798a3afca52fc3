"""Turn words into sound: a recording of them, or espeak-ng, kept for the next time."""

import hashlib
import re
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Final

import numpy as np
from msgspec import structs

from monitor.errors import RecordingError, SinkError
from monitor.files.output import write_file
from monitor.settings.voice import VoiceSettings
from monitor.texts import LANGUAGES, texts, translate
from monitor.types import FloatArray
from monitor.voice.sound import read_wav
from monitor.voice.utterances import Utterance

ESPEAK: Final = "espeak-ng"
_LONGEST_S: Final = 20.0
"""Longest that espeak-ng may take. Rule of thumb: it takes 30 ms."""
_NAME: Final = re.compile(r"[^a-z0-9]+")
_NAME_LENGTH: Final = 60


def phrase_name(english: str) -> str:
    """Give the name of a phrase, for the file of its recording.

    >>> phrase_name("Left laces are too tight.")
    'left-laces-are-too-tight'
    """
    return _NAME.sub("-", english.lower()).strip("-")[:_NAME_LENGTH]


class Speech:
    """Words to samples.

    Parameters
    ----------
    settings : VoiceSettings
    cache : Path or None
        Folder in which what was rendered is kept; None keeps it in memory only.
    """

    def __init__(self, settings: VoiceSettings, cache: Path | None = None) -> None:
        self._settings, self._cache = settings, cache
        self._pack = Path(settings.phrases) if settings.phrases else None
        self._rendered: dict[str, FloatArray] = {}

    def prepare(self) -> None:
        """Render what the voice says that is no advice, in every language where it is kept.

        It takes a second a language the first time.

        Raises
        ------
        SinkError
            If espeak-ng is not there, or refuses.
        """
        for english in texts("en").voice.values():
            self.samples(english, self._own(english))
        if self._cache is not None:
            for language in LANGUAGES:
                if language != self._settings.language:
                    other = Speech(structs.replace(self._settings, language=language), self._cache)
                    for english in texts("en").voice.values():
                        other.samples(english, other._own(english))

    def of(self, utterance: Utterance) -> FloatArray:
        """Give the words of an utterance as samples; none, if it has no words.

        Raises
        ------
        SinkError
            If espeak-ng is not there, or refuses, or a recorded phrase cannot be read.
        """
        said = [texts("en").voice[name] for name in utterance.phrase.split()]
        parts = [self.samples(english, self._own(english)) for english in said]
        if utterance.words:
            words = translate(utterance.words, self._settings.language)
            parts.append(self.samples(utterance.words, words))
        return np.concatenate(parts) if parts else np.zeros(0)

    def samples(self, english: str, words: str) -> FloatArray:
        """Give words as samples; the English ones name the recording that replaces them."""
        key = hashlib.blake2b(
            f"{self._settings.language} {self._settings.words_per_min} {words}".encode(),
            digest_size=12,
        ).hexdigest()
        if key not in self._rendered:
            data = self._recorded(english) or self._kept(key) or self._render(words, key)
            try:
                self._rendered[key] = read_wav(data)
            except ValueError as error:
                raise SinkError(f"phrase {phrase_name(english)}: {error}") from error
        return self._rendered[key]

    def _own(self, english: str) -> str:
        """Give a text of the voice in the language that is spoken."""
        source, own = texts("en").voice, texts(self._settings.language).voice
        return next(own[key] for key, text in source.items() if text == english)

    def _recorded(self, english: str) -> bytes | None:
        if self._pack is None:
            return None
        file = self._pack / self._settings.language / f"{phrase_name(english)}.wav"
        try:
            return file.read_bytes() if file.is_file() else None
        except OSError as error:
            raise SinkError(f"{file}: {error.strerror}") from error

    def _kept(self, key: str) -> bytes | None:
        if self._cache is None:
            return None
        file = self._cache / f"{key}.wav"
        with suppress(OSError):  # else it is rendered again
            return file.read_bytes() if file.is_file() else None
        return None

    def _render(self, words: str, key: str) -> bytes:
        program = shutil.which(ESPEAK)
        if program is None:
            raise SinkError(f"{ESPEAK} is not installed (Debian package {ESPEAK})")
        settings = self._settings
        command = [program, "-v", settings.language, "-s", str(settings.words_per_min), "--stdout"]
        try:
            # the words go in by stdin: whatever they are, they are no option
            done = subprocess.run(
                command, input=words.encode(), capture_output=True, timeout=_LONGEST_S, check=True
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise SinkError(f"{ESPEAK}: {error}") from error
        if self._cache is not None:
            with suppress(RecordingError):  # else it is rendered again the next time
                write_file(self._cache / f"{key}.wav", done.stdout, force=True)
        return done.stdout
