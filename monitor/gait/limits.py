"""Every limit between samples and strides."""

from msgspec import Struct

from monitor.gait.imu.limits import ImuLimits
from monitor.gait.limits_reference import ReferenceLimits, SpeedPodLimits
from monitor.gait.load.limits import LoadLimits


class GaitLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Strides from motion and from load, lengths from another device's speed."""

    imu: ImuLimits = ImuLimits()
    load: LoadLimits = LoadLimits()
    reference: ReferenceLimits = ReferenceLimits()
    speed_pod: SpeedPodLimits = SpeedPodLimits()
