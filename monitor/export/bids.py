"""A data set of Motion-BIDS, to share: one tracking system a foot, in its own sampling rate.

Source: the motion part of the Brain Imaging Data Structure, version 1.10. Angular rates are in
rad/s, acceleration (specific force) in m/s²; pressure is of the type MISC. Lost samples are *n/a*.
"""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from monitor.export.source import Source
from monitor.types import Event, FootBlock, Side, Symptom

VERSION: Final = "1.10.0"
TASK: Final = "running"
_PREFIX: Final = f"sub-01_task-{TASK}"
_README: Final = """\
Feet of one runner: inertial sensors and pressure insoles, one tracking system a foot.

Written by footloose {software} (settings {settings}) from the recording {recording}.
Samples of a foot are aligned on one uniform grid; lost samples are n/a. Both feet begin at the same
instant, from which events count, too: before its first sample a foot is n/a. Acceleration is
specific force in the sensor's own frame. Pressure is in kPa and good for comparison within one
shoe. Taps of the runner are in the events. Not a medical device; nothing in here is a diagnosis.
"""


def write(source: Source, folder: Path) -> None:
    """Write the data set."""
    motion = folder / "sub-01" / "motion"
    motion.mkdir(parents=True)
    feet = _Feet(motion)
    source.hear(feet.push, feet.push_block)
    feet.finish()
    stamp = source.stamp
    _json(
        folder / "dataset_description.json",
        {
            "Name": "Feet of a runner",
            "BIDSVersion": VERSION,
            "DatasetType": "raw",
            "Authors": [source.athlete or "not said"],
            "GeneratedBy": [{"Name": "footloose", "Version": stamp.software}],
            "License": "not said",
        },
    )
    text = _README.format(
        software=stamp.software, settings=stamp.settings, recording=stamp.recording
    )
    (folder / "README").write_text(text, encoding="utf-8")
    (folder / "participants.tsv").write_text("participant_id\nsub-01\n", encoding="utf-8")


class _Feet:
    """The files of both feet, as their samples come."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._first: dict[Side, FootBlock] = {}
        self._rows: dict[Side, int] = {}
        self._events: list[Symptom] = []

    def push(self, events: Iterable[Event]) -> None:
        """Keep the runner's reports."""
        self._events += [event for event in events if isinstance(event, Symptom)]

    def push_block(self, block: FootBlock) -> None:
        """Write samples; those of a foot whose sensors changed in kind are left out."""
        first = self._first.setdefault(block.side, block)
        if _shape(first) != _shape(block):
            return
        rows = self._rows.get(block.side, 0)
        missing = block.start - first.start - rows
        with self._file(block.side, "motion.tsv").open("a", encoding="utf-8") as file:
            file.writelines([_lost(first)] * max(missing, 0))
            for values in zip(
                block.acc_m_s2.tolist(), block.gyr_rad_s.tolist(), block.plantar_kpa.tolist(),
                block.instep_kpa.tolist(), strict=True,
            ):  # fmt: skip
                cells = [_text(value) for group in values for value in group]
                file.write("\t".join(cells) + "\n")
        self._rows[block.side] = rows + max(missing, 0) + len(block)

    def finish(self) -> None:
        """Write what describes the samples."""
        from_s = min((float(block.t_s[0]) for block in self._first.values()), default=0.0)
        for side, block in self._first.items():
            self._pad(block, round((float(block.t_s[0]) - from_s) * block.rate_hz))
            channels = _channels(block)
            lines = ["name\tcomponent\ttype\ttracked_point\tunits\tsampling_frequency"]
            for name, component, kind, units in channels:
                cells = (name, component, kind, f"{side}_foot", units, f"{block.rate_hz:g}")
                lines.append("\t".join(cells))
            text = "\n".join(lines) + "\n"
            self._file(side, "channels.tsv").write_text(text, encoding="utf-8")
            _json(self._file(side, "motion.json"), _sidecar(block, self._rows[side]))
        self._write_events(from_s)

    def _pad(self, first: FootBlock, rows: int) -> None:
        """Let the file of a foot that was heard later begin where the other begins."""
        if not rows:
            return
        file = self._file(first.side, "motion.tsv")
        samples = file.rename(file.with_suffix(".later"))
        with file.open("w", encoding="utf-8") as padded, samples.open(encoding="utf-8") as later:
            padded.writelines([_lost(first)] * rows)
            shutil.copyfileobj(later, padded)
        samples.unlink()
        self._rows[first.side] += rows

    def _write_events(self, from_s: float) -> None:
        if not self._events:
            return
        lines = ["onset\tduration\ttrial_type\tside\tzone\ttold"]
        for event in sorted(self._events, key=lambda event: event.t_s):
            side = "both" if event.both else event.side or "n/a"
            onset = f"{event.t_s - from_s:.3f}"
            told = (event.feeling, side, event.zone or "n/a", event.told)
            lines.append("\t".join((onset, "0", *told)))
        events = self._folder / f"{_PREFIX}_events.tsv"
        events.write_text("\n".join(lines) + "\n", encoding="utf-8")
        columns = {
            "trial_type": {"Description": "What the runner reported"},
            "side": {"Description": "Which foot"},
            "zone": {"Description": "Which place of the foot"},
            "told": {"Description": "By a tap or a lap button in the run, or added afterwards"},
        }
        _json(events.with_suffix(".json"), columns)

    def _file(self, side: Side, ending: str) -> Path:
        return self._folder / f"{_PREFIX}_tracksys-{side}Foot_{ending}"


Channel = tuple[str, str, str, str]
"""Name, component, type and units."""


def _channels(block: FootBlock) -> list[Channel]:
    side = block.side
    told: list[Channel] = []
    if block.acc_m_s2.shape[1]:
        told += [(f"{side}_acc_{axis}", axis, "ACCEL", "m/s^2") for axis in "xyz"]
        told += [(f"{side}_gyr_{axis}", axis, "GYRO", "rad/s") for axis in "xyz"]
    for place, values in (("plantar", block.plantar_kpa), ("instep", block.instep_kpa)):
        many = range(values.shape[1])
        told += [(f"{side}_{place}_{cell:02}", "n/a", "MISC", "kPa") for cell in many]
    return told


def _lost(block: FootBlock) -> str:
    """Give the row of an instant without samples."""
    return "\t".join(["n/a"] * len(_channels(block))) + "\n"


def _sidecar(block: FootBlock, rows: int) -> dict[str, Any]:
    kinds = [kind for _, _, kind, _ in _channels(block)]
    return {
        "TaskName": TASK,
        "TaskDescription": "Running or walking at the runner's own pace",
        "SamplingFrequency": block.rate_hz,
        "TrackingSystemName": f"{block.side}Foot",
        "DeviceSerialNumber": "n/a",
        "MotionChannelCount": len(kinds),
        "TrackedPointsCount": 1,
        "ACCELChannelCount": kinds.count("ACCEL"),
        "GYROChannelCount": kinds.count("GYRO"),
        "MISCChannelCount": kinds.count("MISC"),
        "RecordingDuration": round(rows / block.rate_hz, 3),
        "RecordingType": "continuous",
    }


def _shape(block: FootBlock) -> tuple[float, int, int, int]:
    imu, plantar, instep = block.acc_m_s2, block.plantar_kpa, block.instep_kpa
    return block.rate_hz, imu.shape[1], plantar.shape[1], instep.shape[1]


def _json(file: Path, content: dict[str, Any]) -> None:
    file.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _text(value: float) -> str:
    return f"{value:.7g}" if value == value else "n/a"  # noqa: PLR0124  # only NaN differs from itself
