"""The recordings and cases that lie beside the clone, in ``../shared``.

Without them a test that needs them is skipped; where CI runs it is not, and so fails.
"""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"


def needs(*paths: Path) -> pytest.MarkDecorator:
    """Mark what cannot run without these files; of none, as of a pattern that fits nothing."""
    there = bool(paths) and all(path.exists() for path in paths)
    return pytest.mark.skipif(
        not there and os.environ.get("CI") != "true", reason="no recordings beside the clone"
    )
