"""What the options of both command lines share."""

from math import isfinite

import typer


def finite(value: float | None) -> float | None:
    """Give the value of an option back if it is a finite number, or was not given.

    typer does not do it: below 0.29, ``nan`` passes ``min`` and ``max``.

    Raises
    ------
    typer.BadParameter
        If it is infinite or not a number.
    """
    if value is not None and not isfinite(value):
        raise typer.BadParameter(f"must be a finite number, not {value}")
    return value
