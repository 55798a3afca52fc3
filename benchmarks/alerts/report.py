"""Write the results as a page that a person can read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from benchmarks.alerts.line import Line, only_sure
from benchmarks.alerts.live import Live, live_lines
from benchmarks.alerts.matrix import matrix
from benchmarks.alerts.numb import numb_lines
from benchmarks.alerts.play import Played
from benchmarks.alerts.speech import speech_lines, spoken
from benchmarks.alerts.table import target_lines

INTRO: Final = """\
# The alerts, measured

Printed by `python -m benchmarks.alerts --page docs/alerts.md`; what was played, and what the
numbers do not say, is in [detectors.md](detectors.md#measured). Rates an hour count the hours in
which the detector answered (of two feet one: half of them). In brackets: 95 % intervals. "Within
chance": the interval reaches over the target.
"""


@dataclass
class Report:
    """The page, and the lines that have a verdict."""

    half: str
    text: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def missed(self) -> list[str]:
        """What was aimed at and not reached."""
        return [line.what for line in self.lines if line.met is False]

    def targets(self, name: str, runs: Sequence[Played], *, small: bool) -> None:
        """One kind of simulation against its targets; few runs decide what is beyond chance."""
        if not runs:
            return
        lines = [*target_lines(runs), *speech_lines(runs)]
        numb = [run for run in runs if run.places]
        if numb:
            ranked = numb_lines(numb)
            lines += [replace(line, met=None) for line in ranked] if small else ranked
        hours = sum(run.hours for run in runs)
        before_h = sum(s.duration_s for run in runs for s in run.case.before) / 3600.0
        earlier = f" and {before_h:.0f} h of earlier runs" if before_h else ""
        title = f"{name}: {len(runs)} runs, {hours:.1f} h{earlier}, {self.half} seeds"
        self._judged(title, [only_sure(line) for line in lines] if small else lines)

    def live(self, heard: Sequence[Live]) -> None:
        """Decision latency."""
        if heard:
            self._judged("One packet a push, past the first two minutes", live_lines(heard))

    def detail(self, name: str, runs: Sequence[Played]) -> None:
        """Each detector under each condition, and what was spoken."""
        if runs:
            self.part(f"Each detector, {name}", matrix(runs))
            self.part(f"Spoken, {name}", spoken(runs))

    def part(self, title: str, lines: Iterable[str]) -> None:
        """A heading and its lines."""
        self.text += ["", title, "", *lines]

    def page(self) -> str:
        """The whole as a document."""
        body = "\n".join(self.text).strip("\n")
        return f"{INTRO}\n```\n{body}\n```\n"

    def _judged(self, title: str, lines: list[Line]) -> None:
        self.lines += lines
        self.part(title, [str(line) for line in lines])
