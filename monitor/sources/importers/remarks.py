"""Remarks on what was repaired or left out of a file: said, and kept for the summary."""

import logging
from collections.abc import Sequence
from typing import Final

from monitor.printable import printable

_SHOWN: Final = 12
logger = logging.getLogger(__name__)


class Remarks:
    r"""Gather what a reader did to a file that its owner should know.

    >>> remarks = Remarks("run.zip", aloud=False)
    >>> remarks.add("of the ZIP not read: \x1b[2Jgone\nI said this")
    >>> print(*remarks.said)
    of the ZIP not read: \x1b[2Jgone\nI said this
    """

    def __init__(self, name: str, *, aloud: bool = True) -> None:
        self._name = name
        self._aloud = aloud
        self.said: list[str] = []

    def add(self, text: str) -> None:
        """Say one thing, once; names from the file do no harm to a terminal."""
        text = printable(text)
        if text not in self.said:
            self.said.append(text)
            if self._aloud:  # not while a reader only tries whether a map fits
                logger.warning("import %s: %s", printable(self._name), text)


def listed(names: Sequence[str]) -> str:
    """Names for one remark: the first of them, and how many more there are.

    >>> listed(["a.csv", "b.csv"]), listed([str(n) for n in range(14)])
    ('a.csv, b.csv', '0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 more')
    """
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
