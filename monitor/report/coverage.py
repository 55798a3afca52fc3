"""What each judgement rests on: minutes with an answer, sensors, what was cut off."""

from monitor.report.context import About
from monitor.report.document import Section, Table
from monitor.report.story import Cut, Judgement, Story
from monitor.report.wording import Words
from monitor.types import FindingKind


def coverage_section(story: Story, words: Words, about: About) -> Section:
    """How many minutes each judgement rests on; not assessed is never clear."""
    all_minutes = words.minutes(story.duration_s)
    never = [j.kind for j in story.judgements if not j.assessed_s]
    small = []
    if never:
        names = words.each([words[f"kind.{kind}"] for kind in dict.fromkeys(never)])
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
            rows.append((name, words["status.not_assessed"], "0"))
            continue
        rows.append((name, _last(mine, words), _minutes(mine, words)))
    columns = ("question", "last", "minutes")
    return Table(head=tuple(words[f"column.{c}"] for c in columns), rows=tuple(rows), numeric=1)


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
