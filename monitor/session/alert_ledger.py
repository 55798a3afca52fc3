"""Did what was said help? Advice and outcomes of any number of sessions, by action and cause."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from monitor.types import Action, Advice, Event, FindingKind, Outcome, OutcomeKind

_HELPED: Final = frozenset(
    {OutcomeKind.PRESSURE_FELL, OutcomeKind.GAIT_RECOVERED, OutcomeKind.SYMPTOM_EASED}
)


@dataclass(slots=True)
class Account:
    """What became of one kind of advice.

    Examples
    --------
    >>> account = Account(Action.LOOSEN_LACES, FindingKind.LACING, said=4, ignored=1)
    >>> account.responses_s += [40.0, 90.0]
    >>> account.helped, round(account.precision, 2), account.median_response_s
    (2, 0.67, 65.0)
    """

    action: Action
    cause: FindingKind | None
    said: int = 0
    ignored: int = 0
    unknown: int = 0
    responses_s: list[float] = field(default_factory=list)

    @property
    def helped(self) -> int:
        """How often the measurement answered as hoped."""
        return len(self.responses_s)

    @property
    def precision(self) -> float | None:
        """Share that helped of what could be checked; None if nothing could."""
        checked = self.helped + self.ignored
        return self.helped / checked if checked else None

    @property
    def median_response_s(self) -> float | None:
        """Usual time from the sentence to the measured answer, s."""
        return median(self.responses_s) if self.responses_s else None


class AlertLedger:
    """Keep the accounts of all advice; sessions are told apart by ``close``."""

    def __init__(self) -> None:
        self._accounts: dict[tuple[Action, FindingKind | None], Account] = {}
        self._open: dict[int, Advice] = {}
        self.hours = 0.0

    def push(self, events: Iterable[Event]) -> None:
        """Take events of the session at hand."""
        for event in events:
            match event:
                case Advice():
                    self._open[event.number] = event
                    self._account(event).said += 1
                case Outcome():
                    self._settle(event)

    def close(self, duration_s: float) -> None:
        """End a session; what is still open stays unknown."""
        for advice in self._open.values():
            self._account(advice).unknown += 1
        self._open.clear()
        self.hours += duration_s / 3600.0

    @property
    def accounts(self) -> list[Account]:
        """All accounts, the most frequent first."""
        return sorted(self._accounts.values(), key=lambda account: (-account.said, account.action))

    @property
    def nuisance_per_hour(self) -> float | None:
        """Advice per hour that changed nothing; None before the first session ended."""
        if not self.hours:
            return None
        return sum(account.ignored for account in self._accounts.values()) / self.hours

    def _account(self, advice: Advice) -> Account:
        key = (advice.action, advice.cause)
        return self._accounts.setdefault(key, Account(*key))

    def _settle(self, outcome: Outcome) -> None:
        advice = self._open.pop(outcome.advice_number, None)
        if advice is None:
            return
        account = self._account(advice)
        if outcome.kind in _HELPED:
            account.responses_s.append(outcome.t_s - advice.t_s)
        elif outcome.kind is OutcomeKind.IGNORED:
            account.ignored += 1
        else:
            account.unknown += 1
