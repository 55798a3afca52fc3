"""What to change before the next run: chosen by what was found, from a table with sources.

Pure. What to do, how, how much, why and when to stop are words (``words/*.toml``); which item
answers which finding stands in ``ANSWERS``.
"""

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Final

from msgspec import Struct, structs

from monitor.report.effects import is_echo, is_effect
from monitor.report.follow_up import Answers
from monitor.report.judged import answered
from monitor.report.lace_spot import spot
from monitor.report.laced import laced_already
from monitor.report.story import Episode, Felt, Story, place_of
from monitor.types import HELPED, Action, Feeling, FindingKind, Side, Zone

MOST: Final = 4
"""More changes at once teach nobody what helped. Rule of thumb."""
CADENCE_RISE: Final = 1.05
"""How much quicker the drill is [P]: 5 to 10 % more steps (Heiderscheit 2011)."""
_LONG_S: Final = 60.0
"""A finding shorter than this changes no shoe. Rule of thumb."""

ANSWERS: Final[dict[FindingKind, tuple[str, ...]]] = {
    FindingKind.LACING: ("skip_lacing", "parallel_lacing"),
    FindingKind.NARROW_SHOE: ("toe_box_lacing", "wider_shoe"),
    FindingKind.SWELLING: ("longer_shoe",),
    FindingKind.OVERSTRIDING: ("cadence_drill",),
    FindingKind.IMPACT: ("cadence_drill",),
    FindingKind.CALF_LOAD: ("soleus_stretch", "heel_drops", "toe_raises"),
    FindingKind.FOOT_SLAP: ("toe_raises", "heel_walks"),
    FindingKind.ASYMMETRY: ("even_ground", "shorter"),
    FindingKind.CARDIAC_DRIFT: ("drink",),
    FindingKind.FATIGUE: ("shorter",),
}
"""Which items answer which finding, the first first. Foot drop has none: it needs a specialist."""

FELT_ANSWERS: Final[dict[Zone, tuple[str, ...]]] = {
    Zone.TOP: ("parallel_lacing",),
    Zone.SOLE: ("soleus_stretch", "heel_drops"),
    Zone.FOREFOOT: ("toe_box_lacing", "wider_shoe"),
    Zone.HEEL: ("soleus_stretch", "heel_drops"),
    Zone.CALF: ("soleus_stretch", "heel_drops"),
    Zone.FOOT: ("parallel_lacing",),
}
"""What answers a place that was felt, where no finding says more (the article's table)."""

TRAINS: Final = frozenset(
    {"soleus_stretch", "heel_drops", "toe_raises", "heel_walks", "cadence_drill"}
)
"""Items that stretch or load the lower leg: none is in a plan where anything hurts or swelled."""

LOADS_CALF: Final = frozenset({"soleus_stretch", "heel_drops"})
"""Items that wait where nobody knows whether the calf is well."""
_CALF_QUESTIONS: Final = ("calf_tight", "signs")

_HURTS: Final = frozenset({Feeling.PAIN, Feeling.SWOLLEN})

ITEMS: Final = frozenset(
    item for answers in (*ANSWERS.values(), *FELT_ANSWERS.values()) for item in answers
) | {"looser_start"}
"""Every item that there are words for."""


class Item(Struct, frozen=True, kw_only=True):
    """One change: the key of its words, and what its reason says.

    ``side`` None is both feet, or without ``both`` a foot that nobody named. ``why`` is the key of
    the reason; ``value`` its number; ``spot`` where under the laces; ``feeling`` what was felt.
    """

    key: str
    why: str
    side: Side | None = None
    zone: Zone | None = None
    both: bool = True
    value: float | None = None
    spot: str | None = None
    feeling: Feeling | None = None


def plan(
    story: Story, lacing: str | None = None, answers: Answers | None = None
) -> tuple[Item, ...]:
    """Choose what to change, the most pressing first; empty where nothing asks for a change.

    Where anything hurt or was swollen, nothing is stretched or trained. ``lacing`` is what the
    runner says of it: a pattern in use already is not advised. ``answers`` are those to the
    questions after the run.
    """
    kept_back = TRAINS if _hurts(story) else LOADS_CALF if calf_waits(story, answers) else ()
    used = laced_already(lacing)
    chosen: dict[str, Item] = {}
    for proposed in _proposed(story):
        item = _not_in_use(proposed, used)
        if item is not None and item.key not in kept_back:
            chosen.setdefault(item.key, item)
    return tuple(chosen.values())[:MOST]


def calf_waits(story: Story, answers: Answers | None) -> bool:
    """Tell whether exercises for what was felt wait until it is known how the calf is.

    A calf that nobody measured and nobody was asked about may be one that must not be loaded.
    """
    asks = any(LOADS_CALF & set(FELT_ANSWERS[zone]) for _, zone in _places(story))
    told = answers is not None and all(answers.has(name) for name in _CALF_QUESTIONS)
    return asks and not told and not answered(story, FindingKind.CALF_LOAD) and not _hurts(story)


