"""The page for a clinician: symptoms, red flags, trend, settings; no diagnosis."""

from typing import Final

from monitor.report.context import About, Changed, Context, Earlier
from monitor.report.coverage import cut_text
from monitor.report.document import Section, Table
from monitor.report.drop_words import drop_text
from monitor.report.follow_up import QUESTIONS, Answers, RedFlag, Sign, Where
from monitor.report.levels import highest_told
from monitor.report.lift_words import lift_sections
from monitor.report.measures import MEASURES
from monitor.report.still_there import still_there
from monitor.report.story import Felt
from monitor.report.wording import DASH, Words
from monitor.types import Feeling, Side

_SHOWN: Final = 8
"""Changed settings that the page has room for."""
SYMPTOM_COLUMNS: Final = ("time", "feeling", "zone", "lasted")
"""What ``symptom_row`` gives."""


def clinician_sections(
    context: Context, flags: tuple[RedFlag, ...], words: Words
) -> tuple[Section, ...]:
    """Give the page's sections."""
    return (
        _symptoms(context, words),
        _flags(context, flags, words),
        _follow_up(context.about.answers, words),
        *lift_sections(context.about.lift, words),
        _trend(context, words),
        _measured(context, words),
        _settings(context.about, words),
    )


def flag_text(flag: RedFlag, words: Words) -> str:
    """Name a red flag, with its side."""
    what = words[f"card.{flag.key}"]
    return (
        what if flag.side is None else words.say("card.side", what=what, side=words.side(flag.side))
    )


def earlier_text(earlier: Earlier, words: Words) -> str:
    """Name a red flag of an earlier run, with its day; of nobody's run, that it is one."""
    what, day = flag_text(earlier.flag, words), earlier.day or words["format.not_known"]
    return words.say(f"card.earlier{'_nobodys' if earlier.nobodys else ''}", what=what, day=day)


def _symptoms(context: Context, words: Words) -> Section:
    felt = context.story.felt
    title = words["title.symptoms"]
    if not felt:
        return Section(key="symptoms", title=title, text=(words["text.no_symptoms"],))
    head = tuple(words[f"column.{name}"] for name in SYMPTOM_COLUMNS)
    rows = tuple(symptom_row(f, context.about.answers, words) for f in felt)
    return Section(key="symptoms", title=title, tables=(Table(head=head, rows=rows),))


def symptom_row(felt: Felt, answers: Answers | None, words: Words) -> tuple[str, ...]:
    """Give when something was felt, what, where, and how long it lasted."""
    nowhere = felt.feeling is Feeling.DIZZY
    return (
        words.clock(felt.t_s),
        feeling_of(felt, words),
        DASH if nowhere else words.place(felt.side, felt.zone, both=felt.both),
        _lasted(felt, answers, words),
    )


def feeling_of(felt: Felt, words: Words) -> str:
    """Name what was felt, and that it was told after the session, if it was."""
    feeling = words[f"feeling.{felt.feeling}"]
    return words.say("text.added", feeling=feeling) if felt.added else feeling


def _lasted(felt: Felt, answers: Answers | None, words: Words) -> str:
    if felt.until_s is not None:
        return words.minutes(felt.until_s - felt.t_s)
    later = still_there(felt, answers)
    if later is None:
        return words["format.not_said"]
    return words["text.still_there" if later else "text.over_after"]


def _flags(context: Context, flags: tuple[RedFlag, ...], words: Words) -> Section:
    title = words["title.flags"]
    lines = []
    if not flags:
        answers = context.about.answers
        asked = answers is not None and answers.complete
        lines.append(words["text.no_flags" if asked else "text.no_flags_unanswered"])
    for flag in flags:
        read = context.about.acknowledged.get(flag.name)
        text = flag_text(flag, words)
        text = f"{text[:1].upper()}{text[1:]}"
        lines.append(
            f"{text}. {words.say('text.card_read', when=read[:10])}" if read else f"{text}."
        )
        if flag.key == "foot_drop" and (told_drop := drop_text(context.story, flag.side, words)):
            lines.append(told_drop)
    told = [earlier_text(one, words) for one in context.earlier]
    lines += [f"{text[:1].upper()}{text[1:]}." for text in told]
    return Section(key="flags", title=title, text=tuple(lines))


