"""Check each thing that a run needs on this machine, and name the command that mends it.

Looks at files of the system below ``root``, so that a test can stand another machine there.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

import numpy as np

from monitor.config import Config
from monitor.errors import ConfigError, SinkError
from monitor.hints import command
from monitor.settings.page import PageSettings
from monitor.sinks.mqtt_rules import DEAF_MEND, check_broker, deaf
from monitor.sinks.voice import find_players
from monitor.sources.ble_installed import is_installed
from monitor.voice import sound
from monitor.voice.speech import ESPEAK
from monitor.web.addresses import lan
from monitor.web.neighbour import is_footloose

_OLDEST: Final = (3, 11)
_LITTLE_BYTES: Final = 1_000_000_000
"""Below this a long run may fill the disk: 80 MB an hour, for twelve hours. Rule of thumb."""
_TOO_LITTLE_BYTES: Final = 100_000_000
_SILENCE_S: Final = 0.2
"""What is played to see whether anything plays, s. Rule of thumb: long enough for a device to open.
"""
_PLAY_MOST_S: Final = 5.0
"""A player that takes longer hangs, s. Rule of thumb."""
_BUILT_S: Final = 1_735_689_600.0
"""The start of 2025: a clock before it was never set. Definition."""
_BAND_5_GHZ_MHZ: Final = 4_000.0


class Mark(StrEnum):
    """How a thing is."""

    GOOD = "✓"
    DOUBT = "!"
    BAD = "✗"


@dataclass(frozen=True, slots=True)
class Found:
    """One line: how a thing is, and the command that mends it."""

    mark: Mark
    what: str
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Machine:
    """What is looked at."""

    config: Config
    home: Path
    """Where recordings go."""
    root: Path = Path("/")
    now_s: float = 0.0
    """Wall time, s since 1970; 0 is now."""


def examine(machine: Machine) -> Iterator[Found]:
    """Look at one thing after another."""
    for look in LOOKS:
        yield look(machine)


def _python(_: Machine) -> Found:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < _OLDEST:
        return Found(Mark.BAD, f"Python {version}: 3.11 or newer is needed", "PYTHON=… make setup")
    if sys.maxsize < 2**32:
        mend = "install the 64-bit system"
        return Found(Mark.DOUBT, f"Python {version}, 32 bits: no ready packages", mend)
    return Found(Mark.GOOD, f"Python {version}")


def _adapter(machine: Machine) -> Found:
    adapters = sorted(path.name for path in (machine.root / "sys/class/bluetooth").glob("hci*"))
    adapters = [name for name in adapters if ":" not in name]
    if not adapters:
        return Found(
            Mark.BAD, "Bluetooth adapter: none", "plug one in, or see: dmesg | grep -i blue"
        )
    for switch in (machine.root / "sys/class/rfkill").glob("*"):
        blocked = _read(switch / "soft") == "1" or _read(switch / "hard") == "1"
        if _read(switch / "type") == "bluetooth" and blocked:
            return Found(Mark.BAD, "Bluetooth adapter: switched off", "rfkill unblock bluetooth")
    return Found(Mark.GOOD, f"Bluetooth adapter: {', '.join(adapters)}")


def _service(machine: Machine) -> Found:
    if not is_installed(machine.root):
        return Found(Mark.BAD, "BlueZ: not installed", "sudo apt install bluez")
    running = any(_read(p) == "bluetoothd" for p in (machine.root / "proc").glob("[0-9]*/comm"))
    if not running or not (machine.root / "run/dbus/system_bus_socket").exists():
        return Found(Mark.BAD, "BlueZ: not running", "sudo systemctl enable --now bluetooth")
    busctl = shutil.which("busctl")
    if busctl is None or machine.root != Path("/"):
        return Found(Mark.GOOD, "BlueZ runs")
    asked = ["call", "org.bluez", "/", "org.freedesktop.DBus.ObjectManager", "GetManagedObjects"]
    answer = subprocess.run([busctl, "--system", *asked], capture_output=True, check=False)
    if answer.returncode:
        mend = "sudo usermod -aG bluetooth $USER, then log in again"
        return Found(Mark.BAD, "BlueZ: this user may not use it", mend)
    return Found(Mark.GOOD, "BlueZ runs, and this user may use it")


def _wifi(machine: Machine) -> Found:
    radios = [path.parent.name for path in (machine.root / "sys/class/net").glob("*/wireless")]
    if not radios:
        return Found(Mark.GOOD, "Wi-Fi: none that could disturb Bluetooth")
    program = shutil.which("iw")
    if program is None:
        return Found(Mark.DOUBT, "Wi-Fi: its band is not known", "sudo apt install iw")
    for radio in radios:
        told = subprocess.run(
            [program, "dev", radio, "link"], capture_output=True, text=True, check=False
        ).stdout
        mhz = [line.split()[1] for line in told.splitlines() if line.strip().startswith("freq:")]
        if mhz and float(mhz[0]) < _BAND_5_GHZ_MHZ:
            return Found(Mark.DOUBT, f"Wi-Fi {radio}: 2.4 GHz disturbs Bluetooth", "use 5 GHz")
    return Found(Mark.GOOD, "Wi-Fi: not in Bluetooth's band")


def _sound(machine: Machine) -> Found:
    wanted = machine.config.voice.on
    bad = Mark.BAD if wanted else Mark.DOUBT
    try:
        players = find_players(machine.config.voice.player)
    except SinkError as error:
        return Found(bad, f"sound: {error}", "sudo apt install pipewire-bin, or alsa-utils")
    if shutil.which(ESPEAK) is None:
        return Found(bad, f"sound: no {ESPEAK}, so no speech", f"sudo apt install {ESPEAK}")
    whys = {}
    for player in players:
        name = Path(player[0]).name
        whys[name] = _plays(player)
        if not whys[name]:
            speaks = f"sound: {name} plays, and {ESPEAK} is there"
            return Found(Mark.GOOD, f"{speaks}; hear it: {command('say')}")
    told = "; ".join(f"{name} plays nothing: {why}" for name, why in whys.items())
    return Found(bad, f"sound: {told}", "systemctl --user start pipewire, or see: aplay -l")


def _plays(player: list[str]) -> str:
    """Play a moment of silence; say why it does not play."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "silence.wav"
        file.write_bytes(sound.write_wav(np.zeros(round(_SILENCE_S * sound.RATE_HZ))))
        try:
            played = subprocess.run(
                [*player, str(file)], capture_output=True, timeout=_PLAY_MOST_S, check=False
            )
        except subprocess.TimeoutExpired:
            return f"it does not end within {_PLAY_MOST_S:.0f} s"
        except OSError as error:
            return error.strerror or str(error)
    told = played.stderr.decode(errors="replace").strip().splitlines()
    if played.returncode == 0:
        return ""
    return told[-1].strip() if told else f"it ends with {played.returncode}"


