"""Run the commands that stand beside the outputs in README.md and docs/accuracy.md; fill them in.

    python scripts/readme.py [WORD]     only the commands that contain WORD

A block to fill is a line ``<!-- $ COMMAND -->`` followed by a fenced block.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGES = (ROOT / "README.md", ROOT / "docs" / "accuracy.md")
BLOCK = re.compile(r"(<!-- \$ (?P<command>.+?) -->\n```\n)(?P<output>.*?)(\n```)", re.DOTALL)


def main(word: str) -> None:
    """Fill the blocks."""

    def fill(block: re.Match[str]) -> str:
        if word not in block["command"]:
            return block[0]
        sys.stderr.write(f"$ {block['command']}\n")
        return f"{block[1]}{_output(block['command'])}{block[4]}"

    for page in PAGES:
        page.write_text(BLOCK.sub(fill, page.read_text(encoding="utf-8")), encoding="utf-8")


def _output(command: str) -> str:
    path = f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, check=True, cwd=ROOT,
        env={**os.environ, "PATH": path, "COLUMNS": "100"},
    )  # fmt: skip
    return "\n".join(line.rstrip() for line in done.stdout.strip("\n").splitlines())


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
