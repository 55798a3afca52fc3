"""How does a command open the runner's page, and say where it is?"""

import contextlib
import io
import os
import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import platformdirs
import typer
from msgspec import structs

from monitor.errors import SinkError

if TYPE_CHECKING:
    from monitor.app import Live
    from monitor.config import Config
    from monitor.session.journal import Journal
    from monitor.settings.page import PageSettings
    from monitor.web.hub import Door, Hub

WithPage = Annotated[
    bool | None,
    typer.Option("--page/--no-page", help="Serve the page for a phone or a browser."),
]
Lan = Annotated[
    bool,
    typer.Option("--lan", help="Open the page to phones of the local network, by a QR code."),
]

_PAIRING: Final = "pairing.json"
_PRESSES: Final = "presses.txt"


@dataclass(frozen=True, slots=True)
class Entrance:
    """Where pages come in, if they do, and where their presses are remembered."""

    door: "Door | None" = None
    presses: Path | None = None

    @contextlib.asynccontextmanager
    async def open(self, live: "Live", journal: "Journal") -> "AsyncIterator[Hub]":
        """Serve pages beside a session."""
        from monitor.web.hub import Session, open_hub

        name = f"{journal.path.stem}-{secrets.token_hex(4)}"
        session = Session(name, live.take, live.end, live.now_s, journal)
        async with open_hub(self.door, session, self.presses) as hub:
            yield hub


def with_page(config: "Config", *, page: bool | None, lan: bool) -> "Config":
    """Let the options say whether there is a page, and for whom."""
    settings = config.page
    on = settings.on if page is None else page
    return structs.replace(config, page=structs.replace(settings, on=on, lan=settings.lan or lan))


@contextlib.contextmanager
def entrance(
    config: "Config", tell: Callable[[str], None], *, throw_away: bool = False
) -> Iterator[Entrance]:
    """Open the page's port and say its address; a port that is taken costs the page, not the run.

    ``throw_away``: phones are paired, and presses remembered, for this run only.
    """
    # now, as nothing large is to be loaded once sensors connect
    from monitor.web.hub import open_door

    folder = None if throw_away else _folder()
    presses = folder / _PRESSES if folder else None
    with contextlib.ExitStack() as stack:
        if not config.page.on:
            yield Entrance(None, presses)
            return
        try:
            pairing = folder / _PAIRING if folder else None
            door = stack.enter_context(open_door(config.page, pairing))
        except SinkError as error:
            tell(f"no page: {error}; the run goes on without it")
            yield Entrance(None, presses)
            return
        _announce(door.urls, config.page, tell)
        yield Entrance(door, presses)


def _announce(urls: list[str], settings: "PageSettings", tell: Callable[[str], None]) -> None:
    if not settings.lan:
        tell(f"page: {urls[0]}")
        return
    if settings.wifi_name:
        from segno import helpers

        password = os.environ.get(settings.wifi_password_env)
        security = "WPA" if password else None
        tell(f"1. join the network {settings.wifi_name}:")
        tell(_drawn(helpers.make_wifi_data(settings.wifi_name, password, security)))
    for url in urls:
        tell(f"page for the phone: {url}")
    if urls:
        tell(_drawn(urls[0]))
        tell("It is plain http: all works but keeping the screen on. Keep the code to yourself.")
    else:
        tell("page: this machine is in no network yet; phones will reach it once it is")


def _drawn(text: str) -> str:
    """Draw a QR code with characters."""
    import segno

    drawing = io.StringIO()
    segno.make(text, micro=False).terminal(drawing, compact=True)
    return drawing.getvalue()


def _folder() -> Path:
    """Give where what outlives a run is kept: ``FOOTLOOSE_HOME`` or the platform's own folder."""
    named = os.environ.get("FOOTLOOSE_HOME", "")
    home = Path(named) if named else platformdirs.user_data_path("footloose", appauthor=False)
    return home / "page"
