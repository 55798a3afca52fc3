"""Installed as people install: the built wheel, without the source tree; by pipx in `make soak`."""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.system.programs import ran, started

ROOT = Path(__file__).parents[2]
SITE = "import sysconfig; print(sysconfig.get_path('purelib'))"
PARTS = ("pyproject.toml", "README.md", "LICENSE", "monitor", "firmware_sim", "configs")

pytestmark = pytest.mark.timeout(900)


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        [*map(str, command)], capture_output=True, text=True, cwd=cwd, check=False,
        env={**os.environ, **environment},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy so that nothing is left in the source tree."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for part in PARTS:
        if (ROOT / part).is_dir():
            ignore = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / part, source / part, symlinks=True, ignore=ignore)
        else:
            shutil.copy(ROOT / part, source)
    build = (sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-q")
    run(*build, "-w", folder, source, cwd=folder)
    (made,) = folder.glob("*.whl")
    return made


def by_pip(wheel: Path, home: Path) -> Path:
    """Install the wheel alone; it borrows the libraries of the tests, not the source tree."""
    venv = home / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", venv, cwd=home)
    python, bare = venv / "bin" / "python", ("--no-deps", "--no-index", "--no-compile", "-q")
    run(sys.executable, "-m", "pip", "--python", python, "install", *bare, wheel, cwd=home)
    site = run(python, "-c", SITE, cwd=home).strip()
    # a path that a .pth names is not asked for .pth files of its own, and one of them leads here
    Path(site, "borrowed.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    return venv / "bin"


def by_pipx(wheel: Path, home: Path) -> Path:
    """Install as people do, with the libraries that the wheel asks for."""
    commands = home / "bin"
    try:
        run(
            sys.executable, "-m", "pipx", "install", "--python", sys.executable,
            f"--pip-args=--no-compile -c {ROOT / 'constraints.txt'}", wheel,
            cwd=home, PIPX_HOME=str(home), PIPX_BIN_DIR=str(commands),
            PIPX_MAN_DIR=str(home / "man"),
        )  # fmt: skip
    except AssertionError:
        if "CI" in os.environ:
            raise
        pytest.skip("pipx cannot fetch the libraries: no network?")
    return commands


@pytest.fixture(scope="module", params=[by_pip, pytest.param(by_pipx, marks=pytest.mark.soak)])
def installed(
    request: pytest.FixtureRequest, wheel: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The folder of the commands."""
    install: Callable[[Path, Path], Path] = request.param
    return install(wheel, tmp_path_factory.mktemp("installed"))


def test_the_wheel_runs_the_demo_from_any_folder(installed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "a folder with spaces"
    folder.mkdir()
    program = installed / "footloose"
    where = "import monitor; print(monitor.__file__)"
    python = program.resolve().with_name("python")

    used = run(python, "-c", where, cwd=folder).strip()
    with started("demo", "-o", "my run.mcap", command=(program,), cwd=folder) as demo:
        demo.read_until(ran(2))
        code = demo.end()

    assert Path(used).is_relative_to(installed.parent), used
    assert code == 0
    assert "replay 'my run.mcap'" in demo.shown
    assert (folder / "my run.mcap").exists()


def test_the_wheel_holds_scenarios_maps_and_settings(installed: Path, tmp_path: Path) -> None:
    listed = run(installed / "firmware-sim", "list", cwd=tmp_path)
    settings = run(installed / "footloose", "settings", cwd=tmp_path)

    assert "tight_laces" in listed
    assert "athlete" in settings
