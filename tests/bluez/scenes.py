"""Scenarios of the tests with a real Bluetooth stack, written where each test runs."""

from pathlib import Path

BASE = """
name = "bluez"
duration_s = 2000.0
seed = 5
taps = false

[[phase]]
duration_s = 2000.0
gait = "run"
speed_m_s = 2.9
"""
FOOT = """
[[pod]]
name = "pod-{side}"
side = "{side}"
imu = {{}}
insole = {{}}
"""
STRAP = """
[[pod]]
name = "heart"
kind = "heart"
"""
LEFT, RIGHT = (FOOT.format(side=side) for side in ("left", "right"))


def accident(kind: str, pod: str, at_s: float, for_s: float) -> str:
    """Something that happens to a pod, s after the first pod was switched on."""
    return f"""
[[fault]]
kind = "{kind}"
pod = "{pod}"
at_s = {at_s}
for_s = {for_s}
"""


def called(foot: str, name: str) -> str:
    """A pod that calls itself by another name."""
    return f'{foot}called = "{name}"\n'


def late(foot: str, starts_s: float) -> str:
    """A pod that is switched on later."""
    return f"{foot}starts_s = {starts_s}\n"


def write(folder: Path, *parts: str) -> Path:
    """A scenario of these parts."""
    path = folder / "scenario.toml"
    path.write_text("\n".join([BASE, *parts]), encoding="utf-8")
    return path
