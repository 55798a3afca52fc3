"""Rules of the house that no other tool checks."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINES = 300
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).exists()]


@pytest.mark.parametrize("package", ["monitor", "firmware_sim"])
def test_a_module_is_one_idea_of_at_most_300_lines(package: str) -> None:
    modules = tracked(f"{package}/*.py", f"{package}/**/*.py")
    long = {
        str(module.relative_to(ROOT)): count
        for module in modules
        if (count := len(module.read_text(encoding="utf-8").splitlines())) > LINES
    }

    assert modules
    assert long == {}


@pytest.mark.parametrize("document", tracked("*.md", "docs/*.md", "docs/**/*.md"), ids=str)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")

    broken = [link for link in LINK.findall(text) if not (document.parent / link).exists()]

    assert broken == []


def test_nothing_of_the_recordings_is_in_the_project() -> None:
    assert tracked("*.csv", "*.csv.gz", "*.fit", "*.xlsx", "*.mcap") == []
