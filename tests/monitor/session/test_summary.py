"""The page of a session that is read first."""

import math
from pathlib import Path

from monitor.session.recording import Recovery
from monitor.session.summary import SessionFacts
from monitor.types import (
    Contribution,
    Feeling,
    Finding,
    FindingKind,
    FindingStatus,
    Notice,
    NoticeKind,
    Outcome,
    OutcomeKind,
    Risk,
    Side,
    StrideFlag,
    Symptom,
    Zone,
)
from tests.monitor.session.test_exporters import ADVICE, HEADER, export, lacing, stride

EVENTFUL = [
    stride(1.0, length_from_s=1.1, length_to_s=1.8, foot_strike_angle_rad=math.radians(10.0)),
    stride(2.0),
    stride(3.0, flags=StrideFlag.GAP),
    lacing(5.0, FindingStatus.NOT_ASSESSED),
    lacing(20.0, FindingStatus.ACTIVE, 0.5),
    lacing(30.0, FindingStatus.ACTIVE, 0.9),
    ADVICE,
    lacing(50.0, FindingStatus.CLEAR),
    lacing(55.0, FindingStatus.ACTIVE, 0.1),
    Outcome(1, 60.0, OutcomeKind.PRESSURE_FELL, "fell"),
    Finding(
        kind=FindingKind.SWELLING,
        side=Side.RIGHT,
        t_s=1.0,
        status=FindingStatus.NOT_ASSESSED,
        evidence="no insole",
    ),
    Symptom(22.0, Feeling.NUMB, Side.LEFT, Zone.TOP),
    Notice(NoticeKind.CONNECTED, 0.0, "pod left", "pod left: connected"),
    Notice(NoticeKind.LOST, 30.0, "pod left", "pod left: connection lost"),
    Notice(NoticeKind.LOST, 40.0, "pod left", "pod left: connection lost"),
]


def test_the_summary_says_what_was_found_said_and_missing(tmp_path: Path) -> None:
    facts = SessionFacts(
        HEADER,
        Recovery(900, 2, 0, 17, finished=False),
        60.0,
        refused={"pod left": 3},
        lost={"pod left imu": 4, "pod left pressure": 0},
    )

    page = export(tmp_path, EVENTFUL, facts)

    left = page["feet"]["left"]
    assert (left["strides"], left["median_contact_time_s"], left["flags"]) == (3, 0.25, {"gap": 1})
    assert left["median_foot_strike_angle_deg"] == 10.0
    assert left["median_cadence_spm"] == 160.0
    assert left["median_speed_m_s"] is None
    lacings = {"kind": "lacing", "side": "left", "indirect": False}
    assert page["findings"] == [
        {**lacings, "from_s": 20.0, "until_s": 50.0, "severity": 0.9, "evidence": "at 30.0"},
        {**lacings, "from_s": 55.0, "until_s": None, "severity": 0.1, "evidence": "at 55.0"},
    ]
    assert [(one["text"], one["outcome"]) for one in page["advice"]] == [
        ("Loosen the left laces.", "pressure_fell")
    ]
    assert page["not_assessed"] == [{"kind": "swelling", "side": "right", "evidence": "no insole"}]
    assert page["symptoms"] == [{"t_s": 22.0, "feeling": "numb", "side": "left", "zone": "top"}]
    assert page["missing"] == [
        "right foot: no strides",
        "recording: 900 packets; not closed; 2 packets missing; 17 bytes at the end unreadable",
        "pod left: 3 packets could not be read",
        "pod left imu: 4 packets never arrived",
        "pod left: connection lost (2 times)",
    ]
    assert page["duration_s"] == 60.0


def test_the_summary_has_the_highest_risk_of_every_zone_and_none_is_not_low(tmp_path: Path) -> None:
    def risk(t_s: float, zone: Zone, level: float | None, coverage: float = 1.0) -> Risk:
        parts = () if level is None else (Contribution("calf load", level),)
        return Risk(
            side=Side.LEFT, zone=zone, t_s=t_s, level=level, coverage=coverage, contributions=parts
        )

    page = export(
        tmp_path,
        [
            risk(10.0, Zone.TOP, None, 0.25),
            risk(10.0, Zone.SOLE, None, 0.0),
            risk(60.0, Zone.SOLE, 0.9, 0.8),
            risk(90.0, Zone.SOLE, 0.4),
        ],
    )

    sole, top = page["risks"]
    assert sole == {
        "side": "left",
        "zone": "sole",
        "highest": 0.9,
        "at_s": 60.0,
        "coverage": 0.8,
        "causes": {"calf load": 0.9},
        "last": 0.4,
    }
    assert (top["zone"], top["highest"], top["coverage"]) == ("top", None, 0.25)
