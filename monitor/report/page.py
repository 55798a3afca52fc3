"""From a report to one HTML file: opens offline, needs no script, prints on two pages and one more.

Nothing is loaded from anywhere. Figures are SVG in the page; style is in the page.
"""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Final

from monitor.report.document import CardText, Figure, Report, Section, Table
from monitor.report.wording import Words

_STYLE: Final = Path(__file__).with_name("page.css")


def html_page(report: Report) -> str:
    """Give the page."""
    words = Words(report.language)
    style = _STYLE.read_text(encoding="utf-8")
    return "".join(
        (
            f'<!DOCTYPE html>\n<html lang="{report.language}"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(report.title)} {escape(report.subtitle)}</title>",
            f"<style>{style}</style></head>\n<body><main>\n",
            *_runner(report, words),
            *_clinician(report, words),
            "</main></body></html>\n",
        )
    )


def _runner(report: Report, words: Words) -> Iterator[str]:
    yield f"<header><h1>{escape(report.title)}</h1><p>{escape(report.subtitle)}</p></header>\n"
    for card in report.cards:
        yield _card(card)
    if report.sentences:
        yield f'<section class="three" id="three"><h2>{escape(words["title.three"])}</h2><ol>'
        yield "".join(f"<li>{escape(sentence)}</li>" for sentence in report.sentences)
        yield "</ol></section>\n"
    for section in report.sections:
        yield _section(section)
    if report.sections:
        yield f'<section class="small" id="limits"><h2>{escape(words["title.limits"])}</h2>'
        yield "".join(f"<p>{escape(text)}</p>" for text in report.small)
        yield "</section>\n"


def _clinician(report: Report, words: Words) -> Iterator[str]:
    if not report.clinician:
        return
    yield '<div class="clinician" id="clinician"><header>'
    yield f"<h1>{escape(words['title.clinician'])}</h1>"
    yield f"<p>{escape(words['text.bring'])}</p></header>"
    yield _table(report.facts, "facts")
    for section in report.clinician:
        yield _section(section)
    yield "</div>\n"


def _card(card: CardText) -> str:
    why = "".join(f"<li>{escape(text)}</li>" for text in card.why)
    return (
        f'<section class="card {card.urgency}" role="alert"><h2>{escape(card.title)}</h2>'
        f"<p>{escape(card.intro)}</p><ul>{why}</ul></section>\n"
    )


def _section(section: Section) -> str:
    parts = [f'<section id="{section.key}"><h2>{escape(section.title)}</h2>']
    parts += [f"<p>{escape(text)}</p>" for text in section.text]
    drawn = "".join(_figure(figure) for figure in section.figures)
    if drawn:
        parts.append(f'<div class="figures {section.key}">{drawn}</div>')
    parts += [_table(table) for table in section.tables]
    parts += [f'<p class="note">{escape(text)}</p>' for text in section.small]
    return "".join([*parts, "</section>\n"])


def _figure(figure: Figure) -> str:
    beside = _table(figure.table) if figure.table else ""
    if figure.key.startswith("plan-"):
        return (
            f'<article class="change"><h3>{escape(figure.title)}</h3>'
            f'<div class="two">{figure.svg}{beside}</div></article>'
        )
    return f"<figure>{figure.svg}{beside}</figure>"


def _table(table: Table, name: str = "") -> str:
    columns = max([len(table.head), *(len(row) for row in table.rows)], default=0)
    first_number = columns - table.numeric
    head = ""
    if table.head:
        cells = "".join(
            f'<th scope="col"{_kind(place, first_number)}>{escape(text)}</th>'
            for place, text in enumerate(table.head)
        )
        head = f"<thead><tr>{cells}</tr></thead>"
    body = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{escape(text)}</th>'
            if place == 0
            else f"<td{_kind(place, first_number)}>{escape(text)}</td>"
            for place, text in enumerate(row)
        )
        + "</tr>"
        for row in table.rows
    )
    named = f' class="{name}"' if name else ""
    return f'<div class="table"><table{named}>{head}<tbody>{body}</tbody></table></div>'


def _kind(place: int, first_number: int) -> str:
    return ' class="n"' if place >= first_number else ""
