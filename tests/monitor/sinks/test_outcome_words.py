"""What became of advice that is not known to have helped has one name: terminal, page, report."""

import pytest
from rich.text import Text

from monitor.report.wording import LANGUAGES, Words
from monitor.sinks.console import Screen
from monitor.texts import texts
from monitor.types import HELPED, Outcome, OutcomeKind

UNHELPED = [kind for kind in OutcomeKind if kind not in HELPED]


@pytest.mark.parametrize("kind", UNHELPED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_what_the_report_says(kind: OutcomeKind, language: str) -> None:
    assert texts(language).page[f"became.{kind}"] == Words(language)[f"outcome.{kind}"]


@pytest.mark.parametrize("kind", UNHELPED)
def test_the_terminal_says_what_the_report_says(kind: OutcomeKind) -> None:
    lines: list[str] = []

    Screen(lambda line: lines.append(Text.from_markup(line).plain)).show(Outcome(1, 52.0, kind, ""))

    assert any(Words("en")[f"outcome.{kind}"] in line for line in lines)
