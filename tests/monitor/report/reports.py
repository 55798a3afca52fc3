"""Reports of stories made by hand, as pages and as words."""

import re

from msgspec import structs

from monitor.report.context import About, Context
from monitor.report.document import Report
from monitor.report.follow_up import Answers
from monitor.report.make import make_report
from monitor.report.page import html_page
from monitor.report.story import Episode, Story
from monitor.types import FindingKind, Side
from tests.monitor.report.stories import STORY

TIGHT = Episode(
    kind=FindingKind.LACING,
    side=Side.LEFT,
    from_s=600.0,
    until_s=1200.0,
    severity=0.5,
    value=7.5,
    indirect=False,
)
"""Laces that pressed for ten minutes."""


def reported(
    story: Story = STORY, answers: Answers | None = None, language: str = "en", **about: object
) -> Report:
    known = structs.replace(About(name="run", answers=answers), **about)
    return make_report(Context(story=story, about=known), language)


def text_of(report: Report) -> str:
    """The words of a page without its tags."""
    page = re.sub(r"<style>.*?</style>", "", html_page(report), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
