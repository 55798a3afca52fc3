"""The report of a filed session, as the bytes of its file."""

import msgspec

from monitor.home.notes import Note
from monitor.home.rows import SessionRow
from monitor.report.context import About, Context
from monitor.report.document import without_drawings
from monitor.report.make import make_report
from monitor.report.page import html_page
from monitor.report.story import Story


def context_of(row: SessionRow, story: Story, note: Note) -> Context:
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
    )
    return Context(story=story, about=about)


def report_bytes(row: SessionRow, story: Story, note: Note, language: str, form: str) -> bytes:
    """Give the report as a page (``html``) or as data (``json``)."""
    context = context_of(row, story, note)
    report = make_report(context, language)
    if form == "html":
        return html_page(report).encode()
    page = {"report": without_drawings(report), "about": context.about, "story": story}
    return msgspec.json.format(msgspec.json.encode(page), indent=1) + b"\n"
