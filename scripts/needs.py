"""Print what the product needs, as `pyproject.toml` says, and what else is named: for pip."""

import sys
import tomllib
from pathlib import Path

project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
needed = {requirement.split(";")[0].strip() for requirement in project["dependencies"]}
sys.stdout.write(" ".join([*sorted(needed), *sys.argv[1:]]) + "\n")
