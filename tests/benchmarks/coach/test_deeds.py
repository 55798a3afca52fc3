"""What a simulated listener does with the laces: never tighter, and nothing else is overruled."""

from dataclasses import replace

import numpy as np

from benchmarks.coach.deeds import COMFORTABLE_KPA, done
from firmware_sim.runner.track import track
from firmware_sim.scenario.model import Change, Phase, Quantity, Scenario, Shoe
from monitor.types import Action, Advice, Side

SAID = Advice(
    number=1,
    t_s=300.0,
    expires_s=400.0,
    action=Action.LOOSEN_LACES,
    cause=None,
    side=Side.LEFT,
    text="",
    reason="",
)
AFTER_S = 400.0


def scenario(*changes: Change, lace_kpa: float = 6.0) -> Scenario:
    return Scenario(
        name="test",
        duration_s=1800.0,
        left=Shoe(lace_kpa=lace_kpa),
        right=Shoe(lace_kpa=lace_kpa),
        phase=(Phase(duration_s=1800.0),),
        change=changes,
    )


def tied_kpa(
    run: Scenario | None, t_s: float, side: Side, quantity: Quantity = "lace_kpa"
) -> float:
    assert run is not None
    shoe = run.shoe(side)
    start_kpa = shoe.lace_kpa if quantity == "lace_kpa" else shoe.edge_kpa
    return float(track(run, quantity, start_kpa, side)(np.array(t_s)))


def test_laces_that_were_tied_later_are_overruled_for_the_foot_that_was_loosened_alone() -> None:
    both_tighten = Change(at_s=600.0, quantity="lace_kpa", to=18.0)

    loosened = done(scenario(both_tighten, lace_kpa=15.0), 310.0, SAID, partly=False)

    assert tied_kpa(loosened, 900.0, Side.LEFT) == COMFORTABLE_KPA
    assert tied_kpa(loosened, 900.0, Side.RIGHT) == 18.0


def test_what_the_laces_do_not_concern_goes_on() -> None:
    others = (
        Change(at_s=600.0, quantity="overstride_m", to=0.05),
        Change(at_s=600.0, quantity="edge_kpa", to=6.0),
        Change(at_s=600.0, quantity="volume_percent", to=3.0),
    )

    loosened = done(scenario(*others, lace_kpa=15.0), 310.0, SAID, partly=False)

    assert loosened is not None
    assert set(others) <= set(loosened.change)


def test_nobody_who_loosens_in_part_ties_tighter() -> None:
    for run in (
        scenario(),
        scenario(Change(at_s=100.0, quantity="lace_kpa", to=7.0)),
        scenario(Change(at_s=250.0, quantity="lace_kpa", to=18.0, over_s=1000.0)),
    ):
        loosened = done(run, 310.0, SAID, partly=True)

        assert tied_kpa(loosened, AFTER_S, Side.LEFT) <= tied_kpa(run, 327.5, Side.LEFT)


def test_a_second_loosening_in_part_leaves_the_whole_one() -> None:
    once = done(scenario(lace_kpa=20.0), 310.0, SAID, partly=False)
    assert once is not None

    twice = done(once, 320.0, SAID, partly=True)

    assert tied_kpa(twice, AFTER_S, Side.LEFT) == COMFORTABLE_KPA


def test_the_lowest_laces_give_the_forefoot_room_and_leave_the_instep() -> None:
    lowest = replace(SAID, words=("lowest",))
    run = scenario(Change(at_s=0.0, quantity="edge_kpa", to=6.0), lace_kpa=15.0)

    loosened = done(run, 310.0, lowest, partly=False)

    assert tied_kpa(loosened, AFTER_S, Side.LEFT, "edge_kpa") < 6.0
    assert tied_kpa(loosened, AFTER_S, Side.LEFT) == 15.0
