"""Rules of the house that no other tool checks."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from monitor.settings.listing import sources_of

ROOT = Path(__file__).parents[1]
FILE_LINES = 300
FUNCTION_LINES = 40
ATTRIBUTES = 12
OWNERS_LINES = 150
README_WORDS = 700
SENSORS = "## Which sensors"
"""A table to look things up in, beside the words that are read."""
README_COLUMNS = 80
EXAMPLES = 50
NUMBERED = ["ingest", "gait", "health", "baseline", "detectors", "risk", "advice", "pipeline"]
NUMBERED += ["sources", "report"]
"""Rooms whose constants decide something."""
DRAWN = ("figure_", "drawings")
"""Files whose constants are places on a picture."""
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")
SWITCHED_OFF = re.compile(r"#\s*(type: ignore|noqa)")
REASON = re.compile(r"(type: ignore\[[\w,-]+\]|noqa: [A-Z0-9, ]*\d)\s+[#-]?\s*[A-Za-z].{5,}")
FENCED = re.compile(r"^```\n(.*?)^```", re.DOTALL | re.MULTILINE)
PLACE = re.compile(r"`((?:monitor|firmware_sim|configs|docs|tests)/[\w./*]+)`")
MODULE = re.compile(r"`([\w/]+\.py)`")
COMMAND = re.compile(r"python -m ((?:monitor|firmware_sim|benchmarks|scripts)[\w.]*)")
STARTS = 'if __name__ == "__main__":'
ASKS = re.compile(r"\?(\s|$)")


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).exists()]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def modules() -> dict[Path, ast.Module]:
    """Every module, parsed once by those who ask: it takes seconds."""
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in tracked("*.py")}


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the first to the last: signature and docstring count, decorators do not."""
    return function.end_lineno - function.lineno + 1


def test_a_module_is_one_idea_of_at_most_300_lines() -> None:
    long = {
        name_of(path): count
        for path in modules()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > FILE_LINES
    }

    assert modules()
    assert long == {}


def test_a_function_has_at_most_40_lines() -> None:
    long = {
        f"{name_of(path)}: {function.name}": count
        for path, tree in modules().items()
        for function in functions(tree)
        if (count := lines_of(function)) > FUNCTION_LINES
    }

    assert long == {}


def test_a_class_shows_what_it_holds_in_at_most_12_attributes() -> None:
    """More are parameters, coefficients and state of their own: dataclasses, or parts.

    MicroPython, which runs on pods, has no dataclasses.
    """
    wide = {
        f"{name_of(path)}: {each.name}": len(held)
        for path, tree in modules().items()
        if not path.is_relative_to(ROOT / "firmware")
        for each in ast.walk(tree)
        if isinstance(each, ast.ClassDef) and len(held := attributes(each)) > ATTRIBUTES
    }

    assert wide == {}


def attributes(each: ast.stmt) -> set[str]:
    """Names that a class sets on its instances; declared fields are not among them."""
    return {
        node.attr
        for node in ast.walk(each)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
        if isinstance(node.value, ast.Name) and node.value.id == "self"
    }


def test_a_module_says_in_its_first_line_what_it_does() -> None:
    asks = {
        name_of(path): first
        for path, tree in modules().items()
        if ASKS.search(first := (ast.get_docstring(tree) or " ").splitlines()[0])
    }

    assert asks == {}


def test_every_number_of_an_algorithm_says_what_it_is_and_where_it_comes_from() -> None:
    """Those in ``limits`` are held by test_config; these stand beside the code that uses them."""
    rooms = [ROOT / "monitor" / room for room in NUMBERED]
    unsaid = [
        f"{name_of(path)}: {name}"
        for path, tree in modules().items()
        if any(path.is_relative_to(room) for room in rooms) and not path.name.startswith(DRAWN)
        for name, meaning in numbers_of(tree)
        if not sources_of(meaning)
    ]

    assert unsaid == []


