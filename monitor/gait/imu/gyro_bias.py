"""Follow the gyroscope's bias: what it says when nothing turns."""

from statistics import median_high

from monitor.gait.imu.limits import PathLimits
from monitor.gait.imu.sensor_to_foot import Axis, SensorToFoot

_NONE = Axis(0.0, 0.0, 0.0)


class BiasTracker:
    """Gyroscope bias along the foot's axes: from standing, and from strides while moving.

    Over many strides the foot comes back to the same pitch and roll; what remains of their
    change, per second, is bias. It changes only between groups of ``bias_memory_strides``
    strides, so that all strides of a group can be worked on at once. Rotation about the vertical
    is known from standing alone: a runner on a track turns.
    """

    def __init__(self, limits: PathLimits) -> None:
        self._most = limits.bias_max_rad_s
        self._still = limits.still_rad_s
        self._group = limits.bias_memory_strides
        self._memory = limits.still_memory
        self._rests = 0
        self._pitch: list[float] = []
        self._roll: list[float] = []
        self.bias = _NONE
        self.beyond = False
        """Whether the last standing foot said more than any sensor's bias."""

    @property
    def room(self) -> int:
        """How many more strides the present bias serves."""
        return self._group - len(self._pitch)

    def stand(self, mean_rate: Axis, spread_rad_s: float) -> None:
        """Take the mean rate of a foot at rest; rests are averaged, the latest few.

        Use a restless foot only if its mean exceeds its scatter.
        ``spread_rad_s`` is the standard deviation about the liveliest of the three axes.
        """
        x, y, z = (getattr(mean_rate, axis) - getattr(self.bias, axis) for axis in "xyz")
        if spread_rad_s > max(self._still, abs(x), abs(y), abs(z)):
            return
        most = max(abs(mean_rate.x), abs(mean_rate.y), abs(mean_rate.z))
        self.beyond = most > self._most
        if self.beyond:
            return
        self._rests = min(self._rests + 1, self._memory)
        old, gain = self.bias, 1.0 / self._rests
        self.bias = Axis(old.x + gain * x, old.y + gain * y, old.z + gain * z)

    def turn(self, sensor_to_foot: SensorToFoot) -> None:
        """Go over to another frame of the foot; what was seen of strides in the old is dropped."""
        self.bias = sensor_to_foot.turn_axis(self.bias)
        self._pitch, self._roll = [], []

    def follow(self, pitch_drift_rad_s: float, roll_drift_rad_s: float) -> None:
        """Take how fast pitch and roll failed to come back over one stride."""
        self._pitch.append(pitch_drift_rad_s)
        self._roll.append(roll_drift_rad_s)
        if len(self._pitch) < self._group:
            return
        # a positive rate about the forward axis lowers the foot's right side
        x = self._held(self.bias.x - median_high(self._roll))
        z = self._held(self.bias.z + median_high(self._pitch))
        self.bias = Axis(x, self.bias.y, z)
        self._pitch, self._roll = [], []

    def _held(self, value: float) -> float:
        return max(-self._most, min(self._most, value))
