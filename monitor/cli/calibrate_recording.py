"""Steps of a cuff that a recording holds."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.errors import ConfigError, SourceError
from monitor.report.foot_log import Window
from monitor.report.insole_log import InsoleLog
from monitor.sources.cuff_fit import LEAST_STEPS, CuffStep
from monitor.sources.cuff_step import SettledStep, settle

if TYPE_CHECKING:
    from monitor.report.insole_log import Insole


@dataclass(frozen=True, slots=True)
class RecordedSteps:
    """The steps of one sensor."""

    name: str
    side: str
    without: SettledStep
    steps: tuple[CuffStep, ...]


def steps_of(recording: Path, told: list[str], sensor: str) -> RecordedSteps:
    """Read the steps of a sensor's instep cells; "" takes the only one that has any.

    Raises
    ------
    ConfigError
        If a step is not said as it has to be.
    SourceError
        If the recording has no such cells, or nothing in a step.
    """
    from monitor.session.recording import read_packets

    wanted = sorted((_step(one) for one in told), key=lambda step: step[0])
    if not wanted or wanted[0][0] != 0.0 or len(wanted) <= LEAST_STEPS:
        expected = "expected one with 0 mmHg and three or more pressures: 0:05-0:35=0"
        raise ConfigError("--step", ", ".join(told), expected)
    log = InsoleLog([window for _, window in wanted])
    log.push(read_packets(recording))
    found = [one for one in log.every() if sensor.casefold() in ("", one.name.casefold())]
    cells = [one for one in found if _instep(one)]
    if len(cells) != 1:
        names = ", ".join(one.name for one in cells) or "none"
        raise SourceError(f"{recording}: name one sensor with cells under the tongue: {names}")
    one = cells[0]
    settled = [_settled(recording, one, number) for number in range(len(wanted))]
    steps = [CuffStep(mmhg, s) for (mmhg, _), s in zip(wanted[1:], settled[1:], strict=True)]
    return RecordedSteps(one.name, str(one.side), settled[0], tuple(steps))


def _instep(one: "Insole") -> bool:
    said = one.said(0)
    return said is not None and said.kpa.shape[1] > said.plantar_cells


def _settled(recording: Path, one: "Insole", number: int) -> SettledStep:
    said = one.said(number)
    window = one.window(number)
    if said is None:
        raise SourceError(f"{recording}: {one.name} says nothing from {window.from_s:g} s on")
    inside = (said.t_s >= window.from_s) & (said.t_s <= window.until_s)
    return settle(said.t_s[inside], said.kpa[inside, said.plantar_cells :])


def _step(told: str) -> tuple[float, Window]:
    """Read one step.

    >>> _step("1:10-1:50=30")
    (30.0, Window(from_s=70.0, until_s=110.0))
    """
    span, equals, mmhg = told.partition("=")
    begin, dash, end = span.partition("-")
    try:
        window = Window(_seconds(begin), _seconds(end))
        pressure = float(mmhg)
    except ValueError:
        equals = ""
    if not (equals and dash) or not (window.from_s < window.until_s and 0.0 <= pressure <= 300.0):
        raise ConfigError("--step", told, "expected FROM-TO=MMHG such as 1:10-1:50=30")
    return pressure, window


def _seconds(at: str) -> float:
    minutes, _, seconds = at.rpartition(":")
    return 60.0 * float(minutes or 0) + float(seconds)
