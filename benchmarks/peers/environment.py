"""Make the peers' own Python environment, once.

They pin older numpy and pandas than ours; what they need must not decide what we ship.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).with_name("requirements-peers.txt")
ROOT = Path(__file__).parents[2]
LIBRARIES = ("OMP", "OPENBLAS", "MKL", "NUMBA")
ONE_CORE = {f"{library}_NUM_THREADS": "1" for library in LIBRARIES}


class PeersError(Exception):
    """The peers could not be installed, or did not run."""


def ensure(folder: Path) -> Path:
    """Return the interpreter of the peers' environment; make the environment if need be.

    It is named after the pinned releases and our Python's version, so that other pins make
    another one, and a half-made one is never taken for whole.

    Raises
    ------
    PeersError
        If it cannot be made.
    """
    key = hashlib.sha256(REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()[:12]
    home = folder / f"env-{key}"
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    ready = home / "ready"
    if ready.exists():
        print(f"==> peers: environment {home} is there")
        return python
    print(f"==> peers: making {home} from {REQUIREMENTS.name} (once, about a minute)", flush=True)
    _call([sys.executable, "-m", "venv", "--clear", str(home)], "make an environment")
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _call([*install, "-r", str(REQUIREMENTS)], "install the peers")
    ready.touch()
    return python


def run(python: Path, folder: Path, *, quick: bool) -> None:
    """Let the peers work on the recordings of a folder, on one core.

    Raises
    ------
    PeersError
        If they stop before the end.
    """
    command = [str(python), "-m", "benchmarks.peers.child", str(folder)]
    if quick:
        command.append("--quick")
    done = subprocess.run(command, cwd=ROOT, env=os.environ | ONE_CORE, check=False)
    if done.returncode != 0:
        raise PeersError(f"the peers stopped with exit code {done.returncode}; see above")


def _call(command: list[str], purpose: str) -> None:
    done = subprocess.run(
        command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode != 0:
        last = "\n".join(done.stdout.strip().splitlines()[-8:])
        raise PeersError(f"could not {purpose} (exit code {done.returncode}):\n{last}")
