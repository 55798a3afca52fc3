"""A phrase is heard where sound comes out: PulseAudio with a sink that leads nowhere, and an ear.

``FOOTLOOSE_PHRASES`` says how often each is tried (make soak: 20), ``FOOTLOOSE_QUIET_S`` how long
nothing is said (make soak: 60).
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import numpy as np
import pytest
from msgspec import structs
from playwright.async_api import Browser, async_playwright

from monitor.settings.voice import VoiceSettings
from monitor.sinks import Outbox
from monitor.sinks.voice import VoiceSink
from monitor.texts import texts
from monitor.types import Notice, NoticeKind, Side
from monitor.voice import mp3
from monitor.voice.speech import Speech
from tests.browser.browsers import CHROMIUM, FLAGS, LAN_NAME
from tests.browser.browsing import Wire, phone
from tests.browser.test_radio import switch_on
from tests.monitor.web.serving import free_port, radio, running

TRIES = int(os.environ.get("FOOTLOOSE_PHRASES", "2"))
QUIET_S = float(os.environ.get("FOOTLOOSE_QUIET_S", "3"))
AUDIBLE_S = 2.5
AUDIBLE_DBFS = -72.0
"""Chromium calls a tab that plays less than this silent, and may freeze it if it is hidden."""
LONG_S = 20.0
RATE_HZ = 44_100
WINDOW = 2205
LEVEL = 0.05
TOOLS = all(map(shutil.which, ("pulseaudio", "parec", "paplay"))) and CHROMIUM is not None

pytestmark = pytest.mark.skipif(
    not TOOLS and "CI" not in os.environ,
    reason="scripts/system-packages installs chromium, pulseaudio and its tools",
)


def pitch_hz(phrase: str) -> float:
    """The tone that stands for a phrase in these tests (serving.radio)."""
    return 500.0 + 100.0 * list(texts("en").voice).index(phrase)


class Ear:
    """Hears everything that the sink plays, all the time."""

    def __init__(self, stream: asyncio.StreamReader) -> None:
        self._stream = stream
        self._windows: list[np.ndarray] = []
        self._news = asyncio.Event()

    async def listen(self) -> None:
        """Hear until the sink ends."""
        with suppress(asyncio.IncompleteReadError):
            while True:
                data = await self._stream.readexactly(2 * WINDOW)
                self._windows.append(np.frombuffer(data, "<i2") / 32_768.0)
                self._news.set()

    async def until(self, pitch: float) -> float:
        """Return how long it took from now until a tone was heard, s, on the sink's own clock."""
        begun = at = len(self._windows)
        wave = np.exp(-2j * np.pi * pitch * np.arange(WINDOW) / RATE_HZ)
        async with asyncio.timeout(60):
            while True:
                while at < len(self._windows):
                    at += 1
                    if abs(np.mean(self._windows[at - 1] * wave)) > LEVEL:
                        return (at - begun) * WINDOW / RATE_HZ
                self._news.clear()
                await self._news.wait()

    async def quietest_dbfs(self, seconds: float) -> float:
        """Return how loud the quietest second of so many was, RMS."""
        begun, per_s = len(self._windows), RATE_HZ // WINDOW
        wanted = int(max(seconds, 1.0) * per_s)
        while len(self._windows) < begun + wanted:
            self._news.clear()
            await self._news.wait()
        heard = np.concatenate(self._windows[begun : begun + wanted])
        each_s = heard[: len(heard) // RATE_HZ * RATE_HZ].reshape(-1, RATE_HZ)
        return float(20.0 * np.log10(np.sqrt((each_s**2).mean(axis=1)).min() + 1e-9))


@asynccontextmanager
async def sound(folder: Path) -> AsyncIterator[tuple[Ear, dict[str, str]]]:
    """Give an ear, and the environment in which programs play to it."""
    socket = folder / "sound.socket"
    modules = ("module-null-sink sink_name=nowhere", f"module-native-protocol-unix socket={socket}")
    own = {**os.environ, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    server = await asyncio.create_subprocess_exec(
        *("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"),
        *(f"--load={module}" for module in modules),
        env=own,
        stderr=asyncio.subprocess.DEVNULL,
    )
    environment = {**own, "PULSE_SERVER": f"unix:{socket}"}
    try:
        async with asyncio.timeout(20):
            while not socket.exists():  # noqa: ASYNC110 - another process makes it
                await asyncio.sleep(0.05)
        record = await asyncio.create_subprocess_exec(
            *("parec", "-d", "nowhere.monitor", "--latency-msec=20", "--format=s16le"),
            *(f"--rate={RATE_HZ}", "--channels=1"),
            env=environment,
            stdout=asyncio.subprocess.PIPE,
        )
        assert record.stdout is not None
        ear = Ear(record.stdout)
        listening = asyncio.create_task(ear.listen())
        yield ear, environment
        record.terminate()
        await record.wait()
        await listening
    finally:
        server.terminate()
        await server.wait()


@asynccontextmanager
async def a_browser(
    environment: dict[str, str], dials: int | None = None
) -> AsyncIterator[Browser]:
    """Give a browser that plays to the sink."""
    place = "127.0.0.1" if dials is None else f"127.0.0.1:{dials}"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[*FLAGS, f"--host-resolver-rules=MAP {LAN_NAME} {place}"],
            ignore_default_args=["--mute-audio"],
            env={**environment},
        )
        yield browser
        await browser.close()


@pytest.mark.timeout(400)
@pytest.mark.parametrize("hidden", [pytest.param(False, marks=pytest.mark.soak), True])
async def test_the_radio_is_audible_within_two_and_a_half_seconds(
    tmp_path: Path, hidden: bool
) -> None:
    late_s = []
    async with (
        sound(tmp_path) as (ear, environment),
        running(tmp_path) as run,
        a_browser(environment) as browser,
        phone(browser) as tab,
    ):
        await switch_on(tab, run)
        if hidden:
            other = await tab.context.new_page()
            await other.bring_to_front()
        for _ in range(TRIES):
            for phrase in ("seen.both", "seen.none"):
                run.hub.radio.say_phrase(phrase)
                late_s.append(await ear.until(pitch_hz(phrase)))

    print(f"audible after {late_s} s")
    assert sorted(late_s)[int(0.95 * len(late_s)) - 1] < AUDIBLE_S
    assert max(late_s) < 2.0 * AUDIBLE_S


async def test_a_dead_hub_is_heard_within_fifteen_seconds_from_a_hidden_tab(
    tmp_path: Path,
) -> None:
    wire = Wire(free_port())
    async with (
        sound(tmp_path) as (ear, environment),
        running(tmp_path, lan=True) as run,
        wire.open(run.port),
        a_browser(environment, wire.port) as browser,
        phone(browser) as tab,
    ):
        await switch_on(tab, run, LAN_NAME)
        await tab.page.locator("body[data-phrases='3']").wait_for()
        other = await tab.context.new_page()
        await other.bring_to_front()
        wire.go_dark()
        silent_s = await ear.until(pitch_hz("no_connection"))
        wire.light_up()
        again_s = await ear.until(pitch_hz("connected"))

    print(f"no connection after {silent_s} s, connected again after {again_s} s")
    assert silent_s < 15.0
    assert again_s < 15.0


@pytest.mark.timeout(400)
@pytest.mark.parametrize("has_bed", [True, False])
async def test_a_hidden_tab_stays_audible_while_nothing_is_said_and_would_not_without_the_noise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_bed: bool
) -> None:
    if not has_bed:
        monkeypatch.setattr(mp3, "bed", lambda: list(mp3.encode(np.zeros(10 * RATE_HZ))))
    async with (
        sound(tmp_path) as (ear, environment),
        running(tmp_path) as run,
        a_browser(environment) as browser,
        phone(browser) as tab,
    ):
        await switch_on(tab, run)
        await (await tab.context.new_page()).bring_to_front()
        # the last sound before it was a phrase, so that the player is known to play
        run.hub.radio.say_phrase("seen.both")
        await ear.until(pitch_hz("seen.both"))
        await ear.quietest_dbfs(2.0)
        quietest_dbfs = await ear.quietest_dbfs(QUIET_S)

    assert (quietest_dbfs > AUDIBLE_DBFS) == has_bed


