"""Check every request and every socket before anything of ours looks at it.

Host (a foreign name that points here is refused), Origin (another page may not speak in the
runner's name), a cookie or the token, and the size of what is sent.
"""

from collections.abc import Callable, Container, Mapping
from functools import partial
from typing import Any, Final, NamedTuple

from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.web.pairing import Pairing, cookie_name

MOST_BODY: Final = 4096
"""A longer body is refused, bytes. Rule of thumb: a press has 150."""
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'{};"
    " media-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
    " require-trusted-types-for 'script'"
)
_HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_WRONG_PLACE: Final = 421
_REFUSED_SOCKET: Final = 1008


_ENDS: Final[dict[str, dict[str, Any]]] = {
    "websocket.send": {"type": "websocket.close", "code": _REFUSED_SOCKET},
    "http.response.body": {"type": "http.response.body", "body": b""},
}
"""What a socket, or an answer without end, is told instead once its phone is forgotten."""


class _Refusal(NamedTuple):
    status: int
    words: str


class Guard:
    """Let through what is meant for us and comes from whom we know.

    Parameters
    ----------
    app : ASGIApp
        What is guarded.
    hosts : container of str
        Names and addresses with port under which we are reached.
    is_public : callable
        Whether a path needs no pairing: our own files, and pairing itself.
    """

    def __init__(
        self,
        app: ASGIApp,
        pairing: Pairing,
        hosts: Container[str],
        is_public: Callable[[str], bool],
    ) -> None:
        self._app, self._pairing = app, pairing
        self._hosts, self._is_public = hosts, is_public

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or refuse one request or socket."""
        headers = {
            key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]
        }
        refusal = self._refusal(scope, headers)
        if refusal is None:
            sending = _with_headers(send, headers.get("host", ""))
            lets_in = partial(self._lets_in, scope, headers)
            await self._app(scope, _at_most(receive), _while_known(sending, lets_in))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _REFUSED_SOCKET})
        else:
            await PlainTextResponse(f"{refusal.words}\n", refusal.status)(scope, receive, send)

    def _refusal(self, scope: Scope, headers: Mapping[str, str]) -> _Refusal | None:
        host, origin = headers.get("host", "").lower(), headers.get("origin")
        has_token = self._has_token(headers)
        changes = scope["type"] == "websocket" or scope["method"] not in {"GET", "HEAD"}
        foreign = origin is not None and origin.lower() not in {f"http://{host}", f"https://{host}"}
        length = headers.get("content-length", "0")
        refusals = (
            (host not in self._hosts, _Refusal(_WRONG_PLACE, "this is another host")),
            (foreign, _Refusal(403, "another origin")),
            (changes and origin is None and not has_token, _Refusal(403, "no origin")),
            (
                not length.isdecimal() or int(length) > MOST_BODY,
                _Refusal(413, f"at most {MOST_BODY} bytes"),
            ),
        )
        for refused, refusal in refusals:
            if refused:
                return refusal
        if has_token or self._is_public(scope["path"]) or self._has_cookie(scope, headers):
            return None
        return _Refusal(401, "not paired: open the address that the hub printed")

    def _lets_in(self, scope: Scope, headers: Mapping[str, str]) -> bool:
        """Whether somebody who was let in still would be."""
        is_known = self._has_cookie(scope, headers) or self._has_token(headers)
        return is_known or self._is_public(scope["path"])

    def _has_cookie(self, scope: Scope, headers: Mapping[str, str]) -> bool:
        cookies = cookie_parser(headers.get("cookie", ""))
        return self._pairing.knows(cookies.get(cookie_name(scope["scheme"]), ""))

    def _has_token(self, headers: Mapping[str, str]) -> bool:
        kind, _, token = headers.get("authorization", "").partition(" ")
        return kind == "Bearer" and self._pairing.carries_token(token)


def _while_known(send: Send, lets_in: Callable[[], bool]) -> Send:
    """End what goes on, a socket or the radio, once it would not be let in any more."""
    ended = False

    async def sending(message: Message) -> None:
        nonlocal ended
        goes_on = message["type"] == "websocket.send" or message.get("more_body", False)
        if ended:
            return
        if goes_on and not lets_in():
            ended, message = True, _ENDS[message["type"]]
        await send(message)

    return sending


def _with_headers(send: Send, host: str) -> Send:
    """Let every answer say what browsers may do with it."""
    # Safari before 15.4 does not count sockets to the same host as 'self'
    policy = _POLICY.format(f" ws://{host} wss://{host}").encode("latin-1")

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = list(message.get("headers", []))
            has_own = any(name == b"content-security-policy" for name, _ in given)
            extra = [*_HEADERS, *([] if has_own else [(b"content-security-policy", policy)])]
            message = {**message, "headers": [*given, *extra]}
        await send(message)

    return sending


def _at_most(receive: Receive) -> Receive:
    """End a request whose body turns out longer than it said."""
    taken = 0

    async def receiving() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b"")) if message["type"] == "http.request" else 0
        return {"type": "http.disconnect"} if taken > MOST_BODY else message

    return receiving
