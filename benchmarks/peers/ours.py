"""Run our own gait code on the samples that the peers get."""

import time
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from benchmarks.peers.exchange import Outcome, Stride, Task
from benchmarks.realdata import RATE_HZ, FootRecording
from monitor.gait.imu.limits import ImuLimits
from monitor.gait.imu.stride_detector import ImuStride, ImuStrides
from monitor.types import Side

METHOD = "ours"


def outcome(recording: FootRecording) -> Outcome:
    """Our strides, nothing told but that the samples are one foot's."""
    block = recording.block(Side.RIGHT)
    start_s = time.process_time()
    stage = ImuStrides(Side.RIGHT, RATE_HZ, ImuLimits())
    told = stage.push(block) + stage.finish()
    cpu_s = time.process_time() - start_s
    strides = [
        Stride(
            event.motion.length_from_s,
            event.motion.length_to_s,
            np.nan if event.motion.stride_length_m is None else event.motion.stride_length_m,
        )
        for event in told
        if isinstance(event, ImuStride)
    ]
    return Outcome(Task.PIPELINE, METHOD, "", recording.name, cpu_s, strides)


def outcomes(recordings: Sequence[FootRecording]) -> list[Outcome]:
    """Our strides of every recording; the first run of all only warms up."""
    outcome(recordings[0])
    return [outcome(recording) for recording in recordings]


def borders(result: Outcome) -> npt.NDArray[np.int64]:
    """Our instants as samples, for those who are asked for lengths only; shape (k, 2)."""
    pairs = np.array([[s.from_s, s.to_s] for s in result.strides]).reshape(-1, 2)
    return np.rint(pairs * RATE_HZ).astype(np.int64)
