"""What is said to the runner, and how often."""

from msgspec import Struct

from monitor.settings.kinds import Count, NonNegative, Positive


class SpeechSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is said, and how often. Red flags speak whatever stands here."""

    treadmill: bool = False
    """You run on a treadmill: advice says to stop it before you bend to a shoe."""
    mute_cues: bool = False
    """Say nothing about your form. Comfort, symptoms and red flags are said all the same."""
    gap_s: Positive = 20.0
    """Shortest time between two sentences, s.

    Rule of thumb.
    """
    cues_per_hour: Count = 4
    """Most sentences about your form in an hour.

    Rule of thumb: praise and blame wear off.
    """
    advice_per_hour: Count = 8
    """Most sentences about what is measured in an hour.

    Rule of thumb.
    """
    answers_per_hour: Count = 12
    """Most answers with advice to what you report in an hour; more are only acknowledged.

    Rule of thumb.
    """
    cue_cooldown_s: Positive = 420.0
    """The same sentence about your form is not repeated sooner than this, s.

    Rule of thumb.
    """
    fit_cooldown_s: Positive = 300.0
    """The same sentence about a shoe or a walk is not repeated sooner than this, s.

    Rule of thumb.
    """
    red_flag_cooldown_s: Positive = 600.0
    """The same red flag is not repeated sooner than this, s. The pause grows each time.

    Rule of thumb.
    """
    resume_s: NonNegative = 20.0
    """After a stop, stay quiet for this long once you move again, s.

    Rule of thumb: the shoe is new to the sensors.
    """
    snooze_most_s: Positive = 3600.0
    """When you ask for quiet, it lasts at most this long, s.

    Rule of thumb.
    """
    warn_s: NonNegative = 300.0
    """Warn this long before a foot is expected to feel as it did in two earlier runs, s; 0: never.

    Rule of thumb: time to find a place to stop.
    """
