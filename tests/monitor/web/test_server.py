"""What the hub lets in, what it refuses, and what a page gets."""

import asyncio
import gzip
import json
import stat
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, ConnectionClosedError, InvalidStatus

from monitor.errors import SinkError
from monitor.session.recording import Recording
from monitor.settings.page import PageSettings
from monitor.types import Feeling, Side, Symptom
from monitor.web.door import open_door
from monitor.web.files import page_files
from monitor.wire import symptom, uuids
from tests.monitor.web.serving import ask, heard, page, running

TAP = {"type": "tap", "id": "one", "what": "numb", "side": "left", "zone": "top"}
MOST_PACKED = 60_000


def is_state(number: int, message: dict[str, Any]) -> bool:
    return message["type"] == "state" and message["n"] == number


def test_the_whole_page_is_under_60_kb_packed() -> None:
    files = page_files()
    first = [file for path, file in files.items() if path not in {"/", "/texts/de.json"}]

    assert sum(len(file.packed) for file in first) < MOST_PACKED
    for file in files.values():
        assert gzip.decompress(file.packed) == file.plain


def test_the_page_asks_no_other_host() -> None:
    for path, file in page_files().items():
        text = file.plain.decode().replace("http://www.w3.org/2000/svg", "")
        assert "http:" not in text, path
        assert "https:/" not in text, path
        assert "innerHTML" not in text, path


