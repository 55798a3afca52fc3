"""Where many small turns, one after the other, have turned something to."""

from scipy.spatial.transform import Rotation


def turned_by(steps: Rotation) -> Rotation:
    """Orientation before each turn and after the last one, relative to the first.

    Parameters
    ----------
    steps : Rotation
        n turns, each in the frame that the ones before it have turned.

    Returns
    -------
    Rotation
        n + 1 orientations.
    """
    turned = Rotation.concatenate([Rotation.identity(1), steps])
    reach = 1
    while reach < len(turned):  # each holds the product of its last `reach` turns; that doubles
        turned = Rotation.concatenate([turned[:reach], turned[:-reach] * turned[reach:]])
        reach *= 2
    return turned
