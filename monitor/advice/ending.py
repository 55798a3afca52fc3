"""End the run: once, with the card, for all that is felt; and tell again who runs on."""

from collections.abc import Iterator
from typing import Final

from monitor.advice.concerns import Concern, OpenAdvice, RedFlag
from monitor.advice.follow_up import Concerns
from monitor.advice.ladder import Trigger
from monitor.advice.limits import AdviceLimits
from monitor.advice.red_flags import EMERGENCIES, RedFlags
from monitor.advice.voice import Voice
from monitor.types import Action, Advice, Outcome


class Ending:
    """Say that the run must end, and keep that in mind."""

    def __init__(
        self, limits: AdviceLimits, concerns: Concerns, voice: Voice, flags: RedFlags
    ) -> None:
        self._limits = limits
        self._concerns = concerns
        self._motion = concerns.motion
        self._voice = voice
        self._flags = flags

    def follow_up(self, concern: Concern) -> Iterator[Advice | Outcome]:
        """Say it when a symptom lasts long after running."""
        report = concern.report
        if report is None or concern.stops_the_run or not concern.active:
            return
        long = self._flags.long_after_running(self._concerns.now_s, report)
        if long is None:
            return
        told = self._told_to_stop()
        if told is None:
            yield from self.stop(concern, RedFlag.NUMB_LONG_AFTER, long)
        elif any(  # one sentence is about all that is felt; any other is waited for
            other.red_flag is RedFlag.NUMB_LONG_AFTER and other.last is told
            for other in self._concerns.reported
        ):
            concern.red_flag, concern.evidence = RedFlag.NUMB_LONG_AFTER, long
            yield from self._end_too(concern, told)

    def ran_on(self, pressed_s: float) -> bool:
        """Whether a report was pressed long after the run was to end, and nobody sees a rest."""
        ends = [c.last for c in self._concerns.all if c.stops_the_run and c.last is not None]
        if not ends or self._motion.resting:
            return False
        last_s = max(said.spoken_s for said in ends)
        return pressed_s - last_s >= self._limits.speech.red_flag_cooldown_s

    def urge(self, concern: Concern) -> Iterator[Advice | Outcome]:
        """Tell who runs on, and feels something more, to end the run."""
        evidence = f"{concern.evidence}, long after the run should have ended"
        yield from self.stop(concern, RedFlag.FELT_AGAIN, evidence)

    def stop(self, concern: Concern, flag: RedFlag, evidence: str) -> Iterator[Advice | Outcome]:
        """End the run, with the card; not again within a while, whatever else is felt."""
        urgent = self._urgent()
        if urgent is not None and flag in _LIGHTER:  # it takes no place of what needs help at once
            yield from self._tell_on(urgent, concern, flag, evidence)
            return
        news, told = concern.red_flag is not flag and flag in _NEWS, self._told_to_stop()
        last, now_s = concern.last, self._concerns.now_s
        if flag in EMERGENCIES and last is not None:  # who says it anew may not have heard it
            news |= now_s - last.spoken_s >= self._limits.repeat_s
        if concern.stops_the_run and concern.red_flag in EMERGENCIES and flag not in EMERGENCIES:
            flag, news = concern.red_flag, False  # what needs help at once is told on
        concern.red_flag, concern.evidence = flag, evidence
        if told is not None and not news:
            yield from self._end_too(concern, told)
            yield self._voice.acknowledge(concern)
            return
        yield from self._concerns.fire(concern, Trigger.RED_FLAG)
        yield self._voice.advise(concern)

    def _urgent(self) -> Concern | None:
        """Give what was reported that needs help at once, and is not over."""
        ends = (one for one in self._concerns.reported if one.stops_the_run)
        return next((one for one in ends if one.red_flag in EMERGENCIES), None)

    def _tell_on(
        self, urgent: Concern, concern: Concern, flag: RedFlag, evidence: str
    ) -> Iterator[Advice | Outcome]:
        """Answer a report, and tell again to get help; not again within a while."""
        if concern.red_flag not in EMERGENCIES:
            concern.red_flag, concern.evidence = flag, evidence
        told = self._told_to_stop()
        if told is not None:
            yield from self._end_too(concern, told)
            yield self._voice.acknowledge(concern)
            return
        yield from self._concerns.fire(urgent, Trigger.RED_FLAG)
        yield self._voice.urge(urgent, concern)
        if urgent.last is not None:
            yield from self._end_too(concern, urgent.last)

    def _told_to_stop(self) -> OpenAdvice | None:
        """Give the sentence that ended the run for what is felt, if one was said lately."""
        since_s = self._concerns.now_s - self._limits.speech.red_flag_cooldown_s
        felt = (concern.last for concern in self._concerns.reported if concern.stops_the_run)
        told = [said for said in felt if said is not None and said.action is Action.STOP]
        lately = [said for said in told if said.spoken_s > since_s]
        return max(lately, key=lambda said: said.spoken_s, default=None)

    def _end_too(self, concern: Concern, told: OpenAdvice) -> Iterator[Outcome]:
        """Let a sentence that was said be about this, too."""
        if not concern.stops_the_run:
            yield from self._concerns.fire(concern, Trigger.RED_FLAG)
            concern.last, concern.wanted = told, False


_NEWS: Final = EMERGENCIES | {RedFlag.PAIN_AT_REST}
"""What is said even to who was told to end the run a moment ago: it asks for more."""

_LIGHTER: Final = frozenset(
    {
        RedFlag.PAIN_AGAIN,
        RedFlag.NUMB_TOO_LONG,
        RedFlag.NUMB_IN_VAIN,
        RedFlag.FELT_AGAIN,
    }
)
"""What only ends the run: of who needs help at once, a report of it is told with that."""