def numbers_of(module: ast.Module) -> Iterator[tuple[str, str]]:
    """Name and docstring of every constant of a module that is no whole number."""
    for node, note in pairwise([*module.body, ast.Pass()]):
        match node, note:
            case (
                ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
                | ast.Assign(targets=[ast.Name(id=name)], value=value),
                _,
            ) if is_number(value):
                match note:
                    case ast.Expr(value=ast.Constant(value=str(meaning))):
                        yield name, meaning
                    case _:
                        yield name, ""


def is_number(value: ast.expr) -> bool:
    """Whether an expression is one number that is not whole."""
    if any(not isinstance(node, ast.Constant | ast.UnaryOp | ast.BinOp | ast.operator | ast.unaryop)
           for node in ast.walk(value)):  # fmt: skip
        return False
    parts = [node for node in ast.walk(value) if isinstance(node, ast.Constant)]
    return any(isinstance(part.value, float) for part in parts)


def test_no_check_is_switched_off_without_a_reason() -> None:
    silent = [
        f"{name_of(path)}:{number}: {line.strip()}"
        for path in modules()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if SWITCHED_OFF.search(line) and not REASON.search(line)
    ]

    assert silent == []


def test_a_property_tries_at_least_50_examples() -> None:
    few = [
        f"{name_of(path)}:{node.lineno}: {ast.unparse(node)}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for count in examples_of(node)
        if count < EXAMPLES
    ]

    assert few == []


def examples_of(call: ast.Call) -> Iterator[int]:
    """Numbers of examples that a call to ``tries`` or ``settings`` names."""
    named = [keyword.value for keyword in call.keywords if keyword.arg == "max_examples"]
    for each in [*named, *(call.args if ast.unparse(call.func) == "tries" else [])]:
        if isinstance(each, ast.Constant):
            yield int(str(each.value))


@pytest.mark.parametrize("document", tracked("*.md", "docs/*.md", "docs/**/*.md"), ids=str)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")

    broken = [link for link in LINK.findall(text) if not (document.parent / link).exists()]

    assert broken == []


def test_what_the_architecture_names_is_there() -> None:
    places = PLACE.findall((ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"))

    assert len(places) > 30
    assert [place for place in places if not list(ROOT.glob(place))] == []


def test_every_module_that_a_document_names_is_there() -> None:
    documents = [path for path in tracked("*.md") if path.name != "CHANGELOG.md"]
    documents = [path for path in documents if path.parent.name != "decisions"]
    gone = [
        f"{name_of(document)}: {module}"
        for document in documents
        for module in MODULE.findall(document.read_text(encoding="utf-8"))
        if not any(f"/{name_of(path)}".endswith(f"/{module}") for path in modules())
    ]

    assert documents
    assert gone == []


def test_every_module_that_one_is_told_to_run_does_something() -> None:
    """A module without its last two lines is imported, and ends with 0, as if all were well."""
    told = {
        module.rstrip(".").replace(".", "/")
        for path in tracked("*.md", "*.py", "Makefile", "scripts/*", ".ci/*")
        for module in COMMAND.findall(path.read_text(encoding="utf-8"))
    }
    starts = {name_of(path) for path in modules() if STARTS in path.read_text(encoding="utf-8")}

    assert len(told) > 15
    assert sorted(told - {re.sub(r"(/__main__)?\.py$", "", name) for name in starts}) == []


def test_readme_is_read_in_three_minutes() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = "".join(FENCED.findall(text)).splitlines()

    before, _, sensors = text.partition(SENSORS)
    rest = before + sensors.partition("\n## ")[2]
    assert sensors
    assert len(rest.split()) <= README_WORDS
    assert shown
    assert [line for line in shown if len(line) > README_COLUMNS] == []


def test_an_owner_reads_what_may_be_set_on_three_screens() -> None:
    lines = (ROOT / "configs" / "default.toml").read_text(encoding="utf-8").splitlines()

    assert len(lines) <= OWNERS_LINES


def test_nothing_of_the_recordings_is_in_the_project() -> None:
    assert tracked("*.csv", "*.csv.gz", "*.fit", "*.xlsx", "*.mcap") == []
