"""A story with everything in it: the fullest report that has to fit its two pages."""

from math import sin

from msgspec import structs

from monitor.report.measures import MEASURES
from monitor.report.story import (
    CellMap,
    Episode,
    Insole,
    Judgement,
    Missed,
    Place,
    RiskPoint,
    RiskTrack,
    Series,
    Story,
)
from monitor.types import FindingKind, FindingStatus, NoticeKind, OutcomeKind, Side, Zone
from tests.monitor.report.stories import LOOSEN, numb, with_strides

PIECES = 300


def _series(measure: str, side: Side) -> Series:
    row = tuple(
        None if 120 <= k < 130 else 100.0 + 10.0 * sin(0.3 * k) + (k * 7919 % 13) * 0.37
        for k in range(PIECES)
    )
    low = tuple(None if v is None else v - 2.13 for v in row)
    high = tuple(None if v is None else v + 3.21 for v in row)
    return Series(measure=measure, side=side, strides=4000, median=104.2, low=low, middle=row,
                  high=high)  # fmt: skip


def _track(side: Side, zone: Zone) -> RiskTrack:
    points = tuple(
        RiskPoint(30.0 + 12.0 * k, None if k == 100 else 0.3 + 0.2 * sin(0.05 * k))
        for k in range(240)
    )
    return RiskTrack(side=side, zone=zone, points=points, highest=0.52, highest_s=1234.0,
                     causes={"load on the sole": 0.4, "laces": 0.1}, assessed_s=2800.0)  # fmt: skip


def _insole(side: Side) -> Insole:
    plantar = tuple(Place(0.02 + 0.024 * (k // 2), -0.03 + 0.06 * (k % 2)) for k in range(20))
    maps = tuple(
        CellMap(
            side=side, part=part, from_s=0.0, until_s=180.0, strides=250,
            plantar_peak=tuple(50.0 + 9.7 * k for k in range(20)),
            plantar_swing=tuple(1.0 + 0.1 * k for k in range(20)),
            instep_peak=(22.0, 25.0, 24.0, 23.0), instep_swing=(8.0, 9.0, 10.0, 15.0),
        )
        for part in ("start", "middle", "end")
    )  # fmt: skip
    tongue = tuple(Place(0.2 - 0.02 * k, 0.0) for k in range(4))
    return Insole(side=side, name="insole20", plantar=plantar, instep=tongue, maps=maps)


def _episode(kind: FindingKind, severity: float) -> Episode:
    return Episode(kind=kind, side=Side.LEFT, from_s=600.0, until_s=1300.0, severity=severity,
                   value=7.5, indirect=False)  # fmt: skip


FULL: Story = structs.replace(
    with_strides(),
    series=tuple(_series(measure, side) for side in Side for measure in MEASURES),
    risks=tuple(_track(side, zone) for side in Side for zone in Zone),
    insoles=tuple(_insole(side) for side in Side),
    episodes=tuple(
        _episode(kind, 0.9 - 0.1 * k)
        for k, kind in enumerate(
            (FindingKind.LACING, FindingKind.NARROW_SHOE, FindingKind.CALF_LOAD,
             FindingKind.OVERSTRIDING)
        )
    ),
    judgements=tuple(
        Judgement(kind=kind, side=side, assessed_s=1000.0 + 371.0 * len(side),
                  last=FindingStatus.CLEAR, indirect=False)
        for kind in FindingKind
        for side in Side
    ),
    said=tuple(
        structs.replace(LOOSEN, number=k + 1, t_s=300.0 + 350.0 * k, outcome=outcome)
        for k, outcome in enumerate((*OutcomeKind, None))
    ),
    felt=tuple(numb(500.0 * k, 500.0 * k + 130.0 if k % 2 else None) for k in range(1, 6)),
    missed=tuple(
        Missed(sensor="pod-left", kind=kind, side=Side.LEFT, times=2, first_s=700.0)
        for kind in (NoticeKind.LOST, NoticeKind.STALLED, NoticeKind.DEAD_CELL)
    ),
    damage=("120 packets; not closed; 17 bytes at the end unreadable",),
)  # fmt: skip
