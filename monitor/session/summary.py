"""A session on one page: feet, findings, advice, and what could not be known."""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import degrees
from statistics import median
from typing import Any, Final

from monitor.session.header import RecordingHeader
from monitor.session.heat import heat_unassessed
from monitor.session.recording import Recovery
from monitor.session.series_table import SERIES, said
from monitor.types import (
    QUANTITIES,
    Advice,
    Event,
    Finding,
    FindingKind,
    FindingStatus,
    Lap,
    Notice,
    NoticeKind,
    Outcome,
    Risk,
    Side,
    Stride,
    StrideFlag,
    Symptom,
    Zone,
)

_MEDIANS: Final = (
    "stride_time_s",
    "cadence_spm",
    "contact_time_s",
    "speed_m_s",
    "stride_length_m",
    "foot_strike_angle_rad",
)
_MISSING: Final = frozenset(NoticeKind) - {
    NoticeKind.CONNECTED,
    NoticeKind.RETURNED,
    NoticeKind.SEEN,
}
_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """What is known of a session besides its events.

    Parameters
    ----------
    duration_s : float
        From the first packet to the last.
    refused, lost : Mapping[str, int]
        Packets that could not be read, by sensor; that never arrived, by sensor and stream.
    """

    header: RecordingHeader
    recovery: Recovery
    duration_s: float
    refused: Mapping[str, int] = field(default_factory=dict)
    lost: Mapping[str, int] = field(default_factory=dict)


class _Foot:
    """Strides of one foot: eight bytes a stride and quantity."""

    def __init__(self) -> None:
        self._values = {name: array("d") for name in _MEDIANS}
        self.strides = 0
        self._gaits: dict[str, int] = {}
        self._flags: dict[str, int] = {}

    def push(self, stride: Stride) -> None:
        self.strides += 1
        self._gaits[stride.gait] = self._gaits.get(stride.gait, 0) + 1
        for flag in stride.flags:
            name = str(flag.name).lower()
            self._flags[name] = self._flags.get(name, 0) + 1
        if StrideFlag.GAP in stride.flags:
            return
        for name, values in self._values.items():
            value = QUANTITIES[name](stride)
            if value is not None:
                values.append(value)

    def page(self) -> dict[str, Any]:
        page: dict[str, Any] = {"strides": self.strides, "gaits": self._gaits}
        for name, values in self._values.items():
            middle = median(values) if values else None
            if name.endswith("_rad") and middle is not None:
                middle = degrees(middle)
            shown = name.replace("_rad", "_deg")
            page[f"median_{shown}"] = None if middle is None else round(middle, _DIGITS)
        return page | {"flags": self._flags}


