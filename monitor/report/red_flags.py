"""The red flags of a session, from what was said in it and what was added and found after it."""

from collections.abc import Mapping

from monitor.advice.concerns import RedFlag as Flagged
from monitor.advice.red_flags import EMERGENCIES, FLAG_WORDS, URGED, flag_said
from monitor.report.follow_up import Answers, Card, RedFlag, red_flags
from monitor.report.lift_test import LiftResult
from monitor.report.story import Said, Story
from monitor.types import Feeling, FindingKind, Side, Zone


def flags_of(
    story: Story, answers: Answers | None, lift: LiftResult | None = None
) -> tuple[RedFlag, ...]:
    """Give the red flags of a session, each once, the most urgent first."""
    said = [one for one in (*story.said, *story.added) if one.red_flag]
    flags = [*red_flags(answers), *(_of(one) for one in said if not _urged(one))]
    known_keys = {flag.key for flag in flags}
    felt = [emergency_of(one.feeling, one.zone, one.side) for one in story.felt]
    more = [*map(_urged, said), *felt]
    flags += [flag for flag in more if flag and flag.key not in known_keys]
    flags += [RedFlag("lift_lower", Card.SOON, side) for side in (lift.lower if lift else ())]
    known = {flag.name: flag for flag in reversed(flags)}
    return tuple(
        sorted(known.values(), key=lambda flag: (flag.card is not Card.NOW, flags.index(flag)))
    )


def emergency_of(feeling: Feeling, zone: Zone | None, side: Side | None) -> RedFlag | None:
    """Give the flag of a report that needs help at once, whatever was said to it."""
    if feeling is Feeling.DIZZY:
        return RedFlag(f"run_{Flagged.DIZZY}", Card.NOW)
    if feeling is Feeling.SWOLLEN and zone in {None, Zone.CALF}:
        return RedFlag(f"run_{Flagged.CALF_SWOLLEN}", Card.NOW, side)
    return None


def read_in_run(story: Story, read: Mapping[int, float]) -> dict[str, float]:
    """Give the red flags whose cards were all read while the run went on, with when, s.

    Parameters
    ----------
    story : Story
    read : mapping of int to float
        When the card of an advice was read, session time, s, by the number of the advice.

    Said anew in the same words, a card takes the place of the one before; that one cannot be read
    any more.
    """
    cards: dict[tuple[str, str], tuple[RedFlag, int]] = {}
    for one in story.said:
        if one.red_flag:
            flag = _urged(one) or _of(one)
            cards[flag.name, one.text] = flag, one.number
    unread = {flag.name for flag, number in cards.values() if number not in read}
    done: dict[str, float] = {}
    for flag, number in cards.values():
        if not unread & {flag.name, flag.key}:
            done[flag.name] = max(read[number], done.get(flag.name, 0.0))
    return done


def _urged(said: Said) -> RedFlag | None:
    """Give the flag of a sentence that told it again to who reported something else, on a foot."""
    flag = flag_said(said.words)
    if flag not in URGED or said.words[0] == FLAG_WORDS[flag][0]:
        return None
    return RedFlag(f"run_{flag}", Card.NOW)


def _of(said: Said) -> RedFlag:
    """Give the flag of a sentence that ended the run, by its own reason."""
    flag = flag_said(said.words)
    if flag is Flagged.FOOT_DROP or said.cause is FindingKind.FOOT_DROP:
        return RedFlag("foot_drop", Card.SOON, said.side)
    if flag is None:  # a sentence of which only the text is known
        return RedFlag("felt_in_run", Card.SOON, said.side)
    card = Card.NOW if flag in EMERGENCIES else Card.SOON
    return RedFlag(f"run_{flag}", card, said.side)
