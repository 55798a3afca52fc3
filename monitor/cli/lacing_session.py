"""A guided comparison of two lacings in the terminal: a short live session with steps."""

import asyncio
import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from monitor.cli.common import console, new_path, settings
from monitor.cli.compare_laces import Asked, show_test
from monitor.cli.desk import Desk
from monitor.cli.ending import tell_interrupt
from monitor.cli.live_session import Calls, LiveSession
from monitor.cli.page import Entrance
from monitor.cli.pair import paired_addresses
from monitor.cli.sensors import with_adapter
from monitor.cli.who_runs import Worn, open_desk
from monitor.errors import ConfigError
from monitor.home.folder import check_name
from monitor.report.lacing_guide import GuideTimes, LacingGuide, Step
from monitor.types import Event, Notice, NoticeKind

if TYPE_CHECKING:
    from monitor.app import Live
    from monitor.home.notes import LacingTest
    from monitor.report.lacing_test import Felt
    from monitor.report.wording import Words
    from monitor.sinks import Outbox, Sink

_TICK_S: Final = 0.25
_SETTLE_S: Final = 3.0
"""Time from the first foot that is heard to the first step; the other may connect.

Rule of thumb."""


class GuideSink:
    """Lead through the steps while events come; ends the session after the last trial."""

    def __init__(self, guide: LacingGuide, asked: Asked, words: "Words") -> None:
        self._guide = guide
        self._names = {"A": asked.a, "B": asked.b}
        self._enter = asked.relace_s is None
        self._words = words
        self._live: Live | None = None
        self._heard_s: float | None = None

    def begin(self, live: "Live") -> "dict[str, Sink]":
        """Take the session that goes on; give the sink that it needs."""
        self._live = live
        return {"guide": self}

    async def run(self, outbox: "Outbox") -> None:
        """Take events until ``None`` comes; time passes also where none do."""
        try:
            await self._run(outbox)
        except Exception:
            if self._live is not None:
                self._live.end()  # nobody is left who would
            raise

    async def _run(self, outbox: "Outbox") -> None:
        while True:
            event: Event | None = None
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_TICK_S):
                    event = await outbox.get()
                    if event is None:
                        return
            self._take(event)

    def enter(self) -> None:
        """Take the runner's word that the laces are tied."""
        if self._live is not None:
            self._say(self._guide.ready(self._live.now_s()), self._live)

    def _take(self, event: Event | None) -> None:
        live = self._live
        if live is None:
            return
        now_s = live.now_s()
        if isinstance(event, Notice) and event.kind is NoticeKind.CONNECTED and event.side:
            self._heard_s = self._heard_s or now_s
        if self._heard_s is not None and now_s >= self._heard_s + _SETTLE_S:
            steps = [] if event is None else self._guide.push(event)
            self._say([*steps, *self._guide.tick(now_s)], live)

    def _say(self, steps: list[Step], live: "Live") -> None:
        for step in steps:
            left_s = self._guide.left_s(live.now_s())
            lacing = self._guide.lacing
            name = self._names[lacing]
            text = self._words.say(
                f"laces.do_{step}",
                lacing=lacing if name == lacing else f"{lacing}, {name}",
                seconds="" if left_s is None else f"{left_s:.0f}",
            )
            if step is Step.RELACE and self._enter:
                text = f"{text} {self._words['laces.press_enter']}"
            console.print(text)
            if step is Step.VERDICT:
                live.end()


def lead(
    asked: Asked,
    radio: tuple[tuple[str, ...], str | None, str | None],
    athlete: str | None,
    worn: Worn,
    words: "Words",
) -> None:
    """Lead through a test, file it, and say what it says.

    Raises
    ------
    ConfigError
        If the order is none, or nobody can press Enter and no time is given.
    """
    only, backend, adapter = radio
    if asked.relace_s is None and not sys.stdin.isatty():
        raise ConfigError("--relace-seconds", "", "needed where nobody can press Enter")
    check_name(asked.a, "lacing")  # now, not after five minutes of running
    check_name(asked.b, "lacing")
    times = GuideTimes(run_s=asked.run_s, relace_s=asked.relace_s)
    try:
        guide = LacingGuide(asked.order, times)
    except ValueError as error:
        raise ConfigError("--order", "", str(error)) from error
    config = with_adapter(settings(None, None), adapter)
    desk = open_desk(athlete, worn, ask=False)
    if _flagged(desk, words):
        return
    sink = GuideSink(guide, asked, words)
    session = LiveSession(config, new_path("laces", desk.home.recordings), backend, {"desk": desk})
    session.calls = Calls(began=desk.begin, entered=sink.enter, beside=sink.begin)
    sensors = only or paired_addresses(desk.home, quiet=False)
    ended_by = asyncio.run(session.run(sensors, None, Entrance(config, console.print)))
    filed = session.file(desk, ended_by, quiet=True)
    tell_interrupt(ended_by)
    _finish(filed, session.path, _verdict(guide, asked, words), words)
    session.check_whole()


def _flagged(desk: Desk, words: "Words") -> bool:
    """Show open cards; while there is one there is no test of laces."""
    from monitor.cli.cards import show_cards
    from monitor.cli.home import opened

    with opened() as (_, catalogue):
        return bool(show_cards(catalogue, desk.athlete, words))


def _verdict(guide: LacingGuide, asked: Asked, words: "Words") -> "LacingTest":
    """Ask how B felt, where somebody can be asked, and put the test together."""
    from monitor.home.notes import LacingTest

    felt = _ask(asked, words) if guide.step is Step.VERDICT and sys.stdin.isatty() else None
    return LacingTest(a=asked.a, b=asked.b, spans=guide.spans, felt=felt)


def _ask(asked: Asked, words: "Words") -> "Felt | None":
    from monitor.report.lacing_test import Felt

    choices = {words[f"laces.felt_{felt}_choice"]: felt for felt in Felt}
    question = words.say("laces.ask_felt", a=asked.a, b=asked.b)
    said = typer.prompt(f"{question} ({', '.join(choices)})", default="").strip().lower()
    return choices.get(said)


def _finish(filed: str, path: Path, test: "LacingTest", words: "Words") -> None:
    """Keep the steps beside the recording, and say what the test says."""
    from monitor.cli.home import find, opened, shown
    from monitor.home.lacing import guided_trials, keep_test

    with opened() as (_, catalogue):
        known = find(catalogue, filed)
        with shown(filed) as progress:
            trials = guided_trials(path, test.spans, progress)
        keep_test(catalogue, (known.row, known.story), test, trials)
    show_test(trials, test, words)
    console.print(f"again: footloose compare-laces {filed}")
