"""What goes wrong with the BlueZ of the tests."""

from dataclasses import dataclass, field


@dataclass
class Trouble:
    """What goes wrong, and how many times."""

    adapter: str = "hci0"
    """The adapter that is switched on; a first one, ``hci0``, is switched off otherwise."""
    scan_in_progress: int = 0
    connect_in_progress: int = 0
    abort_by_local: int = 0
    resolve_race: int = 0
    already_connected: int = 0
    """BlueZ has connected by itself meanwhile, and says so to whoever asks it to connect."""
    removed: int = 0
    """BlueZ has forgotten the device between the scan and the connection, as after 30 s."""
    scan_broken: bool = False
    """Scanning fails until the adapter was switched off and on."""
    stays_off: int = 0
    """So often it fails to switch its adapter on."""
    missing: bool = False
    """There is no adapter."""
    stale_services: str = ""
    """A characteristic that BlueZ does not remember, until it forgets the device."""
    lacking: str = ""
    """A characteristic that the sensor itself does not have."""
    moved_handles: str = ""
    """What BlueZ remembers of the services is of an older firmware: ``invalid`` (nothing is there
    any more) or ``other`` (something else is), until it forgets the device."""
    left_connected: bool = False
    """An earlier program was killed; BlueZ has kept its connection."""
    silent_loss: bool = False
    """The link is lost, and nobody is told."""
    said: list[str] = field(default_factory=list)
    """What was answered, in order."""

    def wake(self, adapter: str) -> None:
        """An adapter is to be switched on."""
        assert adapter == self.adapter, "it is somebody else's, who keeps it switched off"
        if self.stays_off:
            self.stays_off -= 1
            raise BlueZError("Failed", "Connection timed out")
        self.scan_broken = False


class BlueZError(Exception):
    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.name = name if "." in name else f"org.bluez.Error.{name}"
