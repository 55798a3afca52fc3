"""Two readers of FIT files agree on every value of the recordings: ours, and fitdecode."""

from math import nan
from pathlib import Path
from typing import Any

import fitdecode
import numpy as np
import pytest

from monitor.sources.importers.fit_fields import RecordReader
from monitor.sources.importers.fit_messages import FIELD_DESCRIPTION, FitReader
from monitor.types import FloatArray
from tests.beside import needs

DATA = Path(__file__).parents[2].parent / "shared"
FILES = sorted([*(DATA / "data" / "fit").glob("*.fit"), *(DATA / "cases").glob("fit_*/*.fit")])
UNREADABLE = ("cut", "header_size_zero")
"""Those that fitdecode does not read to their end."""
RECORD = 20

pytestmark = needs(*FILES)


def ours(path: Path) -> FloatArray:
    messages = FitReader(path.read_bytes(), frozenset({RECORD, FIELD_DESCRIPTION}))
    reader = RecordReader()
    rows = [reader.row(message, 0.0) for message in messages if message.number == RECORD]
    return np.array(
        [(r.speed_m_s, r.heart_bpm, r.power_w, r.distance_m, r.altitude_m) for r in rows]
    )


def theirs(path: Path) -> FloatArray:
    options: dict[str, Any] = {
        "check_crc": fitdecode.CrcCheck.DISABLED,
        "error_handling": fitdecode.ErrorHandling.IGNORE,
    }
    with fitdecode.FitReader(path, **options) as frames:
        records = [
            f for f in frames if isinstance(f, fitdecode.FitDataMessage) and f.name == "record"
        ]
    return np.array([[_native(record, name) for name in NAMES] for record in records])


NAMES = ("speed", "heart_rate", "power", "distance", "altitude")


def _native(record: fitdecode.FitDataMessage, name: str) -> float:
    """Value of a native field (not of an app's one of this name); NaN where there is none."""
    values = [
        field.value
        for field in record.fields
        if field.name in {name, f"enhanced_{name}"} and field.value is not None
        if field.field_def is None or not field.field_def.is_dev
    ]
    return float(values[0]) if values else nan


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_values_equal_those_of_an_independent_reader(path: Path) -> None:
    if path.stem in UNREADABLE:
        pytest.skip("fitdecode stops in it")

    own, other = ours(path), theirs(path)

    np.testing.assert_allclose(own, other, rtol=1e-12)
