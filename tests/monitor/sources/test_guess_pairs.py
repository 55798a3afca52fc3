"""Two files, one of each foot, are described together, whatever they hold and are called."""

import zipfile
from pathlib import Path

import numpy as np
import pytest

from monitor.sources.importers.csv_file import import_csv
from monitor.sources.importers.guess import propose
from monitor.sources.importers.opening import called, expand
from monitor.types import Side
from monitor.wire import imported, uuids

T_S = np.arange(300) / 100.0
CONTENTS = {
    "force": ["Fz [N]"],
    "pressure": ["p1 [kPa]", "p2 [kPa]", "p3 [kPa]"],
    "imu": [*(f"acc_{axis} [m/s2]" for axis in "xyz"), *(f"gyr_{axis} [rad/s]" for axis in "xyz")],
}
NAMES = [("left.csv", "right.csv"), ("plate_L.csv", "plate_R.csv"), ("left/a.csv", "right/a.csv")]


def write(path: Path, names: list[str], first: float) -> Path:
    """A table whose first column holds one number throughout."""
    path.parent.mkdir(parents=True, exist_ok=True)
    values = ["9.8"] * (len(names) - 1)
    rows = [",".join([f"{t_s:.2f}", f"{first:.2f}", *values]) for t_s in T_S]
    path.write_text("\n".join([",".join(["time [s]", *names]), *rows, ""]))
    return path


def firsts(files: list[Path], side: Side | None = None) -> dict[str, float]:
    """What the first column of each sensor holds."""
    return {
        packet.sensor: imported.decode(packet.payload).values[0, 0]
        for packet in import_csv(files, None, side=side).packets
        if packet.characteristic == uuids.IMPORT_SAMPLES
    }


@pytest.mark.parametrize("names", NAMES)
@pytest.mark.parametrize("kind", CONTENTS)
def test_each_foot_is_read_from_its_file(tmp_path: Path, kind: str, names: tuple[str, str]) -> None:
    files = [
        write(tmp_path / name, CONTENTS[kind], first)
        for name, first in zip(names, (1.5, 2.5), strict=True)
    ]

    for given in (files, files[::-1]):
        assert firsts(given) == {f"left {kind}": 1.5, f"right {kind}": 2.5}
    assert firsts(files, Side.RIGHT) == {f"right {kind}": 2.5}
    assert propose(files).doubts == []


def test_files_of_a_zip_that_share_a_name_are_not_mistaken(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "run.zip", "w") as archive:
        for side, first in (("left", 1.5), ("right", 2.5)):
            path = write(tmp_path / side / "a.csv", CONTENTS["imu"], first)
            archive.write(path, f"{side}/a.csv")

    assert firsts([tmp_path / "run.zip"]) == {"left imu": 1.5, "right imu": 2.5}


def test_a_file_is_called_by_what_tells_it_from_the_others(tmp_path: Path) -> None:
    for name in ("left", "right"):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as archive:
            archive.writestr("a.csv", "t\n")
    files = expand([tmp_path / "left.zip", tmp_path / "right.zip"])

    assert [*called(files).values()] == ["left.zip/a.csv", "right.zip/a.csv"]
