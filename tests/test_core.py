"""Rules of the core alone: the same bits on every machine, and no number out of reach."""

import ast

import pytest

from monitor.settings.listing import sources_of
from tests.test_repository import modules, name_of, numbers_of

CORE = ("wire", "ingest", "gait", "health", "baseline", "detectors", "risk", "advice", "pipeline")
WHOLE = {
    "monitor/wire/treadmill.py": "of sizes in bytes",
    "monitor/wire/rsc.py": "of bits",
    "monitor/ingest/sensor_stream.py": "of packets",
}
"""Modules of the core that add whole numbers by ``sum``."""
VARYING = {"linalg", "dot", "matmul", "einsum", "corrcoef", "cov", "polyfit", "lstsq", "vdot"}
"""What of numpy goes through a library whose last bits depend on the processor."""


def varies(node: ast.AST) -> str | None:
    """What gives other last bits on another machine."""
    match node:
        case ast.Call(func=ast.Name(id="sum")):
            return "sum"
        case ast.Attribute(value=ast.Name(id="np"), attr=name) if name in VARYING:
            return f"np.{name}"
        case ast.BinOp(op=ast.MatMult()):
            return "@"
        case _:
            return None


@pytest.mark.parametrize("room", CORE)
def test_the_core_adds_and_multiplies_the_same_on_every_machine(room: str) -> None:
    found = [
        f"{name_of(path)}:{getattr(node, 'lineno', 0)}: {what}"
        for path, tree in modules().items()
        if name_of(path).startswith(f"monitor/{room}/")
        for node in ast.walk(tree)
        for what in [varies(node)]
        if what and not (what == "sum" and name_of(path) in WHOLE)
    ]

    assert found == []


@pytest.mark.parametrize("room", CORE[1:])  # what stands in wire is of formats
def test_what_may_be_chosen_otherwise_is_reached_by_set(room: str) -> None:
    """It stands in the room's ``limits*.py``; beside the code stand definitions and papers."""
    chosen = [
        f"{name_of(path)}: {name}"
        for path, tree in modules().items()
        if name_of(path).startswith(f"monitor/{room}/") and not path.name.startswith("limits")
        for name, meaning in numbers_of(tree)
        if not {"definition", "paper", "standard or data sheet"}.intersection(sources_of(meaning))
    ]

    assert chosen == []
