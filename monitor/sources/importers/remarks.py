"""Remarks on what was repaired or left out of a file: said, and kept for the summary."""

import logging

logger = logging.getLogger(__name__)


class Remarks:
    """Gather what a reader did to a file that its owner should know."""

    def __init__(self, name: str, *, aloud: bool = True) -> None:
        self._name = name
        self._aloud = aloud
        self.said: list[str] = []

    def add(self, text: str) -> None:
        """Say one thing, once."""
        if text not in self.said:
            self.said.append(text)
            if self._aloud:  # not while a reader only tries whether a map fits
                logger.warning("import %s: %s", self._name, text)
