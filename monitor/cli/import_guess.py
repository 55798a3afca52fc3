"""Write a proposal for the map of a table that is not known."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.cli.common import console
from monitor.cli.named_files import candidates, is_pattern, runs
from monitor.errors import ConfigError, ImportFileError
from monitor.files.output import check_outputs
from monitor.hints import command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.sources.importers.opening import Source


def write_guess(files: list[Path], output: Path | None, side: str | None, *, force: bool) -> None:
    """Write a proposal for a map, and say what was taken for what.

    Raises
    ------
    ConfigError, ImportFileError
        If nothing can be proposed, or the map cannot be written there.
    """
    from monitor.files.output import writing
    from monitor.sources.importers.both_feet import refuse_other_foot
    from monitor.sources.importers.guess import propose
    from monitor.sources.importers.opening import expand
    from monitor.sources.importers.ready import asks, ready_map
    from monitor.types import Side

    foot = Side(side) if side else None
    read = _of_one_sensor(files)
    if foot is not None and not asks(propose(read)):
        refuse_other_foot(expand(read), foot)
    proposal = propose(read, foot)
    path = output or Path(f"{read[0].name.split('.')[0]}.toml")
    if path.suffix != ".toml":
        raise ConfigError("--output", str(path), "expected a map to write, such as MAP.toml")
    check_outputs([path], inputs=files, force=force)
    for reason in proposal.said:
        console.print(reason, markup=False, soft_wrap=True)
    with writing(path, force=force) as file:
        file.write(proposal.commented.encode())
    with suppress(ImportFileError):  # one for other columns may stumble over these
        if known := ready_map(read):
            console.print(f"no map is needed: import knows these columns ({known.stem})")
    used = {one.path for one in proposal.files}
    again = command("import", *([one for one in files if one in used] or files), "--map", path)
    if not proposal.is_sided:
        again += " --side left (or right)"
    console.print(f"written: {path}; look at it, then: {again}", markup=False, soft_wrap=True)


def _of_one_sensor(files: list[Path]) -> "Sequence[Source]":
    """Give the files to look at; of a folder or a pattern, those of the one sensor in it."""
    if not any(file.is_dir() or is_pattern(file) for file in files):
        return files
    found = runs(candidates(files))
    if len(found) != 1:
        expected = f"expected the files of one sensor for --guess, not {len(found)} runs"
        raise ConfigError("FILE", str(files[0]), expected)
    return found
