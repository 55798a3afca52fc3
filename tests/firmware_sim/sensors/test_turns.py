import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from firmware_sim.sensors.turns import Turns, of_angles, of_vectors
from monitor.types import FloatArray

CHANCE = np.random.default_rng(8)
ANGLES_RAD = CHANCE.uniform(-3.0, 3.0, (400, 3))
SCALES = np.array([0.0, 1e-9, 1e-4, 9.9e-4, 1.1e-3, 0.1, 1.0, 3.1])


def same(mine: Turns, theirs: Rotation) -> bool:
    """Whether they turn the same; a quaternion and its opposite do."""
    return bool(np.allclose(matrices(mine), theirs.as_matrix(), rtol=0.0, atol=1e-14))


def matrices(turns: Turns) -> FloatArray:
    """The turned body's axes as columns, shape (n, 3, 3)."""
    rows = [turns.in_body(np.tile(axis, (len(turns.w), 1))) for axis in np.eye(3)]
    return np.stack(rows, axis=1)


@pytest.mark.parametrize("scale", SCALES)
def test_angles_vectors_and_products_are_those_of_scipy(scale: float) -> None:
    angles = scale * ANGLES_RAD
    vectors = scale * ANGLES_RAD[::-1] / 6.0
    mine, other = of_angles(*angles.T), of_vectors(vectors)
    theirs, their_other = Rotation.from_euler("YXZ", angles), Rotation.from_rotvec(vectors)

    assert same(mine, theirs)
    assert same(other, their_other)
    assert same(mine.then(other), theirs * their_other)
    assert same(mine.inverse(), theirs.inv())
    assert same(mine.after(other), Rotation.concatenate([their_other, theirs]))
    np.testing.assert_allclose(mine.vectors(), theirs.as_rotvec(), rtol=1e-9, atol=1e-15)
