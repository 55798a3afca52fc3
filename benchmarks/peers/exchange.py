"""Send recordings to the peers' environment, and bring their strides back.

The peers pin other versions of numpy than we do, so they run in a process of their own: samples
go there as ``<name>.npz``, strides come back as one JSON object a line. This module is imported
on both sides and needs nothing but numpy.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum, auto
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

OUTCOMES = "outcomes.jsonl"


class Task(StrEnum):
    """What a method was asked for."""

    PIPELINE = auto()
    """From samples to strides and their lengths."""
    STRIDES = auto()
    """Where strides begin and end, without lengths."""
    LENGTHS = auto()
    """Lengths of strides whose borders were given."""
    ORIENTATION = auto()
    """Orientation only: scored for speed."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """What a peer is given: samples in the sensor's frame, and borders it may use or not.

    Parameters
    ----------
    acc_m_s2, gyr_rad_s : shape (n, 3)
    borders : shape (k, 2)
        First and last sample of the strides whose lengths are asked for.
    """

    name: str
    rate_hz: float
    acc_m_s2: npt.NDArray[np.float64]
    gyr_rad_s: npt.NDArray[np.float64]
    borders: npt.NDArray[np.int64]


class Stride(NamedTuple):
    """Start and end in seconds of the recording, and length."""

    from_s: float
    to_s: float
    length_m: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one method made of one recording.

    Parameters
    ----------
    variant : str
        Which of several settings; the best of them is chosen afterwards.
    cpu_s : float
        Processor time from samples to strides.
    trouble : str
        Why it gave up, in its own words.
    """

    task: Task
    method: str
    variant: str
    recording: str
    cpu_s: float
    strides: list[Stride] = field(default_factory=list)
    trouble: str = ""


def write_sample(folder: Path, sample: Sample) -> None:
    """Put a recording where the other side finds it."""
    np.savez(
        folder / f"{sample.name}.npz",
        rate_hz=sample.rate_hz,
        acc_m_s2=sample.acc_m_s2,
        gyr_rad_s=sample.gyr_rad_s,
        borders=sample.borders,
    )


def read_samples(folder: Path) -> Iterator[Sample]:
    """Every recording of the folder, by name."""
    for path in sorted(folder.glob("*.npz")):
        with np.load(path) as content:
            arrays: dict[str, Any] = dict(content)
        rate_hz = float(arrays.pop("rate_hz"))
        yield Sample(name=path.name.removesuffix(".npz"), rate_hz=rate_hz, **arrays)


def to_line(outcome: Outcome) -> str:
    """One outcome as a line."""
    return json.dumps(asdict(outcome), allow_nan=True)


def read_outcomes(path: Path) -> list[Outcome]:
    """The outcomes of a run."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Outcome(
            **{
                **row,
                "task": Task(row["task"]),
                "strides": [Stride(*stride) for stride in row["strides"]],
            }
        )
        for row in rows
    ]
