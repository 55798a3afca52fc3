"""What the doctor finds on machines that lack this or that."""

import asyncio
import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from monitor import config
from monitor.doctor import LOOKS, Found, Machine, Mark, examine
from tests.monitor.web.serving import free_port, running

NOW_S = 1_760_000_000.0


def a_machine(root: Path, *settings: str, now_s: float = NOW_S) -> Machine:
    """A machine on which everything is as it should be, as far as files can say."""
    for folder in (
        "sys/class/bluetooth/hci0",
        "proc/77",
        "run/dbus",
        "home",
        "usr/libexec/bluetooth",
    ):
        (root / folder).mkdir(parents=True)
    (root / "proc/77/comm").write_text("bluetoothd\n")
    (root / "run/dbus/system_bus_socket").touch()
    (root / "usr/libexec/bluetooth/bluetoothd").touch()
    (root / "run/systemd/timesync").mkdir(parents=True)
    (root / "run/systemd/timesync/synchronized").touch()
    chosen = config.load(None, [f"page.port={free_port()}", *settings])
    return Machine(chosen, root / "home", root, now_s)


def found(machine: Machine, about: str) -> Found:
    (line,) = [each for each in examine(machine) if each.what.startswith(about)]
    return line


def block_bluetooth(root: Path) -> None:
    (root / "sys/class/rfkill/rfkill0").mkdir(parents=True)
    (root / "sys/class/rfkill/rfkill0/type").write_text("bluetooth\n")
    (root / "sys/class/rfkill/rfkill0/soft").write_text("1\n")


def test_every_look_says_one_line(tmp_path: Path) -> None:
    lines = list(examine(a_machine(tmp_path)))

    assert len(lines) == len(LOOKS)
    assert all("\n" not in line.what + line.mend for line in lines)
    assert all(line.mend for line in lines if line.mark is Mark.BAD)


@pytest.mark.parametrize(
    ("spoil", "about", "mark", "mend"),
    [
        (lambda root: None, "Bluetooth adapter: hci0", Mark.GOOD, ""),
        (lambda root: None, "BlueZ runs", Mark.GOOD, ""),
        (lambda root: None, "clock: set", Mark.GOOD, ""),
        (lambda root: (root / "sys/class/bluetooth/hci0").rmdir(), "Bluetooth", Mark.BAD, "plug"),
        (block_bluetooth, "Bluetooth adapter: switched off", Mark.BAD, "rfkill unblock"),
        (lambda root: (root / "proc/77/comm").unlink(), "BlueZ: not r", Mark.BAD, "systemctl"),
        (
            lambda root: (root / "usr/libexec/bluetooth/bluetoothd").unlink(),
            "BlueZ: not i",
            Mark.BAD,
            "apt install bluez",
        ),
        (
            lambda root: (root / "run/systemd/timesync/synchronized").unlink(),
            "clock: not set",
            Mark.DOUBT,
            "timedatectl",
        ),
    ],
)
def test_what_is_missing_is_named_with_what_mends_it(
    tmp_path: Path, spoil: Callable[[Path], object], about: str, mark: Mark, mend: str
) -> None:
    machine = a_machine(tmp_path)
    spoil(tmp_path)

    line = found(machine, about)

    assert line.mark is mark
    assert mend in line.mend


def test_a_clock_that_was_never_set_is_bad(tmp_path: Path) -> None:
    assert found(a_machine(tmp_path, now_s=86_400.0), "clock").mark is Mark.BAD


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (("mqtt.host=no-such-host.invalid",), "no host of the name no-such-host.invalid"),
        (('mqtt.host="127.0.0.1"', f"mqtt.port={free_port()}"), "127.0.0.1 refuses connections"),
        (('mqtt.host="192.0.2.7"', "mqtt.username=me"), "the password would be readable"),
        (('mqtt.host="127.0.0.1"', "mqtt.tls=true", "mqtt.ca_file=gone.crt"), "gone.crt"),
    ],
)
def test_a_broker_that_cannot_be_reached_is_bad_and_says_why(
    tmp_path: Path, settings: tuple[str, ...], says: str
) -> None:
    line = found(a_machine(tmp_path, *settings), "broker")

    assert (line.mark, bool(line.mend)) == (Mark.BAD, True)
    assert says in line.what


def test_what_answers_but_speaks_no_mqtt_is_no_broker(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as mute:
        port = mute.getsockname()[1]
        named = ['mqtt.host="127.0.0.1"', f"mqtt.port={port}", "broker.connect_s=0.2"]

        line = found(a_machine(tmp_path, *named), "broker")

    assert line.mark is Mark.BAD
    assert "no answer in MQTT" in line.what


def test_no_broker_is_good(tmp_path: Path) -> None:
    assert found(a_machine(tmp_path), "broker").mark is Mark.GOOD


def test_a_port_that_is_taken_costs_the_page_only(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]

        line = found(a_machine(tmp_path, f"page.port={port}"), "page")

    assert line.mark is Mark.DOUBT
    assert str(port) in line.mend


@pytest.mark.parametrize("https", [False, True])
async def test_a_port_that_a_hub_of_ours_serves_is_no_trouble(tmp_path: Path, https: bool) -> None:
    async with running(tmp_path, https=https) as run:
        settings = [f"page.port={run.port}", f"page.https={str(https).lower()}"]
        machine = a_machine(tmp_path / "machine", *settings)

        line = await asyncio.to_thread(found, machine, "page")

    assert line == Found(Mark.GOOD, f"page: Footloose runs and serves it, port {run.port}")


@pytest.mark.parametrize(("voice", "mark"), [("false", Mark.DOUBT), ("true", Mark.BAD)])
def test_sound_is_needed_by_who_wants_it(tmp_path: Path, voice: str, mark: Mark) -> None:
    settings = [f"voice.on={voice}", "voice.player=no-such-player"]

    assert found(a_machine(tmp_path, *settings), "sound").mark is mark


@pytest.mark.parametrize(
    ("script", "mark", "says"),
    [
        ('[ "$(head -c 4 "$1")" = RIFF ]', Mark.GOOD, "plays"),
        ("echo 'no device' >&2; exit 1", Mark.BAD, "no device"),
        ("exit 3", Mark.BAD, "ends with 3"),
    ],
)
def test_the_sound_output_is_really_opened(
    tmp_path: Path, script: str, mark: Mark, says: str
) -> None:
    player = tmp_path / "player"
    player.write_text(f"#!/bin/sh\n{script}\n")
    player.chmod(0o755)

    line = found(a_machine(tmp_path, "voice.on=true", f'voice.player="{player}"'), "sound")

    assert line.mark is mark
    assert says in line.what
