"""The command that runs a recording again."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from monitor.cli.common import (
    DIM,
    AthleteFile,
    ConfigFile,
    EventsFile,
    Force,
    Settings,
    console,
    in_force,
    pipeline_of,
    refuse_empty,
)
from monitor.errors import ConfigError
from monitor.files.output import check_outputs
from monitor.options import finite

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.pipeline import Pipeline
    from monitor.session.recording import Recording
    from monitor.sinks import Sink
    from monitor.types import Advice, Event, Packet

Session = Annotated[Path, typer.Argument(metavar="SESSION", help="A recording (.mcap).")]
Speed = Annotated[
    float | None,
    typer.Option(callback=finite, min=0.1, help="1 is real time. Without it, as fast as possible."),
]


def replay(
    session: Session,
    speed: Speed = None,
    push: Annotated[
        int | None, typer.Option(min=1, help="Packets read at once. It changes the speed only.")
    ] = None,
    events: EventsFile = None,
    config_file: ConfigFile = None,
    change: Settings = None,
    athlete: AthleteFile = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no lines.")] = False,
    force: Force = False,
) -> None:
    """Run a recording again; with --set, show what would have been said beside what was."""
    from monitor import config as configuration
    from monitor.session.recording import Recording
    from monitor.sinks.console import ConsoleSink
    from monitor.sinks.event_file import EventFile

    check_outputs([events], inputs=[session, config_file, athlete], force=force)
    recording = Recording(session)
    recorded = in_force(recording, config_file)
    if change:
        _refuse_beside_set(speed=speed, push=push, events=events, quiet=quiet or None)
        changed = configuration.change(recorded, change)
        _compare(session, recorded, changed, ", ".join(change), athlete)
        return
    sinks: dict[str, Sink] = {} if quiet else {"console": ConsoleSink(console)}
    if events is not None:
        sinks["events"] = EventFile(events, force=force)
    pipeline = pipeline_of(recording, recorded, athlete)
    asyncio.run(_replay(recording, pipeline, sinks, speed, push or recorded.session.batch_packets))
    for sensor, count in pipeline.refused.items():
        console.print(f"{sensor}: {count} packets could not be read and were skipped")
    refuse_empty(recording)
    console.print(f"{session}: {recording.recovery.summary}", style=DIM)


def _refuse_beside_set(**options: object) -> None:
    """Refuse what a comparison would not heed."""
    for name, value in options.items():
        if value is not None:
            raise ConfigError("--set", f"--{name}", "a comparison is shown at once, without it")


async def _replay(
    recording: "Recording",
    pipeline: "Pipeline",
    sinks: "dict[str, Sink]",
    speed: float | None,
    push: int,
) -> None:
    from monitor.app import run as run_session
    from monitor.sources.replay import open_replay

    async with open_replay(recording.batches(push), speed) as packets:
        groups = packets if speed is None else _regrouped(packets, push)
        await run_session(groups, pipeline, lambda _: None, sinks)


async def _regrouped(
    packets: "AsyncIterator[list[Packet]]", size: int
) -> "AsyncIterator[list[Packet]]":
    """Push no more than ``size`` at once."""
    async for batch in packets:
        for start in range(0, len(batch), size):
            yield batch[start : start + size]


def _compare(
    session: Path, before: "Config", after: "Config", change: str, athlete: Path | None
) -> None:
    """Print what was said beside what would have been said."""
    from monitor.session.said import said_in
    from monitor.sinks.console import clock

    table = Table(title=f"{session}: what was said, and with {change}", title_justify="left")
    table.add_column("was said")
    table.add_column("would have been said")
    recorded = said_in(session)
    if recorded is None:
        was_said = _advice(session, before, athlete)
    else:
        was_said = _only_advice(recorded.events)
    said = [
        [f"{clock(a.t_s)}  {a.text}" for a in advice]
        for advice in (was_said, _advice(session, after, athlete))
    ]
    for was, would in zip_longest(*said, fillvalue=""):
        table.add_row(was, would)
    console.print(table)
    if recorded is None:
        console.print("what was said is not recorded; the left is a replay", style=DIM)
    console.print(f"{len(said[0])} sentences, and {len(said[1])} with {change}")


def _advice(session: Path, config: "Config", athlete: Path | None) -> "Iterator[Advice]":
    from monitor.session.recording import Recording

    recording = Recording(session)
    pipeline = pipeline_of(recording, config, athlete)
    for batch in recording.batches(config.session.batch_packets):
        yield from _only_advice(pipeline.push(batch))
    yield from _only_advice(pipeline.finish())


def _only_advice(events: "Iterable[Event]") -> "Iterator[Advice]":
    from monitor.types import Advice

    return (event for event in events if isinstance(event, Advice))
