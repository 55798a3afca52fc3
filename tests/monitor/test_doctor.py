"""What the doctor finds on machines that lack this or that."""

import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from monitor import config
from monitor.doctor import LOOKS, Found, Machine, Mark, examine
from tests.monitor.web.serving import free_port

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
    ("settings", "mark"),
    [((), Mark.GOOD), (("mqtt.username=me",), Mark.DOUBT)],
)
def test_a_broker_that_answers_is_good_unless_the_password_is_readable(
    tmp_path: Path, settings: tuple[str, ...], mark: Mark
) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as broker:
        port = broker.getsockname()[1]
        named = ['mqtt.host="127.0.0.1"', f"mqtt.port={port}", *settings]

        assert found(a_machine(tmp_path, *named), "broker").mark is mark


def test_a_broker_that_is_not_there_is_bad_and_none_is_good(tmp_path: Path) -> None:
    named = ['mqtt.host="127.0.0.1"', f"mqtt.port={free_port()}"]

    assert found(a_machine(tmp_path / "one", *named), "broker").mark is Mark.BAD
    assert found(a_machine(tmp_path / "two"), "broker").mark is Mark.GOOD


def test_a_port_that_is_taken_costs_the_page_only(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]

        line = found(a_machine(tmp_path, f"page.port={port}"), "page")

    assert line.mark is Mark.DOUBT
    assert str(port) in line.mend


@pytest.mark.parametrize(("voice", "mark"), [("false", Mark.DOUBT), ("true", Mark.BAD)])
def test_sound_is_needed_by_who_wants_it(tmp_path: Path, voice: str, mark: Mark) -> None:
    settings = [f"voice.on={voice}", "voice.player=no-such-player"]

    assert found(a_machine(tmp_path, *settings), "sound").mark is mark
