"""Limits of advice: how often, how loudly and how long the coach speaks."""

from typing import Annotated, Final

from msgspec import Meta, Struct

from monitor.settings.kinds import Count, Fraction, NonNegative, Positive
from monitor.settings.speech import SpeechSettings

WEAK_COVERAGE: Final = 0.5
"""A risk of which less was measured is shown as weak evidence. Rule of thumb: less than half."""


class AdviceLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Limits of what is said, and of whether it helped."""

    speech: SpeechSettings = SpeechSettings()
    """What is said, and how often."""
    try_cues: bool = False
    """Whether the runner agreed to find out if cues help: one in five, by a coin, is not said."""
    try_seed: Annotated[int, Meta(ge=0, le=0x7FFFFFFF)] = 0
    """Where the coin begins; each run draws its own, and the recording keeps it. Rule of thumb: any
    number does."""
    drinks_per_hour: Count = 2
    """Reminders to drink in any hour: drinking beyond thirst harms. Rule of thumb."""
    repeat_s: Positive = 60.0
    """A report again within this of the last answer is acknowledged only, s. Rule of thumb."""
    late_report_s: Positive = 900.0
    """A report that arrives later than this after its press is only acknowledged, s.

    Rule of thumb: it is of another stretch of the run. What needs help at once is never too late.
    """
    at_laces_s: Positive = 10.0
    """Who stood or walked for this long after the laces were asked for has seen to them, s.

    Rule of thumb: less than it takes, for the end of a stop may be missed.
    """
    after_stop_s: Positive = 15.0
    """So long after a stop its laces are judged, s. Rule of thumb: more than the strides that are
    compared."""
    numb_most_s: Positive = 600.0
    """Numb, and running on, for this long ends the run, s. Rule of thumb."""
    pair_s: NonNegative = 5.0
    """A sentence about one foot waits this long for the other foot to join, s.

    Rule of thumb: a few strides.
    """
    cause_first_s: NonNegative = 45.0
    """An effect that is seen waits this long for its cause to show, s.

    Rule of thumb: overstriding is found a quarter of a minute after the tiredness it looks like.
    """
    stop_settle_s: NonNegative = 3.0
    """A stop counts for the laces from this on, s. Rule of thumb: not one odd stride."""
    stop_again_s: Positive = 120.0
    """The laces are spoken of again at another stop only after this long, s. Rule of thumb."""
    at_stops: Count = 3
    """At so many stops the laces are spoken of again until the pressure falls. Rule of thumb."""
    ankles_s: Positive = 30.0
    """This far into a break the ankles are circled, s. Rule of thumb: half a minute's walk."""
    better_s: Positive = 60.0
    """This long after a break began, or laces were loosened, it is asked whether it is better, s.

    Only after a rest of this long can a report say that the break was in vain. Rule of thumb: a
    minute's walk.
    """
    better_blind_s: Positive = 120.0
    """The same after a walk was asked for, where nothing tells how the runner moves, s.

    Rule of thumb: a minute to find a place, a minute's walk.
    """
    better_wait_s: Positive = 30.0
    """An answer is waited for so long, s. Rule of thumb."""
    which_pause_s: Positive = 4.0
    """So long after the answer to a report without a foot it is asked which, s. Rule of thumb."""
    which_wait_s: Positive = 8.0
    """Silence for so long after such a question is a no, s. Rule of thumb."""
    early_runs: Count = 3
    """Runs with a reported onset after which a walk is offered before it. Rule of thumb."""
    early_share: Fraction = 0.7
    """Part of the usual minutes to the first symptom after which it is offered. Rule of thumb."""
    early_longer: Fraction = 0.05
    """After a run without a report that part grows by this much, up to 1. Rule of thumb."""
    early_kept: Count = 10
    """Onsets that the profile keeps. Rule of thumb."""
    heart_near_fraction: Fraction = 0.93
    """From this part of the maximal heart rate on, slowing down comes first. Rule of thumb."""
    salt_after_s: Positive = 5400.0
    """In heat, from this long on, something salty is said as well, s. Rule of thumb."""
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
    risk_fell: Fraction = 0.1
    """Fall of a zone's risk, as a part of it, that counts as one. Rule of thumb: what a walk of a
    minute takes from a dose."""
    coverage_held: Fraction = 0.1
    """A risk of which less was measured, by more than this share, cannot be compared.
    Rule of thumb."""
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
    rose_fraction: Fraction = 0.3
    """Rise of swing pressure above the least since loosening helped, or since it was last done in
    vain, that makes it tight again.

    Rule of thumb: twice what counts as loosened; feet swell by less while they warm up.
    """
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
