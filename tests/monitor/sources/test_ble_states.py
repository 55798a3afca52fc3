"""The tables of radio and sensor are whole, and the adapter's walk follows its own."""

import runpy
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakDBusError,
    BleakError,
)

from monitor.sources.ble_installed import BLUETOOTHD
from monitor.sources.ble_limits import RadioLimits
from monitor.sources.ble_states import RADIO, SENSING, Radio, Sensing, Trouble
from monitor.sources.ble_supervisor import Supervisor
from monitor.sources.ble_trouble import RadioError
from monitor.wire.link import Link, LinkState

LIMITS = RadioLimits(refusals=3, deaf_s=60.0)
OFF = RadioError(
    BleakBluetoothNotAvailableError("off", BleakBluetoothNotAvailableReason.POWERED_OFF), ""
)
BUSY = RadioError(BleakDBusError("org.bluez.Error.InProgress", ["busy"]), "")


def reachable(table: dict[Any, Any], start: Enum) -> set[Enum]:
    found, todo = {start}, [start]
    while todo:
        for state in set(table[todo.pop()].values()) - found:
            found.add(state)
            todo.append(state)
    return found


@pytest.mark.parametrize(
    ("table", "states", "good"),
    [(RADIO, Radio, Radio.LISTENING), (SENSING, Sensing, Sensing.STREAMING)],
)
def test_every_state_is_reached_and_leads_back_to_the_good_one(
    table: dict[Any, Any], states: type[Enum], good: Enum
) -> None:
    assert set(table) == reachable(table, next(iter(states))) == set(states)
    assert all(good in reachable(table, state) for state in states)


@pytest.mark.parametrize("place", ["usr/libexec/bluetooth", "usr/lib/bluetooth"])
def test_a_service_that_is_not_installed_is_not_to_be_started(tmp_path: Path, place: str) -> None:
    gone = FileNotFoundError(2, "no such file")

    before = RadioError(gone, "", tmp_path)
    (tmp_path / place).mkdir(parents=True)
    (tmp_path / place / "bluetoothd").touch()
    after = RadioError(gone, "", tmp_path)

    assert [before.trouble, after.trouble] == [Trouble.NOT_INSTALLED, Trouble.NO_SERVICE]
    assert str(before).endswith("BlueZ, is not installed (sudo apt install bluez)")
    assert str(after).endswith("does not run (sudo systemctl start bluetooth)")


@pytest.mark.parametrize(
    ("error", "adapter", "trouble"),
    [
        (FileNotFoundError(2, "no such file"), "", Trouble.NO_SERVICE),
        (
            BleakDBusError("org.freedesktop.DBus.Error.ServiceUnknown", ["x"]),
            "",
            Trouble.NO_SERVICE,
        ),
        (
            BleakDBusError("org.freedesktop.DBus.Error.Spawn.ChildExited", ["exited with 1"]),
            "",
            Trouble.NO_SERVICE,
        ),
        (BleakError("adapter 'hci7' not found"), "hci7", Trouble.OTHER_ADAPTER),
        (BleakDBusError("org.bluez.Error.NotReady", ["Resource Not Ready"]), "", Trouble.OFF),
        (TimeoutError(), "", Trouble.HUNG),
        (BleakError("two\nlines"), "", Trouble.OTHER),
    ],
)
def test_trouble_is_one_plain_line(
    tmp_path: Path, error: Exception, adapter: str, trouble: Trouble
) -> None:
    (tmp_path / BLUETOOTHD[0]).parent.mkdir(parents=True)
    (tmp_path / BLUETOOTHD[0]).touch()
    said = RadioError(error, adapter, tmp_path)

    assert said.trouble is trouble
    assert str(said).startswith(trouble.value)
    assert "\n" not in str(said)
    assert ("(adapter hci7)" in str(said)) == bool(adapter)


