"""Print the record types that a packet meets on its way to a stride; fail above 25.

    python -m benchmarks.trace_records

One of the golden sessions is pushed packet by packet. From the first packet with samples on, every
dataclass and named tuple of ``monitor`` that is made in the rooms between packet and stride is
counted: ``wire``, ``ingest``, ``types`` and ``gait``. Not between them are packets, events, what
other packets than samples say, and what is made of strides. A record that a file keeps to itself
(its name starts with an underscore) is state of its stage: no other file meets it.
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
ELSEWHERE = (
    "monitor.types.claims",  # made of strides
    "monitor.gait.stiffness",
    "monitor.wire.battery",  # packets without samples
)
_ENDS = {Packet, *get_args(Event)}


def main() -> int:
    """Print the records; 1 if there are too many."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scenario", default="demo")
    options.add_argument("--seconds", type=float, default=60.0)
    asked = options.parse_args()
    made = records_made(asked.scenario, asked.seconds)
    for kind, count in made.most_common():
        print(f"{count:8}  {kind.__module__}.{kind.__qualname__}")
    print(f"{len(made)} record types between Packet and Stride; at most {MOST}")
    return int(len(made) > MOST)


def records_made(scenario: str, duration_s: float) -> Counter[type]:
    """How often each record type was made, from the first samples to the last stride."""
    made: Counter[type] = Counter()
    pipeline, counting = Pipeline(Config()), False
    for packet in list(packets(scenario_file.load(scenario), duration_s)):
        if not counting and packet.characteristic in SAMPLING:
            counting = True
            for kind in _record_types():
                _count(kind, made)
        pipeline.push([packet])
    pipeline.finish()
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
