"""What each judgement rests on: minutes with an answer, sensors, what was cut off."""

from monitor.report.context import About
from monitor.report.document import Section, Table
from monitor.report.judged import never_assessed
from monitor.report.story import Cut, Judgement, Story
from monitor.report.why_not import WhyNot
from monitor.report.wording import Words
from monitor.types import FindingKind


def coverage_section(story: Story, words: Words, about: About) -> Section:
    """How many minutes each judgement rests on; not assessed is never clear."""
    all_minutes = words.minutes(story.duration_s)
    never = never_assessed(story)
    small = []
    if never:
        names = words.each([words[f"kind.{kind}"] for kind in never])
        small.append(words.say("text.never", what=names))
    if about.fit is not None or story.insoles:
        small.append(words.fit(about.fit))
    if about.cut is not None:
        small.append(cut_text(about.cut, words))
    if story.missed:
        small.append(words.say("text.missed", what="; ".join(_missed(story, words))))
    return Section(
        key="coverage",
        title=words["title.coverage"],
        text=(words.say("text.coverage", all=all_minutes),),
        tables=(_coverage(story, words),),
        small=tuple(small),
    )


def cut_text(cut: Cut, words: Words) -> str:
    """Say how much of each sensor is missing before the recording was cut off."""
    told = [
        f"{sensor}: {words.say('text.cut_s', seconds=words.number(missing_s))}"
        if missing_s >= 1.0
        else f"{sensor}: {words['text.cut_none']}"
        for sensor, missing_s in sorted(cut.missing_s.items())
    ]
    what = "; ".join(told) or words["text.cut_unheard"]
    return words.say("text.cut", at=words.clock(cut.ended_s), what=what)


def _coverage(story: Story, words: Words) -> Table:
    """One row a question, both feet in it, so that the list stays short."""
    rows = []
    for kind in FindingKind:
        mine = [j for j in story.judgements if j.kind is kind]
        name = words[f"kind.{kind}"]
        if any(j.indirect for j in mine):
            name = f"{name} ({words['text.indirect']})"
        if not any(j.assessed_s for j in mine):
            told, minutes = words["status.not_assessed"], "0"
        else:
            told, minutes = _last(mine, words), _minutes(mine, words)
        rows.append((name, f"{told}{_why_not(mine, words)}", minutes))
    columns = ("question", "last", "minutes")
    return Table(head=tuple(words[f"column.{c}"] for c in columns), rows=tuple(rows), numeric=1)


def _why_not(mine: list[Judgement], words: Words) -> str:
    """Say why the answer at the end is none, for one foot or for both."""
    whys = [judgement.why for judgement in mine if judgement.why is not None]
    if not whys:
        return ""
    why = min(whys, key=list(WhyNot).index)
    return f": {words.say(f'not.{why}', needs=words[f'needs.{mine[0].kind}'])}"


def _last(mine: list[Judgement], words: Words) -> str:
    told = [words[f"status.{judgement.last}"] for judgement in mine]
    if len(set(told)) == 1:
        return told[0]
    pairs = zip(mine, told, strict=True)
    return ", ".join(f"{words[f'short.{j.side}']} {text}" for j, text in pairs if j.side)


def _minutes(mine: list[Judgement], words: Words) -> str:
    told = [words.whole_minutes(judgement.assessed_s) for judgement in mine]
    return told[0] if len(set(told)) == 1 else " / ".join(told)


def _missed(story: Story, words: Words) -> list[str]:
    return [
        words.say(
            "text.missed_one",
            sensor=missed.sensor,
            kind=words[f"missed.{missed.kind}"],
            times=str(missed.times),
            at=words.clock(missed.first_s),
        )
        for missed in story.missed
    ]
