"""Read a scenario by name or from a file, and refuse one that cannot be."""

from pathlib import Path
from typing import Final

from firmware_sim.scenario.model import Phase, PodSpec, Scenario
from monitor.errors import ConfigError
from monitor.reader import from_tree, read_toml, toml_tree
from monitor.shipped import SHIPPED
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
    path = path_of(scenario)
    if not path.is_file():
        raise ConfigError(path, "", f"no such scenario; there are {', '.join(names())}")
    return _checked(read_toml(path, Scenario), path)


def path_of(scenario: str | Path) -> Path:
    """Give the file of a scenario's name."""
    path = Path(scenario)
    return path if path.suffix == ".toml" else SCENARIOS / f"{scenario}.toml"


def parse(text: str, path: str | Path) -> Scenario:
    """Read a scenario from TOML text; ``path`` is named in errors."""
    return _checked(from_tree(toml_tree(text.encode(), path), Scenario, path), path)


def _checked(scenario: Scenario, path: str | Path) -> Scenario:
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
    return scenario


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
