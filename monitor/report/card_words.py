"""The head of a red-flag card: what to do, now or where it is still so."""

from monitor.report.follow_up import Card
from monitor.report.wording import Words


def card_title(card: Card, words: Words, *, past: bool = False) -> str:
    """Name a card; ``past``: the run was so long ago that an emergency of then may be over."""
    return words[f"title.card_{_kind(card, past=past)}"]


def card_intro(card: Card, words: Words, *, past: bool = False) -> str:
    """Say what to do."""
    return words[f"card.{_kind(card, past=past)}_intro"]


def _kind(card: Card, *, past: bool) -> str:
    return "then" if past and card is Card.NOW else str(card)
