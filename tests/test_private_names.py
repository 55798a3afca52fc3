"""No test reaches into what it tests: it neither reads, sets, imports nor writes a private name."""

import ast
import re

from tests.test_repository import ROOT, modules, name_of

PUBLIC = {"_replace", "_asdict", "_fields", "_make"}
"""Named tuples have these, underscore or not."""
OF_OTHERS = {
    "tests/system/bus.py": "closes the bus that bleak's own backend leaves open",
    "tests/test_private_names.py": "holds the examples below",
}
"""Tests that reach into a library of others, or only seem to reach into ours, and why."""
OURS = ("monitor", "firmware_sim", "benchmarks", "tests")
IN_TEXT = re.compile(r"\b(?!os\._exit)[a-z]\w*\._[a-z]\w*")
"""A private name in code that stands as text, such as that of the pod's firmware."""
BY_NAME = {"getattr", "setattr", "delattr"}


def test_no_test_reaches_into_what_it_tests() -> None:
    private = [
        f"{name_of(path)}:{node.lineno}: {name}"
        for path, tree in modules().items()
        if path.is_relative_to(ROOT / "tests") and name_of(path) not in OF_OTHERS
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.ImportFrom | ast.Call | ast.Constant)
        for name in private_names(node)
    ]

    assert private == []


def test_private_names_are_seen_however_they_are_written() -> None:
    seen = [
        "one._state",
        "from tests.a import _rows",
        "monkeypatch.setattr(module, '_LIMIT_S', 0.0)",
        "ask('p._imu.number = 1')",
    ]
    unseen = [
        "self._state",
        "one._replace()",
        "from ast import _x",
        "'_rad' in key",
        "f'{self._a}.b'",
    ]

    assert [bool(of_code(code)) for code in seen] == [True] * len(seen)
    assert [of_code(code) for code in unseen] == [[]] * len(unseen)


def of_code(code: str) -> list[str]:
    return [name for node in ast.walk(ast.parse(code)) for name in private_names(node)]


def private_names(node: ast.AST) -> list[str]:
    """Names of ours that start with one underscore, and are not the test's own."""
    match node:
        case ast.Attribute(value=owner, attr=name):
            own = ast.unparse(owner) in {"self", "cls"}
            private = name.startswith("_") and not name.startswith("__") and name not in PUBLIC
            return [ast.unparse(node)] if private and not own else []
        case ast.ImportFrom(module=str(module)):
            ours = module.startswith(OURS)
            return [each.name for each in node.names if ours and each.name.startswith("_")]
        case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called)) if called in BY_NAME:
            texts = [str(each.value) for each in node.args if isinstance(each, ast.Constant)]
            return [text for text in texts if re.match("_[^_]", text)]
        case ast.Constant(value=str(text)):
            return IN_TEXT.findall(text)
        case _:
            return []
