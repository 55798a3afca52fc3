"""The command that leads through the lift test, or takes it from a recording."""

import asyncio
import contextlib
from typing import TYPE_CHECKING, Annotated, Final

import typer

from monitor.cli.common import console, new_path, settings
from monitor.cli.desk import Desk
from monitor.cli.report import Language, speech
from monitor.cli.sensors import AdapterName, BackendName, TestSensor, with_adapter
from monitor.cli.who_runs import AthleteName, Shoe, Worn, open_desk
from monitor.errors import ConfigError
from monitor.hints import command
from monitor.options import finite

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.app import Live
    from monitor.config import Config
    from monitor.report.lift_guide import LiftStep
    from monitor.report.wording import Words
    from monitor.sinks import Outbox, Sink
    from monitor.web.lift_lead import LiftLead

Tested = Annotated[
    str | None,
    typer.Argument(
        metavar="[SESSION]",
        help="A session or a recording. Without it: be led through a new test.",
    ),
]
Heels = Annotated[
    float | None,
    typer.Option(
        "--heels",
        metavar="SECONDS",
        callback=finite,
        min=0.0,
        help="When the walk on the heels began in the recording, s.",
    ),
]
SOURCE: Final = "lift test"
"""What such a session says it is: nobody is asked half an hour after it."""
_SETTLE_S: Final = 3.0
"""Time from the first foot that is heard to the first step; the other may connect.

Rule of thumb."""


def lift_test(
    session: Tested = None,
    heels: Heels = None,
    sensor: TestSensor = None,
    backend: BackendName = None,
    adapter: AdapterName = None,
    athlete: AthleteName = None,
    shoe: Shoe = None,
    language: Language = None,
) -> None:
    """Walk on your heels for twenty seconds: is one foot held up less? Skip it if it hurts."""
    from monitor.report.wording import Words

    words = Words(speech(language))
    if session is not None:
        _recorded(session, heels, words)
        return
    if heels is not None:
        raise ConfigError("--heels", str(heels), "needs a recording beside it")
    config = with_adapter(settings(None, None), adapter)
    desk = open_desk(athlete, Worn(shoe), ask=False)
    if desk.flagged():
        _show_cards(desk.athlete, words)
        return
    _lead(
        desk, new_path("lift", desk.home.recordings), (config, tuple(sensor or ()), backend), words
    )


class LiftSink:
    """Lead through the steps while events come; ends the session after the last.

    The first step comes ``settle_s`` after the first foot is heard.
    """

    def __init__(self, language: str, settle_s: float = _SETTLE_S) -> None:
        self._language = language
        self._settle_s = settle_s
        self.lead: LiftLead | None = None
        self._live: Live | None = None
        self._heard = asyncio.Event()

    def begin(self, live: "Live") -> "dict[str, Sink]":
        """Take the session that goes on; give the sink that it needs."""
        self._live = live
        return {"lift": self}

    async def run(self, outbox: "Outbox") -> None:
        """Take events until ``None`` comes."""
        if self._live is None:
            return
        try:
            await self._run(outbox, self._live)
        except Exception:
            self._live.end()  # nobody is left who would
            raise

    async def _run(self, outbox: "Outbox", live: "Live") -> None:
        from monitor.types import Notice, NoticeKind
        from monitor.web.lift_lead import LiftLead

        self.lead = LiftLead(live.now_s, live.take, self._tell)
        async with asyncio.TaskGroup() as tasks:
            leading = tasks.create_task(self.lead.run(), name="lift-lead")
            while (event := await outbox.get()) is not None:
                heard = isinstance(event, Notice) and event.kind is NoticeKind.CONNECTED
                if heard and not self._heard.is_set():
                    self._heard.set()
                    asyncio.get_running_loop().call_later(self._settle_s, self.lead.begin)
            leading.cancel()

    def _tell(self, step: "LiftStep | None") -> None:
        from monitor.report.lift_guide import LiftStep, LiftTimes
        from monitor.texts import texts

        if step is None:
            return
        lasts_s = LiftTimes().of(step)
        text = texts(self._language).voice[f"lift.{step}"]
        console.print(f"{text} ({lasts_s:.0f} s)" if lasts_s else text)
        if step is LiftStep.DONE and self._live is not None:
            self._live.end()


def _lead(
    desk: Desk,
    path: "Path",
    radio: "tuple[Config, tuple[str, ...], str | None]",
    words: "Words",
) -> None:
    """Lead through a test, file it, and say what it says."""
    from monitor.cli.live_session import Calls, LiveSession
    from monitor.cli.page import Entrance
    from monitor.cli.pair import paired_addresses
    from monitor.home.notes import TakenTests

    config, only, backend = radio
    sink = LiftSink(words.language)
    session = LiveSession(config, path, backend, {"desk": desk}, source=SOURCE)
    session.calls = Calls(began=desk.begin, beside=sink.begin)
    sensors = only or paired_addresses(desk.home, quiet=False)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(session.run(sensors, None, Entrance(config, console.print)))
    session.tests.taken = TakenTests(lift=sink.lead.spans if sink.lead is not None else ())
    filed = session.file(desk, None, quiet=True)
    _show(filed, words)
    session.check_whole()


def _recorded(session: str, heels_s: float | None, words: "Words") -> None:
    """Take the test from a recording: at an instant, or as it was kept."""
    from monitor.cli.cards import show_cards
    from monitor.cli.home import find, opened
    from monitor.home.lift import take_test
    from monitor.report.lift_guide import spans_around

    with opened() as (_, catalogue):
        known = find(catalogue, session)
        spans = known.note.lift.spans if known.note.lift else ()
        if heels_s is not None:
            spans = spans_around(heels_s)
        if not spans:
            raise ConfigError("lift-test", session, "no lift test in it; expected --heels SECONDS")
        if known.note.lift is None and show_cards(
            catalogue, known.row.athlete, words, nobodys=True
        ):
            return  # while a red flag is open there is no lift test
        take_test(catalogue, known.row, known.story, spans)
        name = known.row.id
    _show(name, words)


def _show(session: str, words: "Words") -> None:
    """Say what the test of a session says."""
    from monitor.cli.cards import show_cards
    from monitor.cli.home import find, opened
    from monitor.report.lift_words import lift_lines

    with opened() as (_, catalogue):
        known = find(catalogue, session)
        test = known.note.lift
        if test is None or test.result is None:
            console.print(words["lift.left_early"])
            return
        for line in lift_lines(test.result, words):
            console.print(line)
        console.print(words["lift.limits"])
        if test.result.lower:
            show_cards(catalogue, known.row.athlete, words, nobodys=True)
    console.print(words.say("lift.again", command=command("lift-test", session)))


def _show_cards(athlete: str | None, words: "Words") -> None:
    from monitor.cli.cards import show_cards
    from monitor.cli.home import opened

    with opened() as (_, catalogue):
        show_cards(catalogue, athlete, words)
