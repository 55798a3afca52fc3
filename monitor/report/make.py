"""From what is known of a session to its report: pure, so equal input gives equal bytes."""

from collections.abc import Iterator, Sequence
from typing import Final

from monitor.report.card_words import card_intro, card_title
from monitor.report.clinician import clinician_sections, earlier_text, flag_text
from monitor.report.context import Context
from monitor.report.coverage import coverage_section
from monitor.report.cues import helps_sections
from monitor.report.document import CardText, Report, Section, Table
from monitor.report.follow_up import Card, RedFlag
from monitor.report.lacing_words import lacing_sections
from monitor.report.lift_words import lift_sections
from monitor.report.plan import Item, plan
from monitor.report.red_flags import flags_of
from monitor.report.sections import (
    advice_section,
    calf_section,
    feet_section,
    limits_text,
    plan_section,
    strides_section,
    timeline_section,
)
from monitor.report.three_sentences import happened, helped, next_time
from monitor.report.wording import LANGUAGES, Words

DEFAULT: Final = "en"


def language_of(name: str | None) -> str:
    """Give a language that there are words of, from a name such as ``de_DE.UTF-8``.

    >>> language_of("de_DE.UTF-8"), language_of("fr"), language_of(None)
    ('de', 'en', 'en')
    """
    short = (name or DEFAULT)[:2].lower()
    return short if short in LANGUAGES else DEFAULT


def make_report(context: Context, language: str = DEFAULT) -> Report:
    """Make the report of a session.

    While it has a red flag, or one of an earlier run or of a trend is open, there is only the card
    and the clinician's page: no plan, no stretch, no test of laces, nothing of what helped. What
    the lift test said stands for the clinician.
    """
    words = Words(language)
    story = context.story
    flags = flags_of(story, context.about.answers, context.about.lift)
    cards = cards_of(context, words)
    if context.worse is not None:
        flags = (*flags, context.worse)
    return Report(
        language=language,
        title=words["title.report"],
        subtitle=_subtitle(context, words),
        facts=_facts(context, words),
        cards=cards,
        sentences=() if cards else _three(context, words),
        sections=() if cards else _sections(context, words),
        clinician=clinician_sections(context, flags, words),
        small=limits_text(story, words),
    )


def cards_of(context: Context, words: Words) -> tuple[CardText, ...]:
    """Give the cards of a session: while there is one, there is no plan and nothing that helped."""
    flags = flags_of(context.story, context.about.answers, context.about.lift)
    known = [(flag, flag_text(flag, words), context.is_past) for flag in flags]
    known += [(flag, flag_text(flag, words), False) for flag in _unread_worse(context)]
    known += [(one.flag, earlier_text(one, words), one.is_past) for one in context.earlier]
    return tuple(_cards(known, words))


def _unread_worse(context: Context) -> tuple[RedFlag, ...]:
    """Give the flag of a trend until its card was read: it is of many runs, and not of this one."""
    worse = context.worse
    return () if worse is None or worse.name in context.about.acknowledged else (worse,)


def _three(context: Context, words: Words) -> tuple[str, ...]:
    story = context.story
    answers = context.about.answers
    first = happened(story, words, answers, context.about.cut)
    return (first, helped(story, words), next_time(story, _plan(context), words, answers))


def _plan(context: Context) -> tuple[Item, ...]:
    return plan(context.story, context.about.lacing, context.about.answers)


def _sections(context: Context, words: Words) -> tuple[Section, ...]:
    story = context.story
    return (
        plan_section(story, _plan(context), words, context.about),
        timeline_section(story, words),
        advice_section(story, words),
        *helps_sections(context.helps, words),
        feet_section(story, words),
        strides_section(story, words),
        calf_section(story, words),
        *lift_sections(context.about.lift, words),
        *lacing_sections(context.about.laces, context.about.laces_names, words),
        coverage_section(story, words, context.about),
    )


def _cards(known: Sequence[tuple[RedFlag, str, bool]], words: Words) -> Iterator[CardText]:
    """Give the cards, the most urgent first, and in each the reasons of this run first.

    What is known is each flag, its reason, and whether it is of long ago.
    """
    for card, past in ((Card.NOW, False), (Card.NOW, True), (Card.SOON, None)):
        mine = [text for flag, text, old in known if flag.card is card and past in {old, None}]
        if mine:
            yield CardText(
                urgency="then" if past else str(card),
                title=card_title(card, words, past=bool(past)),
                intro=card_intro(card, words, past=bool(past)),
                why=(*(words.say("card.why", what=what) for what in mine), words["text.card_only"]),
            )


def _subtitle(context: Context, words: Words) -> str:
    parts = [context.story.day] if context.story.day else []
    if context.about.athlete:
        parts.append(context.about.athlete)
    parts.append(words.minutes(context.story.duration_s))
    return " · ".join(parts)


def _facts(context: Context, words: Words) -> Table:
    story, about = context.story, context.about
    unknown = words["format.not_known"]
    far = unknown
    if story.distance_m is not None:
        far = f"{words.number(story.distance_m / 1000.0, 2)} km"
    warm = words["format.not_said"]
    if about.temperature_c is not None:
        warm = f"{words.number(about.temperature_c)} °C"
    rows = [
        (words["head.date"], when(story.started) if story.day else unknown),
        (words["head.athlete"], about.athlete or words["format.not_said"]),
        (words["head.running"], _long(story.running_s, words)),
        *([] if story.ran else [(words["head.walking"], _long(story.walking_s, words))]),
        (words["head.distance"], far),
        (words["head.temperature"], warm),
    ]
    if about.text:
        rows.append((words["head.note"], about.text))
    return Table(head=(), rows=tuple(rows))


def when(started: str) -> str:
    """Give the date and hour of where the runner was; UTC is said, as no clock on a wall shows it.

    >>> when("2026-05-01T07:30:00+02:00"), when("2026-05-01T05:30:00+00:00")
    ('2026-05-01 07:30', '2026-05-01 05:30 UTC')
    """
    told = started[:16].replace("T", " ")
    return f"{told} UTC" if started.endswith("+00:00") else told


def _long(duration_s: float, words: Words) -> str:
    return words.minutes(duration_s) if duration_s else words["format.no_time"]
