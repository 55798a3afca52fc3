"""Put a concern into words, number the sentence, and open its outcome window."""

from dataclasses import replace
from typing import Final

from monitor.advice.activity import Motion
from monitor.advice.concerns import Concern, OpenAdvice, RedFlag
from monitor.advice.follow_up import Concerns
from monitor.advice.gate import Spoken
from monitor.advice.ladder import ASKS, Ladder, Rung, at_rest
from monitor.advice.led_break import LedBreak
from monitor.advice.limits import AdviceLimits
from monitor.advice.red_flags import EMERGENCIES, FLAG_WORDS, URGED
from monitor.advice.sentences import EMERGENCY, REFERRAL, render
from monitor.advice.timing import expires_s, window_s
from monitor.types import Action, Advice, Feeling, FindingKind, Side, Toss, Zone

_SEEN: Final[dict[FindingKind, str]] = {
    FindingKind.LACING: "laces_tight",
    FindingKind.SWELLING: "foot_swelling",
    FindingKind.NARROW_SHOE: "shoe_narrow",
    FindingKind.OVERSTRIDING: "landing_far_ahead",
    FindingKind.IMPACT: "landing_hard",
    FindingKind.CALF_LOAD: "calf_working_hard",
    FindingKind.FATIGUE: "form_tiring",
    FindingKind.ASYMMETRY: "steps_uneven",
    FindingKind.FOOT_SLAP: "foot_slapping",
    FindingKind.CARDIAC_DRIFT: "heart_rising",
    FindingKind.FOOT_DROP: "foot_not_lifting",
}
_STILL: Final = {
    "laces_tight": "laces_still_tight",
    "laces_tight_from_start": "laces_still_tight",
    "foot_swelling": "foot_still_swelling",
    "shoe_narrow": "shoe_narrow_still",
}
"""What is said where the laces were seen to, and it did not help."""


