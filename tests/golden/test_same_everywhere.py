"""Check that a recording gives the same events on every machine.

The hash holds whatever the version of Python; numbers are rounded to six digits, because the last
bits of a sine or a logarithm depend on the processor. On one machine they are the same, bit for
bit, whatever processor its linear algebra is told to be for.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.serialise import event_to_json
from tests.beside import needs
from tests.golden.test_golden_events import DATA, NUMBER, RECORDED

HASHES = Path(__file__).parent / "sessions" / "hashes.txt"
NAMES = ("jogging", "insoles")
PROCESSORS = ("Haswell", "SkylakeX")
EVERY_BIT = """
import sys
from tests.golden.test_same_everywhere import digest
print(digest(sys.argv[1], exact=True))
"""

pytestmark = needs(DATA)


def digest(name: str, *, exact: bool = False) -> str:
    """Hash of everything that a recording gives, as JSON."""
    pipeline = Pipeline(Config())
    said = pipeline.push(RECORDED[name].packets()) + pipeline.finish()
    text = "\n".join(event_to_json(event) for event in said)
    if not exact:
        text = NUMBER.sub(lambda number: f"{float(number[0]):.6g}", text)
    return hashlib.sha256(text.encode()).hexdigest()


def known() -> dict[str, str]:
    lines = HASHES.read_text(encoding="utf-8").splitlines() if HASHES.exists() else []
    return dict(line.split() for line in lines)


@pytest.mark.parametrize("name", NAMES)
def test_events_have_the_committed_hash(name: str, update_golden: bool) -> None:
    found = digest(name)
    if update_golden:
        lines = [f"{each} {value}\n" for each, value in sorted({**known(), name: found}.items())]
        HASHES.write_text("".join(lines), encoding="utf-8")

    assert found == known()[name]


@pytest.mark.parametrize("name", [NAMES[0], pytest.param(NAMES[1], marks=pytest.mark.soak)])
def test_events_do_not_depend_on_what_linear_algebra_is_tuned_for(name: str) -> None:
    exact = {
        subprocess.run(
            [sys.executable, "-c", EVERY_BIT, name],
            env=os.environ | {"OPENBLAS_CORETYPE": processor},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for processor in PROCESSORS
    }

    assert len(exact) == 1
