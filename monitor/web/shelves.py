"""The routes beside a run: what comes before it, and what was filed after it."""

import asyncio
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Final

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from monitor.errors import MonitorError
from monitor.texts import SOURCE
from monitor.web.archive import Archive, Json

_REPORT_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'"
)
"""A report has its style in itself, and no script."""
_NO_STORE: Final = {"Cache-Control": "no-store"}


class Shelves:
    """One method a route."""

    def __init__(self, archive: Archive, prepare: Callable[[bytes], None] | None) -> None:
        self._archive, self._prepare = archive, prepare

    async def setup(self, request: Request) -> Response:
        """Take a step before a run."""
        if self._prepare is None:
            return PlainTextResponse("a run goes on already\n", HTTPStatus.CONFLICT)
        try:
            self._prepare(await request.body())
        except (ValueError, ClientDisconnect) as error:
            return PlainTextResponse(f"{error}\n", HTTPStatus.BAD_REQUEST)
        return Response(status_code=HTTPStatus.NO_CONTENT)

    async def sessions(self, request: Request) -> Response:  # noqa: ARG002 - a route's signature
        """Give the sessions as JSON, the newest first."""
        return await _told(lambda: {"sessions": self._archive.sessions()})

    async def after(self, request: Request) -> Response:  # noqa: ARG002 - as above
        """Give what waits after a run: cards, and questions."""
        return await _told(self._archive.after)

    async def trends(self, request: Request) -> Response:
        """Give how it goes from run to run."""
        language = request.query_params.get("language", SOURCE)
        return await _told(partial(self._archive.trends, language))

    async def session(self, request: Request) -> Response:
        """Give one session for figures on an axis."""
        language = request.query_params.get("language", SOURCE)
        name = request.path_params["name"]
        return await _told(partial(self._archive.session, name, language))

    async def calendar(self, request: Request) -> Response:
        """Give a calendar entry for when the questions come; its title says nothing of health."""
        language = request.query_params.get("language", SOURCE)
        try:
            entry = await asyncio.to_thread(self._archive.calendar, language)
        except MonitorError as error:
            return PlainTextResponse(f"{error}\n", HTTPStatus.SERVICE_UNAVAILABLE)
        if entry is None:
            return PlainTextResponse("no question waits\n", HTTPStatus.NOT_FOUND)
        return Response(entry, media_type="text/calendar", headers=_NO_STORE)

    async def report(self, request: Request) -> Response:
        """Give the report of a session."""
        page = await asyncio.to_thread(self._archive.report, request.path_params["name"])
        if page is None:
            return PlainTextResponse("no such report\n", HTTPStatus.NOT_FOUND)
        headers = {**_NO_STORE, "Content-Security-Policy": _REPORT_POLICY}
        return Response(page, media_type="text/html; charset=utf-8", headers=headers)


async def _told(ask: Callable[[], Json | None]) -> Response:
    """Give an answer that takes its time, or say in one line why there is none."""
    try:
        answer = await asyncio.to_thread(ask)
    except MonitorError as error:
        return PlainTextResponse(f"{error}\n", HTTPStatus.SERVICE_UNAVAILABLE)
    if answer is None:
        return PlainTextResponse("no such session\n", HTTPStatus.NOT_FOUND)
    text = msgspec.json.encode(answer)
    return Response(text, media_type="application/json", headers=_NO_STORE)
