"""Write a proposal for the map of a table that is not known."""

from pathlib import Path

from monitor.cli.common import console
from monitor.errors import ConfigError
from monitor.files.output import check_outputs
from monitor.hints import command


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
    from monitor.sources.importers.ready import asks
    from monitor.types import Side

    foot = Side(side) if side else None
    if foot is not None and not asks(propose(files)):
        refuse_other_foot(expand(files), foot)
    proposal = propose(files, foot)
    path = output or Path(f"{files[0].name.split('.')[0]}.toml")
    if path.suffix != ".toml":
        raise ConfigError("--output", str(path), "expected a map to write, such as MAP.toml")
    check_outputs([path], inputs=files, force=force)
    for reason in proposal.reasons:
        console.print(reason, markup=False, soft_wrap=True)
    with writing(path, force=force) as file:
        file.write(proposal.text.encode())
    again = command("import", *files, "--map", path)
    console.print(f"written: {path}; look at it, then: {again}", soft_wrap=True)
