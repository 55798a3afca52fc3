"""Print the record types that a packet meets on its way to a stride; fail above 25.

    python -m benchmarks.trace_records [--scenario demo walk_run ...] [--seconds 60]

Sessions are pushed packet by packet. On the way lies every dataclass and named tuple of ``monitor``
that is made in the rooms between packet and stride (``wire``, ``ingest``, ``types``, ``gait``)
while a packet with samples is pushed, or the session ends: whoever follows samples meets it.

Not on the way, and why:

- what is made while another packet is pushed: a sensor says once what it is (``PodInformation``,
  ``StreamSpec``, ``SoleMap``, ``Tally`` and others), and heart rate, belt speed, link and charge
  are events of their own. Samples are read by it, but not made into it;
- packets and events, the two ends, and what is made of strides (``ELSEWHERE``);
- a record whose name starts with an underscore: state of one file, which no other file meets.
"""

import argparse
import importlib
import pkgutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from typing import Any, get_args

import monitor
from firmware_sim.record import packets
from firmware_sim.scenario import scenario_file
from monitor.config import Config
from monitor.ingest.sensor_directory import SAMPLING
from monitor.pipeline import Pipeline
from monitor.types import Event, Packet

MOST = 25
ROOMS = tuple(f"monitor.{room}." for room in ("wire", "ingest", "types", "gait"))
ELSEWHERE = ("monitor.types.claims", "monitor.gait.stiffness")
"""Files of the rooms that make something of strides."""
_ENDS = {Packet, *get_args(Event)}


def main() -> int:
    """Print the records; 1 if there are too many."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scenario", nargs="+", default=["demo"])
    options.add_argument("--seconds", type=float, default=60.0)
    asked = options.parse_args()
    now: Counter[type] = Counter()
    for kind in _record_types():
        _count(kind, now)
    most = 0
    for scenario in asked.scenario:
        made = records_made(scenario, asked.seconds, now)
        most = max(most, len(made))
        for kind, count in made.most_common():
            print(f"{count:8}  {kind.__module__}.{kind.__qualname__}")
        print(f"{scenario}: {len(made)} record types between Packet and Stride; at most {MOST}")
    return int(most > MOST)


def records_made(scenario: str, duration_s: float, now: Counter[type]) -> Counter[type]:
    """How often samples had each record type made; ``now`` counts whatever is made."""
    made: Counter[type] = Counter()
    pipeline = Pipeline(Config())
    for packet in list(packets(scenario_file.load(scenario), duration_s)):
        now.clear()
        pipeline.push([packet])
        if packet.characteristic in SAMPLING:
            made.update(now)
    now.clear()
    pipeline.finish()
    made.update(now)
    return made


def _record_types() -> set[type]:
    """Every dataclass and named tuple of the rooms between packet and stride."""
    return {
        one
        for module in pkgutil.walk_packages(monitor.__path__, "monitor.")
        if module.name.startswith(ROOMS) and not module.name.startswith(ELSEWHERE)
        for one in vars(importlib.import_module(module.name)).values()
        if isinstance(one, type) and one.__module__ == module.name and one not in _ENDS
        if not one.__name__.startswith("_")
        if is_dataclass(one) or (issubclass(one, tuple) and hasattr(one, "_fields"))
    }


def _count(kind: type, made: Counter[type]) -> None:
    """Let every making of a record be counted."""
    for name in _makers(kind):
        counted = _counting(getattr(kind, name), kind, made)
        setattr(kind, name, counted if name == "__init__" else staticmethod(counted))


def _makers(kind: type) -> Iterator[str]:
    if is_dataclass(kind):
        yield "__init__"
    else:
        yield from ("__new__", "_make")  # _replace makes with _make


def _counting(maker: Callable[..., Any], kind: type, made: Counter[type]) -> Callable[..., Any]:
    def counted(*values: Any, **named: Any) -> Any:
        made[kind] += 1
        return maker(*values, **named)

    return counted


if __name__ == "__main__":
    sys.exit(main())
