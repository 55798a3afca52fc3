"""The tables beside the figures: causes of what is raised, air and ground apart, no false 0."""

from dataclasses import replace

import pytest
from msgspec import structs

from monitor.report.claims_log import FindingLog
from monitor.report.document import Section, Table
from monitor.report.story import Judgement, Story
from monitor.types import Finding, FindingKind, FindingStatus, Side
from tests.monitor.report.full_story import FULL
from tests.monitor.report.reports import reported, text_of
from tests.monitor.report.stories import LOOSEN, STORY, with_strides


def section(story: Story, key: str, language: str = "en") -> Section:
    (found,) = (one for one in reported(story, language=language).sections if one.key == key)
    return found


@pytest.mark.parametrize(
    ("evidence", "told"),
    [
        ("no foot angles of both feet", "not assessed: it needs a pod on each foot"),
        ("still learning the runner's own normal", "not assessed: your usual is still being"),
        (None, "not assessed: it needs a pod on each foot, and for longer"),
    ],
)
def test_it_is_said_why_a_question_has_no_answer(evidence: str | None, told: str) -> None:
    log = FindingLog()
    if evidence is not None:
        for side in Side:
            log.push(unjudged(side, evidence))
    story = structs.replace(STORY, judgements=log.judgements(600.0))

    (table,) = section(story, "coverage").tables

    assert cells(table, "foot that lifts less")[1].startswith(told)


def test_of_two_feet_the_one_without_an_answer_has_a_reason() -> None:
    log = FindingLog()
    log.push(replace(unjudged(Side.LEFT, ""), status=FindingStatus.CLEAR))
    log.push(unjudged(Side.RIGHT, "no foot angles of both feet"))
    story = structs.replace(STORY, judgements=log.judgements(600.0))

    found = section(story, "coverage")

    told = cells(found.tables[0], "foot that lifts less")[1]
    assert told == "L clear, R not assessed: it needs a pod on each foot"
    assert "foot that lifts less" not in found.small[0]


def unjudged(side: Side, evidence: str) -> Finding:
    status = FindingStatus.NOT_ASSESSED
    return Finding(
        kind=FindingKind.FOOT_DROP, side=side, t_s=60.0, status=status, evidence=evidence
    )


def cells(table: Table | None, row: str) -> tuple[str, ...]:
    assert table is not None
    (found,) = (one for one in table.rows if one[0] == row)
    return found


@pytest.mark.parametrize(("highest", "cause"), [(0.2, "–"), (0.49, "–"), (0.5, "laces")])
def test_a_cause_is_named_only_where_the_level_is_raised(highest: float, cause: str) -> None:
    (track,) = with_strides().risks
    story = structs.replace(with_strides(), risks=(structs.replace(track, highest=highest),))

    timeline = section(story, "timeline")

    assert cells(timeline.figures[0].table, "L top")[1] == cause
    assert any("A cause is named from level 0.5 on." in text for text in timeline.small)
    assert any("Grey: not assessed." in text for text in timeline.small)


@pytest.mark.parametrize(
    ("personal", "highest", "told"),
    [(False, 0.3, "low"), (False, 0.9, "high"), (False, 1.2, "very high"), (True, 0.9, "0.90"),
     (None, 0.9, "0.90"), (False, None, "not assessed")],
)  # fmt: skip
def test_a_level_is_told_in_words_until_reports_taught_the_limit(
    personal: bool | None, highest: float | None, told: str
) -> None:
    (track,) = with_strides().risks
    track = structs.replace(track, highest=highest, personal=personal)
    story = structs.replace(with_strides(), risks=(track,))

    assert cells(section(story, "timeline").figures[0].table, "L top")[2] == told
    assert text_of(reported(story)).count(f" {told} ") >= 2  # the clinician reads it too


def test_what_presses_in_the_air_stands_apart_from_the_peaks_with_the_edges() -> None:
    table = section(FULL, "feet").figures[0].table
    assert table is not None
    names = [row[0] for row in table.rows]
    cut = names.index("In the air:")

    peaks, air = table.rows[1:cut], table.rows[cut + 1 :]

    assert names[0] == "Each step's peak:"
    assert not [row for row in peaks if row[0].startswith(("Instep", "Edges"))]
    toes = {row[0]: row[1] for row in air}["Toes"]
    assert toes == "2.8"  # four cells, 1.0 kPa and 0.1 more from cell to cell
    edges = {row[0]: row[1:] for row in air}["Edges of the forefoot"]
    assert [float(value) for value in edges] == pytest.approx([102.0] * 6, abs=12.0)
    assert any(row[0].startswith("Instep") for row in air)


@pytest.mark.parametrize(
    ("language", "quantity"),
    [("en", "instep pressure in the air"), ("de", "Spanndruck in der Luft")],
)
def test_a_value_before_and_after_an_advice_names_its_quantity(
    language: str, quantity: str
) -> None:
    advice = section(structs.replace(with_strides(), said=(LOOSEN,)), "advice", language)

    assert advice.tables[0].rows[0][0].endswith(f"; {quantity}")


def test_less_than_a_minute_with_an_answer_is_no_zero() -> None:
    judged = [
        Judgement(kind=FindingKind.SWELLING, side=side, assessed_s=assessed_s,
                  last=FindingStatus.CLEAR, indirect=False)
        for side, assessed_s in ((Side.LEFT, 20.0), (Side.RIGHT, 600.0))
    ]  # fmt: skip

    coverage = section(structs.replace(STORY, judgements=tuple(judged)), "coverage")

    assert cells(coverage.tables[0], "swelling in the shoe")[1:] == ("clear", "< 1 / 10")


def test_the_band_of_a_distance_is_told_from_that_of_its_change() -> None:
    (small, *_) = section(FULL, "strides").small

    assert "cm either way at 95 %, as a distance" in small
    assert "A change within a run is held against your own usual" in small
