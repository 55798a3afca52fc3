"""What the report is made from: a story, what was typed in, and what is known across runs."""

from msgspec import Struct

from monitor.report.cues import Helps
from monitor.report.follow_up import Answers, RedFlag
from monitor.report.lacing_test import LacingResult
from monitor.report.lift_test import LiftResult
from monitor.report.story import Cut, Story
from monitor.types import Side


class Changed(Struct, frozen=True, kw_only=True):
    """A setting that is not the default, with its unit; None is *not set*."""

    key: str
    value: str | None
    default: str | None


class InForce(Struct, frozen=True, kw_only=True):
    """The settings that a session ran with. None is *not set*."""

    mass_kg: float | None = None
    reduced_feeling: bool = False
    changed: tuple[Changed, ...] = ()


class About(Struct, frozen=True, kw_only=True):
    """What was typed in about a session; None is not said.

    ``went`` is how it went with items of the plan: *done*, *partly* or *not*.
    ``settings`` are those that it ran with; None where the recording does not tell them.
    """

    name: str
    athlete: str | None = None
    shoe: str | None = None
    insole: str | None = None
    lacing: str | None = None
    temperature_c: float | None = None
    text: str = ""
    answers: Answers | None = None
    acknowledged: dict[str, str] = {}
    went: dict[str, str] = {}
    lift: LiftResult | None = None
    laces: LacingResult | None = None
    laces_names: dict[str, str] = {}
    fit: dict[Side, str] | None = None
    cut: Cut | None = None
    settings: InForce | None = None


class Earlier(Struct, frozen=True, kw_only=True):
    """A red flag of another session whose card was not read; ``day`` None is not known.

    ``nobodys``: whose run that was is not known, and it may have been somebody else's.
    ``is_past``: it was so long ago that an emergency of then may be over.
    """

    flag: RedFlag
    day: str | None
    nobodys: bool = False
    is_past: bool = False


class Context(Struct, frozen=True, kw_only=True):
    """Everything that one report is made from.

    ``trend`` are sentences about earlier runs, ready to show; ``worse`` is the flag of a trend that
    this run completes; ``earlier`` are the open red flags of the runs before. ``is_past``: the
    session was so long ago that an emergency of then may be over.
    """

    story: Story
    about: About
    trend: tuple[str, ...] = ()
    worse: RedFlag | None = None
    earlier: tuple[Earlier, ...] = ()
    helps: Helps | None = None
    is_past: bool = False
