"""Judge a first run against its own start, while the runner's normal is still being learned."""

from collections import deque
from typing import Protocol

from monitor.baseline.pace_line import PaceLine, Residual
from monitor.baseline.windows import Bundle
from monitor.total import total


class EarlyRule(Protocol):
    """The part of a detector's limits that says from when on a first run is judged."""

    @property
    def early_s(self) -> float:
        """What is skipped at the start of the run, s."""
        ...

    @property
    def early_bundles(self) -> int:
        """Observations that say how the run began."""
        ...


class RunStart:
    """Teach a line by what was some observations ago, and by nothing that is strange by then.

    So a change that comes while the normal is learned is judged by what was before it, and does
    not become normal. A change that takes many minutes is not seen; neither is one in the first.

    Parameters
    ----------
    line : PaceLine
    rule : EarlyRule
    waits : int
        Observations that one waits before it teaches.
    """

    def __init__(self, line: PaceLine, rule: EarlyRule, waits: int) -> None:
        self._line = line
        self._rule = rule
        self._waits = waits
        self._waiting: deque[Bundle] = deque()
        self._first: list[Bundle] = []
        self._strange = 0

    @property
    def found(self) -> bool:
        """Whether what is strange has lasted: from then on its end is of interest, too."""
        return self._strange >= self._waits

    @property
    def risen(self) -> float:
        """How far what is taught now lies above how the run began, at those paces and slopes."""
        if not self._first:
            return 0.0
        left = [self._line.compare(one.terrain, one.value).difference for one in self._first]
        return -total(left) / len(left)

    def compare(self, run_s: float, bundle: Bundle) -> Residual | None:
        """How far an observation lies from the run's start, once that is known."""
        if run_s < self._rule.early_s or self._line.observations < self._rule.early_bundles:
            return None
        return self._line.compare(bundle.terrain, bundle.value)

    def take(self, run_s: float, bundle: Bundle, *, strange: bool) -> None:
        """Let an observation wait to teach; the strange ones, and those just before, do not."""
        if strange:
            self._strange += 1
            self._waiting.clear()
            return
        if not self.found:
            self._strange = 0
        if run_s >= self._rule.early_s:
            self._waiting.append(bundle)
            if len(self._first) < self._rule.early_bundles:
                self._first.append(bundle)
        if len(self._waiting) > self._waits:
            one = self._waiting.popleft()
            self._line.learn(one.terrain, one.value)
