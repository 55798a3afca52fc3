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
    """BlueZ has forgotten the device between the scan and the connection, as after 30 s; not once
    its adapter was switched off and on."""
    scan_broken: bool = False
    """Scanning fails until the adapter was switched off and on."""
    stays_off: int = 0
    """So often it fails to switch its adapter on."""
    connect_broken: bool = False
    """No sensor can be connected until the adapter was switched off and on."""
    hung: bool = False
    """It does not answer whoever asks for its objects."""
    missing: bool = False
    """There is no adapter."""
    stale_services: str = ""
    """A characteristic that BlueZ does not remember, until it forgets the device."""
    updating: int = 0
    """So often it learns the services wrongly once more: the pod takes up a new firmware."""
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
        self.scan_broken = self.connect_broken = False
        self.removed = 0

    def forget(self) -> None:
        """A sensor is forgotten."""
        self.moved_handles = ""
        if self.updating:
            self.updating -= 1
        else:
            self.stale_services = ""

    def refuse(self) -> None:
        """A sensor is to be connected."""
        if self.connect_broken:
            raise BlueZError("Failed", "le-connection-abort-by-local")
        if self.connect_in_progress:
            self.connect_in_progress -= 1
            raise BlueZError("InProgress", "In Progress")
        if self.already_connected:
            self.already_connected -= 1
            raise BlueZError("AlreadyConnected", "Already Connected")


class BlueZError(Exception):
    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.name = name if "." in name else f"org.bluez.Error.{name}"
