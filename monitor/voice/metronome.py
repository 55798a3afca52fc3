"""Beats to step to, after the runner was asked for shorter steps; pure.

They beat at the runner's own cadence and a little more: a step that is shorter at the same speed is
a quicker one.
"""

from collections import deque
from statistics import median
from typing import Final

import numpy as np

from monitor.types import Action, Advice, Event, FloatArray, Side, Stride
from monitor.voice.sound import RATE_HZ
from monitor.voice.utterances import BEATS_S, Urgency, Utterance

QUICKER: Final = 1.05
"""Times the runner's cadence. [P] A raise of 5 to 10 % is what runners keep up."""
_STRIDES: Final = 20
"""Strides whose median is the runner's cadence. Rule of thumb: fifteen seconds of both feet."""
_BEGINS_S: Final = 15.0
"""It begins within this after the sentence, or not at all: what was cut off is over, s."""
_CLICK_S: Final = 0.02
_CLICK_HZ: Final = {Side.LEFT: 1000.0, Side.RIGHT: 800.0}
_CLICK_LEVEL: Final = 0.25
_FADE: Final = 6.0
"""A click ends this many times as faint as e to the minus one."""


class Metronome:
    """Follow the runner's cadence, and beat when shorter steps were asked for."""

    def __init__(self) -> None:
        self._cadences_spm: deque[float] = deque(maxlen=_STRIDES)

    def push(self, event: Event) -> Utterance | None:
        """Consume an event; give the beats that follow it, if any do."""
        match event:
            case Stride():
                self._cadences_spm.append(event.cadence_spm)
            case Advice(action=Action.SHORTER_STEPS) if self._cadences_spm:
                beat_spm = QUICKER * median(self._cadences_spm)
                key, until_s = f"metronome {event.number}", event.t_s + _BEGINS_S
                return Utterance(key, Urgency.STATUS, until_s, beat_spm=beat_spm)
        return None


def beats(beat_spm: float, lasts_s: float = BEATS_S) -> FloatArray:
    """Give clicks at a cadence, shape (n,), each where it belongs to the nearest sample.

    Errors do not add up: the last beat is as exact as the first.
    """
    samples = np.zeros(round(lasts_s * RATE_HZ))
    t_s = np.arange(round(_CLICK_S * RATE_HZ)) / RATE_HZ
    fade = _CLICK_LEVEL * np.exp(-_FADE * t_s / _CLICK_S)
    clicks = [fade * np.sin(2.0 * np.pi * pitch * t_s) for pitch in _CLICK_HZ.values()]
    for number in range(int(lasts_s * beat_spm / 60.0)):
        start = round(number * 60.0 / beat_spm * RATE_HZ)
        click = clicks[number % len(clicks)][: len(samples) - start]
        samples[start : start + len(click)] = click
    return samples
