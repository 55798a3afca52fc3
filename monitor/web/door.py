"""Where pages come in: a socket that listens, who is let in, and the server behind it."""

import asyncio
import contextlib
import socket
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidState

from monitor.errors import SinkError
from monitor.settings.page import PageSettings
from monitor.web import addresses
from monitor.web.addresses import Hosts
from monitor.web.archive import NO_ARCHIVE, Archive
from monitor.web.client import LEAST_S, Watched
from monitor.web.messages import MOST_BYTES
from monitor.web.pairing import Pairing
from monitor.web.server import make_app

if TYPE_CHECKING:
    from monitor.web.certificate import Certificate

_MOST_CONNECTIONS: Final = 64
_FIRST_S: Final = 10.0
"""Who connects and asks for nothing is dropped after this: places are few. Rule of thumb."""
_FAREWELL_S: Final = 1
"""How long the end of a run waits for pages to go."""


@dataclass(frozen=True, slots=True)
class Door:
    """Where pages come in: a socket that listens, and who is let in."""

    listener: socket.socket
    pairing: Pairing
    settings: PageSettings
    certificate: "Certificate | None" = None

    @property
    def urls(self) -> list[str]:
        """Addresses with the token, best first; not for any log."""
        return urls_of(self.settings, self.pairing)


def urls_of(settings: PageSettings, pairing: Pairing) -> list[str]:
    """Give the addresses of a page with its token, best first; not for any log."""
    hosts = addresses.lan() if settings.lan else ["127.0.0.1"]
    scheme = "https" if settings.https else "http"
    return [f"{scheme}://{host}:{settings.port}/#{pairing.token}" for host in hosts]


@contextlib.contextmanager
def open_door(settings: PageSettings, pairing_file: Path | None) -> Iterator[Door]:
    """Listen for pages; ``None`` as file pairs them for this run only.

    Raises
    ------
    SinkError
        If the port is taken or the pairing cannot be kept.
    """
    listener = socket.socket()
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("0.0.0.0" if settings.lan else "127.0.0.1", settings.port))  # noqa: S104  # asked for with --lan
        listener.listen()
        pairing = Pairing(pairing_file)
        with _certificate(settings, pairing_file) as certificate:
            yield Door(listener, pairing, settings, certificate)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SinkError(f"the page's port {settings.port}: {reason}") from error
    finally:
        listener.close()


@contextlib.asynccontextmanager
async def serving(
    door: Door,
    watched: Watched,
    archive: Archive = NO_ARCHIVE,
    prepare: Callable[[bytes], None] | None = None,
) -> AsyncIterator[None]:
    """Serve pages that watch a session, or a station of many; ``prepare`` takes what is before."""
    server = _server(
        door.certificate, make_app(watched, door.pairing, Hosts(door.settings), archive, prepare)
    )
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(server.serve(sockets=[door.listener]), name="page-server")
        try:
            yield
        finally:
            await asyncio.sleep(LEAST_S)  # pages get to know how it ended
            server.should_exit = True


@contextlib.contextmanager
def _certificate(settings: PageSettings, beside: Path | None) -> "Iterator[Certificate | None]":
    """Give the certificate of a page that is encrypted; one for this run only goes with it."""
    if not settings.https:
        yield None
        return
    # it takes 0.1 s to load, and few want it
    from monitor.web.certificate import certificate_in

    with tempfile.TemporaryDirectory(prefix="footloose-page-") as passing:
        folder = beside.parent if beside is not None else Path(passing)
        yield certificate_in(folder, addresses.names(settings))


class _Server(uvicorn.Server):
    """A server that leaves signals to the session."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class _Prompt(H11Protocol):
    """A connection that is dropped unless it asks for something soon."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        """Begin to wait for a request."""
        super().connection_made(transport)
        self.loop.call_later(_FIRST_S, self._look)

    def _look(self) -> None:
        upgraded = self.transport.get_protocol() is not self
        if self.cycle is None and not upgraded:
            self.transport.close()


class _Socket(WebSocketsSansIOProtocol):
    """A page that may be saying goodbye as the run ends; with TLS that takes a while."""

    def shutdown(self) -> None:
        """Say goodbye, unless the page did."""
        try:
            super().shutdown()
        except InvalidState:
            self.transport.close()


def _server(certificate: "Certificate | None", app: ASGIApp) -> _Server:
    return _Server(
        uvicorn.Config(
            app,
            ssl_certfile=None if certificate is None else certificate.file,
            ssl_keyfile=None if certificate is None else certificate.key,
            http=_Prompt,
            ws=_Socket,
            ws_max_size=MOST_BYTES,
            ws_ping_interval=5.0,
            ws_ping_timeout=10.0,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            limit_concurrency=_MOST_CONNECTIONS,
            timeout_graceful_shutdown=_FAREWELL_S,
        )
    )
