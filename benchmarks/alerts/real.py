"""List what is said of real runs, one by one. Nobody knows what would be correct there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.alerts.judge import seen_h
from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.sources.importers import IMPORT_FORMATS
from monitor.types import (
    Advice,
    Event,
    Finding,
    FindingKind,
    FindingStatus,
    Packet,
    ReferenceSpeed,
    Stride,
)

ROOT: Final = Path(__file__).parents[2]
DATA: Final = ROOT.parent / "shared" / "data"
PUSH: Final = 2000
FOOT: Final = {"vicon_foot": "2017-11-27*.csv.gz", "surveyed_runs": "*.csv.gz"}
"""Folders of one foot's IMU, and which of their recordings are of running."""


@dataclass(slots=True)
class Heard:
    """What one recording gave."""

    name: str
    minutes: float = 0.0
    strides: int = 0
    samples: int = 0
    findings: list[Finding] = field(default_factory=list)
    advice: list[Advice] = field(default_factory=list)

    def looked_min(self, kind: FindingKind) -> float:
        """Minutes for which a detector answered."""
        return 60.0 * seen_h(self.findings, kind, 60.0 * self.minutes)


def real_lines(folder: Path = DATA) -> list[str]:
    """Findings and sentences of every real run, with their evidence."""
    runs = [
        *(_hear("fit", file, None) for file in sorted((folder / "fit").glob("*.fit"))),
        *(_hear("csv", file, _map(file)) for file in _foot_files(folder)),
    ]
    if not runs:
        return [f"no real runs: {folder} is not there"]
    return [*(line for run in runs for line in _told(run)), *_sum(runs)]


def _foot_files(folder: Path) -> list[Path]:
    """Recordings of a running foot, without their references."""
    files = [file for name, names in FOOT.items() for file in sorted((folder / name).glob(names))]
    return [file for file in files if "truth" not in file.name]


def _map(file: Path) -> Path:
    return ROOT / "configs" / "maps" / f"{file.parent.name}.toml"


def _hear(form: str, file: Path, import_map: Path | None) -> Heard:
    """Play a file through the whole pipeline."""
    packets = list(IMPORT_FORMATS[form]([file], import_map).packets)
    pipeline = Pipeline(Config())
    events: list[Event] = []
    for i in range(0, len(packets), PUSH):
        events += pipeline.push(packets[i : i + PUSH])
    return _heard(file.name, packets, [*events, *pipeline.finish()])


def _heard(name: str, packets: Sequence[Packet], events: Iterable[Event]) -> Heard:
    heard = Heard(name, (packets[-1].t_rx_s - packets[0].t_rx_s) / 60.0)
    for event in events:
        match event:
            case Finding():
                heard.findings.append(event)
            case Advice():
                heard.advice.append(event)
            case Stride():
                heard.strides += 1
            case ReferenceSpeed():
                heard.samples += 1
            case _:
                pass
    return heard


def _told(run: Heard) -> list[str]:
    """One recording: what was found and said, and what could be asked at all."""
    found = [
        f"{f.t_s / 60.0:5.1f} min  {f.kind}: {f.evidence}"
        for f in run.findings
        if f.status is FindingStatus.ACTIVE
    ]
    said = [f'{a.t_s / 60.0:5.1f} min  "{a.text}"' for a in run.advice]
    of = f"{run.strides} strides" if run.strides else f"{run.samples} samples of a watch"
    looked = [kind for kind in FindingKind if run.looked_min(kind) > 0.0]
    asked = ", ".join(f"{kind} {run.looked_min(kind):.0f} min" for kind in looked)
    title = f"{run.name}: {run.minutes:.1f} min, {of}; answered: {asked or 'no question'}"
    return [title, *(f"    {line}" for line in found + said or ["nothing found"])]


def _sum(runs: Sequence[Heard]) -> list[str]:
    """All recordings together."""
    found = sum(f.status is FindingStatus.ACTIVE for run in runs for f in run.findings)
    hours = sum(run.minutes for run in runs) / 60.0
    tired = sum(run.looked_min(FindingKind.FATIGUE) for run in runs) / 60.0
    said = sum(len(run.advice) for run in runs)
    heard = f"{len(runs)} recordings, {hours:.1f} h, {found} findings, {said} sentences"
    return [f"together: {heard}; fatigue was looked at for {tired:.1f} h"]
