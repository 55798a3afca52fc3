"""Limits from which a signal means that its sensor was saturated."""

from msgspec import Struct

from monitor.settings.kinds import Fraction, Positive


class PlateauLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a saturated axis looks; in the sensor's unit (rad/s or m/s²).

    Rules of thumb, but for ranges and resolution, which are those of data sheets.
    """

    floor: Positive
    """A corner and a slow creep are sought above this; below it, feet do such things themselves."""
    flat_floor: Positive
    """Above this a signal that stands still is cut off: below the smallest full scale in use."""
    flat: Positive
    """Changes below this (a few counts of the sensor) count as level."""
    flat_s: Positive = 0.010
    """A level that lasts so long, three samples at least, is cut off. [M] Peaks of feet bend by
    more."""
    top: Positive
    """Beyond this every sample is cut off."""
    most: Positive = 1e9
    """No sensor in use has a wider range: what says more was garbled, and tells of no range.
    Recordings from before this was asked have none."""
    range_share: Fraction = 0.8
    """Below this share of the greatest value that any axis has said nothing is cut off: the three
    axes have one range. Rule of thumb: calibration and rounding move a plateau by a tenth."""
    corner: Positive
    """The last step before a sharp plateau is at least this big."""
    ratio: Fraction = 0.1
    """Two steps this much smaller than the one before them are a plateau, not a peak."""
    creep_per_s: Positive
    """A signal that changes less than this a second is level."""
    creep_s: Positive = 0.03
    """It is cut off when it stays level for so long: a foot's rate, even when walking, bends by
    more than 6 rad/s² within 15 ms of its peak."""


class ClipLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How saturated sensors look. Rules of thumb, but for the ranges of sensors."""

    gyr: PlateauLimits = PlateauLimits(
        floor=6.0, top=34.5, most=36.0, corner=0.3, creep_per_s=4.0, flat_floor=4.0, flat=0.002
    )
    """Corners from ±500 °/s less a third to ±2000 °/s less 1 %, no range beyond it by 3 %; flat
    from ±250 °/s less 8 %. One step of ±2000 °/s in 16 bits is 0.001 rad/s (MPU-6050, LSM6DSO,
    BMI270 data sheets)."""
    acc: PlateauLimits = PlateauLimits(
        floor=75.0, top=1e9, most=330.0, corner=5.0, creep_per_s=40.0, flat_floor=18.0, flat=0.01
    )
    """Corners from ±8 g; flat from ±2 g less 8 %. Feet reach ±32 g at most, here with 5 % more;
    wider ranges are in use, so that no size alone is cut off. One step of ±16 g in 16 bits is
    0.005 m/s²."""
    level_share: Fraction = 0.02
    """What lies before a plateau and below it by less than this share of it is of the plateau,
    which is told of late, the later the rounder its corner. [M] Chosen on the walking day of
    ``vicon_foot`` and on ``surveyed_runs``: 0.01 to 0.03 do alike."""
    doubt_s: Positive = 0.03
    """Saturation for longer in one stride makes its length doubtful. [M] Cut off at ±4 g, running
    strides come out 3 % short. Rule of thumb."""