def test_the_document_draws_the_tables_of_the_code() -> None:
    root = Path(__file__).parents[3]
    code = runpy.run_path(str(root / "scripts" / "radio_states.py"))
    page = (root / "docs" / "bluetooth.md").read_text(encoding="utf-8")

    assert page == code["text"](page)


def supervised() -> tuple[Supervisor, list[LinkState]]:
    said: list[LinkState] = []
    return Supervisor(LIMITS, said.append), said


def test_a_radio_that_is_off_is_said_once_and_so_is_its_return() -> None:
    supervisor, said = supervised()

    for _ in range(5):
        supervisor.failed(OFF, alone=True)
    supervisor.listened(1.0, heard=False, alone=True)

    assert [(note.state, note.detail) for note in said] == [
        (Link.MISSING, str(OFF)),
        (Link.RETURNED, ""),
    ]
    assert supervisor.state is Radio.LISTENING


def test_an_adapter_that_is_busy_for_a_moment_is_not_worth_a_word() -> None:
    supervisor, said = supervised()

    supervisor.failed(BUSY, alone=True)
    supervisor.failed(BUSY, alone=True)

    assert (supervisor.state, said) == (Radio.FAILING, [])


def test_an_adapter_that_stays_busy_is_reset() -> None:
    supervisor, said = supervised()

    for _ in range(LIMITS.refusals):
        supervisor.failed(BUSY, alone=True)

    assert supervisor.state is Radio.RESETTING
    assert [note.detail for note in said] == ["Bluetooth is busy"]


def test_an_adapter_that_refuses_is_reset_only_when_no_sensor_is_connected() -> None:
    supervisor, said = supervised()

    states = []
    for count in range(4 * LIMITS.refusals):
        supervisor.failed(BUSY, alone=count == 4 * LIMITS.refusals - 1)
        states.append(supervisor.state)

    assert states == [Radio.FAILING] * (4 * LIMITS.refusals - 1) + [Radio.RESETTING]
    assert [note.detail for note in said] == ["Bluetooth is busy"]


def test_a_deaf_adapter_is_reset_once_until_it_hears_again() -> None:
    supervisor, said = supervised()

    states = []
    for now_s in range(0, 300, 10):
        supervisor.listened(float(now_s), heard=now_s in (0, 200), alone=True)
        states.append(supervisor.state)
        supervisor.was_reset()

    resets = [10 * place for place, state in enumerate(states) if state is Radio.RESETTING]
    assert resets == [60, 260]
    assert said == []


def test_an_adapter_with_which_no_sensor_can_be_connected_is_reset_once_until_one_was() -> None:
    supervisor, said = supervised()
    states = []

    for at_s, links in enumerate((0, 0, 1, 0, 0)):
        supervisor.listened(float(at_s), heard=True, alone=not links)
        supervisor.tired(alone=not links)  # while the next window is listened to
        supervisor.listened(float(at_s), heard=True, alone=not links)
        states.append(supervisor.state)
        supervisor.was_reset()

    assert states == [
        *(Radio.RESETTING, Radio.LISTENING, Radio.LISTENING),
        *(Radio.RESETTING, Radio.LISTENING),
    ]
    assert said == []


def test_an_adapter_with_a_sensor_connected_is_not_reset_for_another_one() -> None:
    supervisor, _ = supervised()
    supervisor.listened(1.0, heard=True, alone=False)

    supervisor.tired(alone=False)

    assert supervisor.state is Radio.LISTENING


def test_trouble_is_said_to_whoever_listens_and_not_printed_beside_that(
    caplog: pytest.LogCaptureFixture,
) -> None:
    supervisor, said = supervised()

    supervisor.failed(OFF, alone=True)

    assert len(said) == 1
    assert [record for record in caplog.records if record.levelname != "INFO"] == []


def test_an_adapter_with_sensors_connected_is_never_called_deaf() -> None:
    supervisor, _ = supervised()

    for now_s in range(0, 300, 10):
        supervisor.listened(float(now_s), heard=False, alone=False)

    assert supervisor.state is Radio.LISTENING
