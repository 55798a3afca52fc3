import json
from pathlib import Path

import pytest

from monitor.errors import ConfigError
from monitor.web.pairing import Pairing
from tests.monitor.web.serving import ask, running

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


def test_revoking_forgets_phones_and_token(tmp_path: Path) -> None:
    pairing = Pairing(tmp_path / "pairing.json")
    token = pairing.token
    cookie = pairing.pair(token, 0.0)
    assert cookie is not None

    pairing.revoke()

    again = Pairing(tmp_path / "pairing.json")
    assert not again.knows(cookie)
    assert not again.carries_token(token)


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
