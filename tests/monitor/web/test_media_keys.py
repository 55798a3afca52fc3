"""Which press a key of a headset is; it is read from the device as Linux writes it."""

import asyncio
import os
import struct
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.session.recording import Recording
from monitor.types import Feeling, Packet, Side
from monitor.web.board import Board
from monitor.web.media_keys import Key, listening, meaning
from monitor.web.messages import press_text
from monitor.web.pod_taps import PodTaps
from monitor.wire import foot_imu, symptom, uuids
from tests.browser.browsing import TIGHT
from tests.monitor.sources.test_pairing import RATE_HZ, frames, is_a
from tests.monitor.web.serving import running

EVENT = struct.Struct("llHHi")
SYN, KEY = 0, 1
PRESSED, RELEASED, HELD = 1, 0, 2
HEADSET = "800000000 0 0"
"""The mask of a device with the key *next*."""
needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="the keys are Linux's")


@pytest.mark.parametrize("runs", [True, False])
@pytest.mark.parametrize("asked", [True, False])
@pytest.mark.parametrize("key", Key)
def test_only_an_answer_to_a_question_means_ok_and_no_key_means_quiet(
    key: Key, asked: bool, runs: bool
) -> None:
    press = meaning(key, runs=runs, asked=asked)

    press_text(str({**press, "id": "x"}).replace("'", '"').replace("True", "true"))
    assert press["type"] != "wish"
    assert (press.get("what") == Feeling.OK) == (key is Key.NEXT and asked and runs)
    assert (press["type"] == "start") == (key is Key.NEXT and not runs)


def a_device(root: Path, name: str, mask: str) -> Path:
    """Make a device of the system that has some keys; what is written into it is pressed."""
    place = root / "sys/class/input" / name / "device/capabilities"
    place.mkdir(parents=True)
    (root / "dev/input").mkdir(parents=True, exist_ok=True)
    os.mkfifo(root / "dev/input" / name)
    # last: a device without its mask is none
    (place / "key").write_text(f"{mask}\n")
    return root / "dev/input" / name


def strokes(*keys: tuple[int, int, int]) -> bytes:
    return b"".join(EVENT.pack(0, 0, kind, code, value) for kind, code, value in keys)


def press_once(device: Path) -> None:
    """Connect, press one key, and be gone."""
    device.write_bytes(strokes((KEY, Key.NEXT, PRESSED)))


@needs_linux
async def test_keys_come_from_the_device_that_has_them(tmp_path: Path) -> None:
    a_device(tmp_path, "event0", "ffff")
    device = a_device(tmp_path, "event1", HEADSET)
    pressed: asyncio.Queue[Key] = asyncio.Queue()

    with listening(pressed.put_nowait, tmp_path):
        with device.open("wb") as headset:
            headset.write(
                strokes(
                    (KEY, Key.NEXT, PRESSED),
                    (SYN, 0, 0),
                    (KEY, Key.NEXT, HELD),
                    (KEY, Key.NEXT, RELEASED),
                    (KEY, 30, PRESSED),  # a letter
                    (KEY, Key.PLAY_PAUSE, PRESSED),
                )
            )
        found = [await pressed.get(), await pressed.get()]

    assert found == [Key.NEXT, Key.PLAY_PAUSE]
    assert pressed.empty()


@needs_linux
async def test_a_headset_that_comes_later_or_comes_back_is_heard(tmp_path: Path) -> None:
    pressed: asyncio.Queue[Key] = asyncio.Queue()

    with listening(pressed.put_nowait, tmp_path, again_s=0.01):
        device = a_device(tmp_path, "event7", HEADSET)
        async with asyncio.timeout(20):
            await asyncio.to_thread(press_once, device)
            first = await pressed.get()
            # what comes back is a new device; a press into the old pipe may be lost as it is closed
            device.unlink()
            os.mkfifo(device)
            await asyncio.to_thread(press_once, device)
            again = await pressed.get()

    assert [first, again] == [Key.NEXT, Key.NEXT]


@needs_linux
async def test_a_device_that_cannot_be_opened_is_named_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    device = a_device(tmp_path, "event7", HEADSET)
    device.unlink()
    pressed: asyncio.Queue[Key] = asyncio.Queue()

    with listening(pressed.put_nowait, tmp_path, again_s=0.01):
        await asyncio.to_thread(a_device, tmp_path, "event8", HEADSET)
        await asyncio.to_thread(press_once, tmp_path / "dev/input/event8")
        async with asyncio.timeout(20):
            await pressed.get()

    assert caplog.text.count("event7: No such file or directory") == 1


async def test_a_key_in_a_run_is_recorded_as_a_report_without_a_foot(tmp_path: Path) -> None:
    async with running(tmp_path) as run:
        run.hub.key(Key.NEXT)
        await run.recorded.wait()
        path = run.journal.path

    (tap,) = [
        symptom.decode(packet.payload)
        for packet in Recording(path).packets()
        if packet.characteristic == uuids.SYMPTOM
    ]
    assert (tap.feeling, tap.side, tap.both) == (Feeling.SOMETHING, None, False)


def test_next_answers_a_question_that_was_just_asked() -> None:
    board, question = Board("run"), replace(TIGHT, text="Circle your ankles. Better?")
    board.push(question)
    asked = [board.asks(question.t_s + after_s) for after_s in (1.0, 100.0)]
    board.push(TIGHT)

    assert asked == [True, False]
    assert not board.asks(TIGHT.t_s)


@pytest.mark.parametrize("foot", ["Left foot?", "Right foot?", "Both feet?"])
def test_next_after_a_question_for_the_foot_says_yes_and_does_not_take_the_report_back(
    foot: str,
) -> None:
    board = Board("run")
    board.push(replace(TIGHT, text=foot))

    press = meaning(Key.NEXT, runs=True, asked=board.asks(TIGHT.t_s + 1.0))

    assert press["what"] == Feeling.SOMETHING


@pytest.mark.parametrize(("knocks_s", "found"), [([1.0, 1.4], [Side.RIGHT]), ([1.0], [])])
def test_two_taps_of_a_standing_foot_are_that_foots(
    knocks_s: list[float], found: list[Side]
) -> None:
    taps = PodTaps()
    packets = [is_a(Side.RIGHT, "pod"), is_a(Side.LEFT, "other")]
    packets += [
        Packet("AA:pod", uuids.IMU, frame.tick / RATE_HZ, foot_imu.encode(frame))
        for frame in frames(knocks_s)
    ]

    felt = [taps.push(packet) for packet in packets]

    assert [side for side in felt if side is not None] == found
