"""Install a systemd unit that starts the hub with the computer: ``footloose service``."""

import getpass
import os
import shutil
import sys
from pathlib import Path
from typing import Annotated, Final, NamedTuple

import typer

from monitor.cli.common import console
from monitor.errors import ConfigError, SourceError
from monitor.files.output import check_outputs, writing

service_app = typer.Typer(
    help="Start Footloose with the computer (systemd).", no_args_is_help=True, add_completion=False
)

User = Annotated[str | None, typer.Option(help="Whose sessions they are. Without it, yours.")]
UnitFile = Annotated[
    Path, typer.Option("-o", "--output", metavar="FILE", help="Where the systemd unit goes.")
]
OpenToLan = Annotated[
    bool, typer.Option("--lan", help="Open the page to phones of the local network.")
]
UNIT: Final = Path("/etc/systemd/system/footloose.service")
_HARDENING: Final = """\
# Nothing is let through that a run does not need.
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths={home}
PrivateTmp=yes
PrivateMounts=yes
# the keys of a headset, for a user of the group `input`
DeviceAllow=char-input r
# sound, for the voice; nothing else
DevicePolicy=closed
DeviceAllow=char-alsa rw
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProcSubset=pid
LockPersonality=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RemoveIPC=yes
KeyringMode=private
UMask=0077
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
# asked whether anything keeps the clock right; without a capability nobody sets it
SystemCallFilter=adjtimex clock_adjtime
SystemCallErrorNumber=EPERM
# D-Bus and the page; no further than the local network
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
IPAddressDeny=any
IPAddressAllow=localhost link-local multicast 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7
"""
_UNIT: Final = """\
# Written by `footloose service install`.
[Unit]
Description=Footloose: guidance for a runner whose feet go numb
After=bluetooth.service
Wants=bluetooth.service

[Service]
Type=notify
User={user}
Group={group}
Environment=FOOTLOOSE_HOME={home}
StateDirectory=footloose
StateDirectoryMode=0700
RuntimeDirectory=footloose
RuntimeDirectoryMode=0700
# the page's "switch off" makes this file; a unit of root's waits for it
Environment=FOOTLOOSE_OFF=/run/footloose/off
WorkingDirectory=%S/footloose
ExecStart={command}
Restart=on-failure
RestartSec=5
# the event loop says that it lives; packing and filing a long recording takes minutes on a small Pi
WatchdogSec=30
TimeoutStopSec=300
MemoryHigh=200M
MemoryMax=300M

{hardening}
[Install]
WantedBy=multi-user.target
"""


_OFF_PATH: Final = """\
# Written by `footloose service install`: lets the page switch this computer off.
[Unit]
Description=Footloose: wait for the page's wish to switch off

[Path]
PathExists=/run/footloose/off
Unit={stem}-off.service

[Install]
WantedBy=multi-user.target
"""
_OFF_SERVICE: Final = """\
# Written by `footloose service install`: started by {stem}-off.path alone.
[Unit]
Description=Footloose: switch the computer off

[Service]
Type=oneshot
ExecStart=/usr/bin/systemctl poweroff
"""


class Runner(NamedTuple):
    """Whose sessions they are."""

    user: str
    group: str
    home: Path
    """Where the user's own commands find them."""


def unit_text(runner: Runner, command: list[str]) -> str:
    """Give the unit that runs a command for a user.

    Raises
    ------
    ConfigError
        If a path or an argument has characters that systemd reads in its own way.
    """
    for word in [*command, str(runner.home)]:
        if not word.isprintable() or set(word) & set(" \t\"'\\%$;"):
            raise ConfigError("service", word, "systemd would misread this; use a plain path")
    return _UNIT.format(
        user=runner.user,
        group=runner.group,
        home=runner.home,
        command=" ".join(command),
        hardening=_HARDENING.format(home=runner.home),
    )


@service_app.callback()
def _service() -> None:
    """Start Footloose with the computer (systemd)."""


@service_app.command()
def install(
    user: User = None,
    output: UnitFile = UNIT,
    lan: OpenToLan = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a unit that is there.")] = False,
) -> None:
    """Write systemd units: a hub that starts with the computer, and the page's switch."""
    runner = _runner(user or os.environ.get("SUDO_USER") or getpass.getuser())
    opened = ["--lan"] if lan else []
    command = [_program(), "hub", "--quiet", *opened]
    text = unit_text(runner, command)
    asked = [_program(), "service", "install", *opened]
    if output.parent == UNIT.parent and not os.access(output.parent, os.W_OK):
        raise SourceError(f"{output}: only root may write it: sudo {' '.join(asked)}")
    if output.parent == UNIT.parent:
        _make_home(runner)
    name = output.stem
    units = {
        output: text,
        output.with_name(f"{name}-off.path"): _OFF_PATH.format(stem=name),
        output.with_name(f"{name}-off.service"): _OFF_SERVICE.format(stem=name),
    }
    check_outputs(units, force=force)
    for place, unit in units.items():
        with writing(place, force=force) as file:
            file.write(unit.encode())
        place.chmod(0o644)
    console.print(f"written: {output}, for {runner.user}; recordings go to {runner.home}")
    if output.parent == UNIT.parent:
        console.print("start it now, and with the computer:")
        both = f"{name} {name}-off.path"
        console.print(f"    sudo systemctl daemon-reload && sudo systemctl enable --now {both}")
        console.print(f"end it: sudo systemctl stop {name}      watch it: journalctl -fu {name}")
        address = " ".join([_program(), "hub", "--address", *opened])
        console.print(f"the page's address, with its token: {address}")


def _make_home(runner: Runner) -> None:
    """Make the user's home of sessions: the unit lets a run write nowhere else."""
    import pwd

    known = pwd.getpwnam(runner.user)
    missing = [folder for folder in (runner.home, *runner.home.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(folder, known.pw_uid, known.pw_gid)


def _runner(user: str) -> Runner:
    """Find out about a user.

    Raises
    ------
    ConfigError
        If there is no such user, or it is root, whose sessions nobody else could read.
    """
    try:
        import grp  # neither is there on Windows, which has no systemd either
        import pwd

        known = pwd.getpwnam(user)
    except ImportError as error:
        raise SourceError("there is no systemd on this system") from error
    except KeyError:
        raise ConfigError("--user", user, "there is no such user") from None
    if known.pw_uid == 0:
        raise ConfigError("--user", user, "name an ordinary user: a run needs no rights of root")
    home = Path(known.pw_dir) / ".local" / "share" / "footloose"
    return Runner(user, grp.getgrgid(known.pw_gid).gr_name, home)


def _program() -> str:
    """Path of this program, as systemd wants it."""
    program = Path(sys.argv[0])
    found = program if program.name == "footloose" else Path(shutil.which("footloose") or program)
    return str(found.absolute())
