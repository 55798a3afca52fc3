from dataclasses import replace

import pytest

from monitor.sources.ble_states import Trouble
from monitor.texts import LANGUAGES, texts
from monitor.types import (
    Action,
    Advice,
    Contribution,
    Feeling,
    FindingKind,
    HeartBeat,
    Notice,
    NoticeKind,
    Outcome,
    OutcomeKind,
    Packet,
    Risk,
    Side,
    Symptom,
    Wish,
    WishKind,
    Zone,
    stride_of,
)
from monitor.web.board import KEPT, Board
from monitor.wire import battery, uuids

STRIDE = stride_of(
    side=Side.LEFT,
    ic_s=10.0,
    tc_s=10.25,
    next_ic_s=10.75,
    length_from_s=10.0,
    length_to_s=10.75,
    stride_length_m=2.25,
    forefoot_share=0.5,
    midfoot_share=0.2,
    heel_share=0.3,
    instep_swing_kpa=7.25,
)
STOP = Advice(
    number=3,
    t_s=60.0,
    expires_s=120.0,
    action=Action.STOP,
    cause=FindingKind.FOOT_DROP,
    side=Side.LEFT,
    text="left foot is not lifting as before: stop, and see a clinician",
    reason="",
    red_flag=True,
)


def test_a_stride_shows_in_numbers_and_on_its_foot() -> None:
    board = Board("run")

    board.push(STRIDE)

    state = board.state(11.0)
    assert state["numbers"] == {
        "cadence_spm": (160.0, 10.75),
        "contact_ms": (250, 10.75),
        "pace_s_km": (333, 10.75),
        "distance_m": (2, 10.75),
    }
    assert state["feet"] == {
        Side.LEFT: {
            "t_s": 10.75,
            "forefoot": 0.5,
            "midfoot": 0.2,
            "heel": 0.3,
            "instep_kpa": 7.2,
        }
    }


def test_a_red_flag_puts_up_the_card_until_it_is_read() -> None:
    board = Board("run")

    board.push(STOP)
    shown = board.state(60.0)["cards"]
    board.seen(2)
    still = board.state(61.0)["cards"]
    board.seen(3)

    assert shown == still
    assert [card["number"] for card in shown] == [3]
    assert set(shown[0]["text"]) == {"en", "de"}
    assert board.state(62.0)["cards"] == []
    assert board.state(62.0)["sentence"]["red_flag"]


def test_each_red_flag_has_its_card_until_that_one_is_read_and_the_most_urgent_is_first() -> None:
    calf = ("calf_swollen", "end_run")
    dizzy = replace(STOP, number=5, text="You are dizzy.", words=("dizzy", "stop_and_cool"))
    board = Board("run")
    for said in (STOP, replace(STOP, number=4, text="Left calf is swollen.", words=calf), dizzy):
        board.push(said)

    def shown() -> list[tuple[int, str]]:
        return [(card["number"], card["urgency"]) for card in board.state(70.0)["cards"]]

    assert shown() == [(4, "now"), (5, "now"), (3, "soon")]
    board.push(replace(dizzy, number=6))  # said anew: the same card, not one more
    board.seen(4)
    assert shown() == [(6, "now"), (3, "soon")]
    board.seen(6)
    assert shown() == [(3, "soon")]


@pytest.mark.parametrize(("swelling", "cause"), [(0.05, "reported"), (0.95, "swelling")])
def test_the_main_reason_of_a_zone_is_the_greatest_also_if_the_runner_said_it(
    swelling: float, cause: str
) -> None:
    board = Board("run")
    parts = (Contribution("swelling", swelling), Contribution("reported", 0.94))
    board.push(
        Risk(side=Side.LEFT, zone=Zone.SOLE, t_s=5.0, level=1.0, coverage=1.0, contributions=parts)
    )

    assert [risk["cause"] for risk in board.state(6.0)["risks"]] == [cause]


@pytest.mark.parametrize(
    ("level", "coverage", "how", "weak"),
    [
        (None, 0.0, "not_assessed", False),
        (0.1, 1.0, "low", False),
        (0.1, 0.3, "low", True),
        (1.2, 1.0, "now", False),
    ],
)
def test_a_risk_is_told_in_words_and_weak_evidence_is_marked(
    level: float | None, coverage: float, how: str, weak: bool
) -> None:
    board = Board("run")

    board.push(
        Risk(
            side=Side.RIGHT,
            zone=Zone.SOLE,
            t_s=5.0,
            level=level,
            coverage=coverage,
            contributions=(Contribution("calf load", level or 0.0),),
        )
    )

    (risk,) = board.state(6.0)["risks"]
    assert (risk["how"], risk["weak"]) == (how, weak)
    assert risk["cause"] == ("calf_load" if level else None)


