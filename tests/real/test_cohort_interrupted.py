"""A cohort that a Ctrl-C ends: one line, nothing half made, and it goes on where it was."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

from tests.beside import needs
from tests.real.test_cohort import WALK
from tests.system.programs import COMMAND, children, wait_for_end, wait_until

pytestmark = needs(WALK)

RUNS = 12


def test_a_ctrl_c_is_one_line_and_the_same_command_continues(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for k in range(RUNS):
        shutil.copy(WALK, tmp_path / "in" / f"walk{k}.txt")
    # whoever runs the tests in the background had SIGINT ignored, and that is inherited
    command: list[str | Path] = ["env", "--default-signal=INT", *COMMAND, "cohort", tmp_path / "in"]
    command += ["-o", tmp_path / "out", "--workers", "2", "--no-parquet"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as run:
        wait_until(lambda: bool(list(tmp_path.glob("out/sessions/*/session.json"))))
        workers = children(run.pid)
        os.killpg(run.pid, signal.SIGINT)  # as a terminal does it: to all that it sees
        shown, errors = run.communicate()
    assert (shown, run.returncode) == ("", 130)
    assert errors.strip() == "interrupted; the same command continues"
    assert list(tmp_path.rglob("*.part*")) == []
    wait_for_end(workers)
