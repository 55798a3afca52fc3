"""The report of a filed session, as the bytes of its file."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import structs

from monitor.home.aged import is_past
from monitor.home.catalogue import Catalogue
from monitor.home.history import read_at, unread_before
from monitor.home.in_force import in_force
from monitor.home.notes import Note
from monitor.home.rows import SessionRow
from monitor.home.trends import completed_by, trend_of
from monitor.report.context import About, Context, Earlier
from monitor.report.document import without_drawings
from monitor.report.follow_up import RedFlag
from monitor.report.make import make_report
from monitor.report.page import html_page
from monitor.report.story import Story
from monitor.report.trends import FLAGS, Trend, trend_sentences
from monitor.report.wording import Words


def context_of(
    row: SessionRow, story: Story, note: Note, trend: Trend | None, words: Words
) -> Context:
    """Put together what the report of a session is made from."""
    about = About(
        name=row.id,
        athlete=note.athlete,
        shoe=note.shoe,
        insole=note.insole,
        lacing=note.lacing,
        temperature_c=note.temperature_c,
        text=note.text,
        answers=note.follow_up,
        acknowledged=note.acknowledged,
        fit=note.fit,
        cut=note.cut,
        went={done.item: done.how for done in note.plan},
        settings=in_force(Path(row.path)),
        lift=note.lift.result if note.lift else None,
        laces=note.laces.result if note.laces else None,
        laces_names=note.laces.names if note.laces else {},
    )
    if trend is None:
        return Context(story=story, about=about)
    return Context(
        story=story,
        about=about,
        trend=trend_sentences(trend, words),
        helps=trend.helps,
    )


def filed_report(
    catalogue: Catalogue, known: tuple[SessionRow, Story, Note], language: str, form: str
) -> bytes:
    """Give the report of a filed session as a page (``html``) or as data (``json``).

    It shows open red flags of the runs before in place of a plan, and that of a trend to the worse
    which this run completes, until its card was read.
    """
    return _bytes(filed_context(catalogue, known, Words(language)), language, form)


def filed_context(
    catalogue: Catalogue,
    known: tuple[SessionRow, Story, Note],
    words: Words,
    now: datetime | None = None,
) -> Context:
    """Put together what the report of a filed session is made from, with the runs before it.

    ``now`` is when somebody reads it; None: by this computer's clock.
    """
    row, story, note = known
    read = {**read_at(catalogue, row.id), **note.acknowledged}
    note = structs.replace(note, acknowledged=read)
    worse = completed_by(catalogue, row)
    unread = worse if worse is not None and worse.name not in read else None
    earlier = _once(unread_before(catalogue, row, now), unread)
    trend = trend_of(catalogue, row.athlete, row.started)
    context = context_of(row, story, note, trend, words)
    past = is_past(row, now)
    return structs.replace(context, worse=worse, earlier=earlier, is_past=past)


def _once(earlier: Sequence[Earlier], worse: RedFlag | None) -> tuple[Earlier, ...]:
    """Leave out that a trend which goes on got worse at older runs, too."""
    told = {worse.name} if worse is not None else set()
    kept = []
    for one in earlier:
        if one.flag.name not in told:
            kept.append(one)
        told |= {one.flag.name} & FLAGS
    return tuple(kept)


def report_bytes(
    known: tuple[SessionRow, Story, Note],
    trend: Trend | None,
    language: str,
    form: str,
) -> bytes:
    """Give the report as a page (``html``) or as data (``json``).

    ``trend`` is that of the athlete up to this session; None where there is no catalogue, and then
    nothing is known across runs.
    """
    return _bytes(context_of(*known, trend, Words(language)), language, form)


def _bytes(context: Context, language: str, form: str) -> bytes:
    report = make_report(context, language)
    if form == "html":
        return html_page(report).encode()
    page = {"report": without_drawings(report), "about": context.about, "story": context.story}
    return msgspec.json.format(msgspec.json.encode(page), indent=1) + b"\n"
