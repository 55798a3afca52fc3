"""Count whether what was said helped, over any number of sessions, by action and cause."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final, NamedTuple

from monitor.session.said import Heard
from monitor.types import (
    HELPED,
    UNJUDGED,
    Action,
    Advice,
    Event,
    FindingKind,
    Outcome,
    OutcomeKind,
    Toss,
)

_NUISANCE: Final = frozenset({OutcomeKind.PASSED, OutcomeKind.DISMISSED})


class Because(NamedTuple):
    """Why something was asked for: a finding, or what the runner felt, or else a zone at risk."""

    action: Action
    cause: FindingKind | None
    felt: bool

    @property
    def words(self) -> str:
        """The reason, for people.

        >>> Because(Action.WALK, None, felt=False).words
        'a zone at risk'
        """
        if self.felt:
            return "a symptom"
        return self.cause.replace("_", " ") if self.cause else "a zone at risk"


@dataclass(slots=True)
class Account:
    """What became of one kind of advice.

    ``not_followed``: its cause was there throughout; ``for_nothing``: its cause passed by itself,
    or the runner did not agree.

    Examples
    --------
    >>> account = Account(Because(Action.LOOSEN_LACES, FindingKind.LACING, False), said=5)
    >>> account.not_followed, account.for_nothing = 1, 1
    >>> account.responses_s += [40.0, 90.0]
    >>> account.helped, account.right_of, account.median_response_s
    (2, (3, 4), 65.0)
    """

    because: Because
    said: int = 0
    withheld: int = 0
    """Sentences that the runner's coin kept back."""
    not_followed: int = 0
    for_nothing: int = 0
    unknown: int = 0
    heard: int = 0
    """Sentences that arrived on one way at least."""
    unheard: int = 0
    """Sentences that went some way, and arrived on none as far as is known."""
    responses_s: list[float] = field(default_factory=list)

    @property
    def helped(self) -> int:
        """How often the measurement answered as hoped."""
        return len(self.responses_s)

    @property
    def right_of(self) -> tuple[int, int]:
        """How many were right, followed or not, and how many could be checked.

        By the sensors' own word: what is wrong and stays counts as right.
        """
        right = self.helped + self.not_followed
        return right, right + self.for_nothing

    @property
    def median_response_s(self) -> float | None:
        """Usual time from the sentence to the measured answer, s."""
        return median(self.responses_s) if self.responses_s else None


class AlertLedger:
    """Keep the accounts of all advice; sessions are told apart by ``close``."""

    def __init__(self) -> None:
        self._accounts: dict[Because, Account] = {}
        self._open: dict[int, Advice] = {}
        self._numbers: dict[int, Account] = {}
        self.ways: dict[str, tuple[int, int]] = {}
        """For each way, how many sentences went it, and how many arrived."""
        self.hours = 0.0

    def push(self, events: Iterable[Event]) -> None:
        """Take events of the session at hand."""
        for event in events:
            match event:
                case Advice() if event.action not in UNJUDGED:
                    self._open[event.number] = event
                    account = self._numbers[event.number] = self._account(event)
                    account.said += 1
                case Outcome():
                    self._settle(event)
                case Toss(said=False):
                    because = Because(event.action, event.cause, felt=False)
                    self._accounts.setdefault(because, Account(because)).withheld += 1

    def hear(self, heard: Sequence[Heard]) -> None:
        """Take which ways the sentences of the session at hand went."""
        ways = {(each.number, each.path): False for each in heard}
        ways |= {(each.number, each.path): True for each in heard if each.confirmed}
        for (_, path), arrived in ways.items():
            went, came = self.ways.get(path, (0, 0))
            self.ways[path] = (went + 1, came + arrived)
        for number in {number for number, _ in ways} & self._numbers.keys():
            account = self._numbers[number]
            if any(arrived for (other, _), arrived in ways.items() if other == number):
                account.heard += 1
            else:
                account.unheard += 1

    def close(self, duration_s: float) -> None:
        """End a session; what is still open stays unknown."""
        self._numbers.clear()
        for advice in self._open.values():
            self._account(advice).unknown += 1
        self._open.clear()
        self.hours += duration_s / 3600.0

    @property
    def accounts(self) -> list[Account]:
        """All accounts, the most frequent first."""
        return sorted(self._accounts.values(), key=lambda a: (-a.said, a.because.action))

    @property
    def nuisance_per_hour(self) -> float | None:
        """Advice per hour that was for nothing; None before the first session ended."""
        return self._per_hour(sum(account.for_nothing for account in self._accounts.values()))

    @property
    def not_followed_per_hour(self) -> float | None:
        """Advice per hour that was right as far as the sensors tell, and changed nothing."""
        return self._per_hour(sum(account.not_followed for account in self._accounts.values()))

    def _per_hour(self, times: int) -> float | None:
        return times / self.hours if self.hours else None

    def _account(self, advice: Advice) -> Account:
        because = Because(advice.action, advice.cause, advice.felt)
        return self._accounts.setdefault(because, Account(because))

    def _settle(self, outcome: Outcome) -> None:
        advice = self._open.pop(outcome.advice_number, None)
        if advice is None:
            return
        account = self._account(advice)
        if outcome.kind in HELPED:
            account.responses_s.append(outcome.t_s - advice.t_s)
        elif outcome.kind in _NUISANCE:
            account.for_nothing += 1
        elif outcome.kind is OutcomeKind.IGNORED:
            account.not_followed += 1
        else:
            account.unknown += 1