async def test_a_phone_pairs_once_with_the_token_and_is_known_after_a_restart(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as run:
        origin = {"Origin": f"http://{run.host}", "Content-Type": "application/json"}
        token = json.dumps({"token": run.door.pairing.token}).encode()
        unknown, *_ = await ask(run.host, "GET /api/state")
        paired, headers, _ = await ask(run.host, "POST /pair", origin, token)
    cookie = headers["set-cookie"]
    async with running(tmp_path, name="again") as again:
        kept = {"Cookie": cookie.partition(";")[0]}
        known, _, content = await ask(again.host, "GET /api/state", kept)

    assert (unknown, paired, known) == (401, 204, 200)
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert json.loads(content)["run"] == "again"
    assert stat.S_IMODE((tmp_path / "pairing.json").stat().st_mode) == 0o600


async def test_what_is_not_meant_for_us_is_refused(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        known, port = run.bearer(), run.port
        token = json.dumps({"token": run.door.pairing.token}).encode()
        own = {"Origin": f"http://{run.host}"}
        answers = [
            (await ask(run.host, request, headers, body))[0]
            for request, headers, body in (
                ("GET /", {"Host": "evil.example"}, b""),
                ("GET /", {"Host": f"evil.example:{port}"}, b""),
                ("GET /", {"Origin": "http://evil.example"}, b""),
                ("POST /pair", {}, token),
                ("POST /pair", {"Origin": "null"}, token),
                ("POST /pair", own, b"x" * 5000),
                ("POST /pair", own, b"[]"),
                ("POST /pair", own, b'{"token": "wrong"}'),
                ("GET /../../etc/passwd", known, b""),
                ("GET /%2e%2e/%2e%2e/etc/passwd", known, b""),
                ("GET /static/main.js", known, b""),
                ("GET /api/news?since=x", known, b""),
                ("GET /api/news?since=" + "9" * 5000, known, b""),
                ("POST /api/press", known, b'{"type": "tap", "id": "a", "what": "sleepy"}'),
                ("POST /api/press", known, b'{"type": "hello"}'),
                ("POST /api/press", {"Authorization": "Bearer wrong"}, b"{}"),
                ("DELETE /api/press", known, b""),
            )
        ]

    assert answers == [
        421, 421, 403, 403, 403, 413, 400, 403, 404, 404, 404, 400, 400, 400, 400, 403, 405,
    ]  # fmt: skip


async def test_a_body_that_grows_beyond_what_is_let_in_is_cut_off(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        headers = {**run.bearer(), "Transfer-Encoding": "chunked"}
        chunk = b"1000\r\n" + b"x" * 4096 + b"\r\n"
        status, *_ = await ask(run.host, "POST /api/press", headers, chunk * 3 + b"0\r\n\r\n")

    assert status == 400


async def test_every_answer_says_what_browsers_may_do_with_it(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        _, page_headers, _ = await ask(run.host, "GET /", {"Accept-Encoding": "gzip"})
        _, state_headers, _ = await ask(run.host, "GET /api/state", run.bearer())

    policy = page_headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert page_headers["content-encoding"] == "gzip"
    assert state_headers["cache-control"] == "no-store"
    assert state_headers["x-content-type-options"] == "nosniff"
    assert "server" not in state_headers


def test_a_taken_port_is_one_line() -> None:
    with open_door(PageSettings(port=0), None) as door:
        port = door.listener.getsockname()[1]
        with (
            pytest.raises(SinkError, match=f"the page's port {port}: Address already in use"),
            open_door(PageSettings(port=port), None),
        ):
            pass


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://evil.example"}, {"Cookie": "footloose=wrong"}, {"Cookie": "=;=;"}],
)
async def test_a_socket_of_a_stranger_is_refused(tmp_path: Path, headers: dict[str, Any]) -> None:
    async with running(tmp_path) as run:
        with pytest.raises(InvalidStatus, match="403"):
            async with page(run, **headers):
                pass
        with pytest.raises(InvalidStatus, match="403"):
            async with connect(f"ws://{run.host}/ws"):
                pass


async def test_a_malformed_message_is_refused_with_its_identity_and_ends_nothing(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as run, page(run) as client:
        refusals = []
        for text in ("nonsense", '{"type":"tap","id":"bad","what":"numb","side":"middle"}', "[]"):
            await client.send(text)
            refusals.append(await heard(client, lambda each: each["type"] == "refused"))
        await client.send(json.dumps(TAP))
        ack = await heard(client, lambda each: each["type"] == "ack")

    assert [refusal["id"] for refusal in refusals] == [None, "bad", None]
    assert "middle" in refusals[1]["why"]
    assert ack["id"] == "one"


async def test_an_oversized_message_ends_the_socket(tmp_path: Path) -> None:
    async with running(tmp_path) as run, page(run) as client:
        await client.send("x" * 100_000)
        with pytest.raises(ConnectionClosed):
            await heard(client, lambda each: False)


async def test_bytes_instead_of_text_end_the_socket_with_a_reason(tmp_path: Path) -> None:
    async with running(tmp_path) as run, page(run) as client:
        await client.send(b"\x00\xff")
        with pytest.raises(ConnectionClosedError) as closed:
            await heard(client, lambda _: False)

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1003


async def test_who_connects_and_asks_nothing_takes_no_place_for_long(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        idle = [await asyncio.open_connection("127.0.0.1", run.port) for _ in range(64)]
        full, *_ = await ask(run.host, "GET /api/state", run.bearer())
        for reader, _ in idle:
            assert await reader.read() == b""
        free, *_ = await ask(run.host, "GET /api/state", run.bearer())
        for _, writer in idle:
            writer.close()

    assert (full, free) == (503, 200)


async def test_a_tap_is_recorded_with_its_age_and_acknowledged_and_again_only_acknowledged(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as run:
        async with page(run) as client:
            await client.send(json.dumps({**TAP, "age_s": 12.5}))
            await heard(client, lambda each: each["type"] == "ack")
        async with page(run) as other:
            await other.send(json.dumps({**TAP, "age_s": 99.0}))
            await heard(other, lambda each: each["type"] == "ack")
    async with running(tmp_path, name="next") as again, page(again) as client:
        await client.send(json.dumps(TAP))
        await heard(client, lambda each: each["type"] == "ack")

    taps = [
        (packet.t_rx_s, symptom.decode(packet.payload))
        for name in ("run", "next")
        for packet in Recording(tmp_path / f"{name}.mcap").packets()
        if packet.characteristic == uuids.SYMPTOM
    ]
    assert len(taps) == 1
    arrived_s, tap = taps[0]
    assert (arrived_s, tap.feeling, tap.side) == (60.0, Feeling.NUMB, Side.LEFT)
    assert tap.press is not None
    assert tap.press.age_s == 12.5


async def test_a_tap_that_is_not_on_the_disk_is_not_acknowledged(tmp_path: Path) -> None:
    async with running(tmp_path, records=False) as run, page(run) as client:
        await client.send(json.dumps(TAP))
        await client.send(json.dumps({"type": "seen", "id": "two", "number": 1}))
        first = await heard(client, lambda each: each["type"] == "ack")

    assert first["id"] == "two"


async def test_a_page_that_was_away_gets_what_it_missed_and_no_more(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        async with page(run) as client:
            run.say(*(Symptom(float(at), Feeling.OK) for at in range(3)))
            await heard(client, lambda each: each["type"] == "state" and each["n"] == 3)
        run.say(Symptom(3.0, Feeling.NUMB))
        async with page(run, {"run": "run", "since": 3}) as back:
            missed = await heard(back, lambda each: each["type"] == "events")
        async with page(run, {"run": "another", "since": 3}) as stranger:
            all_of_it = await heard(stranger, lambda each: each["type"] == "events")

    assert [news["n"] for news in missed["events"]] == [4]
    assert [news["n"] for news in all_of_it["events"]] == [1, 2, 3, 4]


async def test_states_come_without_news_so_that_a_page_knows_that_we_live(tmp_path: Path) -> None:
    async with running(tmp_path) as run, page(run) as client:
        await heard(client, lambda each: each["type"] == "state")
        run.clock[0] = 61.5
        later = await heard(client, lambda each: each["type"] == "state" and each["now_s"] == 61.5)

    assert later["phase"] == "running"


async def test_the_end_is_shown_before_the_hub_goes(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        async with running(tmp_path) as run:
            client = await stack.enter_async_context(page(run))
            await heard(client, lambda each: each["type"] == "state")
        last = await heard(client, lambda each: each.get("phase") == "ended")

    assert last["run"] == "run"


@pytest.mark.parametrize(("age_s", "ends"), [(1.0, True), (3600.0, False)])
async def test_end_ends_the_run_that_it_was_pressed_in(
    tmp_path: Path, age_s: float, ends: bool
) -> None:
    async with running(tmp_path) as run, page(run) as client:
        await client.send(json.dumps({"type": "end", "id": "end", "age_s": age_s}))
        await heard(client, lambda each: each["type"] == "ack")

        assert run.ended.is_set() is ends


async def test_a_script_taps_over_rest_and_hears_that_it_is_on_the_disk(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        body = json.dumps({**TAP, "id": "from a script"}).encode()
        status, _, content = await ask(run.host, "POST /api/press", run.bearer(), body)

    assert status == 200
    assert json.loads(content) == {"id": "from a script", "kept": True}


async def test_a_page_that_never_reads_delays_no_other(tmp_path: Path) -> None:
    async with running(tmp_path) as run, page(run) as stuck, page(run) as other:
        stuck.transport.pause_reading()
        for at in range(300):
            run.say(Symptom(float(at), Feeling.OK))
            if at % 100 == 99:
                await heard(other, partial(is_state, at + 1))
        stuck.transport.resume_reading()
        await heard(stuck, lambda each: each["type"] == "state" and each["n"] == 300)
        await asyncio.sleep(0)
