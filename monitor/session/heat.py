"""Say by name that heat was not assessed, where nobody told a temperature."""

from typing import Any

from msgspec import Struct, field, json


class _Effort(Struct):
    """The part of a recording's configuration that tells the temperature."""

    air_temperature_c: float | None = None


class _Detectors(Struct):
    effort: _Effort = field(default_factory=_Effort)


class _Told(Struct):
    detectors: _Detectors = field(default_factory=_Detectors)


def heat_unassessed(config: str, *, measured: bool = False) -> list[dict[str, Any]]:
    """Return one entry for the summary, or none where a temperature was told, or ``measured``.

    >>> heat_unassessed('{"detectors": {"effort": {"air_temperature_c": 21.0}}}')
    []
    >>> heat_unassessed("{}", measured=True)
    []
    >>> heat_unassessed("{}")[0]["evidence"]
    'no temperature was told'
    """
    if measured or not config:
        return []
    if json.decode(config, type=_Told).detectors.effort.air_temperature_c is not None:
        return []
    return [{"kind": "heat", "side": None, "evidence": "no temperature was told"}]
