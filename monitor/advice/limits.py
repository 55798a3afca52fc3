"""How often, how loudly and how long do we speak? Limits of advice."""

from msgspec import Struct

from monitor.settings.kinds import Count, Fraction, NonNegative, Positive
from monitor.settings.speech import SpeechSettings


class AdviceLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Limits of what is said, and of whether it helped."""

    speech: SpeechSettings = SpeechSettings()
    """What is said, and how often."""
    fade_s: Positive = 3600.0
    """Cooldowns of form cues grow by themselves once every such time: feedback fades, s.

    Rule of thumb: a skill that is cued for ever is not learned.
    """
    risk_act: Positive = 1.0
    """Risk level at which a zone speaks without a finding. Definition: the runner's threshold."""
    risk_warn: Positive = 0.8
    """And already at this level, if at its rate it will be there soon. Rule of thumb."""
    risk_ease: Fraction = 0.7
    """It is quiet again below this level. Rule of thumb."""
    risk_raised: Fraction = 0.5
    """From this level on a risk is shown as raised. Rule of thumb: half of the threshold."""
    cue_outcome_s: Positive = 90.0
    """Gait should have changed within this long, s. Rule of thumb: some hundred steps."""
    fit_outcome_s: Positive = 180.0
    """Pressure should have fallen within this long, s. Rule of thumb: the next safe stop."""
    walk_outcome_s: Positive = 180.0
    """A walk of a minute should have been taken within this long, s. Rule of thumb."""
    passed_s: NonNegative = 10.0
    """What is over sooner than this after a sentence was not answered: it passed by itself, s.

    Rule of thumb: no detector sees a change of gait sooner.
    """
    dismiss_s: Positive = 30.0
    """Who asks for quiet within this of a sentence dismisses it, s. Rule of thumb."""
    fell_fraction: Fraction = 0.15
    """Fall of swing pressure, as a fraction of it, that counts as loosened. Rule of thumb."""
    pressure_strides: Count = 12
    """Strides whose median pressure is compared before and after. Rule of thumb."""
    cue_expires_s: Positive = 10.0
    """A form cue is worthless after this long, s. Rule of thumb."""
    expires_s: Positive = 60.0
    """Other advice is worthless after this long, s. Rule of thumb."""
    red_flag_expires_s: Positive = 1800.0
    """A red-flag card stays this long, s. Rule of thumb."""
    rest_s: Positive = 120.0
    """Pain that is tapped again after a rest of this long has not eased with rest, s.

    Rule of thumb; the article says only "does not resolve with rest".
    """
    numb_after_stop_s: Positive = 1800.0
    """Numb for this long after running is a reason to see a specialist, s. [P] the article: 30 min.
    """
    running_s: Positive = 60.0
    """Running shorter than this does not undo that running had ended, s.

    Rule of thumb: a dash across a road on the way home.
    """
    walked_s: Positive = 30.0
    """Who stood or walked for this long after being asked to walk has walked, s.

    Rule of thumb: half of the minute that is asked for.
    """
    in_vain_s: Positive = 1800.0
    """A symptom that is tapped again after a walk is a red flag within this of the sentence, s.

    Rule of thumb: half an hour, as the article's numbness; later it is another story.
    """
    stand_most_m_s: Positive = 0.3
    """Slower than this by another device is standing, where no pod tells, m/s. Rule of thumb."""
    run_least_m_s: Positive = 2.0
    """From this on it is running, m/s: where people change from walking to running [P].

    Hreljac 1993, Med Sci Sports Exerc 25:1158.
    """