@pytest.mark.skipif(QUIET_S < LONG_S, reason="make soak waits so long")
async def test_what_was_said_while_a_call_had_the_sound_is_not_heard_after_it(
    tmp_path: Path,
) -> None:
    async with (
        sound(tmp_path) as (ear, environment),
        running(tmp_path) as run,
        a_browser(environment) as browser,
        phone(browser) as tab,
    ):
        await switch_on(tab, run)
        await tab.page.evaluate(CALL)
        run.hub.radio.say_phrase("seen.none")
        await asyncio.sleep(LONG_S)
        stale = asyncio.create_task(ear.until(pitch_hz("seen.none")))
        await tab.page.evaluate(HANG_UP)
        await tab.shows("[role=status]", "You hear the hub.")
        run.hub.radio.say_phrase("seen.both")
        back_s = await ear.until(pitch_hz("seen.both"))
        is_stale = stale.done()
        stale.cancel()

    assert not is_stale
    assert back_s < 2.0 * AUDIBLE_S


CALL = """() => {
  window.play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = () => Promise.reject(new Error("a call has the sound"));
  window.footloose.radio.audio.pause();
}"""
HANG_UP = "() => { HTMLMediaElement.prototype.play = window.play; }"


async def test_the_hub_s_own_sound_says_that_a_foot_is_out_of_sight(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    radio(tmp_path)  # makes the phrases
    settings = VoiceSettings(player="paplay", phrases=str(tmp_path / "pack"))
    async with sound(tmp_path) as (ear, environment):
        monkeypatch.setenv("PULSE_SERVER", environment["PULSE_SERVER"])
        quiet = structs.replace(settings, lead_in_s=0.1)
        sink = VoiceSink(quiet, Speech(quiet), lambda: 61.0)
        outbox: Outbox = asyncio.Queue()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(sink.run(outbox))
            outbox.put_nowait(Notice(NoticeKind.UNSEEN, 61.0, "pod", "", Side.RIGHT))
            late_s = await ear.until(pitch_hz("lost.right"))
            outbox.put_nowait(None)

    assert late_s < 20.0
