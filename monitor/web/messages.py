"""What a page, a script or another program may say to the hub: one JSON object a message."""

import hashlib
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta, Struct

from monitor.report.lacing_test import Felt
from monitor.types import Feeling, Packet, Side, WishKind, Zone
from monitor.wire import symptom, uuids, wish
from monitor.wire.press import IDENTITY_BYTES, Press

RUNNER: Final = "runner"
"""The sensor that presses come from."""
SNOOZE_S: Final = 600
"""How long a snooze lasts that does not say so, s: as the key ``s`` of the terminal."""
MOST_BYTES: Final = 2048
"""A longer message is refused."""

Identity = Annotated[str, Meta(min_length=1, max_length=64)]
Age = Annotated[float, Meta(ge=0.0, le=4e6)]


class Hello(Struct, tag="hello", forbid_unknown_fields=True):
    """A page is there, and knows the news of a run up to a number."""

    run: str | None = None
    since: Annotated[int, Meta(ge=0)] = 0


class TapMessage(Struct, tag="tap", forbid_unknown_fields=True):
    """The runner feels something."""

    id: Identity
    what: Feeling
    age_s: Age = 0.0
    side: Side | None = None
    zone: Zone | None = None
    unsaid: bool = False
    """Without a side: the foot was not said. Else both are meant."""

    def packet(self, t_rx_s: float) -> Packet:
        """Give the packet that goes into the recording."""
        # the page's third choice is both feet; its OK names no foot
        both = self.side is None and self.what is not Feeling.OK and not self.unsaid
        tap = symptom.Tap(self.what, self.side, self.zone, press_of(self.id, self.age_s), both)
        return Packet(RUNNER, uuids.SYMPTOM, t_rx_s, symptom.encode(tap))


class WishMessage(Struct, tag="wish", forbid_unknown_fields=True):
    """The runner wants quiet, or no longer."""

    id: Identity
    what: WishKind
    age_s: Age = 0.0
    for_s: Annotated[int, Meta(ge=1, le=0xFFFF)] = SNOOZE_S

    def packet(self, t_rx_s: float) -> Packet:
        """Give the packet that goes into the recording."""
        for_s = self.for_s if self.what is WishKind.SNOOZE else 0
        quiet = wish.Quiet(self.what, for_s, press=press_of(self.id, self.age_s))
        return Packet(RUNNER, uuids.WISH, t_rx_s, wish.encode(quiet))


class EndMessage(Struct, tag="end", forbid_unknown_fields=True):
    """The run is over."""

    id: Identity
    age_s: Age = 0.0


class SeenMessage(Struct, tag="seen", forbid_unknown_fields=True):
    """The runner has read a referral card."""

    id: Identity
    number: int
    age_s: Age = 0.0


class AskMessage(Struct, tag="ask", forbid_unknown_fields=True):
    """The runner wants to hear how things are."""

    id: Identity
    age_s: Age = 0.0


class HeardMessage(Struct, tag="heard", forbid_unknown_fields=True):
    """The page played a sentence to its end."""

    id: Identity
    number: int
    path: Literal["radio", "page"]
    age_s: Age = 0.0


class StartMessage(Struct, tag="start", forbid_unknown_fields=True):
    """A run is to begin; a hub without a clock takes the phone's."""

    id: Identity
    age_s: Age = 0.0
    clock_ms: Annotated[float, Meta(ge=0.0, le=4e12)] | None = None
    """The phone's wall time at the press, ms since 1970."""

    @property
    def phone_ms(self) -> float | None:
        """The phone's wall time now, ms since 1970."""
        return None if self.clock_ms is None else self.clock_ms + 1000.0 * self.age_s


class FollowUpMessage(Struct, tag="follow_up", forbid_unknown_fields=True):
    """Answers to the questions after a run, as ``footloose follow-up --answer`` reads them."""

    id: Identity
    session: Annotated[str, Meta(min_length=1, max_length=120)]
    given: Annotated[dict[str, Annotated[str, Meta(max_length=200)]], Meta(max_length=10)]
    age_s: Age = 0.0


