"""Every sentence that is said, in one table; each has a key, so that others can translate it.

A sentence of advice is one or two of these: what is the matter, then what to do. At most nine
words each, a capital and a full stop. ``{Side}`` and ``{side}`` are the foot; ``{Of}`` is the foot
for sentences about a place on it. Where the wording differs for both feet, or for a foot that was
not said, the sentence has its own form for it.
"""

from dataclasses import dataclass
from typing import Final

from monitor.types import Side

MOST_WORDS: Final = 9
"""Words in one sentence. Rule of thumb: what a runner takes in at once."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: for one foot, for both, and where no foot is named."""

    one: str
    both: str
    none: str


def _all(text: str) -> Sentence:
    return Sentence(text, text, text)


def _feet(one: str, both: str, none: str | None = None) -> Sentence:
    return Sentence(one, both, none or both)


SENTENCES: Final[dict[str, Sentence]] = {
    # what the sensors see
    "laces_tight": _feet(
        "{Side} laces are too tight.", "Laces on both feet are too tight.", "Laces are too tight."
    ),
    "laces_still_tight": _feet(
        "{Side} laces are still too tight.", "Laces on both feet are still too tight."
    ),
    "laces_tight_from_start": _feet(
        "{Side} laces are tight from the start.", "Both laces are tight from the start."
    ),
    "foot_swelling": _feet(
        "{Side} foot is swelling in the shoe.", "Both feet are swelling in the shoes."
    ),
    "foot_still_swelling": _feet(
        "{Side} foot is still swelling in the shoe.", "Both feet are still swelling in the shoes."
    ),
    "shoe_narrow_still": _feet(
        "{Side} shoe still squeezes the forefoot.", "Both shoes still squeeze the forefoot."
    ),
    "shoe_narrow": _feet("{Side} shoe squeezes the forefoot.", "Both shoes squeeze the forefoot."),
    "landing_far_ahead": _all("You land far ahead of your body."),
    "landing_hard": _feet("{Side} foot lands hard.", "You land hard."),
    "calf_working_hard": _feet("{Side} calf is working hard.", "Both calves are working hard."),
    "form_tiring": _all("Your form is tiring."),
    "steps_uneven": _all("Your steps have become uneven."),
    "foot_slapping": _all("One foot is slapping down."),
    "heart_rising": _all("Your heart rate is rising."),
    "heart_near_most": _all("Your heart rate is very high."),
    "heart_rising_in_heat": _all("Your heart works hard in the heat."),
    "foot_not_lifting": _feet("{Side} foot is not lifting.", "Your feet are not lifting."),
    "risk_top": _feet("Top of the {side} foot may go numb.", "Both feet may go numb on top."),
    "risk_sole": _feet("{Side} sole may go numb.", "Both soles may go numb."),
    "risk_forefoot": _feet("{Side} forefoot may go numb.", "The front of both feet may go numb."),
    "foot_unseen": _feet("I cannot see your {side} foot.", "I cannot see your feet."),
    "foot_seen": _feet("I see your {side} foot again.", "I see your feet again."),
    # what is wrong with the sensors themselves
    "sensor_frozen": _feet("{Side} foot sensor says nothing new.", "Foot sensors say nothing new."),
    "sensor_constant": _feet("{Side} foot sensor is stuck.", "Foot sensors are stuck."),
    "sensor_saturated": _feet(
        "{Side} foot sensor is at its limit.", "Foot sensors are at their limit."
    ),
    "sensor_drifting": _feet("{Side} foot sensor drifts.", "Foot sensors drift."),
    "sensor_wrong_rate": _feet(
        "{Side} foot sensor has the wrong rate.", "Foot sensors have the wrong rate."
    ),
    "sensor_back": _feet("{Side} foot sensor works again.", "Foot sensors work again."),
    "no_strides": _feet(
        "{Side} foot moves, but I see no strides.", "I see no strides of your feet."
    ),
    "sensor_turned": _feet("{Side} foot sensor may have turned.", "Foot sensors may have turned."),
    "feet_crossed": _feet(
        "{Side} foot sensors may sit on both feet.", "Foot sensors may be crossed."
    ),
    "clocks_apart": _feet(
        "{Side} foot sensors disagree on the time.", "Foot sensors disagree on the time."
    ),
    "clocks_corrected": _all("I correct that."),
    "clocks_unknown": _all("I cannot measure your steps' length."),
    "switch_sensor": _feet("Switch it off and on.", "Switch them off and on."),
    "look_at_shoes": _all("See on which shoe each one is."),
    "look_at_sensor": _feet("See whether it sits firmly.", "See whether they sit firmly."),
    # what the runner reports; the words are put together in `report`
    "pain_at_rest": _all("Rest does not ease the pain."),
    "numb_long_after": _all("Still not well after half an hour."),
    "numb_in_vain": _all("The break did not help."),
    "numb_too_long": _all("That is too long."),
    "pain_again": _all("The pain is back."),
    "calf_swollen": _feet("{Side} calf is swollen.", "Both calves are swollen.", "Calf swollen."),
    "dizzy": _all("You are dizzy."),
    # what to do
    "loosen_next_stop": _feet(
        "Loosen them a little at your next stop.", "Loosen both a little at your next stop."
    ),
    "loosen_stop": _all("Stop, step aside and loosen them."),
    "loosen_now": _all("Loosen them a little now."),
    "loosen_belt": _all("Stop the belt first, then loosen them."),
    "laces_next_stop": _all("Loosen the laces at your next stop."),
    "laces_stop": _all("Stop, step aside and loosen the laces."),
    "laces_now": _all("Loosen the laces a little now."),
    "laces_belt": _all("Stop the belt first, then loosen the laces."),
    "room_next_stop": _feet(
        "Give it more room at your next stop.", "Give them more room at your next stop."
    ),
    "room_stop": _all("Stop, step aside and loosen the laces."),
    "room_now": _all("Loosen the laces a little now."),
    "room_belt": _all("Stop the belt first, then loosen the laces."),
    "lowest_next_stop": _all("Loosen the lowest laces at your next stop."),
    "lowest_now": _all("Loosen the lowest laces now."),
    "lowest_belt": _all("Stop the belt and loosen the lowest laces."),
    "wider_next_time": _feet("Wear a wider shoe next time.", "Wear wider shoes next time."),
    "tie_again": _all("Then tie them again."),
    "shorter_steps": _all("Take shorter, quicker steps."),
    "softer_steps": _all("Take shorter, softer steps."),
    "slow_down": _all("Slow down a little."),
    "slow_belt": _all("Slow the belt a little."),
    "walk": _all("Walk for a minute."),
    "walk_belt": _all("Slow the belt and walk for a minute."),
    "circle_ankles": _feet("Circle your {side} ankle.", "Circle your ankles."),
    "circle_belt": _feet(
        "Stop the belt and circle your {side} ankle.", "Stop the belt and circle your ankles."
    ),
    "drink": _all("Drink if you are thirsty."),
    "drink_salt": _all("Drink if thirsty, and take something salty."),
    "end_run": _all("End the run here."),
    "end_run_still": _all("End the run here."),
    "end_run_urgent": _all("End the run here."),
    "clinician": _all("See a clinician."),
    "see_clinician": _all("Stop here and see a clinician."),
    "stop_and_cool": _all("Stop, cool down and get help."),
    # during a break, and answers
    "better": _all("Better?"),
    "which_foot": _feet("{Side} foot?", "Both feet?"),
    "start_slowly": _all("Start slowly."),
    "keep_walking": _all("Keep walking a little."),
    "walk_now_early": _all("Walk a minute now."),
    "often_tingle_soon": _all("You often tingle soon."),
    "heard": _all("I heard you."),
    "good": _all("Good to hear."),
    "walking_helped": _all("Walking helped."),
    "loosening_helped": _all("Loosening helped."),
    "sensor_still_sees": _all("Thank you. The sensor still sees pressure."),
}
"""The sentences; those of what a runner reports are added below."""

