"""The simulator's command line says in one line what is wrong."""

import subprocess
import sys

import pytest

from firmware_sim.__main__ import main


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["serve", "nowhere", "--stay"], 2, "no such scenario"),
        (["serve", "easy_run", "--stay", "--address", "teapot"], 1, "tcp:HOST:PORT"),
        (["serve", "easy_run", "--stay", "--address", "tcp:127.0.0.1"], 1, "has no port"),
        (["serve", "easy_run", "--stay", "--hci", "tcp-client:127.0.0.1:9"], 1, "cannot be opened"),
        (["serve", "easy_run", "--stay", "--lend", "teapot"], 1, "cannot be opened"),
        (["record", "nowhere", "-o", "x.mcap"], 2, "no such scenario"),
    ],
)
def test_what_is_wrong_is_one_line(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    said: str,
) -> None:
    monkeypatch.setattr(sys, "argv", ["firmware-sim", *arguments])

    with pytest.raises(SystemExit) as ended:
        main()

    errors = capfd.readouterr().err
    assert ended.value.code == code
    assert errors.startswith("firmware-sim: ")
    assert said in errors
    assert errors.count("\n") == 1


def test_serving_ends_without_complaint_when_the_pipe_of_its_parent_is_closed() -> None:
    command = [sys.executable, "-m", "firmware_sim", "serve", "easy_run"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as serving:
        ready = serving.stdout.readline()
        serving.stdin.close()
        code = serving.wait(10)
        errors = serving.stderr.read()

    assert " sensors on the air at tcp:127.0.0.1:" in ready
    assert (code, errors) == (0, "")
