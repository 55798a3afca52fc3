"""What is said of real runs? Listed one by one, because nobody knows what would be right."""

from collections.abc import Iterable
from pathlib import Path

from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.sources.importers.fit_file import import_fit
from monitor.types import Advice, Event, Finding, FindingStatus, ReferenceSpeed

DATA = Path(__file__).parents[2] / "shared" / "data"


def real_lines(folder: Path = DATA / "fit") -> list[str]:
    """Findings and sentences of every real activity, with their evidence."""
    files = sorted(folder.glob("*.fit"))
    if not files:
        return [f"no real runs: {folder} is not there"]
    return [line for file in files for line in _lines(file)]


def _lines(file: Path) -> list[str]:
    pipeline = Pipeline(Config())
    events = pipeline.push(list(import_fit([file]).packets)) + pipeline.finish()
    samples = [event for event in events if isinstance(event, ReferenceSpeed)]
    minutes = (samples[-1].t_s - samples[0].t_s) / 60.0 if samples else 0.0
    said = [*_findings(events), *_sentences(events)]
    title = f"{file.name}: {minutes:.0f} min, speed, cadence, contact time, heart rate"
    return [title, *(f"    {line}" for line in said or ["nothing found"])]


def _findings(events: Iterable[Event]) -> list[str]:
    return [
        f"{event.t_s / 60.0:5.1f} min  {event.kind}: {event.evidence}"
        for event in events
        if isinstance(event, Finding) and event.status is FindingStatus.ACTIVE
    ]


def _sentences(events: Iterable[Event]) -> list[str]:
    return [
        f'{event.t_s / 60.0:5.1f} min  "{event.text}"'
        for event in events
        if isinstance(event, Advice)
    ]