_FELT: Final = {
    "numb": "numb",
    "tingling": "tingling",
    "pain": "in pain",
    "tight": "tight",
    "swollen": "swollen",
    "something": "not well",
}
_AT: Final = {
    "top": ("Top of the {side} foot", "Both feet", " on top"),
    "sole": ("{Side} sole", "Both soles", ""),
    "forefoot": ("{Side} forefoot", "Both feet", " in front"),
    "heel": ("{Side} heel", "Both heels", ""),
    "calf": ("{Side} calf", "Both calves", ""),
    "foot": ("{Side} foot", "Both feet", ""),
}
_UNSAID: Final = {
    "top": "Top of the foot",
    "sole": "Sole",
    "forefoot": "Forefoot",
    "heel": "Heel",
    "calf": "Calf",
    "foot": "Foot",
}
SENTENCES.update(
    {
        f"{feeling}_{place}": Sentence(
            f"{one} {said}.", f"{both} {said}{where}.", f"{_UNSAID[place]} {said}."
        )
        for feeling, said in _FELT.items()
        for place, (one, both, where) in _AT.items()
    }
)


def render(keys: tuple[str, ...], side: Side | None, *, both: bool) -> str:
    """Put sentences into English.

    >>> render(("laces_tight", "loosen_next_stop"), Side.LEFT, both=False)
    'Left laces are too tight. Loosen them a little at your next stop.'
    >>> render(("numb_sole", "walk"), None, both=True)
    'Both soles numb. Walk for a minute.'
    """
    return " ".join(_form(SENTENCES[key], side, both=both) for key in keys)


def _form(sentence: Sentence, side: Side | None, *, both: bool) -> str:
    if side is None:
        return sentence.both if both else sentence.none
    return sentence.one.format(side=side.value, Side=side.value.capitalize())


REFERRAL: Final = (
    "See a specialist if it stays numb for over 30 minutes after stopping, comes back more often or"
    " worse, the front of the foot is hard to lift, pain stays in one spot at rest, or the calf"
    " feels far tighter than the run explains."
)
"""The card of a red flag: when to see somebody, after the article; this product diagnoses nothing.
"""

EMERGENCY: Final = (
    "This can be an emergency. Call the emergency number (in Europe 112) or let somebody call."
)
"""The card of a red flag that cannot wait: a swollen calf, dizzy or confused."""