class Voice:
    """Say what the coach decided to say.

    Attributes
    ----------
    near_most : bool
        Whether the heart beats near its maximal rate.
    """

    def __init__(
        self,
        limits: AdviceLimits,
        concerns: Concerns,
        spoken: Spoken,
        motion: Motion,
        led: LedBreak,
    ) -> None:
        self._limits = limits
        self._concerns = concerns
        self._spoken = spoken
        self._motion = motion
        self.led = led
        self._number = 0
        self.near_most = False

    def advise(self, concern: Concern) -> Advice:
        """Ask for what the concern's rung asks for, for both feet where one sentence will do."""
        shared = [c for c in self._concerns.all if c.wanted and concern.may_share(c)]
        self._rest(concern, *shared)
        limits, now_s, action = self._limits, self._concerns.now_s, concern.action
        both, side = concern.both or bool(shared), None if shared else concern.side
        self._spoken.note(concern, side, now_s, limits)
        self._number += 1
        concern.open = concern.last = self._opened(concern, shared)
        self._note_said(concern, shared)
        self._lead(concern)
        red = action is Action.STOP
        words = self._words(concern, shared)
        return Advice(
            number=self._number,
            t_s=now_s,
            expires_s=now_s + expires_s(concern, limits),
            action=action,
            cause=concern.cause,
            side=side,
            text=render(words, side, both=both),
            reason=concern.evidence,
            zone=concern.zone,
            felt=concern.felt,
            red_flag=red,
            both=both,
            words=words,
            card=_card(concern) if red else None,
        )

    def _opened(self, concern: Concern, shared: list[Concern]) -> OpenAdvice:
        """Give what the outcome of the sentence that is being said will be judged by."""
        now_s, seen = self._concerns.now_s, self._concerns.seen
        return OpenAdvice(
            number=self._number,
            spoken_s=now_s,
            until_s=now_s + window_s(concern, self._limits),
            action=concern.action,
            pressures=seen.pressure.now(None if shared else concern.side),
            rested_s=seen.rested_s,
            feeling=None if concern.report is None else concern.report.feeling,
            level=None if concern.risk is None else concern.risk.level,
            coverage=0.0 if concern.risk is None else concern.risk.coverage,
            other=shared[0] if shared else None,
        )

    def _rest(self, *concerns: Concern) -> None:
        """Ask who rests already for what can be done at rest; findings about form wait."""
        for concern in concerns:
            if concern.cause is None and concern.step is not None and self._motion.resting:
                concern.step = at_rest(concern.ladder, concern.step)

    def _lead(self, concern: Concern) -> None:
        """Begin the break that is asked for; the end of the run ends it."""
        now_s = self._concerns.now_s
        if concern.rung is Rung.WALK or (concern.felt and concern.is_shoe):
            self.led.begin(concern, now_s)
        if concern.action is Action.STOP:
            self.led.end(now_s)

    def _note_said(self, concern: Concern, shared: list[Concern]) -> None:
        """Let what was said rest, of each foot that it was about."""
        if concern.action is Action.GUIDE:  # nothing to be done now, and nothing to judge
            concern.open = None
        for said in (concern, *shared):
            said.last, said.wanted = concern.last, False
            said.again_s = self._concerns.now_s + self._concerns.cooldown_s(concern)
            said.stop_s = self._motion.rest_began_s
        if concern.is_shoe and self._motion.resting:
            # once a stop, whatever else is known of those shoes
            sides = {one.side for one in (concern, *shared)}
            for other in self._concerns.all:
                if None in sides or other.side in {None, *sides}:
                    other.stop_s = self._motion.rest_began_s

    def next_number(self) -> int:
        """Give the number of the next sentence."""
        return self._number + 1

    def toss(self, concern: Concern, *, said: bool) -> Toss:
        """Give the coin of a cue; one that is withheld uses up its number and its pause.

        Nothing is asked for, so nothing is judged, and no other sentence has to wait for it.
        """
        shared = [c for c in self._concerns.all if c.wanted and concern.may_share(c)]
        words = self._words(concern, shared)
        side = None if shared else concern.side
        now_s = self._concerns.now_s
        toss = Toss(
            number=self._number + 1,
            t_s=now_s,
            said=said,
            action=concern.action,
            cause=concern.cause or FindingKind.FATIGUE,
            side=side,
            text=render(words, side, both=bool(shared)),
        )
        if not said:
            self._number += 1
            self._spoken.withhold(now_s)
            for one in (concern, *shared):
                one.wanted = False
                one.again_s = now_s + self._concerns.cooldown_s(one)
                one.last = self._unsaid(one)
        return toss

    def _unsaid(self, concern: Concern) -> OpenAdvice:
        """Give what stands for a sentence that was withheld: its time, and nothing to judge."""
        now_s = self._concerns.now_s
        return OpenAdvice(
            number=self._number,
            spoken_s=now_s,
            until_s=now_s,
            action=concern.action,
            pressures={},
            rested_s=self._concerns.seen.rested_s,
        )

    def word(
        self,
        action: Action,
        words: tuple[str, ...],
        concern: Concern | None = None,
        *,
        felt: bool = False,
        both: bool = False,
    ) -> Advice:
        """Say something that asks for nothing new: an answer, a question, a word in a break."""
        now_s = self._concerns.now_s
        self._spoken.last_s = now_s
        self._number += 1
        side = None if concern is None or both else concern.side
        both |= concern is not None and concern.both
        return Advice(
            number=self._number,
            t_s=now_s,
            expires_s=now_s + self._limits.expires_s,
            action=action,
            cause=None if concern is None else concern.cause,
            side=side,
            text=render(words, side, both=both),
            reason="",
            zone=None if concern is None else concern.zone,
            felt=felt,
            both=both,
            words=words,
        )

    def acknowledge(self, concern: Concern) -> Advice:
        """Say that a report was heard."""
        return self.word(Action.ACKNOWLEDGE, (reported(concern), "heard"), concern, felt=True)

    def urge(self, urgent: Concern, felt: Concern) -> Advice:
        """Ask again for what needs help at once, of who feels something more."""
        words = (reported(felt), URGED[urgent.red_flag or RedFlag.DIZZY])
        side, both = felt.side, felt.both
        text = render(words, side, both=both)
        said = self.advise(urgent)
        return replace(said, side=side, both=both, zone=felt.zone, words=words, text=text)

    def which_foot(self, side: Side | None) -> Advice:
        """Ask whether it is this foot; None: both."""
        words, both = ("which_foot",), side is None
        said = self.word(Action.ASK, words)
        return replace(said, side=side, both=both, text=render(words, side, both=both))

    def offer_walk(self) -> Advice:
        """Offer a walk before anything is felt, and lead it."""
        self.led.begin(None, self._concerns.now_s)
        walk = "walk_belt" if self._limits.speech.treadmill else "walk_now_early"
        return self.word(Action.GUIDE, (walk, "often_tingle_soon"))

    def ask(self, concern: Concern) -> tuple[str, ...]:
        """Words of what the rung asks for, at this moment."""
        ask, belt = ASKS[concern.rung], self._limits.speech.treadmill
        words, resting = ask.words, self._motion.resting and not concern.is_cue
        if belt and not self._motion.standing:  # walking or running, on a belt that moves
            words = (resting and ask.walking_belt) or ask.belt or words
        elif resting and ask.resting:
            words = ask.resting
        if concern.rung is Rung.DRINK and self._concerns.run_s >= self._limits.salt_after_s:
            words = ("drink_salt",)
        if concern.cause is None:  # no laces were named that "them" could mean
            words = tuple(f"laces{w[6:]}" if w.startswith("loosen_") else w for w in words)
        return words

    def at_stop(self, concern: Concern, shared: list[Concern]) -> tuple[str, ...]:
        """Words of what a stop is good for: what is the matter with which foot, and what to do."""
        return self._words(concern, shared)

    def _words(self, concern: Concern, shared: list[Concern]) -> tuple[str, ...]:
        if concern.stops_the_run:
            what, ask = FLAG_WORDS[concern.red_flag or RedFlag.FOOT_DROP]
            return (what or reported(concern), ask)
        what = self._what(concern)
        if what == "laces_tight_from_start" and not all(one.from_start for one in shared):
            what = "laces_tight"  # of one foot they became so later
        if concern.in_vain and not concern.felt:
            what = _STILL.get(what, what)
        return (what, *self.ask(concern))

    def _what(self, concern: Concern) -> str:
        if concern.felt:
            return reported(concern)
        if concern.cause is None:
            return f"risk_{concern.zone or Zone.TOP}"
        if concern.cause is FindingKind.LACING and concern.from_start:
            return "laces_tight_from_start"
        if concern.cause is FindingKind.CARDIAC_DRIFT:
            if self.near_most:
                return "heart_near_most"
            if concern.ladder is Ladder.HEAT:
                return "heart_rising_in_heat"
        return _SEEN[concern.cause]


def _card(concern: Concern) -> str:
    return EMERGENCY if concern.red_flag in EMERGENCIES else REFERRAL


def reported(concern: Concern) -> str:
    """Key of the sentence that repeats what the runner said."""
    feeling = concern.report.feeling if concern.report is not None else "something"
    if feeling == Feeling.DIZZY:
        return "dizzy"
    return f"{feeling}_{concern.place or Zone.FOOT}"
