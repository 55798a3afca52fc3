"""What the page of a hub shows beside a run."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from monitor.errors import MonitorError

Json = dict[str, Any]
"""What becomes a JSON object; ``Any`` because that is what JSON is."""


@dataclass(slots=True)
class Told:
    """What the page shows beside the run."""

    once: bool = False
    """Whether there is one run only."""
    replay: bool = False
    """Whether this only shows something: what is pressed must not reach a real run."""
    last: str | None = None
    """Name of the last session that was filed: its report can be read."""
    where: str = ""
    """File of its report, for when nobody serves it any more."""
    trouble: str = ""
    """Why the last run was not filed or did not begin."""
    more: dict[str, Callable[[], Any]] = field(default_factory=dict)
    """What others add to the state between runs, by its name; ``Any`` becomes JSON."""

    def between_runs(self) -> tuple[Json, str]:
        """Give what others add, and why one of them cannot: that must not blind the page."""
        more: Json = {}
        trouble = ""
        for name, give in self.more.items():
            try:
                more[name] = give()
            except MonitorError as error:
                trouble = str(error)
        return more, trouble
