"""One line of the alert table: what was measured, how it came out, what was aimed at."""

from dataclasses import dataclass, replace

from benchmarks.alerts.stats import rate, rate_bounds, share, share_bounds


@dataclass(frozen=True)
class Line:
    """One line of the table.

    Parameters
    ----------
    met : bool or None
        None where nothing was aimed at, or too little was seen to say.
    sure : bool or None
        Whether the whole 95 % interval lies on that side; None where there is no interval.
    """

    what: str
    value: str
    target: str
    met: bool | None
    sure: bool | None = None

    @property
    def verdict(self) -> str:
        """In words."""
        if self.met is None:
            return "too few to say" if self.sure is False else ""
        doubt = ", within chance" if self.sure is False else ""
        return ("met" if self.met else "MISSED") + doubt

    def __str__(self) -> str:
        return f"{self.what:<46} {self.value:<44} {self.target:<22} {self.verdict}".rstrip()


def share_line(what: str, hits: int, of: int, least: float) -> Line:
    """A proportion that should reach ``least``; of nothing, it is missed."""
    target = f">= {100 * least:.0f} %"
    if not of:
        return Line(what, "none", target, met=False, sure=False)
    low, high = share_bounds(hits, of)
    met = hits >= least * of
    return Line(what, share(hits, of), target, met, low >= least if met else high < least)


def rate_line(what: str, times: int, hours: float, most: float, least_h: float = 0.0) -> Line:
    """A rate that should stay within ``most``, seen for ``least_h`` hours at least."""
    target = f"<= {most:g} /h" + (f" in {least_h:g} h" if least_h else "")
    if not hours:
        return Line(what, "none", target, met=False, sure=False)
    low, high = rate_bounds(times, hours)
    met = times <= most * hours and hours >= least_h
    sure = high <= most if met else low > most
    return Line(what, rate(times, hours), target, met, sure)


def only_sure(line: Line) -> Line:
    """The line without its verdict where chance may have made it: for small samples."""
    return replace(line, met=None) if line.sure is False else line
