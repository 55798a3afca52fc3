"""One line of the alert table: what was measured, how it came out, what was aimed at."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One line of the table; ``met`` is None where nothing was aimed at."""

    what: str
    value: str
    target: str
    met: bool | None

    def __str__(self) -> str:
        mark = {True: "met", False: "MISSED", None: ""}[self.met]
        return f"{self.what:<46} {self.value:<44} {self.target:<22} {mark}"
