"""Commands in processes of their own that need no second to start.

A server imports the libraries once and forks for each command: what a command prints, its exit
code, its folder and its environment are its own. What is tried here is what commands do; that the
program starts from nothing is tried where it is started by its name.
"""

import importlib
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

MODULES = {"monitor.cli": "monitor.cli", "firmware_sim": "firmware_sim.__main__"}
"""By the name after ``python -m``: where its ``main`` is."""
PRELOADED = [
    *MODULES.values(),
    "firmware_sim.air.serve",
    "firmware_sim.air.serve_scenario",
    "firmware_sim.record",
    "monitor.app",
    "monitor.cli.home",
    "monitor.export",
    "monitor.home.after",
    "monitor.home.changes",
    "monitor.home.filing",
    "monitor.home.recovery",
    "monitor.home.reporting",
    "monitor.home.unread",
    "monitor.home.keeping",  # with tarfile: nobody else need reach an interpreter of root
    "monitor.session.athlete_file",
    "monitor.session.exporters",
    "monitor.session.recording",
    "monitor.sinks.at_start",
    "monitor.sinks.console",
    "monitor.sinks.event_file",
    "monitor.sources.importers.csv_file",
    "monitor.sources.importers.guess",
    "monitor.sources.importers.recognise",
    "monitor.sources.replay",
]
_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(PRELOADED)


def called(
    *arguments: str | Path,
    module: str = "monitor.cli",
    cwd: Path,
    environment: Mapping[str, str] | None = None,
    typed: str = "",
    first: Callable[[], None] | None = None,
) -> "subprocess.CompletedProcess[str]":
    """Run ``python -m MODULE ARGUMENTS`` and give what it printed; ``typed`` is its input.

    ``first`` is called in the new process, before the command.
    """
    words = [*map(str, arguments)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "0").write_text(typed, encoding="utf-8")
        (folder / "1").touch()
        (folder / "2").touch()
        asked = (module, words, str(cwd), dict(environment or os.environ), str(folder), first)
        process = _SERVER.Process(target=_become, args=asked)
        process.start()
        process.join()
        said, wrong = ((folder / stream).read_text(encoding="utf-8") for stream in "12")
        code = process.exitcode
        process.close()
    assert code is not None
    return subprocess.CompletedProcess(words, code, said, wrong)


@contextmanager
def serving(scenario: str | Path) -> Iterator[str]:
    """Keep a scenario's sensors on the air, in a process of their own; gives the radio's name."""
    here, there = _SERVER.Pipe(duplex=False)
    process = _SERVER.Process(target=_serve, args=(there, str(scenario)), daemon=True)
    process.start()
    there.close()
    try:
        yield f"firmware_sim.air.backend:BACKEND@{here.recv()}"
    finally:
        process.terminate()
        process.join()
        here.close()


def _serve(address: "Connection[str, str]", scenario: str) -> None:
    """Be the sensors, in the forked process."""
    from firmware_sim.air.serve import Radios, run, serve
    from firmware_sim.air.serve_scenario import sensors
    from firmware_sim.scenario import scenario_file

    run(serve(sensors(scenario_file.load(scenario)), address.send, Radios()))


def _become(
    module: str,
    words: list[str],
    cwd: str,
    environment: dict[str, str],
    folder: str,
    first: Callable[[], None] | None,
) -> None:
    """Be the command, in the forked process."""
    for stream, access in enumerate((os.O_RDONLY, os.O_WRONLY, os.O_WRONLY)):
        file = os.open(Path(folder) / str(stream), access)
        os.dup2(file, stream)
        os.close(file)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115  # lasts as long as the process
    os.chdir(cwd)
    if first is not None:
        first()
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = [module, *words]
    importlib.import_module(MODULES[module]).main()