def test_a_risk_that_is_the_runners_own_report_says_so() -> None:
    board = Board("run")
    parts = (Contribution("reported", 1.0),)

    board.push(
        Risk(side=Side.LEFT, zone=Zone.TOP, t_s=5.0, level=1.0, coverage=0.0, contributions=parts)
    )

    (risk,) = board.state(6.0)["risks"]
    assert (risk["cause"], risk["weak"]) == ("reported", False)


def test_news_are_numbered_and_a_page_gets_what_it_missed() -> None:
    board = Board("run")

    board.push(Symptom(1.0, Feeling.NUMB, Side.LEFT, Zone.TOP))
    board.push(Wish(2.0, WishKind.SNOOZE, 600.0))
    board.push(Notice(NoticeKind.LOST, 3.0, "pod", "pod: lost"))
    board.push(Outcome(1, 4.0, OutcomeKind.SYMPTOM_EASED, ""))

    assert [news["kind"] for news in board.news_after(0)] == [
        "symptom",
        "wish",
        "notice",
        "outcome",
    ]
    assert [news["n"] for news in board.news_after(2)] == [3, 4]
    assert board.state(5.0)["quiet_until_s"] == 602.0


@pytest.mark.parametrize(
    ("notice", "told"),
    [
        (Notice(NoticeKind.NOT_FOUND, 3.0, "left pod", ""), ("not_found", None, "left")),
        (Notice(NoticeKind.UNSEEN, 3.0, "right", "", Side.RIGHT), ("unseen", None, "right")),
        (Notice(NoticeKind.MISSING, 3.0, "recording", "disk full"), ("recording", None, None)),
        (Notice(NoticeKind.LOST, 3.0, "FP-12", "", Side.LEFT), ("lost", "FP-12", "left")),
    ],
)
def test_names_that_are_ours_are_left_to_the_language_of_the_page(
    notice: Notice, told: tuple[str | None, ...]
) -> None:
    board = Board("run")

    board.push(notice)

    (news,) = board.news_after(0)
    assert (news["what"], news["sensor"], news["side"]) == told


@pytest.mark.parametrize("trouble", Trouble)
def test_trouble_with_the_radio_is_said_by_its_reason_in_every_language(trouble: Trouble) -> None:
    board = Board("run")
    text = f"{trouble.value} (adapter hci1)"

    board.push(Notice(NoticeKind.NO_RADIO, 3.0, "Bluetooth", text))

    (news,) = board.news_after(0)
    assert (news["sensor"], news["side"]) == (None, None)
    assert news["what"] == f"radio_{trouble.name.lower()}"
    for language in LANGUAGES:
        assert "Bluetooth" in texts(language).page[f"notice.{news['what']}"]


def test_missing_data_a_sensor_that_is_not_used_and_one_that_is_not_found_differ() -> None:
    kinds = [NoticeKind.MISSING, NoticeKind.NOT_USED, NoticeKind.NOT_FOUND]
    board = Board("run")

    for kind in kinds:
        board.push(Notice(kind, 3.0, "FP-12", "", Side.LEFT))

    told = [news["what"] for news in board.news_after(0)]
    for language in LANGUAGES:
        words = [texts(language).page[f"notice.{what}"] for what in told]
        found = [{"en": "not found", "de": "nicht gefunden"}[language] in each for each in words]
        assert found == [False, False, True]


def test_old_news_are_let_go_and_numbers_go_on() -> None:
    board = Board("run")

    for at in range(KEPT + 5):
        board.push(Symptom(float(at), Feeling.OK))

    assert board.news_after(0)[0]["n"] == 6
    assert board.number == KEPT + 5


def test_sensors_are_known_by_their_packets() -> None:
    board = Board("run")

    for at in range(25):
        board.hear(Packet("pod", uuids.IMU, at / 10.0, b""))
    board.hear(Packet("pod", uuids.BATTERY, 2.5, battery.encode(battery.BatteryLevel(80))))
    board.hear(Packet("pod", uuids.BATTERY, 2.6, b"\xff"))
    board.hear(Packet("runner", uuids.SYMPTOM, 2.7, b""))
    board.push(Notice(NoticeKind.LOST, 3.0, "pod", "pod: lost"))

    assert board.state(3.0)["sensors"] == [
        {"name": "pod", "side": None, "battery": 80, "per_s": 10, "lost": 1, "t_s": 2.6}
    ]


def test_a_heart_shows_its_rate_and_when() -> None:
    board = Board("run")

    board.push(HeartBeat(9.0, 150.0))

    assert board.state(60.0)["numbers"]["heart_bpm"] == (150.0, 9.0)
