"""Ranges that limits share."""

from typing import Annotated

from msgspec import Meta

Positive = Annotated[float, Meta(gt=0)]
"""A quantity above zero."""

NonNegative = Annotated[float, Meta(ge=0)]
"""A quantity that may be zero."""

Fraction = Annotated[float, Meta(ge=0, le=1)]
"""Between 0 and 1."""

Count = Annotated[int, Meta(ge=1)]
"""How many, at least one."""
