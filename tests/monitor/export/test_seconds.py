"""The table by the second loses nothing that was felt or said."""

from monitor.export.seconds import COLUMNS, Seconds
from monitor.types import Feeling, Side, Symptom


def test_a_row_says_how_a_report_was_told() -> None:
    reports = [
        Symptom(1.5, Feeling.NUMB),
        Symptom(2.5, Feeling.NUMB, by_lap=True),
        Symptom(3.5, Feeling.NUMB, added=True),
    ]
    table = Seconds()

    rows = [row for one in reports for row in table.push(one)] + list(table.finish(5.0))

    told = COLUMNS.index("symptom_told")
    assert [row[told] for row in rows] == [None, "tap", "lap", "afterwards", None]


def test_what_is_felt_in_one_second_or_after_the_last_stands_in_rows_of_its_own() -> None:
    taps = [
        Symptom(t_s, feeling, Side.LEFT)
        for t_s, feeling in ((2.1, Feeling.NUMB), (2.9, Feeling.PAIN), (4.5, Feeling.SWOLLEN),
                             (4.6, Feeling.DIZZY))
    ]  # fmt: skip
    table = Seconds()

    rows = [row for tap in taps for row in table.push(tap)] + list(table.finish(4.6))

    felt = COLUMNS.index("symptom")
    assert [(row[0], row[felt]) for row in rows if row[felt] is not None] == [
        (3.0, "numb"), (4.0, "pain"), (5.0, "swollen"), (6.0, "dizzy"),
    ]  # fmt: skip
