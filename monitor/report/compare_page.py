"""Two sessions, or two groups of runs, on one page: pure, so equal input gives equal bytes."""

from collections.abc import Sequence

from msgspec import Struct

from monitor.report import figure_compare
from monitor.report.compare import Difference
from monitor.report.compare_words import difference_table, first_sentence, laces_sentences
from monitor.report.document import Figure, Report, Section, Table
from monitor.report.first_report import FirstReport, Until, without_report
from monitor.report.make import when
from monitor.report.story import Story
from monitor.report.trends import no_rate_text, rate
from monitor.report.wording import Words


class Compared(Struct, frozen=True, kw_only=True):
    """One of two sessions: its name, what was measured, and in what it was run."""

    name: str
    story: Story
    shoe: str | None = None
    insole: str | None = None
    lacing: str | None = None
    temperature_c: float | None = None


class Group(Struct, frozen=True, kw_only=True):
    """The runs of one lacing, or one shoe; ``felt`` counts reports, ``running_s`` is their sum."""

    name: str
    runs: tuple[Until, ...]
    running_s: float
    felt: int


def which_table(a: Compared, b: Compared, words: Words) -> Table:
    """Say which session, shoe and lacing A and B are."""
    unknown, unsaid = words["format.not_known"], words["format.not_said"]
    both = (a, b)
    rows = [
        ("compare.session", [one.name for one in both]),
        ("head.date", [when(one.story.started) if one.story.day else unknown for one in both]),
        ("head.shoe", [one.shoe or unsaid for one in both]),
        ("head.insole", [one.insole or unsaid for one in both]),
        ("head.lacing", [one.lacing or unsaid for one in both]),
        ("head.temperature", [_warm(one, words) for one in both]),
        ("head.running", [words.minutes(one.story.running_s) for one in both]),
    ]
    return Table(
        head=("", words["compare.a"], words["compare.b"]),
        rows=tuple((words[key], *cells) for key, cells in rows),
    )


def group_table(a: Group, b: Group, words: Words) -> Table:
    """Say how many runs and hours each group has, and what was felt an hour."""
    names = ("name", "runs", "hours", "rate")
    return Table(
        head=tuple(words[f"compare.{name}"] for name in names),
        rows=tuple(_group(one, words) for one in (a, b)),
        numeric=3,
    )


def group_remarks(a: Group, b: Group, words: Words, *, by_turns: bool) -> tuple[str, ...]:
    """Say what has to be known of the groups: not by turns, or run too little for a rate."""
    known = all(rate(one.felt, one.running_s) is not None for one in (a, b))
    turns = () if by_turns else (words["compare.not_by_turns"],)
    return turns if known else (*turns, no_rate_text(words))


def sessions_page(a: Compared, b: Compared, found: Sequence[Difference], language: str) -> Report:
    """Give the page of two sessions."""
    words = Words(language)
    drawn = any(one.change is not None for one in found)
    figures = (figure_compare.changes(found, words),) if drawn else ()
    tables = (difference_table(found, words),) if found and not drawn else ()
    sections = (
        Section(key="which", title=words["compare.which"], tables=(which_table(a, b, words),)),
        Section(
            key="differences",
            title=words["compare.differs"],
            text=laces_sentences(found, words) or (words["compare.nothing"],),
            figures=figures,
            tables=tables,
        ),
    )
    return _page(f"A {a.name} · B {b.name}", sections, (words["compare.tie_again"],), words)


def groups_page(a: Group, b: Group, told: FirstReport, language: str, *, by_turns: bool) -> Report:
    """Give the page of the runs of two lacings, or two shoes."""
    words = Words(language)
    first, second = (without_report(one.runs, told.within_min) for one in (a, b))
    figures: tuple[Figure, ...] = ()
    if first or second:
        names = (a.name, b.name)
        figures = (figure_compare.shares(first, second, told.within_min, names, words),)
    section = Section(
        key="first",
        title=words["compare.differs"],
        text=(first_sentence(told, a.name, b.name, words),),
        figures=figures,
        tables=(group_table(a, b, words),),
    )
    small = (*group_remarks(a, b, words, by_turns=by_turns), words["compare.how_first"])
    return _page(f"{a.name} · {b.name}", (section,), small, words)


def _page(
    subtitle: str, sections: tuple[Section, ...], small: tuple[str, ...], words: Words
) -> Report:
    return Report(
        language=words.language,
        title=words["title.compare"],
        subtitle=subtitle,
        facts=Table(head=(), rows=()),
        cards=(),
        sentences=(),
        sections=sections,
        clinician=(),
        small=small,
    )


def _warm(one: Compared, words: Words) -> str:
    if one.temperature_c is None:
        return words["format.not_said"]
    return f"{words.number(one.temperature_c)} °C"


def _group(one: Group, words: Words) -> tuple[str, ...]:
    hours = one.running_s / 3600.0
    told = words.number(rate(one.felt, one.running_s), 1)
    return (one.name, str(len(one.runs)), words.number(hours, 1), told)