class SessionSummary:
    """Gather a session's events into one page."""

    def __init__(self) -> None:
        self._feet = {side: _Foot() for side in Side}
        self._episodes: list[dict[str, Any]] = []
        self._latest: dict[tuple[FindingKind, Side | None], Finding] = {}
        self._open: dict[tuple[FindingKind, Side | None], dict[str, Any]] = {}
        self._advice: dict[int, dict[str, Any]] = {}
        self._highest: dict[tuple[Side, Zone], Risk] = {}
        self._newest: dict[tuple[Side, Zone], Risk] = {}
        self._symptoms: list[dict[str, Any]] = []
        self._notices: dict[str, int] = {}
        self._series = {name: array("d") for name in SERIES}
        self._laps: list[dict[str, Any]] = []

    @property
    def seconds(self) -> dict[str, int]:
        """How often each quantity of another device was said so far."""
        return {name: len(values) for name, values in self._series.items() if values}

    @property
    def strides(self) -> dict[Side, int]:
        """How many strides each foot made so far."""
        return {side: foot.strides for side, foot in self._feet.items()}

    def push(self, event: Event) -> None:
        """Consume an event."""
        match event:
            case Stride():
                self._feet[event.side].push(event)
            case Finding():
                self._take_finding(event)
            case Risk():
                self._take_risk(event)
            case Symptom():
                self._symptoms.append(
                    {
                        "t_s": event.t_s,
                        "feeling": event.feeling,
                        "side": event.side,
                        "zone": event.zone,
                    }
                )
            case Notice() if event.kind in _MISSING:
                self._notices[event.text] = self._notices.get(event.text, 0) + 1
            case Advice() | Outcome():
                self._take_advice(event)
            case _:
                self._take_series(event)

    def page(self, facts: SessionFacts) -> dict[str, Any]:
        """Give the page, ready for JSON."""
        recovery = facts.recovery
        return {
            "started": facts.header.started.isoformat(),
            "source": facts.header.source,
            "software": facts.header.software,
            "duration_s": round(facts.duration_s, _DIGITS),
            "packets": {
                "read": recovery.packets,
                "missing": recovery.missing_packets,
                "refused": dict(facts.refused),
                "lost": dict(facts.lost),
                "damaged_bytes": recovery.damaged_bytes,
                "cut_bytes": recovery.cut_bytes,
            },
            "series": self._series_page(),
            "feet": {side: foot.page() for side, foot in self._feet.items()},
            "findings": self._episodes,
            "risks": self._risks(),
            "advice": list(self._advice.values()),
            "symptoms": self._symptoms,
            "not_assessed": [
                *self._not_assessed(),
                *heat_unassessed(facts.header.config, measured=bool(self._series["temperature_c"])),
            ],
            "missing": self._missing(facts),
        }

    def _take_series(self, event: Event) -> None:
        for name, value in said(event).items():
            self._series[name].append(value)
        if isinstance(event, Lap):
            self._laps.append({"t_s": event.t_s, "trigger": event.trigger})

    def _series_page(self) -> dict[str, Any]:
        """Give what other devices said: values and their median of each quantity, and the laps."""
        page: dict[str, Any] = {
            name: {"values": len(values), "median": round(median(values), _DIGITS)}
            for name, values in self._series.items()
            if values
        }
        return page | {"laps": self._laps}

    def _take_advice(self, event: Advice | Outcome) -> None:
        if isinstance(event, Advice):
            self._advice[event.number] = {
                "t_s": event.t_s,
                "text": event.text,
                "reason": event.reason,
                "red_flag": event.red_flag,
                "outcome": None,
            }
        elif event.advice_number in self._advice:
            self._advice[event.advice_number]["outcome"] = event.kind

    def _take_risk(self, risk: Risk) -> None:
        place = (risk.side, risk.zone)
        self._newest[place] = risk
        before = self._highest.get(place)
        known, high = risk.level, before.level if before else None
        if before is None or (known is not None and (high is None or known > high)):
            self._highest[place] = risk

    def _risks(self) -> list[dict[str, Any]]:
        """Give each zone's highest risk; None is not assessed, never low."""
        return [
            {
                "side": side,
                "zone": zone,
                "highest": _rounded(risk.level),
                "at_s": risk.t_s,
                "coverage": _rounded(risk.coverage),
                "causes": {part.cause: _rounded(part.amount) for part in risk.contributions},
                "last": _rounded(self._newest[side, zone].level),
            }
            for (side, zone), risk in sorted(self._highest.items())
        ]

    def _take_finding(self, finding: Finding) -> None:
        key = (finding.kind, finding.side)
        self._latest[key] = finding
        episode = self._open.get(key)
        if finding.status is not FindingStatus.ACTIVE:
            if episode is not None:
                episode["until_s"] = finding.t_s
                del self._open[key]
        elif episode is None:
            self._open[key] = {
                "kind": finding.kind,
                "side": finding.side,
                "from_s": finding.t_s,
                "until_s": None,
                "severity": finding.severity,
                "indirect": finding.indirect,
                "evidence": finding.evidence,
            }
            self._episodes.append(self._open[key])
        elif finding.severity > episode["severity"]:
            episode |= {"severity": finding.severity, "evidence": finding.evidence}

    def _not_assessed(self) -> list[dict[str, Any]]:
        return [
            {"kind": finding.kind, "side": finding.side, "evidence": finding.evidence}
            for finding in self._latest.values()
            if finding.status is FindingStatus.NOT_ASSESSED
        ]

    def _missing(self, facts: SessionFacts) -> list[str]:
        """Say what a reader would otherwise take for measured."""
        missing = [f"{side} foot: no strides" for side in Side if not self._feet[side].strides]
        if not facts.recovery.whole:
            missing.append(f"recording: {facts.recovery.summary}")
        missing += [f"{who}: {n} packets could not be read" for who, n in facts.refused.items()]
        missing += [f"{who}: {n} packets never arrived" for who, n in facts.lost.items() if n]
        for text, times in self._notices.items():
            missing.append(text if times == 1 else f"{text} ({times} times)")
        return missing


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)
