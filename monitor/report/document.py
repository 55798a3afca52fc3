"""The report as data: sections with text, tables and figures, before it is a page.

``--format json`` gives this, without the drawings, beside the story it was made from.
"""

from msgspec import Struct, structs


class Table(Struct, frozen=True, kw_only=True):
    """Rows of words; ``numeric`` says how many columns at the end are numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: int = 0


class Figure(Struct, frozen=True, kw_only=True):
    """A drawing (SVG), its title and description, and the same as a table where there is one."""

    key: str
    title: str
    description: str
    svg: str
    table: Table | None = None


class Section(Struct, frozen=True, kw_only=True):
    """A part of the report."""

    key: str
    title: str
    text: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    small: tuple[str, ...] = ()


class CardText(Struct, frozen=True, kw_only=True):
    """A red-flag card: *now* or *soon*, what to do, and why."""

    urgency: str
    title: str
    intro: str
    why: tuple[str, ...]


class Report(Struct, frozen=True, kw_only=True):
    """Everything that the page shows.

    While a red flag is open, ``cards`` has it and ``sections`` is empty: only the card.
    """

    language: str
    title: str
    subtitle: str
    facts: Table
    cards: tuple[CardText, ...]
    sentences: tuple[str, ...]
    sections: tuple[Section, ...]
    clinician: tuple[Section, ...]
    small: tuple[str, ...]


def without_drawings(report: Report) -> Report:
    """Give the same content without SVG, for programs."""
    return structs.replace(
        report,
        sections=tuple(_bare(section) for section in report.sections),
        clinician=tuple(_bare(section) for section in report.clinician),
    )


def _bare(section: Section) -> Section:
    figures = tuple(structs.replace(figure, svg="") for figure in section.figures)
    return structs.replace(section, figures=figures)
