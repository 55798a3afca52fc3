"""A hub without screen or keyboard does everything, from its start to the report."""

import asyncio
import json
import os
import resource
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

import aiomqtt

from monitor.session.recording import Recording
from monitor.web import wall_clock
from monitor.wire import symptom, uuids
from tests.monitor.web.serving import ask, free_port
from tests.system.live import pods
from tests.system.programs import LONG_S, NAP_S
from tests.system.test_mqtt import broker
from tests.system.test_mqtt import free_port as mqtt_port

ROOT = Path(__file__).parents[2]
LOOK_S = 0.1  # each look asks the hub


@dataclass
class Hub:
    """A hub that waits, and the token that lets us in."""

    process: asyncio.subprocess.Process
    host: str
    token: str

    async def get(self, path: str) -> Any:
        status, _, content = await ask(self.host, f"GET {path}", self._bearer())
        assert status == 200, content
        return json.loads(content)

    async def answers(self) -> bool:
        try:
            await self.get("/api/state")
        except OSError:
            return False
        return True

    async def page(self, path: str) -> tuple[int, dict[str, str], bytes]:
        return await ask(self.host, f"GET {path}", self._bearer())

    async def press(self, type_: str, name: str, **fields: object) -> Any:
        """Send a press until it is kept, as a phone does on a busy machine."""
        while not (answer := await self.press_once(type_, name, **fields))["kept"]:
            assert "refused" not in answer, answer  # it would be refused for ever
        return answer

    async def press_once(self, type_: str, name: str, **fields: object) -> Any:
        body = json.dumps({"type": type_, "id": name, **fields}).encode()
        status, _, content = await ask(self.host, "POST /api/press", self._bearer(), body)
        known = {HTTPStatus.OK, HTTPStatus.ACCEPTED, HTTPStatus.UNPROCESSABLE_ENTITY}
        assert status in known, content
        return json.loads(content)

    async def setup(self, **step: object) -> int:
        body = json.dumps(step).encode()
        status, *_ = await ask(self.host, "POST /api/setup", self._bearer(), body)
        return status

    async def until(self, is_enough: Any, path: str = "/api/state") -> Any:
        async with asyncio.timeout(LONG_S):
            while not is_enough(state := await self.get(path)):  # noqa: ASYNC110 - another process tells nobody
                await asyncio.sleep(LOOK_S)
        return state

    async def leaves(self) -> str:
        self.process.send_signal(signal.SIGTERM)
        said, _ = await self.process.communicate()
        return said.decode()

    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@asynccontextmanager
async def hub(
    home: Path, radio: str, *more: str, at: int | None = None, **environment: str
) -> AsyncIterator[Hub]:
    port = at or free_port()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "monitor.cli", "hub", "--backend", radio),
        *("--page-port", str(port), *more),
        cwd=ROOT,
        env={**os.environ, "FOOTLOOSE_HOME": str(home), **environment},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdout is not None
    try:
        line = (await process.stdout.readline()).decode()
        running = Hub(process, f"127.0.0.1:{port}", line.strip().rpartition("#")[2])
        async with asyncio.timeout(LONG_S):
            while not await running.answers():  # noqa: ASYNC110 - another process tells nobody
                await asyncio.sleep(NAP_S)
        yield running
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def is_in(phase: str) -> Any:
    return lambda state: state["phase"] == phase


def tells_of_the_recording(news: Any) -> bool:
    return any(each.get("what") == "recording" for each in news["events"])


async def test_a_hub_goes_from_its_start_to_a_report_without_a_terminal(tmp_path: Path) -> None:
    phone_ms = 1.9e12
    async with pods(left=[], right=[]) as radio, hub(tmp_path, radio) as waiting:
        idle = await waiting.get("/api/state")
        started = [await waiting.press("start", "go", clock_ms=phone_ms) for _ in range(2)]
        await waiting.until(lambda state: len(state["sensors"]) >= 2)
        refused = await waiting.setup(do="find")
        await waiting.press("tap", "hurts", what="pain", side="right", zone="heel")
        await waiting.press("end", "enough")
        over = await waiting.until(is_in("idle"))
        asked = await waiting.get("/api/after")
        (listed,) = (await waiting.get("/api/sessions"))["sessions"]
        status, headers, report = await waiting.page(f"/report/{listed['name']}")
        other, *_ = await waiting.page("/report/..%2Fpaired")
        late = await waiting.press("end", "enough")
        said = await waiting.leaves()

    assert (idle["phase"], refused) == ("idle", 400)
    assert [each["kept"] for each in (*started, late)] == [True, True, True]
    assert waiting.process.returncode == 0, said
    assert listed["report"]
    assert over["station"]["last"] == listed["name"]
    assert (status, other) == (200, 404)
    assert b'id="limits"' in report
    assert "style-src 'unsafe-inline'" in headers["content-security-policy"]
    (recording,) = (tmp_path / "recordings").glob("*.mcap")
    assert felt_in(recording) == ["pain"]
    # the phone's clock counts only where the hub has none
    year = Recording(recording).header.started.year
    phone_year = datetime.fromtimestamp(phone_ms / 1000.0, UTC).year
    assert (year == phone_year) == (not wall_clock.is_trusted())
    # ... and for the questions of the half hour after the run, too
    assert abs(asked["follow_up"]["due_in_s"]) < 3600.0


