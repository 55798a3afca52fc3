"""The stream: whole frames at the right pace, clean splices, a bed that is heard, words in time."""

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from monitor.texts import texts
from monitor.types import Action, Advice, FindingKind
from monitor.voice import mp3
from monitor.voice.sound import RATE_HZ
from monitor.voice.speech import phrase_name
from tests.monitor.web.serving import Running, ask, radio, running

HEAD_START = 64
MARK = 30
"""A frame of a phrase that is in no other: the first ones are the faint noise of the bed."""
SIDE_BYTES = 4 + 17
"""Header and side information of a frame of one channel; the rest is main data."""
needs_mpg123 = pytest.mark.skipif(
    shutil.which("mpg123") is None and not os.environ.get("CI"),
    reason="scripts/system-packages installs mpg123",
)


class Listener:
    """Somebody who hears the stream over the network."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._frames: list[bytes] = []
        self.answer = ""

    @classmethod
    async def join(cls, run: Running, **headers: str) -> "Listener":
        reader, writer = await asyncio.open_connection("127.0.0.1", run.port)
        lines = {"Host": run.host, **run.bearer(), **headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        writer.write(f"GET /radio.mp3 HTTP/1.1\r\n{head}\r\n".encode())
        listener = cls(reader, writer)
        listener.answer = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        return listener

    async def hears(self, count: int) -> list[bytes]:
        """Give the next frames; every chunk of the answer holds whole ones."""
        async with asyncio.timeout(30):
            while len(self._frames) < count:
                size = int(await self._reader.readline(), 16)
                self._frames += mp3.split((await self._reader.readexactly(size + 2))[:-2])
        heard, self._frames = self._frames[:count], self._frames[count:]
        return heard

    async def hears_until(self, frame: bytes, most: int = 600) -> list[bytes]:
        """Give the frames before a certain one, and that one."""
        heard: list[bytes] = []
        while frame not in heard:
            assert len(heard) < most
            heard += await self.hears(1)
        return heard

    def leave(self) -> None:
        self._writer.close()


def lacks(frames: list[bytes]) -> list[int]:
    """Frames that refer to more than what stands before them since a piece began."""
    found, given = [], 0
    for at, frame in enumerate(frames):
        needed = mp3.refers_back(frame)
        if needed == 0:
            given = 0
        if needed > given:
            found.append(at)
        given += len(frame) - SIDE_BYTES
    return found


def samples_of(frames: list[bytes]) -> np.ndarray:
    """What a decoder that is not ours makes of frames, -1..1."""
    command = ["mpg123", "-q", "--no-gapless", "-s", "-"]
    done = subprocess.run(command, input=b"".join(frames), capture_output=True, check=True)
    return np.frombuffer(done.stdout, "<i2") / 32_768.0


def level_dbfs(samples: np.ndarray) -> float:
    return float(20.0 * np.log10(np.sqrt(np.mean(samples**2))))


def pitch_hz(samples: np.ndarray) -> float:
    power = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(power) * mp3.STREAM_HZ / len(samples))


async def test_the_stream_is_whole_frames_of_one_rate_and_every_splice_is_clean(
    tmp_path: Path,
) -> None:
    said = list(mp3.split(await radio(tmp_path).phrase("seen.both")))
    async with running(tmp_path) as run:
        listener = await Listener.join(run)
        frames = await listener.hears(HEAD_START)
        run.hub.radio.say_phrase("seen.both")
        frames += await listener.hears_until(said[MARK])
        begun = len(frames) - 1 - MARK
        frames += await listener.hears(len(said))
        listener.leave()

    assert "content-type: audio/mpeg" in listener.answer
    assert "cache-control: no-store" in listener.answer
    assert {frame[2] >> 4 for frame in frames} == {11}  # 192 kbit/s, constant
    assert frames[begun : begun + len(said)] == said
    assert mp3.refers_back(frames[begun + len(said)]) == 0
    assert lacks(frames) == []


async def test_frames_come_as_fast_as_they_are_heard(tmp_path: Path) -> None:
    loop = asyncio.get_running_loop()
    async with running(tmp_path) as run:
        listener = await Listener.join(run)
        await listener.hears(HEAD_START)
        begun_s = loop.time()
        await listener.hears(120)
        took_s = loop.time() - begun_s
        listener.leave()

    # a busy machine may be late, and then catches up; it is never early
    assert took_s > 120 * mp3.FRAME_S - 0.25


@needs_mpg123
async def test_another_decoder_hears_the_bed_and_the_phrase(tmp_path: Path) -> None:
    said = list(mp3.split(await radio(tmp_path).phrase("seen.none")))
    bed = samples_of(mp3.bed())

    tone = samples_of(said)[mp3.STREAM_HZ // 2 : mp3.STREAM_HZ]

    assert -62.0 < level_dbfs(bed[2000:]) < -58.0
    place = 500.0 + 100.0 * list(_voices()).index("seen.none")
    assert pitch_hz(tone) == pytest.approx(place, abs=5.0)


def _voices() -> list[str]:
    from monitor.texts import texts

    return list(texts("en").voice)


async def test_advice_reaches_every_listener_and_nobody_twice(tmp_path: Path) -> None:
    advice = Advice(
        number=1,
        t_s=59.0,
        expires_s=120.0,
        action=Action.LOOSEN_LACES,
        cause=FindingKind.LACING,
        side=None,
        text="I see both feet.",  # a phrase that the test has a recording of
        reason="",
    )
    said = list(mp3.split(await radio(tmp_path).phrase("seen.both")))
    async with running(tmp_path) as run:
        listeners = [await Listener.join(run) for _ in range(3)]
        for listener in listeners:
            await listener.hears(HEAD_START)
        run.air.put_nowait(advice)
        run.air.put_nowait(advice)
        for listener in listeners:
            await listener.hears_until(said[MARK])
            after = await listener.hears(len(said) + 40)
            assert said[MARK] not in after
            listener.leave()


async def test_who_asks_hears_which_feet_are_seen(tmp_path: Path) -> None:
    said = list(mp3.split(await radio(tmp_path).phrase("seen.none")))
    async with running(tmp_path) as run:
        listener = await Listener.join(run)
        await listener.hears(HEAD_START)
        body = b'{"type": "ask", "id": "key"}'
        status, *_ = await ask(run.host, "POST /api/press", run.bearer(), body)
        heard = await listener.hears_until(said[MARK])
        listener.leave()

    assert status == 200
    assert heard


@pytest.mark.skipif(sys.platform != "linux", reason="a file that is there and cannot be read")
async def test_a_phrase_that_cannot_be_read_costs_that_phrase_and_not_the_radio(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    said = list(mp3.split(await radio(tmp_path).phrase("seen.none")))
    unreadable = tmp_path / "pack" / "en" / f"{phrase_name(texts('en').voice['test'])}.wav"
    unreadable.unlink()
    unreadable.symlink_to("/proc/self/mem")
    async with running(tmp_path) as run:
        listener = await Listener.join(run)
        await listener.hears(HEAD_START)
        run.hub.radio.say_phrase("test")
        async with asyncio.timeout(20):
            while "not said" not in caplog.text:  # noqa: ASYNC110 - nothing tells
                await asyncio.sleep(0.01)
        run.hub.radio.say_phrase("seen.none")
        heard = await listener.hears_until(said[MARK])
        listener.leave()

    assert heard


@pytest.mark.parametrize("asked", ["bytes=0-", "bytes=0-1"])
async def test_whatever_range_is_asked_for_the_stream_begins_now(
    tmp_path: Path, asked: str
) -> None:
    async with running(tmp_path) as run:
        listener = await Listener.join(run, Range=asked)
        frames = await listener.hears(2)
        listener.leave()

    assert listener.answer.startswith("http/1.1 200")
    assert "accept-ranges: none" in listener.answer
    assert mp3.refers_back(frames[0]) == 0


async def test_the_radio_and_its_phrases_are_for_paired_phones_only(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        stranger, *_ = await ask(run.host, "GET /radio.mp3")
        nonsense, *_ = await ask(run.host, "GET /api/phrase/nonsense", run.bearer())
        status, headers, sound = await ask(run.host, "GET /api/phrase/no_connection", run.bearer())
        head, *_ = await ask(run.host, "HEAD /radio.mp3", run.bearer())

    assert (stranger, nonsense, status, head) == (401, 404, 200, 200)
    assert headers["content-type"] == "audio/mpeg"
    assert len(list(mp3.split(sound))) * mp3.FRAME_S > 1.0


@pytest.mark.parametrize(
    "data", [b"", b"\x00" * 4, b"\xff\xfb\xf0\x00", b"\xff\xfb\x00\x00", b"\xff\xf3\xb0\xc4"]
)
def test_what_is_no_frame_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"no MP3 frame|no bit rate"):
        mp3.frame_bytes(data)


def test_a_phrase_that_is_encoded_in_parts_has_the_same_frames_and_begins_soon() -> None:
    random = np.random.default_rng(3)
    samples = 0.1 * random.standard_normal(3 * RATE_HZ)

    first, rest = mp3.encode_in_parts(samples)

    assert 0 < len(first) < 20
    assert first + rest == mp3.encode(samples)
    assert lacks(first + rest) == []
    assert (len(first) + len(rest)) * mp3.FRAME_S == pytest.approx(3.0, abs=0.1)


async def test_the_radio_begins_with_the_words_at_once(tmp_path: Path) -> None:
    """The bed has woken every headset: faint noise before the words would only make them late."""
    said = list(mp3.split(await radio(tmp_path).phrase("seen.both")))
    quiet = set(mp3.bed())

    assert sum(frame in quiet for frame in said) == 0


def test_a_stream_that_is_cut_off_is_refused() -> None:
    whole = b"".join(mp3.encode(np.zeros(RATE_HZ // 10)))

    with pytest.raises(ValueError, match="is cut off at byte"):
        list(mp3.split(whole[:-1]))


async def test_who_lost_the_stream_in_a_sentence_hears_it_from_its_beginning(
    tmp_path: Path,
) -> None:
    said = list(mp3.split(await radio(tmp_path).phrase("seen.both")))
    async with running(tmp_path) as run:
        lost = await Listener.join(run)
        await lost.hears(HEAD_START)
        run.hub.radio.say_phrase("seen.both")
        await lost.hears_until(said[MARK])
        lost.leave()
        back = await Listener.join(run)
        heard = await back.hears_until(said[MARK])
        back.leave()

    assert heard[-1 - MARK :] == said[: MARK + 1]


async def test_what_was_said_a_moment_before_somebody_joined_is_heard(tmp_path: Path) -> None:
    """As by a phone whose Wi-Fi is back, before its page listens again."""
    said = list(mp3.split(await radio(tmp_path).phrase("seen.both")))
    async with running(tmp_path) as run:
        run.hub.radio.say_phrase("seen.both")
        back = await Listener.join(run)
        heard = await back.hears_until(said[MARK])
        back.leave()

    assert heard[-1 - MARK :] == said[: MARK + 1]
