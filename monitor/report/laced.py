"""Which lacing patterns of a plan a runner uses already, from what was typed in."""

import re
from typing import Final

_KNOWN: Final = {
    "parallel_lacing": re.compile(r"\b(parallel|straight[- ]?bar|ladder)"),
    "skip_lacing": re.compile(r"\b(skip|gap lac|window|box lac|auslass|ausgelass|übersprung)"),
    "toe_box_lacing": re.compile(r"\b(toe[- ]?box|lowest eyelets?|unterste\w* öse)"),
}
"""Words that people write for the patterns of a plan."""
_DENIED: Final = re.compile(r"\b(not|no|never|without|nicht|kein\w*|ohne|nie)\s+$")


def laced_already(lacing: str | None) -> frozenset[str]:
    """Give the items of a plan that a lacing is already, as far as its words tell.

    >>> sorted(laced_already("Parallel, eyelet skipped")), sorted(laced_already("not parallel"))
    (['parallel_lacing', 'skip_lacing'], [])
    """
    text = (lacing or "").casefold()
    return frozenset(
        item
        for item, known in _KNOWN.items()
        if any(not _DENIED.search(text[: found.start()]) for found in known.finditer(text))
    )