class ReadMessage(Struct, tag="read", forbid_unknown_fields=True):
    """The card of a red flag of an earlier run was read."""

    id: Identity
    session: Annotated[str, Meta(min_length=1, max_length=120)]
    name: Annotated[str, Meta(min_length=1, max_length=80)]
    age_s: Age = 0.0


class LiftMessage(Struct, tag="lift", forbid_unknown_fields=True):
    """The runner wants the lift test, or leaves it.

    ``test`` is the identity of the press that began the test that is left.
    """

    id: Identity
    what: Literal["begin", "leave"]
    test: Annotated[str, Meta(max_length=64)] = ""
    age_s: Age = 0.0


class LacesMessage(Struct, tag="laces", forbid_unknown_fields=True):
    """The runner wants the comparison of two lacings, or says something in it.

    ``a`` and ``b`` name the lacings at its beginning. ``test`` is the identity of the press that
    began the test, ``trial`` the one that the page showed, ``step`` the step: what was said of
    another one counts no more. ``felt`` is how B felt; None is not said.
    """

    id: Identity
    what: Literal["begin", "leave", "ready", "enough", "skip", "feel"]
    a: Annotated[str, Meta(max_length=60)] = ""
    b: Annotated[str, Meta(max_length=60)] = ""
    test: Annotated[str, Meta(max_length=64)] = ""
    trial: Annotated[int, Meta(ge=0, le=9)] = 0
    step: Annotated[str, Meta(max_length=20)] = ""
    felt: Felt | None = None
    age_s: Age = 0.0


class OffMessage(Struct, tag="off", forbid_unknown_fields=True):
    """The computer is to be switched off; a run that goes on ends first."""

    id: Identity
    age_s: Age = 0.0


class PlanMessage(Struct, tag="plan", forbid_unknown_fields=True):
    """How it went with items of the plan after a run: *done*, *partly* or *not*."""

    id: Identity
    session: Annotated[str, Meta(min_length=1, max_length=120)]
    went: Annotated[
        dict[Annotated[str, Meta(max_length=40)], Annotated[str, Meta(max_length=10)]],
        Meta(min_length=1, max_length=30),
    ]
    age_s: Age = 0.0


RunMessage = (
    TapMessage | WishMessage | EndMessage | SeenMessage | HeardMessage | LiftMessage | LacesMessage
)
"""What does nothing where no run goes on."""
AnswerMessage = FollowUpMessage | ReadMessage | PlanMessage
"""What belongs to a run that is over."""
PressMessage = RunMessage | AskMessage | StartMessage | OffMessage | AnswerMessage
"""What is delivered exactly once."""
Message = Hello | PressMessage

_decoder: Final[msgspec.json.Decoder[Message]] = msgspec.json.Decoder(Message)


def read(text: str | bytes) -> Message:
    """Read a message.

    Raises
    ------
    ValueError
        If the text is not a message, with what was expected.
    """
    if len(text) > MOST_BYTES:
        raise ValueError(f"a message of {len(text)} bytes; at most {MOST_BYTES}")
    try:
        return _decoder.decode(text)
    except RecursionError as error:
        raise ValueError("a message nested too deeply") from error


def press_text(text: str | bytes) -> PressMessage:
    """Read a press.

    Raises
    ------
    ValueError
        If the text is not a message, or the message is not a press.
    """
    message = read(text)
    if isinstance(message, Hello):
        raise ValueError("a greeting is no press")  # noqa: TRY004 - what was said is wrong
    return message


def press_of(identity: str, age_s: float) -> Press:
    """Give a press whose name may be any text the form that a recording holds."""
    digest = hashlib.blake2b(identity.encode(), digest_size=IDENTITY_BYTES)
    return Press(digest.hexdigest(), age_s)
