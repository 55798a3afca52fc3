"""A minute of garbled files, shared by all formats; ``scripts/soak damage`` tries a million."""

import os
import random
import sys
import time
from pathlib import Path

import pytest

from tests.garbled import NAMES, Garbled
from tests.memory import Peak

SHARE_S = 53.0 / len(NAMES)
"""Processor time for each; with the examples of test_readers.py a minute over all."""
SLOW_S = 10.0
FRESH = os.environ.get("HYPOTHESIS_PROFILE") == "soak"


@pytest.mark.parametrize("name", NAMES)
def test_a_garbled_file_is_read_or_refused_by_name(tmp_path: Path, name: str) -> None:
    files = Garbled(tmp_path)
    first = random.randrange(10**6, 10**9) if FRESH else 0
    number = first * len(NAMES) + NAMES.index(name)
    ends_s = time.process_time() + SHARE_S
    tried = 0

    while (began_s := time.process_time()) < ends_s:
        try:
            files.read(number)
        except Exception as error:
            raise AssertionError(f"{name}, number {number}: {error!r}") from error
        assert time.process_time() - began_s < SLOW_S, number
        number += len(NAMES)
        tried += 1

    assert tried > 20


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the highest is never forgotten")
def test_memory_is_seen_however_much_was_taken_before() -> None:
    grown = []
    for mib in (240, 220):
        peak = Peak()
        held = bytearray(b"x") * (mib << 20)
        grown.append((peak.grown_kib, peak.is_bounded(1 << 20), peak.is_bounded(16 << 20)))
        del held

    assert all(kib > 200 * 1024 for kib, _, _ in grown)
    assert [bounds for _, *bounds in grown] == [[False, True]] * 2
