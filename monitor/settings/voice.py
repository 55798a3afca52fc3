"""How the hub speaks."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from monitor.settings.kinds import Fraction, NonNegative


class VoiceSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Speech from the hub: its loudspeaker, or a paired headset."""

    on: bool = False
    """Speak while a run goes on."""
    language: Literal["en", "de"] = "en"
    """Language of what is said."""
    player: str = "auto"
    """Program that plays a WAV file, by name or path; auto takes pw-play or aplay."""
    words_per_min: Annotated[int, Meta(ge=80, le=400)] = 150
    """Speed of speech, words/min.

    Rule of thumb: slower than espeak-ng's 175, for a runner who breathes hard.
    """
    lead_in_s: NonNegative = 0.4
    """Faint noise before the first word, s: a Bluetooth headset that wakes swallows as much.

    Rule of thumb.
    """
    pan: Fraction = 0.6
    """How far a sentence about one foot moves to that ear: 0 not at all, 1 all the way.

    Rule of thumb: the other ear still hears it.
    """
    metronome: bool = False
    """After "shorter steps", beat for a minute, 5 % quicker than you run; any sentence ends it."""
    phrases: str = ""
    """Folder of your own recordings, LANGUAGE/PHRASE.wav, with the names of `footloose voices`."""
