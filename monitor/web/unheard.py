"""What nobody who listens to the radio is known to have heard, and is said to who joins."""

from collections.abc import Iterator

from monitor.voice.utterances import Urgency, Utterance

LOST_S = 5.0
"""Who joins at most so long after a sentence that nobody listened to hears it, s. Rule of thumb:
a page that lost the hub listens again within 3 s; who switches the radio on later asked for it
then."""


class Unheard:
    """Red flags, until somebody heard them; and the latest other sentence, for seconds."""

    def __init__(self) -> None:
        self._flags: dict[int, Utterance] = {}
        self._lost: tuple[Utterance, float] | None = None

    def owe(self, utterance: Utterance) -> None:
        """Keep a red flag of the session until it is known to be heard."""
        if utterance.urgency is Urgency.RED_FLAG and utterance.advice is not None:
            self._flags.setdefault(utterance.advice, utterance)

    def lose(self, utterance: Utterance, now_s: float) -> None:
        """Keep what is said while nobody listens; of two, the more urgent or the later one.

        Not a sound, nor the beat of a metronome.
        """
        if utterance.urgency is Urgency.RED_FLAG or not (utterance.words or utterance.phrase):
            return
        lost = self._take(now_s)
        if lost is None or utterance.urgency >= lost.urgency:
            self._lost = utterance, now_s

    def reached(self, advice: int) -> None:
        """Take note that an advice was heard, on whatever way."""
        self._flags.pop(advice, None)
        if self._lost is not None and self._lost[0].advice == advice:
            self._lost = None

    def clear(self) -> None:
        """Forget all of it."""
        self._flags.clear()
        self._lost = None

    def flags(self, now_s: float) -> Iterator[tuple[int, Utterance]]:
        """Give the red flags that are worth hearing, by the number of their advice."""
        return ((n, flag) for n, flag in self._flags.items() if flag.expires_s > now_s)

    def lost(self, now_s: float) -> Utterance | None:
        """Give the sentence that was lost, once, if it is worth hearing."""
        lost, self._lost = self._take(now_s), None
        return lost

    def _take(self, now_s: float) -> Utterance | None:
        if self._lost is None:
            return None
        utterance, at_s = self._lost
        return utterance if now_s - at_s <= LOST_S and now_s < utterance.expires_s else None
