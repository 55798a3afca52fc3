"""The catalogue's minutes of each nerve zone."""

import sqlite3
from pathlib import Path

import pytest
from msgspec import structs

from monitor.home import schema
from monitor.home.catalogue import Catalogue
from monitor.home.zone_minutes import ZoneMinute, zone_minutes
from monitor.report.story import Minute, RiskPoint, RiskTrack, Story
from monitor.types import Side, Zone
from tests.monitor.home.homes import filed, on
from tests.monitor.report.full_story import FULL
from tests.monitor.report.stories import STORY

ASKED = "SELECT side, zone, minute, strides, pressure_kpa, highest, assessed_s FROM zone_minutes"


def track(zone: Zone, *points: RiskPoint) -> RiskTrack:
    return RiskTrack(
        side=Side.LEFT, zone=zone, points=points, highest=None, highest_s=None, causes={},
        assessed_s=0.0,
    )  # fmt: skip


def minute(side: Side, number: int, **medians: float) -> Minute:
    return Minute(side=side, minute=number, strides=80 + number, medians=medians)


LEVELS = (RiskPoint(30.0, 0.2), RiskPoint(70.0, 0.6), RiskPoint(80.0, None), RiskPoint(190.0, 0.4))
TOLD = structs.replace(
    STORY,
    duration_s=200.0,
    minutes=(
        minute(Side.LEFT, 0, instep=7.5, sole=3.0),
        minute(Side.LEFT, 1, instep=8.5),
        minute(Side.RIGHT, 2, instep=9.5),
    ),
    risks=(track(Zone.TOP, *LEVELS), track(Zone.FOREFOOT)),
)


def test_a_minute_of_a_zone_has_strides_pressure_greatest_level_and_how_long_it_was_known() -> None:
    told = list(zone_minutes(TOLD))

    assert told == [
        ZoneMinute(Side.LEFT, Zone.TOP, 0, 80, 7.5, 0.2, 30.0),
        ZoneMinute(Side.LEFT, Zone.TOP, 1, 81, 8.5, 0.6, 20.0),
        ZoneMinute(Side.LEFT, Zone.TOP, 3, 0, None, 0.4, 10.0),
        ZoneMinute(Side.LEFT, Zone.FOREFOOT, 0, 80, None, None, 0.0),
        ZoneMinute(Side.LEFT, Zone.FOREFOOT, 1, 81, None, None, 0.0),
    ]


@pytest.mark.parametrize("story", [TOLD, structs.replace(FULL, duration_s=3000.0)])
def test_minutes_add_up_to_what_the_session_says_of_a_zone(story: Story) -> None:
    told = list(zone_minutes(story))

    for one in story.risks:
        mine = [row for row in told if (row.side, row.zone) == (one.side, one.zone)]
        ends_s = [point.t_s for point in one.points[1:]] + [story.duration_s]
        known_s = sum(
            until_s - point.t_s
            for point, until_s in zip(one.points, ends_s, strict=bool(one.points))
            if point.level is not None
        )
        assert sum(row.assessed_s for row in mine) == pytest.approx(known_s, abs=0.1)
        levels = [point.level for point in one.points if point.level is not None]
        highest = [row.highest for row in mine if row.highest is not None]
        assert max(highest, default=None) == max(levels, default=None)
        assert all(row.assessed_s <= 60.0 for row in mine)


def test_they_come_with_a_session_and_go_with_it(tmp_path: Path) -> None:
    (tmp_path / "recordings").mkdir()
    with Catalogue.open(tmp_path / "catalogue.sqlite") as catalogue:
        filed(catalogue, "run", on(1, TOLD))

        assert [ZoneMinute(*row) for row in catalogue.ask(ASKED)] == sorted(zone_minutes(TOLD))
        catalogue.remove(["run"])
        assert catalogue.ask(ASKED) == []


def test_a_catalogue_of_before_has_them_after_it_is_opened(tmp_path: Path) -> None:
    (tmp_path / "recordings").mkdir()
    file = tmp_path / "catalogue.sqlite"
    with Catalogue.open(file) as catalogue:
        for name in ("run", "retold", "damaged"):
            filed(catalogue, name, on(1, TOLD))
    with sqlite3.connect(file) as older:
        older.execute("DROP TABLE zone_minutes")
        older.execute("DROP INDEX stories_by_version")
        older.execute("UPDATE stories SET version = version - 1 WHERE session = 'retold'")
        older.execute("UPDATE stories SET story = x'00' WHERE session = 'damaged'")
        before = next(n for n, steps in enumerate(schema.MIGRATIONS) if "zone_minutes" in steps)
        older.execute(f"PRAGMA user_version = {before}")
    older.close()

    with Catalogue.open(file) as catalogue:
        rows = catalogue.ask(f"{ASKED.replace('SELECT', 'SELECT session,')}")

    assert {session for session, *_ in rows} == {"run"}  # the others are told anew when asked for
    assert [ZoneMinute(*row) for _, *row in rows] == sorted(zone_minutes(TOLD))
