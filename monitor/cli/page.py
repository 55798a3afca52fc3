"""Reach the runner: by the page, whose address is said, and by the voice."""

import contextlib
import io
import os
import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from msgspec import structs

from monitor.cli.systemd import notifying
from monitor.cli.voice import voice_sink, with_voice
from monitor.errors import SinkError
from monitor.home.folder import place

if TYPE_CHECKING:
    from monitor.app import Live
    from monitor.config import Config
    from monitor.session.journal import Journal
    from monitor.settings.page import PageSettings
    from monitor.sinks import Sink
    from monitor.sinks.mqtt import MqttSink
    from monitor.web.door import Door
    from monitor.web.hub import Hub
    from monitor.web.station import Station

Https = Annotated[
    bool,
    typer.Option("--https", help="Encrypt the page, so that it can keep the screen on."),
]
WithPage = Annotated[
    bool | None,
    typer.Option("--page/--no-page", help="Serve the page for a phone or a browser."),
]
Lan = Annotated[
    bool,
    typer.Option("--lan", help="Open the page to phones of the local network, by a QR code."),
]

PagePort = Annotated[
    int | None, typer.Option("--page-port", min=1, max=65535, help="Port of the page.")
]

_PAIRING: Final = "pairing.json"
_PRESSES: Final = "presses.txt"
_PHRASES: Final = "phrases"


@dataclass(frozen=True, slots=True)
class Entrance:
    """Where pages come in, if they do; where presses and phrases are kept; who else is told."""

    config: "Config"
    tell: Callable[[str], None]
    folder: Path | None = None
    door: "Door | None" = None

    @property
    def presses(self) -> Path | None:
        """File of the presses that are recorded."""
        return self.folder / _PRESSES if self.folder else None

    @property
    def phrases(self) -> Path | None:
        """Folder of what was rendered."""
        return self.folder / _PHRASES if self.folder else None

    def beating(self) -> contextlib.AbstractAsyncContextManager[None]:
        """Tell systemd that the session lives."""
        return notifying()

    @contextlib.asynccontextmanager
    async def open(self, live: "Live", journal: "Journal") -> "AsyncIterator[Hub]":
        """Serve pages beside a session."""
        from monitor.voice.speech import Speech
        from monitor.web.hub import Session, open_hub
        from monitor.web.radio import Radio

        name = f"{journal.path.stem}-{secrets.token_hex(4)}"
        session = Session(name, live.take, live.end, live.now_s, journal)
        radio = Radio(self.config.voice, Speech(self.config.voice, self.phrases), live.now_s)
        async with open_hub(self.door, session, self.presses, radio) as hub:
            yield hub

    def sinks(self, hub: "Hub", live: "Live") -> "dict[str, Sink]":
        """Give the sinks that need a session that goes on."""
        sinks: dict[str, Sink] = {"page": hub, "radio": hub.radio, **self.voice(live, hub)}
        hub.radio.handed = hub.on_air
        if self.config.mqtt.host:
            from monitor.web.air import air_packet

            def warm(air_c: float) -> None:
                live.take(air_packet(air_c, live.now_s()))

            sinks["mqtt"] = broker_sink(self.config, hub, warm, replay=self.folder is None)
        return sinks

    def voice(self, live: "Live", hub: "Hub") -> "dict[str, Sink]":
        """Give the sink that speaks, where the hub does."""
        voice = voice_sink(self.config, self.phrases, live.now_s, self.tell, hub.spoken)
        if voice is None:
            return {}
        hub.aloud.also(voice)
        return {"voice": voice}


def broker_sink(
    config: "Config",
    told: "Hub | Station",
    warm: Callable[[float], None],
    *,
    replay: bool = False,
) -> "MqttSink":
    """Give the sink that publishes what is said and takes commands.

    ``warm`` takes the air's warmth; with ``replay`` every message says that this is no run.
    """
    from monitor.sinks.mqtt import MqttSink

    heard = (told.command, told.sensors, told.published)
    sink = MqttSink(config.mqtt, *heard, config.broker, warm)
    sink.replay = replay
    return sink


def with_ears(
    config: "Config",
    *,
    page: bool | None,
    port: int | None,
    lan: bool,
    voice: bool | None,
    https: bool = False,
) -> "Config":
    """Let the options say whether there is a page, where, for whom, and whether the hub speaks."""
    chosen = structs.replace(
        config.page,
        on=config.page.on if page is None else page,
        port=port or config.page.port,
        lan=config.page.lan or lan,
        https=config.page.https or https,
    )
    config = structs.replace(config, page=chosen)
    return with_voice(config, voice=voice)


@contextlib.contextmanager
def entrance(
    config: "Config", tell: Callable[[str], None], *, throw_away: bool = False
) -> Iterator[Entrance]:
    """Open the page's port and say its address; a port that is taken costs the page, not the run.

    ``throw_away``: phones are paired, and presses remembered, for this run only.
    """
    # now, as nothing large is to be loaded once sensors connect
    from monitor.web.door import open_door

    if config.mqtt.host:
        from monitor.sinks.mqtt_rules import check_broker

        check_broker(config.mqtt)

    folder = None if throw_away else place() / "page"
    without = Entrance(config, tell, folder)
    with contextlib.ExitStack() as stack:
        if not config.page.on:
            yield without
            return
        try:
            pairing = folder / _PAIRING if folder else None
            door = stack.enter_context(open_door(config.page, pairing))
        except SinkError as error:
            tell(f"no page: {error}; the run goes on without it")
            yield without
            return
        _announce(door.urls, config.page, tell)
        yield replace(without, door=door)


def show_address(config: "Config", tell: Callable[[str], None]) -> None:
    """Say the page's address and draw its code, beside a hub that runs without a screen."""
    from monitor.web.door import urls_of
    from monitor.web.pairing import Pairing

    _announce(urls_of(config.page, Pairing(place() / "page" / _PAIRING)), config.page, tell)


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
        if settings.https:
            tell("Nobody vouches for the certificate: the browser warns once, go on all the same.")
        else:
            tell("It is plain http: all works but keeping the screen on (--https).")
        tell("Keep the code to yourself.")
    else:
        tell("page: this machine is in no network yet; phones will reach it once it is")


def _drawn(text: str) -> str:
    """Draw a QR code with characters."""
    import segno

    drawing = io.StringIO()
    segno.make(text, micro=False).terminal(drawing, compact=True)
    return drawing.getvalue()
