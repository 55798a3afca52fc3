"""A runner can say which sensors are theirs, and a run keeps to it."""

import asyncio
import os
from pathlib import Path

from monitor.home.folder import Home
from monitor.home.paired import PairedSensor, read_paired
from tests.system.forked import called
from tests.system.live import pods

ROOT = Path(__file__).parents[2]


async def footloose(home: Path, *arguments: str) -> tuple[int, str]:
    """Run a command to its end; return its exit code and all that it said."""
    environment = {**os.environ, "FOOTLOOSE_HOME": str(home)}
    done = await asyncio.to_thread(called, *arguments, cwd=ROOT, environment=environment)
    return done.returncode, done.stdout + done.stderr


async def test_a_tapped_pod_is_paired_and_can_be_forgotten(tmp_path: Path) -> None:
    async with pods(tapped=[], spare=[], right=[], strap=[]) as radio:
        code, said = await footloose(tmp_path, "pair", "--backend", radio)
        again, _ = await footloose(tmp_path, "pair", "--backend", radio, "--sensor", "toy spare")
    paired = read_paired(Home.open(tmp_path))
    forgot = await footloose(tmp_path, "unpair", "toy strap")

    assert (code, again) == (0, 0), said
    assert "toy tapped felt that: it is your left one" in said
    assert "toy right is the only right one: it is yours too" in said
    assert [(one.name, one.kind, one.side) for one in paired] == [
        ("toy tapped", "pod", "left"),
        ("toy right", "pod", "right"),
        ("toy strap", "heart-rate strap", None),
        ("toy spare", "pod", None),
    ]
    assert oct((tmp_path / "paired.json").stat().st_mode)[-3:] == "600"
    assert forgot[0] == 0
    assert [one.name for one in read_paired(Home.open(tmp_path))] == [
        "toy tapped",
        "toy right",
        "toy spare",
    ]


async def test_without_a_tap_nothing_is_paired_and_the_foot_is_named(tmp_path: Path) -> None:
    async with pods(left=[], strap=[]) as radio:
        code, said = await footloose(tmp_path, "pair", "--backend", radio, "--seconds", "5")

    assert code != 0
    assert "nothing is paired: no tap of your left foot was felt" in said
    assert read_paired(Home.open(tmp_path)) == []


async def test_pods_that_are_named_one_after_the_other_are_both_paired(tmp_path: Path) -> None:
    async with pods(left=[], right=[]) as radio:
        for name in ("toy left", "toy right"):
            await footloose(tmp_path, "pair", "--backend", radio, "--sensor", name)

    assert [one.name for one in read_paired(Home.open(tmp_path))] == ["toy left", "toy right"]


async def test_a_run_uses_only_what_is_paired(tmp_path: Path) -> None:
    async with pods(left=[], right=[]) as radio:
        await footloose(tmp_path, "pair", "--backend", radio, "--sensor", "toy right")
        (paired,) = read_paired(Home.open(tmp_path))
        code, said = await footloose(
            tmp_path, "run", "--backend", radio, "--seconds", "8", "--no-page"
        )

    assert isinstance(paired, PairedSensor)
    assert code == 0, said
    assert "only your paired sensors are used: toy right" in said
    assert "toy left" not in said


async def test_a_sensor_that_is_not_there_is_not_paired(tmp_path: Path) -> None:
    async with pods(left=[]) as radio:
        code, said = await footloose(tmp_path, "pair", "--backend", radio, "--sensor", "x\x1b[2J")

    assert code == 2
    assert said == "footloose: --sensor: x\\x1b[2J: is not heard\n"


async def test_a_live_scan_shows_how_every_sensor_is_heard(tmp_path: Path) -> None:
    async with pods(left=[], spare=[], strap=[]) as radio:
        code, said = await footloose(
            tmp_path, "scan", "--live", "--seconds", "2", "--for", "12", "--backend", radio
        )

    rows = {" ".join(line.split()[:2]): line for line in said.splitlines() if "toy" in line}
    assert code == 0, said
    assert sorted(rows) == ["toy left", "toy spare", "toy strap"]
    for name in ("toy left", "toy spare"):
        assert "pod" in rows[name]
        assert " left " in rows[name]
        assert "80 %" in rows[name]
        assert "0.0 %" in rows[name]
        assert "/s" in rows[name]
    assert "heart-rate strap" in rows["toy strap"]
    assert "50 %" in rows["toy strap"]