def _disk(machine: Machine) -> Found:
    folder = next(each for each in (machine.home, *machine.home.parents) if each.exists())
    if not os.access(folder, os.W_OK):
        return Found(Mark.BAD, f"disk: {folder} cannot be written", f"ls -ld {folder}")
    free = shutil.disk_usage(folder).free
    said = f"disk: {free / 1e9:.1f} GB free"
    if free < _TOO_LITTLE_BYTES:
        return Found(Mark.BAD, said, f"make room at {folder}")
    return Found(Mark.GOOD if free >= _LITTLE_BYTES else Mark.DOUBT, said)


def _clock(machine: Machine) -> Found:
    if (machine.now_s or time.time()) < _BUILT_S:
        return Found(Mark.BAD, "clock: was never set", "sudo date -s '2025-01-31 18:00'")
    if (machine.root / "run/systemd/timesync/synchronized").exists():
        return Found(Mark.GOOD, "clock: set by the network")
    return Found(Mark.DOUBT, "clock: not set by the network; look at its time", "timedatectl")


def _broker(machine: Machine) -> Found:
    """Log in at the broker as a run would."""
    from monitor.sinks.mqtt_connection import try_broker  # loads what only a broker needs

    mqtt = machine.config.mqtt
    if not mqtt.host:
        return Found(Mark.GOOD, "broker: none named, nothing is published")
    try:
        check_broker(mqtt)
    except ConfigError as error:
        return Found(Mark.BAD, f"broker: {error}", command("settings"))
    refused = try_broker(mqtt, machine.config.broker)
    if refused is not None:
        return Found(Mark.BAD, f"broker: {refused.what}", refused.mend)
    where = f"broker {mqtt.host}:{mqtt.port}"
    why = deaf(mqtt)
    if why:
        return Found(Mark.DOUBT, f"{where} lets us in; {why}", DEAF_MEND)
    if mqtt.username and not mqtt.tls:
        what = f"{where} lets us in; the password travels readable"
        return Found(Mark.DOUBT, what, "set mqtt.tls = true")
    return Found(Mark.GOOD, f"{where} lets us in")


def _page(machine: Machine) -> Found:
    page = machine.config.page
    if not page.on:
        return Found(Mark.GOOD, "page: switched off")
    taken = _taken(page)
    if taken is not None:
        return taken
    if not page.lan:
        return Found(Mark.GOOD, f"page: this machine only, port {page.port}")
    places = ", ".join(lan())
    if not places:
        return Found(Mark.BAD, "page: this machine is in no network", "nmcli device wifi list")
    if page.https:
        return _certificate(machine, f"port {page.port} at {places}")
    return Found(Mark.GOOD, f"page: plain http, port {page.port} at {places}")


def _taken(page: PageSettings) -> Found | None:
    """Say who has the page's port, if anybody has."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0" if page.lan else "127.0.0.1", page.port))  # noqa: S104  # asked for with --lan
        except OSError as error:
            if is_footloose(page):
                return Found(Mark.GOOD, f"page: Footloose runs and serves it, port {page.port}")
            what = f"page: port {page.port}: {error.strerror}"
            return Found(Mark.DOUBT, what, f"ss -ltnp 'sport = :{page.port}'")
    return None


def _certificate(machine: Machine, where: str) -> Found:
    from monitor.web.certificate import ends

    end = ends(machine.home / "page" / "page.crt")
    if end is None:
        return Found(Mark.GOOD, f"page: https, {where}; its certificate is made at the start")
    return Found(Mark.GOOD, f"page: https, {where}; its certificate lasts until {end:%Y-%m-%d}")


LOOKS: Final[tuple[Callable[[Machine], Found], ...]] = (
    _python,
    _adapter,
    _service,
    _wifi,
    _sound,
    _disk,
    _clock,
    _broker,
    _page,
)
"""What is looked at, in the order in which a run needs it."""


def _read(file: Path) -> str:
    """Give what a file of the system says; nothing where it cannot be read."""
    try:
        return file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
