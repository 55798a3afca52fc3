import asyncio
import json
import os
import sys
import time
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosedError

from monitor.errors import ConfigError
from monitor.web.pairing import Pairing
from tests.monitor.web.serving import ask, heard, page, running

TAP = {"type": "tap", "id": "one", "what": "numb", "side": "left", "zone": "top"}
MOST_PACKED = 60_000


def test_after_ten_wrong_tokens_nobody_is_asked_for_a_minute() -> None:
    pairing = Pairing(None)

    wrong = [pairing.pair("wrong", now_s=float(at)) for at in range(10)]

    assert wrong == [None] * 10
    assert pairing.pair(pairing.token, now_s=20.0) is None
    assert pairing.pair(pairing.token, now_s=81.0) is not None


def test_who_guesses_bars_only_himself() -> None:
    pairing = Pairing(None)

    for at in range(10):
        pairing.pair("wrong", float(at), "10.0.0.66")

    assert pairing.is_barred(20.0, "10.0.0.66")
    assert pairing.pair(pairing.token, 20.0, "10.0.0.7") is not None


def test_who_removes_the_file_shuts_all_out_at_once(tmp_path: Path) -> None:
    file = tmp_path / "pairing.json"
    hub = Pairing(file)
    old = hub.token
    cookie = hub.pair(old, 0.0)
    assert cookie is not None

    file.unlink()
    printed = Pairing(file).token  # as footloose hub --address does
    known = hub.knows(cookie)

    assert not known
    assert hub.pair(old, 1.0) is None
    assert hub.pair(printed, 2.0) is not None
    assert not Pairing(file).knows(cookie)


def test_a_file_that_is_only_removed_is_made_anew(tmp_path: Path) -> None:
    file = tmp_path / "pairing.json"
    hub = Pairing(file)
    old, cookie = hub.token, hub.pair(hub.token, 0.0)
    assert cookie is not None

    file.unlink()

    assert not hub.knows(cookie)
    assert hub.token != old
    assert Pairing(file).token == hub.token


def test_a_file_that_is_damaged_meanwhile_lets_nobody_in(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "pairing.json"
    hub = Pairing(file)
    old, cookie = hub.token, hub.pair(hub.token, 0.0)
    assert cookie is not None

    file.write_text("{}")

    assert not hub.knows(cookie)
    assert hub.pair(old, 0.0) is None
    assert [record.levelname for record in caplog.records] == ["WARNING"]


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of open files")
def test_a_file_that_could_not_be_read_once_is_read_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """As while a process has too many files open: nothing of the file itself tells that."""
    import resource

    hub = Pairing(tmp_path / "pairing.json")
    cookie = hub.pair(hub.token, 0.0)
    assert cookie is not None

    few, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, most))
    try:
        during = [hub.knows(cookie) for _ in range(3)]
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (few, most))
    begun_s = time.monotonic()
    while not hub.knows(cookie):
        assert time.monotonic() < begun_s + 20.0

    assert during == [False] * 3
    assert len(caplog.records) == 1


def test_two_that_make_the_file_at_once_agree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "pairing.json"
    real = os.path.lexists
    first: list[Pairing | None] = []

    def looks(path: str | Path) -> bool:
        there = real(path)
        if path == file and not first:  # the other one is quicker, just after the look
            first.append(None)
            first.append(Pairing(file))
        return there

    monkeypatch.setattr(os.path, "lexists", looks)
    slower = Pairing(file)

    assert first[1] is not None
    assert slower.token == first[1].token == Pairing(file).token


async def test_what_goes_on_ends_once_its_phone_is_forgotten(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        origin = {"Origin": f"http://{run.host}", "Content-Type": "application/json"}
        right = json.dumps({"token": run.door.pairing.token}).encode()
        _, headers, _ = await ask(run.host, "POST /pair", origin, right)
        mine = {"Cookie": headers["set-cookie"].partition(";")[0]}
        radio = asyncio.create_task(ask(run.host, "GET /radio.mp3", mine))
        async with page(run) as client:
            await heard(client, lambda message: message["type"] == "state")
            (tmp_path / "pairing.json").unlink()
            with pytest.raises(ConnectionClosedError) as closed:
                await heard(client, lambda _: False)
        status, *_ = await radio  # to its end

    assert closed.value.rcvd is not None
    assert (closed.value.rcvd.code, status) == (1008, 200)


@pytest.mark.parametrize(
    "other",
    ['foo={"a":1}', "x=a b", "_ga", "foo[0]=1", "t=a\xe9", "path=/x", 'k="a', "a b=1"],
)
async def test_cookies_of_other_programs_do_not_hide_ours(tmp_path: Path, other: str) -> None:
    async with running(tmp_path) as run:
        cookie = run.door.pairing.pair(run.door.pairing.token, 0.0)
        status, *_ = await ask(
            run.host, "GET /api/state", {"Cookie": f"{other}; footloose={cookie}"}
        )

    assert status == 200


def test_a_pairing_that_is_none_is_named(tmp_path: Path) -> None:
    file = tmp_path / "pairing.json"
    file.write_text("{}")

    with pytest.raises(ConfigError, match=r"pairing\.json: token: no pairing, remove it"):
        Pairing(file)


async def test_a_phone_that_is_paired_stays_so_whatever_others_guess(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        origin = {"Origin": f"http://{run.host}", "Content-Type": "application/json"}
        right = json.dumps({"token": run.door.pairing.token}).encode()
        _, headers, _ = await ask(run.host, "POST /pair", origin, right)
        mine = {**origin, "Cookie": headers["set-cookie"].partition(";")[0]}
        wrong = [
            await ask(run.host, "POST /pair", origin, b'{"token": "guess"}') for _ in range(11)
        ]
        stranger, *_ = await ask(run.host, "POST /pair", origin, right)
        again, *_ = await ask(run.host, "POST /pair", mine, right)
        old_code, *_ = await ask(run.host, "POST /pair", mine, b'{"token": "of an older code"}')
        state, *_ = await ask(run.host, "GET /api/state", mine)

    assert [status for status, *_ in wrong] == [403] * 10 + [429]
    assert (stranger, again, old_code, state) == (429, 204, 204, 200)