def _follow_up(answers: Answers | None, words: Words) -> Section:
    rows = tuple((words[f"follow.{name}"], answer_of(name, answers, words)) for name in QUESTIONS)
    head = (words["column.question"], words["column.answer"])
    table = Table(head=head, rows=rows)
    return Section(key="follow_up", title=words["title.follow_up"], tables=(table,))


def answer_of(question: str, answers: Answers | None, words: Words) -> str:
    """Write the answer to a question; one that came too early is said to be open again."""
    if answers is not None and question in answers.too_early:
        early = answer_text(getattr(answers, question), words)
        return words.say("text.answered_early", answer=early)
    return answer_text(getattr(answers, question, None), words)


def answer_text(answer: object, words: Words) -> str:
    """Write an answer: places, feet, signs, *no*, or *not answered*."""
    if not isinstance(answer, tuple):
        return words["text.not_answered"]
    if not answer:
        return words["follow.no"]
    return words.each([_one(part, words) for part in answer])


def _one(part: object, words: Words) -> str:
    match part:
        case Where():
            return words.place(part.side, part.zone)
        case Sign():
            return words[f"card.sign_{part}"]
        case Side():
            return words.side(part)
        case _:
            return words["follow.yes"]


def _trend(context: Context, words: Words) -> Section:
    text = context.trend or (words["trend.none"],)
    return Section(key="trend", title=words["title.trend"], text=text)


def _not_whole(context: Context, words: Words) -> tuple[str, ...]:
    """Say what is missing of the recording: where there is a card nothing else tells it."""
    cut = context.about.cut
    lost = [words.say("text.damage", what=what) for what in context.story.damage]
    return (*lost, *([] if cut is None else [cut_text(cut, words)]))


def _measured(context: Context, words: Words) -> Section:
    story = context.story
    rows = []
    for track in story.risks:
        place = words.place(track.side, track.zone)
        told = highest_told(track, words)
        if track.highest is not None and track.highest_s is not None:
            told = f"{told} ({words.clock(track.highest_s)})"
        rows.append((place, told, words.whole_minutes(track.assessed_s)))
    head = tuple(words[f"column.{name}"] for name in ("zone", "highest", "assessed"))
    risks = Table(head=head, rows=tuple(rows), numeric=1)
    medians = []
    for name in ("speed", "cadence", "contact", "strike", "instep", "calf"):
        left, right = (
            words.number(story.median(name, side), MEASURES[name].digits) for side in Side
        )
        if {left, right} != {DASH}:
            label = f"{words[f'measure.{name}']}, {MEASURES[name].unit}"
            medians.append((label, left, right))
    columns = ("quantity", "median_left", "median_right")
    table = Table(head=tuple(words[f"column.{c}"] for c in columns), rows=tuple(medians), numeric=2)
    return Section(
        key="measured",
        title=words["title.measured"],
        text=_not_whole(context, words),
        tables=(risks, table),
        small=(words["text.risk_note"], words["text.no_diagnosis"]),
    )


def _settings(about: About, words: Words) -> Section:
    """What was worn, and the settings that the session ran with."""
    not_said, chosen = words["format.not_said"], about.settings
    rows = [
        (words[f"head.{what}"], getattr(about, what) or not_said)
        for what in ("shoe", "insole", "lacing")
    ]
    if chosen is None:
        text = words["text.settings_unknown"]
    else:
        mass = not_said if chosen.mass_kg is None else f"{words.number(chosen.mass_kg, 1)} kg"
        feeling = words["follow.yes"] if chosen.reduced_feeling else not_said
        rows += [(words["head.mass"], mass), (words["head.reduced_feeling"], feeling)]
        text = _changed(chosen.changed, words)
    return Section(
        key="settings",
        title=words["title.settings"],
        text=(text,),
        tables=(Table(head=(), rows=tuple(rows)),),
    )


def _changed(changed: tuple[Changed, ...], words: Words) -> str:
    if not changed:
        return words["text.settings_usual"]
    unset = words["format.not_said"]
    told = [
        words.say(
            "text.settings_one",
            name=one.key,
            value=one.value or unset,
            default=one.default or unset,
        )
        for one in changed[:_SHOWN]
    ]
    what = "; ".join(told)
    left = len(changed) - len(told)
    return words.say("text.settings_changed", what=what) + (
        f" {words.say('text.settings_more', count=str(left))}" if left else ""
    )
