"""A foot that is silent for longer than a run begins anew, and costs no more than it says."""

from functools import cache

from firmware_sim import record
from firmware_sim.scenario import scenario_file
from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.types import Packet, Stride

RUN_S = 40.0
LATER_S = 3.0e8
"""Ten years: sample by sample it would take a day."""


@cache
def run() -> list[Packet]:
    return list(record.packets(scenario_file.load("easy_run"), RUN_S))


def strides(packets: list[Packet]) -> list[Stride]:
    pipeline = Pipeline(Config())
    events = [*pipeline.push(packets), *pipeline.finish()]
    return [event for event in events if isinstance(event, Stride)]


def test_strides_before_and_after_ten_years_of_silence_are_those_of_two_runs() -> None:
    alone = strides(run())

    both = strides([*run(), *(p._replace(t_rx_s=p.t_rx_s + LATER_S) for p in run())])

    before = [one for one in both if one.ic_s < RUN_S]
    after = [one for one in both if one.ic_s > LATER_S]
    assert len(alone) > 60
    assert abs(len(before) - len(alone)) <= 2
    assert abs(len(after) - len(alone)) <= 2
    assert len(before) + len(after) == len(both)
    known = [s for s in after if s.motion is not None and s.motion.stride_length_m is not None]
    assert len(known) > 50
