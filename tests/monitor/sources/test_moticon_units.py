"""Columns of Moticon's export whose unit is in no brackets are read; without one, refused."""

from pathlib import Path

import pytest

from monitor.errors import ImportFileError
from monitor.sources.importers.moticon import import_moticon
from monitor.units import KPA_PER_N_CM2
from tests.monitor.sources.tables import streams_of

ROWS = "".join(f"{i / 100:g}\t2.5\t0.1\t0.2\t1.0\n" for i in range(40))
AXES = "\t".join(f"left acceleration {axis}[g]" for axis in "XYZ")


def export(folder: Path, cell: str, axes: str = AXES) -> Path:
    path = folder / "insoles.txt"
    path.write_text(f"# Size: 7\n# time\t{cell}\t{axes}\n{ROWS}")
    return path


def test_a_unit_without_brackets_is_read(tmp_path: Path) -> None:
    found = streams_of(import_moticon([export(tmp_path, "left pressure 1 N/cm²")]))

    assert (found["left pressure"][:, 1] == 2.5 * KPA_PER_N_CM2).all()


@pytest.mark.parametrize(
    ("cell", "axes"),
    [
        ("left pressure 1", AXES),
        ("left pressure 1[]", AXES),
        ("left pressure 1[kPa]", AXES.replace("[g]", "")),
    ],
)
def test_columns_without_a_unit_are_refused(tmp_path: Path, cell: str, axes: str) -> None:
    with pytest.raises(ImportFileError, match="unit is not known"):
        import_moticon([export(tmp_path, cell, axes)])
