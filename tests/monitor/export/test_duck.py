"""What the tables in Parquet say when they cannot be written."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from monitor.errors import RecordingError
from monitor.export import duck

WORKS = """
import sys
from pathlib import Path
from monitor.export import duck
try:
    with duck.opened(Path(sys.argv[1]), "", "", "") as base:
        base.execute("SET threads TO 1")  # a second one would do it, and the Ctrl-C wait for it
        print("works", flush=True)
        rows = "SELECT sin(range) AS s FROM range(1000000000)"
        base.execute(f"COPY ({rows}) TO '{sys.argv[1]}/rows.parquet' (FORMAT parquet)")
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_ctrl_c_while_tables_are_written_is_a_ctrl_c(tmp_path: Path) -> None:
    # whoever runs the tests in the background had SIGINT ignored, and that is inherited
    command = ["env", "--default-signal=INT", sys.executable, "-c", WORKS, str(tmp_path)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    try:
        assert child.stdout.readline() == "works\n"
        used_s = cpu_s(child.pid)
        while cpu_s(child.pid) < used_s + 0.5:  # it is in the query by then
            time.sleep(0.05)
        child.send_signal(signal.SIGINT)
        said, _ = child.communicate(timeout=60.0)
    finally:
        child.kill()
        child.wait()
        child.stdout.close()

    assert said == "interrupted\n"
    assert child.returncode == 0


def cpu_s(process: int) -> float:
    """CPU time that a process has used, s."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_a_table_that_cannot_be_read_is_named_with_its_folder(tmp_path: Path) -> None:
    with (
        pytest.raises(RecordingError, match=f"^{tmp_path}: .*lost.csv"),
        duck.opened(tmp_path, "", "", "") as base,
    ):
        base.read_csv(str(tmp_path / "lost.csv"))


def test_another_error_stays_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="of ours"), duck.opened(tmp_path, "", "", ""):
        raise RuntimeError("of ours")
