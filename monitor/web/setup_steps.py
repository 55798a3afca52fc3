"""What a page may ask of the steps before a run: one JSON object each."""

from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

from monitor.home.remembered import Name


class Find(Struct, tag="find", tag_field="do", forbid_unknown_fields=True):
    """Listen for sensors."""


class Pair(Struct, tag="pair", tag_field="do", forbid_unknown_fields=True):
    """Ask for a double tap of each foot."""


class Fit(Struct, tag="fit", tag_field="do", forbid_unknown_fields=True):
    """Feet lifted, then standing."""


class Phrase(Struct, tag="phrase", tag_field="do", forbid_unknown_fields=True):
    """Say the test phrase."""


class Stop(Struct, tag="stop", tag_field="do", forbid_unknown_fields=True):
    """Leave what goes on."""


class Wear(Struct, tag="wear", tag_field="do", forbid_unknown_fields=True):
    """Who runs, and in what; what is not said is as before, an empty name is none any more."""

    athlete: Name = ""
    shoe: Name | None = None
    insole: Name | None = None
    lacing: Name | None = None
    try_cues: bool | None = None


class Call(Struct, tag="name", tag_field="do", forbid_unknown_fields=True):
    """Give a paired sensor a name of one's own; an empty one takes it away."""

    address: Annotated[str, Meta(min_length=1, max_length=64)]
    called: Name = ""


Step = Find | Pair | Fit | Phrase | Stop | Wear | Call
_decoder: Final[msgspec.json.Decoder[Step]] = msgspec.json.Decoder(Step)


def read_step(text: bytes) -> Step:
    """Read what is asked.

    Raises
    ------
    ValueError
        If it is no step.
    """
    try:
        return _decoder.decode(text)
    except RecursionError as error:
        raise ValueError("a step nested too deeply") from error
