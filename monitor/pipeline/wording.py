"""What is said of a sensor, in the words of the one table of sentences."""

from dataclasses import replace
from typing import Final

from monitor.advice.sentences import render
from monitor.types import Notice, NoticeKind

WORDS: Final[dict[NoticeKind, tuple[str, ...]]] = {
    NoticeKind.FROZEN: ("sensor_frozen", "switch_sensor"),
    NoticeKind.CONSTANT: ("sensor_constant", "switch_sensor"),
    NoticeKind.SATURATED: ("sensor_saturated", "look_at_sensor"),
    NoticeKind.DRIFTING: ("sensor_drifting", "switch_sensor"),
    NoticeKind.WRONG_RATE: ("sensor_wrong_rate", "switch_sensor"),
    NoticeKind.NO_STRIDES: ("no_strides", "look_at_sensor"),
    NoticeKind.TURNED: ("sensor_turned", "look_at_sensor"),
    NoticeKind.CROSSED: ("feet_crossed", "look_at_shoes"),
    NoticeKind.CLOCKS_APART: ("clocks_apart", "clocks_corrected"),
    NoticeKind.CLOCKS_UNKNOWN: ("clocks_apart", "clocks_unknown"),
    NoticeKind.UNSEEN: ("foot_unseen",),
    NoticeKind.SEEN: ("foot_seen",),
    NoticeKind.RETURNED: ("sensor_back",),
}
"""What is said of each, unless the notice brings its own words."""


def worded(notice: Notice) -> Notice:
    """Give a notice its sentences.

    >>> from monitor.types import Side
    >>> worded(Notice(NoticeKind.UNSEEN, 9.0, "pod", "", Side.LEFT)).text
    'I cannot see your left foot.'
    """
    keys = WORDS.get(notice.kind)
    if notice.text or keys is None:
        return notice
    return replace(notice, text=render(keys, notice.side, both=notice.side is None))
