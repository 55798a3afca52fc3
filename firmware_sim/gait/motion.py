"""Specific force and angular rate at a point of a moving shoe, as an ideal sensor has them."""

from dataclasses import dataclass

import numpy as np

from firmware_sim.gait.jet import Jet, sin_cos
from monitor.types import FloatArray
from monitor.units import STANDARD_GRAVITY_M_S2


@dataclass(frozen=True, slots=True)
class Pose:
    """Motion of the foot: angles (rad) and the ball's place (m); world axes."""

    pitch: Jet
    roll: Jet
    yaw: Jet
    x: Jet
    y: Jet
    z: Jet


@dataclass(frozen=True, slots=True)
class Motion:
    """What an ideal sensor at a point of the shoe would see; shape (n, 3) but for the pitch.

    ``force_m_s2`` is the specific force and ``turn_rad_s`` the angular rate, in the foot frame;
    ``place_m``, ``velocity_m_s`` and ``acc_m_s2`` are the point's in the world.
    """

    force_m_s2: FloatArray
    turn_rad_s: FloatArray
    place_m: FloatArray
    velocity_m_s: FloatArray
    acc_m_s2: FloatArray
    pitch_rad: FloatArray
    roll_rad: FloatArray
    yaw_rad: FloatArray


def felt(pose: Pose, point_m: FloatArray) -> Motion:
    """Motion of a point of the foot.

    Parameters
    ----------
    pose : Pose
    point_m : FloatArray, shape (3,)
        From the ball, in the foot frame.
    """
    turns = [sin_cos(angle) for angle in (pose.pitch, pose.roll, pose.yaw)]
    x, y, z = _turned(turns, point_m)
    x, y, z = x + pose.x, y + pose.y, z + pose.z
    acc = np.column_stack([x.acc, y.acc, z.acc])
    return Motion(
        force_m_s2=_into_foot(turns, acc + np.array([0.0, STANDARD_GRAVITY_M_S2, 0.0])),
        turn_rad_s=_body_rates(pose, turns),
        place_m=np.column_stack([x.value, y.value, z.value]),
        velocity_m_s=np.column_stack([x.rate, y.rate, z.rate]),
        acc_m_s2=acc,
        pitch_rad=pose.pitch.value,
        roll_rad=pose.roll.value,
        yaw_rad=pose.yaw.value,
    )


def _turned(turns: list[tuple[Jet, Jet]], u: FloatArray) -> tuple[Jet, Jet, Jet]:
    """A point of the foot turned by pitch (z), then roll (x), then yaw (y)."""
    (sin_p, cos_p), (sin_r, cos_r), (sin_y, cos_y) = turns
    forward = cos_p.scale(u[0]) - sin_p.scale(u[1])
    up = sin_p.scale(u[0]) + cos_p.scale(u[1])
    height = up * cos_r - sin_r.scale(u[2])
    right = up * sin_r + cos_r.scale(u[2])
    return forward * cos_y + right * sin_y, height, right * cos_y - forward * sin_y


def _into_foot(turns: list[tuple[Jet, Jet]], world: FloatArray) -> FloatArray:
    """World vectors in the foot frame."""
    (sp, cp), (sr, cr), (sy, cy) = ((s.value, c.value) for s, c in turns)
    x, y, z = world.T
    ahead, right = x * cy - z * sy, x * sy + z * cy
    up, side = y * cr + right * sr, right * cr - y * sr
    return np.column_stack([ahead * cp + up * sp, up * cp - ahead * sp, side])


def _body_rates(pose: Pose, turns: list[tuple[Jet, Jet]]) -> FloatArray:
    """Angular rate in the foot frame from the rates of pitch, roll and yaw."""
    (sp, cp), (sr, cr), _ = ((s.value, c.value) for s, c in turns)
    x, y, z = pose.roll.rate, pose.yaw.rate * cr, -pose.yaw.rate * sr
    return np.column_stack([x * cp + y * sp, y * cp - x * sp, z + pose.pitch.rate])
