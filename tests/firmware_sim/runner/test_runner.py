import numpy as np
import pytest
from msgspec.structs import replace

from firmware_sim.gait.steps import Steps
from firmware_sim.gait.style import Contacts
from firmware_sim.runner.runner import Runner, Slow
from firmware_sim.scenario import scenario_file
from firmware_sim.scenario.model import (
    Change,
    Climate,
    Person,
    Phase,
    Quantity,
    Scenario,
    Shoe,
)
from firmware_sim.table import join, take
from monitor.types import FloatArray, Gait

EVEN = Person(variability=0.002)
RUNNING = Scenario(name="run", runner=EVEN, phase=(Phase(duration_s=1e5, speed_m_s=3.0),))


def live(scenario: Scenario, seconds: int, seed: int = 1) -> Slow:
    return Runner(scenario, seed).advance(seconds)


def contacts_of(scenario: Scenario, seconds: int = 600, seed: int = 2) -> Contacts:
    runner, steps = Runner(scenario, seed), Steps(scenario, seed)
    return join([steps.advance(runner.advance(20)) for _ in range(seconds // 20)])


def moving(contacts: Contacts, after_s: float) -> Contacts:
    return take(contacts, (contacts.hold == 0.0) & (contacts.t_s > after_s))


def changed(quantity: Quantity, to: float, at_s: float = 300.0) -> Scenario:
    return replace(RUNNING, change=(Change(at_s=at_s, quantity=quantity, to=to),))


def medians(scenario: Scenario, column: str) -> tuple[float, float]:
    contacts = contacts_of(scenario)
    values: FloatArray = getattr(contacts, column)
    early = (contacts.t_s > 30.0) & (contacts.t_s < 290.0)
    late = contacts.t_s > 320.0
    return float(np.median(values[early])), float(np.median(values[late]))


def test_pieces_of_a_run_do_not_change_it() -> None:
    whole = live(RUNNING, 400)
    runner = Runner(RUNNING, 1)

    parts = [runner.advance(n) for n in (20, 80, 300)]

    for name in ("speed_m_s", "heart_bpm", "instep_kpa", "numb", "x_m"):
        joined = np.concatenate(
            [getattr(parts[0], name)] + [getattr(p, name)[1:] for p in parts[1:]]
        )
        np.testing.assert_array_equal(joined, getattr(whole, name))


def test_a_fatigue_step_is_plus_3_percent_contact_time_and_minus_1_percent_cadence() -> None:
    scenario = replace(
        RUNNING,
        change=(
            Change(at_s=300.0, quantity="contact_time", to=0.03),
            Change(at_s=300.0, quantity="cadence", to=-0.01),
        ),
    )

    contact = medians(scenario, "contact_s")
    step = medians(scenario, "step_s")

    assert contact[1] / contact[0] == pytest.approx(1.03 / 0.99, abs=0.01)
    assert step[1] / step[0] == pytest.approx(1.01, abs=0.007)


def test_fatigue_raises_contact_time_and_lowers_cadence_and_strike_angle() -> None:
    scenario = changed("fatigue", 1.0)

    contact, step = medians(scenario, "contact_s"), medians(scenario, "step_s")
    strike = medians(scenario, "strike_rad")

    assert contact[1] / contact[0] > 1.05
    assert step[1] / step[0] > 1.01
    assert np.degrees(strike[0] - strike[1]) == pytest.approx(3.0, abs=1.5)


def test_hard_running_tires_and_easy_running_hardly_does() -> None:
    hard = replace(RUNNING, phase=(Phase(duration_s=1e5, speed_m_s=4.2),))

    tired, fresh = live(hard, 3600).fatigue[-1], live(RUNNING, 3600).fatigue[-1]

    assert 0.4 < tired < 1.2
    assert fresh < 0.05


def test_overstriding_lands_further_ahead_with_fewer_steps() -> None:
    scenario = changed("overstride_m", 0.05)

    ahead, step = medians(scenario, "ahead_m"), medians(scenario, "step_s")

    assert ahead[1] - ahead[0] == pytest.approx(0.05, abs=0.004)
    assert step[1] > step[0]


def test_foot_drop_lowers_the_toes_of_one_foot_only() -> None:
    change = Change(at_s=300.0, quantity="foot_drop_deg", to=8.0, side="right")
    contacts = moving(contacts_of(replace(RUNNING, change=(change,))), 320.0)
    left, right = (take(contacts, contacts.foot == foot) for foot in (0.0, 1.0))

    lower = np.degrees(np.median(left.strike_rad) - np.median(right.strike_rad))

    assert lower == pytest.approx(6.4, abs=1.0)
    assert np.median(right.lift_m) < np.median(left.lift_m)


@pytest.mark.parametrize(
    ("quantity", "column"), [("contact_time", "contact_s"), ("landing", "falling_m_s")]
)
def test_one_foot_stays_longer_or_lands_harder_than_the_other(
    quantity: Quantity, column: str
) -> None:
    change = Change(at_s=0.0, quantity=quantity, to=0.3, side="right")
    contacts = moving(contacts_of(replace(RUNNING, change=(change,))), 30.0)
    values: FloatArray = getattr(contacts, column)

    left, right = (float(np.median(values[contacts.foot == foot])) for foot in (0.0, 1.0))

    assert right / left == pytest.approx(1.3, abs=0.01)


def test_heat_without_a_drink_drifts_the_heart() -> None:
    hot = replace(RUNNING, climate=Climate(temperature_c=31.0, humidity=0.7, drink_kg_h=0.0))

    rise = [s.heart_bpm[-1] - s.heart_bpm[400] for s in (live(hot, 3600), live(RUNNING, 3600))]

    assert rise[0] > rise[1] + 5.0
    assert live(hot, 3600).water_kg[-1] < -1.0


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_feet_swell_or_shrink_and_the_laces_feel_it(sign: float) -> None:
    shoe = Shoe(swelling_percent=0.0, drift_percent_h=sign * 2.0, lace_relaxation=0.0)
    slow = live(replace(RUNNING, left=shoe), 4500)

    volume = slow.volume_percent[-1, 0]
    rise = slow.instep_kpa[-1, 0] - slow.instep_kpa[60, 0]

    assert volume == pytest.approx(sign * 2.0)
    assert rise == pytest.approx(sign * 2.0 * shoe.kpa_per_percent, abs=0.05)


def test_laces_relax_and_are_tied_again() -> None:
    scenario = replace(
        RUNNING, change=(Change(at_s=600.0, quantity="lace_kpa", to=12.0, side="left"),)
    )

    lace = live(scenario, 700).lace_kpa

    assert lace[590, 0] < lace[1, 0]
    assert lace[690, 0] / lace[690, 1] == pytest.approx(12.0 / 7.0)


def test_walking_has_double_support_and_running_has_flight() -> None:
    walk = replace(RUNNING, phase=(Phase(duration_s=1e5, gait=Gait.WALK, speed_m_s=1.4),))

    walking, running = moving(contacts_of(walk, 100), 20.0), moving(contacts_of(RUNNING, 100), 20.0)

    assert (walking.contact_s > walking.step_s * 1.1).all()
    assert (running.contact_s < running.step_s * 0.95).all()


@pytest.mark.parametrize("speed_m_s", [1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
def test_the_feet_cover_the_runners_way(speed_m_s: float) -> None:
    scenario = replace(RUNNING, phase=(Phase(duration_s=1e5, speed_m_s=speed_m_s),))
    contacts = moving(contacts_of(scenario, 200), 30.0)

    covered = (contacts.x_m[-1] - contacts.x_m[0]) / (contacts.t_s[-1] - contacts.t_s[0])

    assert covered == pytest.approx(speed_m_s, rel=0.005)


def test_a_turning_course_comes_back() -> None:
    circle = replace(RUNNING, phase=(Phase(duration_s=1e5, speed_m_s=3.0, turn_deg_s=6.0),))

    slow = live(circle, 70)

    assert np.degrees(slow.heading_rad[60] - slow.heading_rad[0]) == pytest.approx(360.0)
    away = np.hypot(slow.x_m[68] - slow.x_m[8], slow.z_m[68] - slow.z_m[8])
    assert away < 1.0  # a circle of 29 m radius


def test_uphill_gains_height() -> None:
    hill = replace(RUNNING, phase=(Phase(duration_s=1e5, speed_m_s=3.0, slope=0.1),))
    contacts = moving(contacts_of(hill, 100), 20.0)

    rise = (contacts.y_m[-1] - contacts.y_m[0]) / (contacts.x_m[-1] - contacts.x_m[0])

    assert rise == pytest.approx(0.1, abs=0.002)


def test_a_sensitive_runner_in_tight_laces_goes_numb_on_top_and_forgets_some_taps() -> None:
    tight = replace(RUNNING, left=Shoe(lace_kpa=28.0), right=Shoe(lace_kpa=5.0))
    careful = replace(tight, runner=Person(nerve_sensitivity=1.5, forget=0.0))
    forgetful = replace(tight, runner=Person(nerve_sensitivity=1.5, forget=1.0))

    numb = live(careful, 2400).numb
    runners = [Runner(careful, seed) for seed in range(5)]
    silent = Runner(forgetful, 1)
    for runner in (*runners, silent):
        runner.advance(2400)

    assert numb[-1, 0] > 0.5 > numb[-1, 3]
    assert all(runner.taps for runner in runners)
    assert not [tap for tap in silent.taps if tap.feeling != "ok"]


def test_easy_running_leaves_almost_every_foot_well() -> None:
    scenario = scenario_file.load("easy_run")
    taps = 0
    for seed in range(20):
        runner = Runner(scenario, seed)
        runner.advance(3600)
        taps += len(runner.taps)

    assert taps <= 4


def test_a_runner_who_stops_draws_the_feet_up_side_by_side() -> None:
    phases = (
        Phase(duration_s=20.0, speed_m_s=3.0),
        Phase(duration_s=1e5, gait=Gait.STAND, speed_m_s=0.0),
    )
    contacts = contacts_of(replace(RUNNING, phase=phases), 60)

    last = [take(contacts, contacts.foot == foot).x_m[-1] for foot in (0.0, 1.0)]

    assert abs(last[0] - last[1]) < 0.1
