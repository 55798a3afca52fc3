"""Memory that is free again is given back to the system."""

import platform
import subprocess
import sys

import pytest

FREED = """
from pathlib import Path
from monitor.heap import keep_small

def used_mib():
    return int(Path("/proc/self/status").read_text().partition("VmRSS:")[2].split()[0]) / 1024

keep_small()
bytearray(1 << 20)  # one that comes and goes: glibc takes this size for usual from now on
before_mib = used_mib()
kept = [(bytearray(b"x") * (1 << 20), bytearray(b"x") * 1000) for _ in range(40)]
assert used_mib() - before_mib > 35.0
kept = [small for _, small in kept]
print(used_mib() - before_mib)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="tells glibc what to do")
def test_arrays_that_come_and_go_do_not_stay_with_the_process() -> None:
    child = subprocess.run(
        [sys.executable, "-c", FREED], capture_output=True, check=True, text=True
    )

    assert float(child.stdout) < 5.0
