"""What the page for a clinician says of shoe, body and settings."""

from monitor.report.context import Changed, InForce
from monitor.report.document import Report, Section
from tests.monitor.report.reports import reported, text_of


def settings_of(report: Report) -> Section:
    (section,) = [one for one in report.clinician if one.key == "settings"]
    return section


def test_it_names_what_was_worn_the_body_and_what_is_not_the_default() -> None:
    changed = Changed(key="lacing.rise_kpa", value="4.0 kPa", default="5.0 kPa")
    chosen = InForce(mass_kg=71.5, reduced_feeling=True, changed=(changed,))

    told = settings_of(reported(shoe="Blue 43", lacing="parallel", insole="thin", settings=chosen))

    assert {row[0]: row[1] for row in told.tables[0].rows} == {
        "Shoe": "Blue 43",
        "Insole": "thin",
        "Lacing": "parallel",
        "Body mass": "71.5 kg",
        "Feels little in the feet": "yes",
    }
    assert told.text == (
        "Settings that are not the defaults: lacing.rise_kpa = 4.0 kPa (default 5.0 kPa).",
    )


def test_what_was_not_said_is_no_answer_and_no_default_is_a_change() -> None:
    told = settings_of(reported(settings=InForce()))

    assert {value for _, value in told.tables[0].rows} == {"not said"}
    assert told.text == ("All other settings are the defaults.",)


def test_settings_that_nobody_knows_are_not_called_the_defaults() -> None:
    report = reported(shoe="Blue 43")

    assert "not known" in settings_of(report).text[0]
    assert "defaults" not in text_of(report)
    assert [key for key, _ in settings_of(report).tables[0].rows] == ["Shoe", "Insole", "Lacing"]


def test_a_long_list_of_changes_is_cut_and_counted() -> None:
    many = tuple(Changed(key=f"a.b{n}", value="1", default="2") for n in range(30))

    (text,) = settings_of(reported(settings=InForce(changed=many))).text

    assert text.count("default 2") == 8
    assert text.endswith("22 more are in the recording.")
