"""Which ways a sentence went to the runner, and on which it was heard; recorded once each."""

import contextlib
from collections.abc import Callable
from typing import Any

from monitor.errors import RecordingError
from monitor.session.said import Heard, Way, heard_packet
from monitor.voice.utterances import Utterance
from monitor.web.inbox import Recorder
from monitor.web.radio import Radio

Json = dict[str, Any]
"""What becomes a JSON object; ``Any`` because that is what JSON is."""


class Ways:
    """The ways of all sentences of one session.

    Parameters
    ----------
    recorder : Recorder
    now_s : callable
        Session time, s.
    radio : Radio
    """

    def __init__(self, recorder: Recorder, now_s: Callable[[], float], radio: Radio) -> None:
        self._recorder, self._now_s, self._radio = recorder, now_s, radio
        self._known: set[tuple[int, str, bool]] = set()
        self._played: dict[int, float] = {}
        """When the radio had said an advice to its end, session time, s, by its number."""
        self.cards_read: dict[int, float] = {}
        """When the card of an advice was read on a page, session time, s, by its number."""

    def heard(self, number: int, path: Way, *, confirmed: bool) -> None:
        """Record which way a sentence went to the runner."""
        if (number, path, confirmed) in self._known:
            return
        self._known.add((number, path, confirmed))
        if confirmed and path != "mqtt":  # a broker has no ears
            self._radio.reached(number)
        way = Heard(number, path, confirmed)
        with contextlib.suppress(RecordingError):  # the intake says that the disk is full
            self._recorder.write(heard_packet(way, self._now_s()))

    def on_air(self, utterance: Utterance, *, ended: bool) -> None:
        """Note that listeners of the radio are sent something, or were sent it to its end."""
        if utterance.advice is None:
            return
        if ended:
            self._played.pop(utterance.advice, None)  # the last one stands last
            self._played[utterance.advice] = self._now_s()
        else:
            self.heard(utterance.advice, "radio", confirmed=False)

    def confirm(self, number: int, path: Way) -> None:
        """Take a page's word that a sentence was heard, unless the radio never said it."""
        if path != "radio" or number in self._played:
            self.heard(number, path, confirmed=True)

    def card_read(self, number: int) -> None:
        """Take note that the card of an advice was read."""
        self.cards_read.setdefault(number, self._now_s())

    @property
    def said(self) -> Json | None:
        """The last advice that the radio said to its end: a page knows whether it heard it."""
        if not self._played:
            return None
        number, t_s = next(reversed(self._played.items()))
        return {"number": number, "t_s": round(t_s, 2)}
