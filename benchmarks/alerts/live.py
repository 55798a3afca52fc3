"""Time from the arrival of a packet to what is said, with one packet a push, as live."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import process_time
from typing import Final

import numpy as np
from msgspec import structs

from benchmarks.alerts.case import Case
from benchmarks.alerts.cases import draw
from benchmarks.alerts.line import Line
from benchmarks.alerts.physics import sensed
from firmware_sim.record import packets
from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.types import Advice, Event, Stride

WARM_S: Final = 120.0
"""Until then mountings are found and filters compiled."""
MOST_MS: Final = 5.0
RED_S: Final = 5.0
AFTER_S: Final = 60.0
EARLY_S: Final = 700.0
"""The first drawn run whose cause comes before this is taken: waiting costs, and shows nothing."""


@dataclass(slots=True)
class Live:
    """CPU of single packets past warm-up, ms, and what was said how long after its instant."""

    packet_ms: list[float] = field(default_factory=list)
    stride_ms: list[float] = field(default_factory=list)
    advice_ms: list[float] = field(default_factory=list)
    said_s: list[float] = field(default_factory=list)
    red_s: list[float] = field(default_factory=list)

    def hear(self, t_rx_s: float, events: list[Event]) -> None:
        """Take what a packet led to."""
        advice = [event for event in events if isinstance(event, Advice)]
        self.said_s += [t_rx_s - said.t_s for said in advice]
        self.red_s += [t_rx_s - said.t_s for said in advice if said.red_flag]

    def spend(self, spent_ms: float, events: list[Event]) -> None:
        """Take what it cost."""
        self.packet_ms.append(spent_ms)
        if any(isinstance(event, Stride) for event in events):
            self.stride_ms.append(spent_ms)
        if any(isinstance(event, Advice) for event in events):
            self.advice_ms.append(spent_ms)


LIVE: Final = ("foot drop", "tight laces")
"""Families that are listened to packet by packet: a red flag, and laces that tighten."""


def early_case(family: str, *, unseen: bool) -> Case:
    """The first run of a family in which something happens soon."""
    number = 0
    while (case := draw(family, number, unseen=unseen)).from_s > EARLY_S:
        number += 1
    return _cut(case, sum(_last(case)) + AFTER_S)


def _last(case: Case) -> tuple[float, float]:
    change = case.scenario.change[0]
    return change.at_s, change.over_s


def _cut(case: Case, duration_s: float) -> Case:
    scenario = structs.replace(sensed(case), duration_s=duration_s)
    return Case(case.family, case.seed, scenario, case.sensing)


def listen(case: Case, warm_s: float = WARM_S) -> Live:
    """Push one packet at a time, and take the time of each that comes after ``warm_s``."""
    pipeline, live = Pipeline(Config()), Live()
    for packet in packets(case.scenario, seed=case.seed):
        begun_s = process_time()
        events = pipeline.push([packet])
        spent_ms = 1e3 * (process_time() - begun_s)
        live.hear(packet.t_rx_s, events)
        if packet.t_rx_s >= warm_s:
            live.spend(spent_ms, events)
    return live


def live_lines(heard: Sequence[Live]) -> list[Line]:
    """Decision latency; and how late, in session time, what was said."""
    packets_ms, strides_ms, advice_ms, said_s, red_s = (
        [value for live in heard for value in getattr(live, name)]
        for name in ("packet_ms", "stride_ms", "advice_ms", "said_s", "red_s")
    )
    lines = [
        _cpu("packet in, events out: CPU", packets_ms),
        _cpu("packet that completes a stride: CPU", strides_ms),
    ]
    if advice_ms:
        value = f"{max(advice_ms):.2f} ms at most, of {len(advice_ms)}"
        lines.append(Line("packet that leads to a sentence: CPU", value, "", None))
    if said_s:
        value = f"{max(said_s):.2f} s at most, of {len(said_s)}"
        lines.append(Line("stride's end to its sentence, session time", value, "", None))
    if red_s:
        value = f"{max(red_s):.2f} s at most, of {len(red_s)}"
        lines.append(Line("stride's end to its red flag", value, "<= 5 s", max(red_s) <= RED_S))
    return lines


def _cpu(what: str, spent_ms: list[float]) -> Line:
    p50, p99 = np.percentile(spent_ms, (50.0, 99.0))
    value = f"p99 {p99:.2f} ms, p50 {p50:.2f}, most {max(spent_ms):.1f}, of {len(spent_ms)}"
    return Line(what, value, "p99 <= 5 ms", bool(p99 <= MOST_MS))
