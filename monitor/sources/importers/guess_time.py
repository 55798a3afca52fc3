"""Find the column of times of a table that nobody described, and how it counts."""

import json
import re
from typing import Final

import numpy as np

from monitor.sources.importers import times
from monitor.sources.importers.columns import plain
from monitor.sources.importers.counters import COUNTERS
from monitor.sources.importers.file_clock import SINCE_1970
from monitor.sources.importers.guess_clock import OwnTime, reference
from monitor.sources.importers.guess_sample import SAID, TableSample
from monitor.types import FloatArray

_BY_STEPS: Final = "by its steps"
_RATE: Final = re.compile(
    r"(?:rate|freq\w*|abtastrate|\bat)\W{0,4}\s*([\d.]+)\s*\"?\s*hz"
    r"|(?:sampl\w*[ _]?(?:rate|freq\w*)|(?:update|output|data)[ _]?rate|\bfs)"
    r"\s*[\[(]?(?:hz)?[\])]?\W{0,4}([\d.]+)",
    re.IGNORECASE,
)
"""A rate that lines before the table say, such as ``Update Rate: 100.0Hz``."""
_NEAR: Final = 5.0
"""A time whose steps are longer or shorter by more than the rate says counts in another unit. Rule
of thumb: the samples of a packet may share one."""
_WHOLE_S: Final = 1.5
"""Times in s since 1970 are at most so far apart; microseconds further. Rule of thumb."""
_MOST_SAID_HZ: Final = 10_000.0
"""A higher rate is another number. Rule of thumb: as ``max_rate_hz`` of the limits."""


def time_lines(
    sample: TableSample, own: OwnTime, reasons: list[str], doubts: list[str]
) -> list[str]:
    """Lines of the map that say the time; without ``rate_hz`` it is refused until that is said.

    ``doubts`` takes what the file does not say itself.
    """
    if own.place is None:
        _add(reasons, "no column looks like a time")
        return _by_rate(sample, reasons, doubts)
    _say_choice(sample, own, reasons, doubts)
    name, column = sample.names[own.place], sample.values[:, own.place]
    line = f"time_s = {quoted(reference(sample, own.place))}"
    if name in sample.clocked:
        _add(reasons, f'time: "{name}", written as dates or times of day')
        return [line]
    unit, why = _unit(sample.unit(name) or times.said_unit(name), column)
    if (odd := sample.odd_unit(name)) and why.startswith(_BY_STEPS):
        _add(reasons, f'"{name}" counts in {odd}, which no map can say: turn it into s')
        return _by_rate(sample, reasons, doubts)
    said_hz = _said_hz(sample) if sample.unit(name) not in times.FACTORS else None
    if why and said_hz is not None and not _agrees(column, unit, said_hz):
        _add(reasons, f'"{name}" does not count as the rate before the table says')
        return _by_rate(sample, reasons, doubts)
    if not why:
        _add(reasons, f'"{name}" counts in steps of no unit')
        return _by_rate(sample, reasons, doubts)
    if why.startswith(_BY_STEPS):
        doubts.append(why)
    _add(reasons, f'time: "{name}"{f" in {unit}" if unit else ""}, {why}')
    return [line] + ([f'time_unit = "{unit}"'] if unit else [])


def _say_choice(sample: TableSample, own: OwnTime, reasons: list[str], doubts: list[str]) -> None:
    if own.doubt:
        _add(reasons, own.doubt)
        doubts.append(own.doubt)
    if own.coarse is not None:
        _add(reasons, f'"{sample.names[own.coarse]}" is the same in many rows: it is not the time')


def _unit(said: str | None, column: FloatArray) -> tuple[str | None, str]:
    """Unit of a time, None where the import finds it itself; and why, empty if it is not known."""
    if said in times.FACTORS:
        return said, SAID
    if np.isnan(column).all():
        return None, ""
    if (unit := times.epoch_unit(column)) is not None:
        return unit, "as a time since 1970"
    if times.are_days(np.sort(column)):
        return None, "in days"
    steps = np.abs(np.diff(column))
    steps = steps[steps > 0.0]
    usual = float(np.median(steps)) if len(steps) else np.nan
    if SINCE_1970[0] <= np.nanmedian(column) < SINCE_1970[1] and usual <= _WHOLE_S:
        return "s", "as a time since 1970"
    unit = _unit_of_step(usual)
    return unit, f"{_BY_STEPS} of {usual:g}" if unit else ""


def _by_rate(sample: TableSample, reasons: list[str], doubts: list[str]) -> list[str]:
    """Lines for a table that counts its rows at most."""
    counter = next((name for name in sample.names if plain(name) in COUNTERS), None)
    lines = [] if counter is None else [f"counter = {quoted(counter)}"]
    rate_hz = _said_hz(sample)
    if rate_hz is not None:
        _add(reasons, f"{rate_hz:g} Hz is what the lines before the table say")
        return [f"rate_hz = {rate_hz!r}", *lines]
    doubts.append("rate_hz")
    _add(reasons, "say rate_hz in the map, the samples in a second: without it, it is refused")
    return ["# rate_hz = 100.0   say how many samples a second has", *lines]


def _said_hz(sample: TableSample) -> float | None:
    """Rate that the lines before the table say; None if they say none."""
    match = _RATE.search(sample.before)
    rate_hz = _number(match[1] or match[2]) if match else 0.0
    return rate_hz if 0.0 < rate_hz <= _MOST_SAID_HZ else None


def _agrees(column: FloatArray, unit: str | None, rate_hz: float) -> bool:
    """Whether the usual step of a column of times is that of a rate, or it has none."""
    steps = np.abs(np.diff(column))
    steps = steps[steps > 0.0]
    if unit is None or not len(steps):
        return True
    times_as_long = float(np.median(steps)) * times.FACTORS[unit] * rate_hz
    return 1.0 / _NEAR < times_as_long < _NEAR


def _unit_of_step(step: float) -> str | None:
    """Time unit in which the step is one of 10 Hz to 10 kHz; None if it is in none."""
    for unit in times.BY_STEPS:
        if 1e-4 <= step * times.FACTORS[unit] < 0.1:
            return unit
    return None


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _add(reasons: list[str], reason: str) -> None:
    """Say it once, though both feet have the same time."""
    if reason not in reasons:
        reasons.append(reason)


def quoted(text: str) -> str:
    """Text as TOML spells it; JSON escapes the same, but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
