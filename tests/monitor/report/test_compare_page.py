"""Two sessions, lacings or shoes on one page: what they are, figures with tables, no address."""

import re

import pytest

from monitor.report.compare import compare
from monitor.report.compare_page import Compared, Group, groups_page, sessions_page
from monitor.report.first_report import Until, first_report
from monitor.report.page import html_page
from monitor.report.wording import LANGUAGES
from tests.monitor.report.stories import STORY
from tests.monitor.report.test_compare import pressed

SAYS = {
    "en": ("presses", "cannot tell", "not said", "something is felt", "by turns"),
    "de": ("drückt B", "nicht zu sagen", "nicht gesagt", "meldet sich etwas", "abwechselnd"),
}


def two_sessions(language: str) -> str:
    a = Compared(name="monday", story=pressed(10.0, 1), shoe="Racer <3", lacing="crossed")
    b = Compared(name="tuesday", story=pressed(7.0, 2, speed=3.5), temperature_c=21.0)
    return html_page(sessions_page(a, b, compare(a.story, b.story), language))


def two_lacings(language: str, *, by_turns: bool = True) -> str:
    late = [Until(50.0, felt=True), Until(55.0, felt=True), *[Until(60.0, felt=False)] * 6]
    soon = [Until(minutes, felt=True) for minutes in (10.0, 12.0, 11.0, 60.0)]
    a = Group(name="crossed", runs=tuple(soon), running_s=14400.0, felt=4)
    b = Group(name="parallel", runs=tuple(late), running_s=28800.0, felt=2)
    told = first_report(a.runs, b.runs)
    return html_page(groups_page(a, b, told, language, by_turns=by_turns))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_of_two_sessions_says_what_they_are_and_what_differs(language: str) -> None:
    page = two_sessions(language)

    presses, unknown, unsaid, *_ = SAYS[language]
    for said in (presses, unknown, unsaid, "monday", "tuesday", "Racer &lt;3", "crossed", "21 °C"):
        assert said in page
    assert re.search(r"<figure><svg.*</svg><div class=\"table\">", page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_of_two_lacings_has_their_runs_and_the_curve(language: str) -> None:
    *_, felt, turns = SAYS[language]

    page, mixed = two_lacings(language), two_lacings(language, by_turns=False)

    assert felt in page
    assert re.search(r"<figure><svg.*</svg><div class=\"table\">", page)
    assert mixed.count(turns) > page.count(turns)


def test_seconds_of_running_make_no_rate_and_that_is_said() -> None:
    short = Group(name="a", runs=(Until(0.3, felt=True),), running_s=20.0, felt=1)
    long = Group(name="b", runs=(Until(60.0, felt=True),), running_s=3600.0, felt=1)
    told = first_report(short.runs, long.runs)

    page = html_page(groups_page(short, long, told, "en", by_turns=True))

    assert "180" not in page.partition("</style>")[2]
    assert "no symptoms an hour are given" in page


def test_a_page_needs_nothing_from_elsewhere_and_is_the_same_again() -> None:
    for page in (two_sessions("en"), two_lacings("en")):
        assert set(re.findall(r"https?://[^\"]*", page)) == {"http://www.w3.org/2000/svg"}
        assert "<script" not in page
        assert "clinician" not in page.partition("</style>")[2]
    assert two_sessions("en") == two_sessions("en")


def test_two_sessions_without_anything_in_common_have_no_figure() -> None:
    a, b = Compared(name="a", story=STORY), Compared(name="b", story=STORY)

    page = html_page(sessions_page(a, b, compare(STORY, STORY), "en"))

    assert "<figure>" not in page
    assert "Nothing was measured in either" in page
