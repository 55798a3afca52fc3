"""The coin that withholds one cue in five, for a runner who wants to know whether cues help.

Pure: the coin follows from a seed in the recorded settings and from the number of the sentence, so
a replay tosses the same.
"""

import hashlib
from typing import Final

from monitor.advice.concerns import Concern
from monitor.types import Action

WITHHELD: Final = 0.2
"""Share of the cues that are withheld [P]: the runner misses little, and twenty runs tell."""
TOSSED: Final = frozenset({Action.SHORTER_STEPS, Action.EASE_OFF})
"""Sentences about form and easing off; never one about a shoe, a drink, a walk or a stop."""
_BYTES: Final = 8
"""Bytes of the hash that are the coin. By definition: a fair enough one."""


def is_tossed(concern: Concern) -> bool:
    """Whether the coin decides: of what a sensor sees of the form alone.

    Never of a report, a zone at risk, a shoe, or a red flag.
    """
    return concern.is_cue and not concern.felt and concern.action in TOSSED


def withholds(seed: int, number: int) -> bool:
    """Toss the coin of a sentence.

    >>> sum(withholds(7, number) for number in range(10_000))
    2035
    """
    digest = hashlib.blake2b(f"{seed} {number}".encode(), digest_size=_BYTES).digest()
    return int.from_bytes(digest, "big") < WITHHELD * 256**_BYTES
