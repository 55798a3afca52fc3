"""Which scenario does this name or file hold, and is it one that can be?"""

import tomllib
from pathlib import Path
from typing import Final

import msgspec

from firmware_sim.scenario.model import Phase, PodSpec, Scenario
from monitor.config import SHIPPED
from monitor.errors import ConfigError
from monitor.types import Gait

SCENARIOS: Final = SHIPPED / "scenarios"
"""Where the scenarios that come with the project stand."""

_WALK_RUN_M_S: Final = {Gait.WALK: (0.3, 2.5), Gait.RUN: (0.8, 7.0)}
"""Speeds that a gait can have; standing has none."""


def names() -> list[str]:
    """Names of the scenarios that come with the project."""
    return sorted(path.stem for path in SCENARIOS.glob("*.toml"))


def load(scenario: str | Path) -> Scenario:
    """Read a scenario by name (``easy_run``) or file.

    Raises
    ------
    ConfigError
        If there is none, or a key, type or range is wrong.
    """
    path = Path(scenario)
    if path.suffix != ".toml":
        path = SCENARIOS / f"{scenario}.toml"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(path, "", f"no such scenario; there are {', '.join(names())}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(path, "", "a text file in UTF-8") from error
    return parse(text, path)


def parse(text: str, path: str | Path) -> Scenario:
    """Read a scenario from TOML text; ``path`` is named in errors."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(path, "", f"TOML: {error}") from error
    try:
        scenario = msgspec.convert(raw, Scenario)
    except msgspec.ValidationError as error:
        raise _named(error, path) from error
    _check(scenario, path)
    return scenario


def _named(error: msgspec.ValidationError, path: str | Path) -> ConfigError:
    """The error with file, key and, for a number out of bounds, its whole range."""
    said, _, where = str(error).partition(" - at `")
    key = where.rstrip("`").removeprefix("$").removeprefix(".")
    if "unknown field" in said:
        field = said.split("`")[1]
        return ConfigError(path, f"{key}.{field}" if key else field, "unknown key")
    if "missing required field" in said:
        field = said.split("`")[1]
        return ConfigError(path, f"{key}.{field}" if key else field, "is missing")
    return ConfigError(path, key, said.replace("Expected", "expected") + _range(key))


def _range(key: str) -> str:
    """The allowed range of a key as text, or nothing."""
    kind: msgspec.inspect.Type = msgspec.inspect.type_info(Scenario)
    for part in key.replace("[...]", "").replace("[", ".").split("."):
        kind = _inner(kind, part)
    bounds = [getattr(kind, name, None) for name in ("gt", "ge", "le", "lt")]
    if all(bound is None for bound in bounds):
        return ""
    low = bounds[0] if bounds[1] is None else bounds[1]
    high = bounds[3] if bounds[2] is None else bounds[2]
    return f" (range {'…' if low is None else low} to {'…' if high is None else high})"


def _inner(kind: msgspec.inspect.Type, part: str) -> msgspec.inspect.Type:
    """The type of one part of a key: a field's, or that of a list's items."""
    if isinstance(kind, msgspec.inspect.UnionType):
        kind = next(t for t in kind.types if not isinstance(t, msgspec.inspect.NoneType))
    if isinstance(kind, msgspec.inspect.VarTupleType):
        kind = kind.item_type
    if isinstance(kind, msgspec.inspect.StructType):
        field = next((f.type for f in kind.fields if f.encode_name == part), kind)
        return _inner(field, "") if part else kind
    return kind


def _check(scenario: Scenario, path: str | Path) -> None:
    """Refuse what only several keys together show."""
    for number, phase in enumerate(scenario.phase):
        _check_phase(phase, f"phase[{number}]", path)
    seen: set[str] = set()
    for number, pod in enumerate(scenario.pod):
        _check_pod(pod, f"pod[{number}]", path)
        if pod.name in seen:
            raise ConfigError(path, f"pod[{number}].name", f"{pod.name!r} only once")
        seen.add(pod.name)
    for number, fault in enumerate(scenario.fault):
        if fault.pod is not None and fault.pod not in seen:
            expected = f"one of {', '.join(sorted(seen))}, not {fault.pod!r}"
            raise ConfigError(path, f"fault[{number}].pod", expected)
    if not scenario.phase:
        raise ConfigError(path, "phase", "at least one")


def _check_phase(phase: Phase, key: str, path: str | Path) -> None:
    """Refuse a speed that the gait cannot have."""
    if phase.gait not in _WALK_RUN_M_S:
        return
    low, high = _WALK_RUN_M_S[phase.gait]
    for name in ("speed_m_s", "to_speed_m_s"):
        speed = getattr(phase, name)
        if speed is not None and not low <= speed <= high:
            expected = f"expected {low} to {high} for gait {phase.gait}, not {speed}"
            raise ConfigError(path, f"{key}.{name}", expected)


def _check_pod(pod: PodSpec, key: str, path: str | Path) -> None:
    """Refuse a foot pod without foot or sensor."""
    if pod.kind != "foot":
        return
    if pod.side is None:
        raise ConfigError(path, f"{key}.side", "left or right, for a foot pod")
    if pod.imu is None and pod.insole is None:
        raise ConfigError(path, f"{key}.imu", "imu, insole or both, for a foot pod")
