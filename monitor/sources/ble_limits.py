"""Time-outs, retries and watchdogs of the Bluetooth source."""

from msgspec import Struct

from monitor.settings.bluetooth import BluetoothSettings
from monitor.settings.kinds import Count, Positive


class RadioLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Time-outs, retries and watchdogs of the Bluetooth source."""

    bluetooth: BluetoothSettings = BluetoothSettings()
    """The computer's radio."""
    scan_s: Positive = 5.0
    """One listening window, s; a pod that advertises every second is heard in it (rule of thumb).
    """
    scan_pause_s: Positive = 0.2
    """Pause between windows, s, in which connections get their turn (rule of thumb)."""
    rescan_s: Positive = 60.0
    """With both feet connected, listen this often for a strap that was forgotten, s (rule of
    thumb; a window takes radio time from the pods)."""
    search_s: Positive = 300.0
    """While a foot is missing, listen without rest for so long, s, then as with both feet (rule
    of thumb: shoes are on by then, or the runner has one pod only); so for a sensor that is lost,
    from then on (who is away for longer has mostly gone home)."""
    missing_s: Positive = 20.0
    """A foot that is not found for so long, s, is reported as missing (rule of thumb)."""
    connect_s: Positive = 10.0
    """Longest connection attempt including service discovery, s; it was seen a moment ago, so
    the 30 s that a library waits for an unseen device are not needed (rule of thumb)."""
    connect_attempts: Count = 9
    """Attempts in a row before the sensor must be seen again; transient errors of BlueZ come in
    series (rule of thumb: bleak-retry-connector takes 9)."""
    backoff_s: Positive = 0.25
    """Pause after the first failed attempt, s, doubled each time (rule of thumb, as in
    bleak-retry-connector)."""
    backoff_max_s: Positive = 10.0
    """Longest pause between attempts, s (rule of thumb: a runner waits no longer)."""
    request_s: Positive = 5.0
    """Longest read, write or answer of the control point, s. Rule of thumb: ATT allows 30 s
    (Bluetooth Core 5.4, vol 3 part F 3.3.3), but then the run has gone on without data."""
    stall_s: Positive = 3.0
    """A pod that is connected and silent for so long, s, is reported as stalled; pods send at
    least every 0.2 s (docs/protocol.md). Rule of thumb."""
    slow_stall_s: Positive = 10.0
    """The same for heart-rate and speed sensors, s; they send about every second. Rule of thumb."""
    thermometer_stall_s: Positive = 240.0
    """The same for thermometers, s; they are read four times in it. Rule of thumb: the air changes
    slowly, and a coin cell should last."""
    reset_s: Positive = 6.0
    """A stall that lasts so much longer, s, ends the link, to connect afresh (rule of thumb)."""
    refusals: Count = 6
    """An adapter that refuses to listen so often in a row is reset (rule of thumb: half a minute,
    with growing pauses)."""
    deaf_s: Positive = 120.0
    """While sensors are sought and none is connected, an adapter that hears none of them for so
    long, s, is reset, once (rule of thumb: longer than a stop in a shop, shorter than a run)."""
