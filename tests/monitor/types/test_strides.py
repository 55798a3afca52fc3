"""A quantity of a stride has one home and one name."""

import importlib
import pkgutil
from collections import defaultdict
from dataclasses import fields, is_dataclass, replace

import monitor
from monitor.serialise import event_to_json
from monitor.session.stride_table import COLUMNS
from monitor.types import (
    QUANTITIES,
    STRIDE_DERIVED,
    STRIDE_FIELDS,
    LoadMeasures,
    MotionMeasures,
    Side,
    Stride,
    stride_of,
)

MEASURES = {field.name for part in (MotionMeasures, LoadMeasures) for field in fields(part)}
OTHERS = {"RscMeasurement", "PodSpeed", "ReferenceSpeed"}
"""What another device calls by the same name: its own measurements, not a field of our strides."""


def record_classes() -> set[type]:
    """Every dataclass, named tuple and struct of the product."""
    found = set()
    for module in pkgutil.walk_packages(monitor.__path__, "monitor."):
        if module.name.endswith("__main__"):
            continue
        for one in vars(importlib.import_module(module.name)).values():
            if isinstance(one, type) and one.__module__.startswith("monitor."):
                found.add(one)
    return {one for one in found if is_dataclass(one) or hasattr(one, "_fields")}


def test_a_measure_of_a_stride_is_declared_in_one_class_only() -> None:
    homes = defaultdict(set)
    for one in record_classes():
        if one.__name__ not in OTHERS:
            for name in MEASURES & set(one.__annotations__):
                homes[name].add(one.__name__)

    assert set(homes) == MEASURES
    assert {name: found for name, found in homes.items() if len(found) > 1} == {}


def test_a_quantity_is_exported_under_one_name() -> None:
    stride = stride_of(
        side=Side.LEFT, ic_s=1.0, tc_s=1.25, next_ic_s=1.7, length_from_s=1.1, length_to_s=1.8
    )
    own = {field.name for field in fields(Stride)} - {"motion", "load"}

    assert set(STRIDE_FIELDS) == own | MEASURES
    assert len(STRIDE_FIELDS) == len(own) + len(MEASURES)
    assert set(QUANTITIES) == {*STRIDE_FIELDS, *STRIDE_DERIVED}
    assert [name for name in STRIDE_FIELDS if f'"{name}":' not in event_to_json(stride)] == []
    assert len(set(COLUMNS)) == len(COLUMNS) == len(QUANTITIES)


def test_a_quantity_of_a_part_that_is_missing_is_not_known() -> None:
    bare = Stride(side=Side.LEFT, ic_s=1.0, tc_s=1.25, next_ic_s=1.7)
    known = stride_of(side=Side.LEFT, ic_s=1.0, tc_s=None, next_ic_s=1.7, heel_share=0.4)

    assert (bare.motion, bare.load, QUANTITIES["rise_m"](bare)) == (None, None, None)
    assert known.load == LoadMeasures(heel_share=0.4)
    assert (QUANTITIES["heel_share"](known), QUANTITIES["speed_m_s"](known)) == (0.4, None)


def test_a_rest_before_a_stride_counts_in_its_speed_only() -> None:
    motion = MotionMeasures(length_from_s=2.0, length_to_s=3.0, stride_length_m=0.9)

    assert motion.speed_m_s == 0.9
    assert replace(motion, rest_before_s=0.5).speed_m_s == 0.6
