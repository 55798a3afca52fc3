"""Every limit between samples and strides."""

from msgspec import Struct

from monitor.limits.gait_imu import ImuLimits
from monitor.limits.gait_load import LoadLimits
from monitor.limits.gait_reference import ReferenceLimits


class GaitLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Strides from motion and from load, lengths from another device's speed."""

    imu: ImuLimits = ImuLimits()
    load: LoadLimits = LoadLimits()
    reference: ReferenceLimits = ReferenceLimits()
