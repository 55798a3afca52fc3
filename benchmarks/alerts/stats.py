"""Exact intervals of rates, and how well a score ranks."""

from collections.abc import Sequence

from scipy import stats


def share_bounds(hits: int, of: int) -> tuple[float, float]:
    """95 % interval of a proportion (Clopper and Pearson); ``of`` is at least 1."""
    low = stats.beta.ppf(0.025, hits, of - hits + 1) if hits else 0.0
    high = stats.beta.ppf(0.975, hits + 1, of - hits) if hits < of else 1.0
    return float(low), float(high)


def rate_bounds(times: int, hours: float) -> tuple[float, float]:
    """95 % interval of a rate an hour (Garwood); ``hours`` is above 0."""
    low = stats.chi2.ppf(0.025, 2 * times) / 2.0 if times else 0.0
    high = stats.chi2.ppf(0.975, 2 * times + 2) / 2.0
    return float(low) / hours, float(high) / hours


def share(hits: int, of: int) -> str:
    """A proportion with its exact 95 % interval."""
    if not of:
        return "none"
    low, high = share_bounds(hits, of)
    return f"{hits}/{of} = {100 * hits / of:.1f} % ({100 * low:.0f}–{100 * high:.0f})"


def rate(times: int, hours: float) -> str:
    """A rate with its exact 95 % interval."""
    if not hours:
        return "none"
    low, high = rate_bounds(times, hours)
    return f"{times} in {long(hours)} h = {times / hours:.2f} /h ({low:.2f}–{high:.2f})"


def long(hours: float) -> str:
    """So many hours, with a decimal where there are few.

    >>> long(62.4), long(1.25)
    ('62', '1.2')
    """
    return f"{hours:.0f}" if hours >= 10.0 else f"{hours:.1f}"


def auroc(scores: Sequence[float], positive: Sequence[bool]) -> float:
    """Probability that a positive scores above a negative (ties half)."""
    yes = [s for s, p in zip(scores, positive, strict=True) if p]
    no = [s for s, p in zip(scores, positive, strict=True) if not p]
    if not yes or not no:
        return float("nan")
    ranks = stats.rankdata([*yes, *no])
    return float((ranks[: len(yes)].sum() - len(yes) * (len(yes) + 1) / 2) / (len(yes) * len(no)))