async def test_a_run_with_a_gap_is_filed_shown_and_asked_about(tmp_path: Path) -> None:
    async with pods(left=[]) as radio, hub(tmp_path, radio) as waiting:
        await waiting.press("start", "go")
        await waiting.until(lambda state: state["sensors"])
        forever = resource.prlimit(waiting.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(waiting.process.pid, resource.RLIMIT_FSIZE, (1, forever[1]))
        await waiting.until(tells_of_the_recording, "/api/news?since=0")
        resource.prlimit(waiting.process.pid, resource.RLIMIT_FSIZE, forever)
        await waiting.press("end", "enough")
        over = await waiting.until(is_in("idle"))
        asked = await waiting.get("/api/after")
        await waiting.leaves()

    assert "packets are missing" in over["station"]["trouble"]
    assert over["station"]["last"]
    assert asked["follow_up"]["session"] == over["station"]["last"]


def felt_in(recording: Path) -> list[str]:
    return [
        symptom.decode(packet.payload).feeling
        for packet in Recording(recording).packets()
        if packet.characteristic == uuids.SYMPTOM
    ]


async def test_a_run_is_paused_and_a_signal_in_it_files_it_and_ends_the_hub(
    tmp_path: Path,
) -> None:
    async with pods(left=[]) as radio, hub(tmp_path, radio) as waiting:
        early = await waiting.press_once("tap", "early", what="numb", side="left")
        await waiting.press("start", "go")
        await waiting.until(is_in("running"))
        await waiting.press("wish", "wait", what="pause")
        paused = await waiting.until(lambda state: state["paused"])
        await waiting.press("wish", "on", what="resume")
        await waiting.until(lambda state: not state["paused"])
        said = await waiting.leaves()

    # a script sends nothing again: it is told that nobody takes it
    assert (early["kept"], bool(early["refused"])) == (False, True)
    assert paused["phase"] == "running"
    assert waiting.process.returncode == 0, said
    assert "filed as:" in said


async def test_a_session_without_movement_ends_by_itself(tmp_path: Path) -> None:
    changed = ("--set", "session.still_end_s=3")
    async with pods(left=[]) as radio, hub(tmp_path, radio, *changed) as waiting:
        await waiting.press("start", "go")
        await waiting.until(is_in("running"))
        over = await waiting.until(is_in("idle"))
        await waiting.leaves()

    # it is filed; or it ended before a slow computer heard the pod, and says so
    assert over["station"]["last"] or "no sensor was heard" in over["station"]["trouble"]


async def test_switching_off_ends_the_run_first(tmp_path: Path) -> None:
    switch = tmp_path / "off"
    async with (
        pods(left=[]) as radio,
        hub(tmp_path / "home", radio, FOOTLOOSE_OFF=str(switch)) as waiting,
    ):
        await waiting.press("off", "long ago", age_s=600.0)
        idle = await waiting.get("/api/state")
        await waiting.press("start", "go")
        await waiting.until(is_in("running"))
        await waiting.until(lambda state: state["sensors"])
        before = switch.exists()
        await waiting.press("off", "now")
        off = await waiting.until(is_in("off"))
        await waiting.leaves()

    assert idle["station"]["can_switch_off"]
    assert idle["phase"] == "idle"
    assert not before
    assert off["station"]["last"] is not None
    assert switch.exists()


async def test_pods_are_paired_from_the_page_by_a_double_tap(tmp_path: Path) -> None:
    async with (
        pods(tapped=[], spare=[], right=[], strap=[]) as radio,
        hub(tmp_path, radio) as waiting,
    ):
        nonsense = await waiting.setup(do="dance")
        await waiting.setup(do="find")
        found = await waiting.until(lambda state: state["station"]["setup"]["found"])
        await waiting.setup(do="pair")
        paired = await waiting.until(lambda state: len(state["station"]["setup"]["paired"]) == 3)
        await waiting.setup(do="wear", athlete="Ada", shoe="red", lacing="loose")
        worn = await waiting.until(lambda state: state["station"]["setup"]["worn"]["shoe"])
        await waiting.leaves()

    names = {one["name"] for one in found["station"]["setup"]["found"]}
    assert nonsense == 400
    assert names == {"toy tapped", "toy spare", "toy right", "toy strap"}
    shown = [(one["name"], one["side"]) for one in paired["station"]["setup"]["paired"]]
    assert shown == [("toy tapped", "left"), ("toy right", "right"), ("toy strap", None)]
    assert paired["station"]["setup"]["paired"][0]["battery"] == 80
    assert worn["station"]["setup"]["worn"] == {
        "athlete": "Ada",
        "shoe": "red",
        "insole": None,
        "lacing": "loose",
        "try_cues": False,
    }


async def first(home: aiomqtt.Client) -> bytes:
    """Give what comes first, however long that takes."""
    async for message in home.messages:
        assert isinstance(message.payload, bytes)
        return message.payload
    raise AssertionError("the broker went away")


async def test_a_run_is_started_and_ended_over_mqtt(tmp_path: Path) -> None:
    port = mqtt_port()
    with broker(port, tmp_path):
        named = ("--mqtt", f"127.0.0.1:{port}")
        async with (
            pods(left=[]) as radio,
            hub(tmp_path / "home", radio, *named) as waiting,
            aiomqtt.Client("127.0.0.1", port) as home,
        ):
            await home.subscribe("footloose/ack", qos=1)
            start = json.dumps({"type": "start", "id": "go"})
            acknowledged = asyncio.create_task(first(home))
            while not acknowledged.done():  # the hub may subscribe a moment later
                await home.publish("footloose/cmd", start, qos=1)
                await asyncio.wait([acknowledged], timeout=0.5)
            running = await waiting.until(is_in("running"))
            await waiting.until(lambda state: state["sensors"])
            await home.publish("footloose/cmd", json.dumps({"type": "end", "id": "stop"}), qos=1)
            over = await waiting.until(is_in("idle"))
            await waiting.leaves()

    assert json.loads(acknowledged.result()) == {"id": "go"}
    assert running["phase"] == "running"
    assert over["station"]["last"] is not None
