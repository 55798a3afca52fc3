"""Stay after a run: its questions are answered on the page or in the terminal, or too late."""

import asyncio
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from monitor.cli.common import console
from monitor.cli.ending import ended_by_signals
from monitor.errors import MonitorError

if TYPE_CHECKING:
    from monitor.cli.desk import Desk
    from monitor.web.afterwards import Afterwards
    from monitor.web.keeper import Keeper
    from monitor.web.station import Station
    from monitor.web.watchers import Watchers

_LOOK_S: Final = 5.0
_AGAIN_S: Final = 1.0
"""Time until a catalogue that is busy is asked again. Rule of thumb."""
_ALONE_S: Final = 120.0
"""A demo that no page has watched for so long ends, s: the report takes the place of the page."""


async def until_answered(
    desk: "Desk", session: str, station: "Station", afterwards: "Afterwards"
) -> None:
    """Ask on the page and in the terminal, and wait for whichever is answered first.

    Where there is neither a terminal nor a page that watched, nobody is waited for.
    """
    has_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    left_s = _left_s(session)
    if left_s <= 0.0 or not (has_terminal or station.watchers.ever):
        return
    over, is_over = asyncio.Event(), threading.Event()
    async with asyncio.TaskGroup() as tasks:
        if has_terminal:
            asking = _in_terminal(desk, session, station, is_over, over)
            tasks.create_task(asking, name="ask-terminal")
        page = tasks.create_task(_on_page(station.answers, afterwards, over), name="ask-page")
        try:
            with ended_by_signals(over.set):
                async with asyncio.timeout(left_s):
                    await over.wait()
        except TimeoutError:
            pass
        finally:
            is_over.set()
            page.cancel()


async def while_watched(watchers: "Watchers") -> None:
    """Wait while a page watches, and a while longer: the report is read in its place."""
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    seen_s = loop.time()
    with ended_by_signals(over.set):
        while not over.is_set() and loop.time() - seen_s < _ALONE_S:
            seen_s = loop.time() if watchers.any else seen_s
            try:
                async with asyncio.timeout(_LOOK_S):
                    await over.wait()
            except TimeoutError:
                continue


def report_of(session: str) -> str:
    """Give the file of a session's report, as a person reads it."""
    from monitor.home.folder import Home

    return _short(Home.open().report_of(session))


def _short(path: Path) -> str:
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


def _left_s(session: str) -> float:
    """Give how long a program stays for the answers, s."""
    from monitor.home import after
    from monitor.home.catalogue import Catalogue
    from monitor.home.folder import Home
    from monitor.report.follow_up import DUE_S, WAITS_S

    try:
        with Catalogue.open(Home.open().catalogue) as catalogue:
            rested_s = after.rested_s(catalogue.session(session), datetime.now(UTC))
    except MonitorError:  # a catalogue that is busy keeps no page from asking
        rested_s = None
    # where nobody ran the questions come at once
    return WAITS_S - (DUE_S if rested_s is None else rested_s)


async def _in_terminal(
    desk: "Desk",
    session: str,
    station: "Station",
    is_over: threading.Event,
    over: asyncio.Event,
) -> None:
    try:
        has_asked = await asyncio.to_thread(desk.follow_up, session, is_over.is_set)
    except MonitorError as error:  # what is asked once more at the next start ends no page
        console.print(f"not kept: {error}")
        has_asked = False
    if has_asked:
        station.answers.note()  # an open page asks no longer
    if has_asked or not station.watchers.ever:  # else a page may ask for a while
        over.set()


async def _on_page(answers: "Keeper", afterwards: "Afterwards", over: asyncio.Event) -> None:
    """Wait until a page has answered, and read the cards that followed.

    A page sends all its answers at once; by the broker one question follows the other.
    """
    from monitor.report.follow_up import State

    while True:
        await answers.kept.wait()
        answers.kept.clear()
        try:
            waits = await asyncio.to_thread(afterwards.state)
        except MonitorError:  # a catalogue that is busy is asked again
            await asyncio.sleep(_AGAIN_S)
            answers.kept.set()
            continue
        asked = waits["follow_up"]
        sent = asked is None or (asked["state"] is State.PARTLY and not answers.goes_on())
        if sent and not waits["cards"]:
            over.set()
            return
