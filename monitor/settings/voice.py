"""How the hub speaks."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from monitor.settings.kinds import Fraction, NonNegative


class VoiceSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Speech from the hub itself, by its loudspeaker or a headset."""

    on: bool = False
    """Speak while a run goes on."""
    language: Literal["en", "de"] = "en"
    """Language of what is said."""
    player: str = "auto"
    """Program that plays a WAV file; auto takes pw-play (PipeWire) or aplay (ALSA)."""
    words_per_min: Annotated[int, Meta(ge=80, le=400)] = 150
    """Speed of speech, words/min.

    Rule of thumb: slower than espeak-ng's 175, for a runner who breathes hard.
    """
    lead_in_s: NonNegative = 0.4
    """Faint noise before the first word, which a headset that wakes up swallows, s.

    Rule of thumb.
    """
    pan: Fraction = 0.6
    """How far a sentence about one foot moves to that ear: 0 not at all, 1 all the way.

    Rule of thumb: the other ear still hears it.
    """
    phrases: str = ""
    """Folder of recordings that replace espeak-ng, named as `footloose voices` lists them."""
