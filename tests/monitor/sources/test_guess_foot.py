"""A proposed map says whose foot it is of, or leaves that open; and why it is as it is."""

import tomllib
from pathlib import Path

import numpy as np
import pytest

from monitor.errors import ConfigError, ImportFileError
from monitor.sources.importers.csv_file import import_csv
from monitor.sources.importers.csv_map import read_map
from monitor.sources.importers.guess import propose
from monitor.types import Side
from tests.monitor.sources.tables import ACC, T_S, streams_of, write_table


def test_a_guess_takes_no_foot_by_itself(tmp_path: Path) -> None:
    file, letter = (
        write_table(tmp_path / name, "t,ax,ay,az", [T_S, *ACC]) for name in ("phone.csv", "a_R.csv")
    )
    map_path = tmp_path / "map.toml"

    for path, why in (
        (file, "which foot it is of is not said: the map leaves it open (--side)"),
        (letter, '"a_R.csv" may mean the right foot (--side)'),
    ):
        proposal = propose([path])
        map_path.write_text(proposal.commented)

        assert (proposal.is_sided, why in proposal.reasons) == (False, True)
        with pytest.raises(ImportFileError, match="add --side left or --side right"):
            import_csv([path], map_path)
        for side in Side:
            assert {*streams_of(import_csv([path], map_path, side=side))} == {f"{side} imu"}


def test_a_map_that_leaves_the_side_open_reads_both_feet_by_their_names(tmp_path: Path) -> None:
    files = [
        write_table(tmp_path / f"{side}.csv", "t,ax,ay,az", [T_S, *ACC])
        for side in ("left", "right")
    ]
    (tmp_path / "phone.csv").write_bytes(files[0].read_bytes())
    map_path = tmp_path / "map.toml"
    map_path.write_text(propose([tmp_path / "phone.csv"]).text)

    assert {*streams_of(import_csv(files, map_path))} == {"left imu", "right imu"}
    assert {*streams_of(import_csv(files[1:], map_path))} == {"right imu"}


def test_a_side_is_said_of_all_streams_or_of_none(tmp_path: Path) -> None:
    map_path = tmp_path / "map.toml"
    stream = "[[stream]]\nkind = 'force'\ntime_s = 't'\nforce = 'f'\n"
    map_path.write_text(f"{stream}{stream}side = 'left'\n")

    with pytest.raises(ConfigError, match=r"stream\[0\]\.side: expected left or right"):
        read_map(map_path)


def test_a_proposed_map_says_why_and_what_it_did_not_use(tmp_path: Path) -> None:
    head, warm = "t,ax,ay,az,temp\tC\x1b,battery", np.full(len(T_S), 20.0)
    file = write_table(tmp_path / "phone.csv", head, [T_S, *ACC, warm, warm])

    text = propose([file], Side.LEFT).commented

    comments = [line for line in text.splitlines() if line.startswith("#")]
    assert comments[0] == "# A proposal for phone.csv: look at it before you trust it."
    assert comments[1].startswith("# acceleration: ax, ay, az in m/s2, by its usual length of ")
    assert comments[-1] == "# columns not used: temp\\tC\\x1b, battery"
    assert tomllib.loads(text)["stream"][0]["side"] == "left"
