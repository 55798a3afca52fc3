"""Switch the computer off, where it lets us: by a file that a unit of systemd waits for.

A hub runs without any rights. ``footloose service install`` writes a second unit, which belongs to
root and does one thing: it switches the computer off once this file is there.
"""

import os
from pathlib import Path
from typing import Final

VARIABLE: Final = "FOOTLOOSE_OFF"
"""Environment variable that names the file."""

NO_SWITCH: Final = "no_switch"
"""There is nothing to switch: the end of a key of the page's texts, ``trouble.no_switch``."""


class Power:
    """The switch, if there is one.

    Parameters
    ----------
    file : Path or None
        What to touch; None: this computer is not ours to switch off.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file

    @classmethod
    def of_this_machine(cls) -> "Power":
        """Give the switch that the unit of systemd named."""
        named = os.environ.get(VARIABLE, "")
        return cls(Path(named) if named else None)

    @property
    def is_there(self) -> bool:
        """Whether there is a switch."""
        return self._file is not None

    def switch_off(self) -> str:
        """Switch the computer off; return why not: ``NO_SWITCH``, or what the system says."""
        if self._file is None:
            return NO_SWITCH
        try:
            self._file.touch(mode=0o600)
        except OSError as error:
            return f"{self._file}: {error.strerror}"
        return ""
