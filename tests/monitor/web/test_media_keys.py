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


@pytest.mark.skipif(sys.platform != "linux", reason="the keys are Linux's")
async def test_keys_come_from_the_device_that_has_them(tmp_path: Path) -> None:
    for name, mask in (("event0", "ffff"), ("event1", "800000000 0 0")):
        place = tmp_path / "sys/class/input" / name / "device/capabilities"
        place.mkdir(parents=True)
        (place / "key").write_text(f"{mask}\n")
    (tmp_path / "dev/input").mkdir(parents=True)
    os.mkfifo(tmp_path / "dev/input/event1")
    pressed: asyncio.Queue[Key] = asyncio.Queue()

    with listening(pressed.put_nowait, tmp_path) as count:
        with (tmp_path / "dev/input/event1").open("wb") as headset:
            for kind, code, value in (
                (KEY, Key.NEXT, PRESSED),
                (SYN, 0, 0),
                (KEY, Key.NEXT, HELD),
                (KEY, Key.NEXT, RELEASED),
                (KEY, 30, PRESSED),  # a letter
                (KEY, Key.PLAY_PAUSE, PRESSED),
            ):
                headset.write(EVENT.pack(0, 0, kind, code, value))
        found = [await pressed.get(), await pressed.get()]

    assert count == 1
    assert found == [Key.NEXT, Key.PLAY_PAUSE]
    assert pressed.empty()


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
