"""Speak again, at a stop, of laces that were asked for while running: a stop is the time for it."""

from monitor.advice.concerns import Concern, OpenAdvice, rank
from monitor.advice.follow_up import Concerns
from monitor.advice.gate import Moment, Spoken, harmless, in_an_hour, just_reported
from monitor.advice.ladder import Ladder
from monitor.advice.limits import AdviceLimits
from monitor.advice.voice import Voice
from monitor.types import Action, Advice


class LacesAtStop:
    """Once a stop, at a few stops, of both feet in one sentence; the hour's advice counts it."""

    def __init__(
        self, limits: AdviceLimits, concerns: Concerns, spoken: Spoken, voice: Voice
    ) -> None:
        self._limits = limits
        self._concerns = concerns
        self._motion = concerns.motion
        self._spoken = spoken
        self._voice = voice

    def due(self, now_s: float) -> Advice | None:
        """Let time pass; the sentence that a stop is good for, if one may be said now."""
        speech, last_s = self._limits.speech, self._spoken.last_s
        too_soon = last_s is not None and now_s - last_s < speech.gap_s
        if too_soon or not self._motion.resting:
            return None
        moment = Moment(now_s, self._limits, self._motion, self._spoken, self._concerns.all)
        chances = [c for c in self._concerns.all if self._is_chance(c, moment)]
        if not chances or in_an_hour(self._spoken.advice_s, now_s) >= speech.advice_per_hour:
            return None
        self._spoken.advice_s.append(now_s)
        return self._say(moment, max(chances, key=lambda c: (c.felt, rank(c))))

    def _say(self, moment: Moment, concern: Concern) -> Advice:
        """Ask for the laces once a stop, whatever else is known of the shoes; of both at once."""
        for other in self._concerns.all:
            other.stop_s = self._motion.rest_began_s
            other.at_stops += other is concern or concern.may_share(other)
        shared = [c for c in self._concerns.all if concern.may_share(c) and c.last]
        shared = [c for c in shared if not (harmless(c, moment) or just_reported(c, moment))]
        if just_reported(concern, moment):  # the runner knows, and knows which foot
            words = self._voice.ask(concern)
        else:
            words = self._voice.at_stop(concern, shared)
        return self._voice.word(Action.GUIDE, words, concern, both=bool(shared))

    def _is_chance(self, concern: Concern, moment: Moment) -> bool:
        """Whether the runner has just stopped, and laces that were spoken of could be loosened."""
        began_s, last, now_s = self._motion.rest_began_s, concern.last, moment.now_s
        if began_s is None or last is None or not (concern.active and concern.is_shoe):
            return False
        if now_s - began_s < self._limits.stop_settle_s or concern.stop_s == began_s:
            return False
        if concern.soothed is not None or self._is_enough(concern) or harmless(concern, moment):
            return False
        # what was asked for is still to be done, or the sensor still sees it a good while later;
        # of a narrow shoe the laces are all that can be loosened, once
        long_ago = now_s - (concern.stop_s or last.spoken_s) >= self._limits.stop_again_s
        again = concern.stop_s is None or concern.ladder is not Ladder.NARROW_SHOE
        still_seen = concern.cause is not None and long_ago and again
        to_do = concern.open is not None and not self._was_done(concern, last, began_s)
        return last.spoken_s < began_s and (to_do or still_seen)

    def _was_done(self, concern: Concern, last: OpenAdvice, began_s: float) -> bool:
        """Whether an earlier stop was long enough for laces that no sensor calls tight."""
        rested_s = self._motion.longest_rest_s(last.spoken_s, began_s)
        return concern.felt and rested_s >= self._limits.at_laces_s

    def _is_enough(self, concern: Concern) -> bool:
        """Whether the runner was asked at enough stops, or did all that can be done."""
        done = concern.is_exhausted and not concern.felt
        return done or concern.at_stops >= self._limits.at_stops
