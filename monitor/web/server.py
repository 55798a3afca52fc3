"""The routes of the hub: the page, pairing, the state, presses, and the socket."""

import asyncio
import time
from collections.abc import Callable, Container
from http import HTTPStatus
from typing import Final

import msgspec
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp
from starlette.websockets import WebSocket

from monitor.errors import SinkError
from monitor.texts import SOURCE, texts
from monitor.web.archive import NO_ARCHIVE, Archive
from monitor.web.client import Client, Watched
from monitor.web.files import File, page_files
from monitor.web.guard import Guard
from monitor.web.messages import press_text
from monitor.web.pairing import Pairing, cookie_name
from monitor.web.radio_answer import RadioResponse
from monitor.web.shelves import Shelves

_YEAR_S: Final = 365 * 24 * 3600
_ON_DISK_S: Final = 5.0
"""How long a script waits to hear that its press is on the disk. Rule of thumb."""


_MOST_DIGITS: Final = 18
"""A number of news has fewer. Rule of thumb."""


class _Token(msgspec.Struct, forbid_unknown_fields=True):
    token: str


def make_app(
    watched: Watched,
    pairing: Pairing,
    hosts: Container[str],
    archive: Archive = NO_ARCHIVE,
    prepare: Callable[[bytes], None] | None = None,
) -> ASGIApp:
    """Give the hub's application, guarded; ``prepare`` takes a step before a run."""
    files = page_files()
    places = _Places(watched, pairing, files)
    shelves = Shelves(archive, prepare)
    public = frozenset(files) | {"/pair"}
    app = Starlette(
        routes=[
            Route("/pair", places.pair, methods=["POST"]),
            Route("/api/state", places.state),
            Route("/api/news", places.news),
            Route("/api/press", places.press, methods=["POST"]),
            Route("/api/phrase/{name}", places.phrase),
            Route("/api/sessions", shelves.sessions),
            Route("/api/sessions/{name}", shelves.session),
            Route("/report/{name}", shelves.report),
            Route("/api/after", shelves.after),
            Route("/api/trends", shelves.trends),
            Route("/after.ics", shelves.calendar),
            Route("/api/setup", shelves.setup, methods=["POST"]),
            Route("/radio.mp3", places.radio),
            WebSocketRoute("/ws", places.socket),
            Route("/{path:path}", places.file),
        ]
    )
    return Guard(app, pairing, hosts, public.__contains__)


class _Places:
    """One method a route."""

    def __init__(self, watched: Watched, pairing: Pairing, files: dict[str, File]) -> None:
        self._watched, self._pairing, self._files = watched, pairing, files

    async def file(self, request: Request) -> Response:
        file = self._files.get(request.url.path)
        if file is None:
            return PlainTextResponse("no such page\n", HTTPStatus.NOT_FOUND)
        headers = {"Cache-Control": "no-cache", "ETag": file.tag, "Vary": "Accept-Encoding"}
        if request.headers.get("if-none-match") == file.tag:
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(file.packed, media_type=file.kind, headers=headers)
        return Response(file.plain, media_type=file.kind, headers=headers)

    async def pair(self, request: Request) -> Response:
        known = request.cookies.get(cookie_name(request.url.scheme), "")
        if self._pairing.knows(known):
            return _with_cookie(request, known)  # it stays paired, whoever guesses meanwhile
        now_s, address = time.monotonic(), request.client.host if request.client else ""
        if self._pairing.is_barred(now_s, address):
            return PlainTextResponse("too many tries\n", HTTPStatus.TOO_MANY_REQUESTS)
        try:
            token = msgspec.json.decode(await request.body(), type=_Token).token
        except (ValueError, RecursionError, ClientDisconnect):
            return PlainTextResponse('expected {"token": …}\n', HTTPStatus.BAD_REQUEST)
        cookie = self._pairing.pair(token, now_s, address)
        if cookie is None:
            return PlainTextResponse("another token\n", HTTPStatus.FORBIDDEN)
        return _with_cookie(request, cookie)

    async def state(self, request: Request) -> Response:  # noqa: ARG002 - a route's signature
        return _json(self._watched.state_text())

    async def news(self, request: Request) -> Response:
        since = request.query_params.get("since", "0")
        if not since.isdecimal() or len(since) > _MOST_DIGITS:
            return PlainTextResponse("since: expected a number\n", HTTPStatus.BAD_REQUEST)
        return _json(self._watched.news_text(int(since)))

    async def press(self, request: Request) -> Response:
        answers = asyncio.Queue[str]()  # one answer a press

        def answered(identity: str, refused: str = "") -> None:  # noqa: ARG001 - as everybody is told
            answers.put_nowait(refused)

        try:
            text = await request.body()
            message = press_text(text)
            self._watched.command(text, answered)
        except (ValueError, ClientDisconnect) as error:
            return PlainTextResponse(f"{error}\n", HTTPStatus.BAD_REQUEST)
        try:
            async with asyncio.timeout(_ON_DISK_S):
                why = await answers.get()
        except TimeoutError:
            return JSONResponse({"id": message.id, "kept": False}, HTTPStatus.ACCEPTED)
        if why:
            refusal = {"id": message.id, "kept": False, "refused": why}
            return JSONResponse(refusal, HTTPStatus.UNPROCESSABLE_ENTITY)
        return JSONResponse({"id": message.id, "kept": True})

    async def radio(self, request: Request) -> RadioResponse:  # noqa: ARG002 - as above
        return RadioResponse(self._watched.radio)

    async def phrase(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in texts(SOURCE).voice:
            return PlainTextResponse("no such phrase\n", HTTPStatus.NOT_FOUND)
        try:
            sound = await self._watched.radio.phrase(name)
        except SinkError as error:
            return PlainTextResponse(f"{error}\n", HTTPStatus.SERVICE_UNAVAILABLE)
        return Response(sound, media_type="audio/mpeg")

    async def socket(self, websocket: WebSocket) -> None:
        await websocket.accept()
        await Client(websocket, self._watched).run()


def _with_cookie(request: Request, cookie: str) -> Response:
    """Answer that a phone is paired, for a year from now."""
    answer = Response(status_code=HTTPStatus.NO_CONTENT)
    answer.set_cookie(
        cookie_name(request.url.scheme),
        cookie,
        max_age=_YEAR_S,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


def _json(text: str) -> Response:
    headers = {"Cache-Control": "no-store"}
    return Response(text, media_type="application/json", headers=headers)