def _hurts(story: Story) -> bool:
    return any(felt.feeling in _HURTS for felt in story.felt)


def _not_in_use(item: Item, used: frozenset[str]) -> Item | None:
    """Give an item, or the next one where the runner laces that way already; None: there is none.

    Of the eyelets another one can always be skipped.
    """
    if item.key == "toe_box_lacing" and item.key in used:
        return None
    if item.key == "parallel_lacing" and item.key in used:
        return structs.replace(item, key="skip_lacing", spot="pressing")
    if item.key == "skip_lacing" and item.key in used and "parallel_lacing" not in used:
        return structs.replace(item, key="parallel_lacing", spot=None)
    return item


def _proposed(story: Story) -> Iterator[Item]:
    lasting = (episode for episode in story.episodes if _lasts(episode, story))
    worth = [episode for episode in lasting if not is_echo(episode, story)]
    worth.sort(key=lambda one: (-_felt_weight(one, story), is_effect(one, story), -one.severity))
    for rank in range(3):  # the first answer to everything comes before the second to anything
        for episode in worth:
            answers = _answers(episode, story)
            if rank < len(answers):
                yield _item(answers[rank], episode, story)
        if rank == 0:
            yield from _felt(story, worth)


def _lasts(episode: Episode, story: Story) -> bool:
    until_s = story.duration_s if episode.until_s is None else episode.until_s
    shrank = episode.kind is FindingKind.SWELLING and (episode.value or 0.0) < 0.0
    return until_s - episode.from_s >= _LONG_S / 2.0 and not shrank


def _felt_weight(episode: Episode, story: Story) -> int:
    """A finding about a foot that was felt comes first."""
    return any(felt.side in {None, episode.side} for felt in story.felt)


def _answers(episode: Episode, story: Story) -> tuple[str, ...]:
    answers = ANSWERS.get(episode.kind, ())
    if episode.kind is not FindingKind.LACING:
        return answers
    if spot(story, episode.side) is None:  # no one spot stands out: spread the pressure
        answers = ("parallel_lacing",)
    return ("looser_start", *answers) if _loosening_helped(story, episode.side) else answers


def _loosening_helped(story: Story, side: Side | None) -> bool:
    return any(
        said.action is Action.LOOSEN_LACES and said.outcome in HELPED and said.side in {side, None}
        for said in story.said
    )


def _item(key: str, episode: Episode, story: Story) -> Item:
    why = str(episode.kind)
    value = episode.value
    if episode.kind is FindingKind.LACING and (value is None or value <= 0.0 or episode.indirect):
        why, value = "lacing_plain", None
    if episode.kind is FindingKind.NARROW_SHOE:
        value = _edges_kpa(episode, story)
        why = why if value is None else "narrow_shoe_kpa"
    where = spot(story, episode.side) if key == "skip_lacing" else None
    return Item(key=key, why=why, side=episode.side, value=value, spot=where)


def _edges_kpa(episode: Episode, story: Story) -> float | None:
    """Give the median edge pressure while a shoe was found narrow; None where it is not known."""
    series = None if episode.side is None else story.find("edges", episode.side)
    if series is None:
        return None
    until_s = story.duration_s if episode.until_s is None else episode.until_s
    pieces = slice(int(episode.from_s / story.piece_s), int(until_s / story.piece_s) + 1)
    known = [kpa for kpa in series.middle[pieces] if kpa is not None]
    return median(known) if known else None


def _places(story: Story) -> Iterator[tuple[Felt, Zone]]:
    """Give what was felt at each place first."""
    seen: set[Zone] = set()
    for felt in story.felt:
        zone = place_of(felt.feeling, felt.zone)
        if zone is not None and zone not in seen:
            seen.add(zone)
            yield felt, zone


def _felt(story: Story, worth: Sequence[Episode]) -> Iterator[Item]:
    """Answer places that were felt; what was measured on that foot is the better reason."""
    for felt, zone in _places(story):
        for key in FELT_ANSWERS[zone]:
            found = (one for one in worth if key in ANSWERS.get(one.kind, ()))
            measured = next((one for one in found if _same_foot(one, felt)), None)
            yield _felt_item(key, felt, zone) if measured is None else _item(key, measured, story)


def _same_foot(episode: Episode, felt: Felt) -> bool:
    return episode.side is not None and episode.side is felt.side


def _felt_item(key: str, felt: Felt, zone: Zone) -> Item:
    return Item(
        key=key, why=f"felt_{zone}", side=felt.side, zone=zone, both=felt.both, feeling=felt.feeling
    )
