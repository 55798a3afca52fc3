"""A page leads through one test at a time; what does not fit the step changes nothing."""

import asyncio
import threading
from dataclasses import dataclass, field

from monitor.errors import HomeError
from monitor.report.lacing_guide import GuideTimes, Step
from monitor.report.lacing_test import Felt
from monitor.types import Gait, Packet, Side, Stride, WishKind
from monitor.web.guided import Guided
from monitor.web.messages import LacesMessage, LiftMessage
from monitor.wire import wish


@dataclass
class Led:
    """A session that is led: its clock, what it takes, what is said."""

    now_s: float = 60.0
    taken: list[Packet] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    presses: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        times = GuideTimes(run_s=5.0)
        self.guided = Guided(
            lambda: self.now_s, self.taken.append, self.said.append, self.changed.set, times
        )

    @property
    def step(self) -> str | None:
        shown = self.guided.state()["laces"]
        return None if shown is None else str(shown["step"])

    async def tell(self, what: str, trial: int = 1, **more: object) -> str | None:
        self.presses += 1
        message = LacesMessage(str(self.presses), what, trial=trial, **more)  # type: ignore[arg-type] # as decoded
        await self.guided.take(message)
        return self.step

    async def run(self, trial: int) -> str | None:
        """Leave out what is not needed, and run."""
        for _ in range(3):
            await self.tell("skip", trial)
        for _ in range(12):
            self.now_s += 0.7
            ic_s = self.now_s - 0.7
            self.guided.push(Stride(side=Side.LEFT, ic_s=ic_s, tc_s=ic_s + 0.25,
                                    next_ic_s=self.now_s, gait=Gait.RUN))  # fmt: skip
        return self.step

    @property
    def wishes(self) -> list[WishKind]:
        return [wish.decode(packet.payload).kind for packet in self.taken]


async def test_three_trials_lead_to_a_test_with_names_steps_and_verdict() -> None:
    led = Led()

    await led.tell("begin", a="crossed", b=" parallel ")
    steps = [
        await led.run(1),
        await led.tell("ready", 2),
        await led.run(2),
        await led.tell("ready", 3),
        await led.run(3),
    ]
    shown = led.guided.state()["laces"]
    last = await led.tell("feel", 3, felt=Felt.BETTER)
    test = led.guided.taken.laces

    assert steps == ["relace", "stand", "relace", "stand", "verdict"]
    assert shown["names"] == {"A": "crossed", "B": "parallel"}
    assert last == "done"
    assert test is not None
    assert (test.a, test.b, test.felt) == ("crossed", "parallel", Felt.BETTER)
    assert [span.lacing for span in test.spans if span.step is Step.RUN] == ["A", "B", "A"]
    assert led.wishes == [WishKind.PAUSE, WishKind.RESUME]
    assert led.said[:2] == ["laces.stand_a", "laces.lift_left"]
    assert "laces.relace_b" in led.said
    assert led.said[-2:] == ["laces.verdict", "laces.done"]


async def test_a_press_of_an_earlier_trial_or_for_another_step_changes_nothing() -> None:
    led = Led()
    await led.tell("begin")

    steps = [
        await led.tell("ready"),
        await led.tell("enough"),
        await led.tell("feel", felt=Felt.WORSE),
    ]
    await led.run(1)
    late = [
        await led.tell("ready", 1),
        await led.tell("enough", 2),
        await led.tell("begin", a="again"),
    ]

    assert steps == ["stand", "stand", "stand"]
    assert late == ["relace", "relace", "relace"]


async def test_a_session_that_ends_after_both_lacings_keeps_the_test_and_before_it_none() -> None:
    led = Led()
    await led.tell("begin")
    await led.run(1)
    early = led.guided.taken.laces
    await led.tell("ready", 2)
    await led.run(2)
    enough = led.guided.state()["laces"]["enough"]

    assert early is None
    assert enough
    assert led.guided.taken.laces is not None
    assert await led.tell("enough", 3) == "verdict"
    assert await led.tell("feel", 2) == "done"
    assert led.guided.taken.laces.felt is None


async def test_a_test_that_is_left_leaves_nothing_and_the_one_before_it_stays() -> None:
    led = Led()
    await led.tell("begin", a="first")
    for trial in (1, 2):
        await led.run(trial)
        await led.tell("ready", trial + 1)
    await led.tell("leave")
    left = led.guided.taken.laces
    await led.tell("begin", a="second")
    await led.run(1)
    await led.tell("ready", 2)
    await led.run(2)
    await led.tell("enough", 3)
    await led.tell("feel", 2)
    await led.tell("leave")
    await led.tell("begin", a="third")
    await led.tell("leave")

    assert left is None
    assert led.guided.taken.laces is not None
    assert led.guided.taken.laces.a == "second"
    assert led.step is None
    assert led.wishes == [WishKind.PAUSE, WishKind.RESUME] * 3


async def test_there_is_one_test_at_a_time_and_none_while_a_red_flag_is_open() -> None:
    led, flagged, said = Led(), Led(), Led()
    flagged.guided.flagged = lambda: True
    said.guided.flag()

    await led.guided.take(LiftMessage("lift", "begin"))
    beside_lift = await led.tell("begin")
    await led.guided.take(LiftMessage("leave", "leave"))
    await led.tell("begin")
    await led.guided.take(LiftMessage("again", "begin"))

    assert beside_lift is None
    assert (led.step, led.guided.state()["lift"]) == ("stand", None)
    for other in (flagged, said):
        assert await other.tell("begin") is None
        assert other.guided.state()["no_tests"]


async def test_a_late_press_of_a_test_that_is_over_does_not_reach_the_next_one() -> None:
    led = Led()
    await led.tell("begin")  # press 1
    await led.tell("leave", test="1")
    await led.tell("begin")  # press 3

    steps = [await led.tell(what, test="1") for what in ("skip", "leave")]
    told = led.guided.state()["late_for_test"]
    led.now_s += 30.0
    forgotten = led.guided.state()["late_for_test"]
    kept_while_dark = await led.tell("skip", test="3", age_s=25.0)
    unnamed_and_old = await led.tell("skip", age_s=25.0)

    assert steps == ["stand", "stand"]
    assert (told, forgotten) == (True, False)
    assert (kept_while_dark, unnamed_and_old) == ("lift_left", "lift_left")


async def test_a_lift_test_is_left_by_its_own_press_alone_and_begun_by_a_young_one() -> None:
    led = Led()

    await led.guided.take(LiftMessage("old", "begin", age_s=6.0))
    begun_late, told = led.guided.state()["lift"], led.guided.state()["late_for_test"]
    await led.guided.take(LiftMessage("first", "begin"))
    await led.guided.take(LiftMessage("a", "leave", test="before"))
    goes_on = led.guided.state()["lift"]
    await led.guided.take(LiftMessage("b", "leave", test="first", age_s=20.0))

    assert (begun_late, told) == (None, True)
    assert goes_on["test"] == "first"
    assert led.guided.state()["lift"] is None


async def test_a_flag_that_nobody_can_tell_of_refuses_the_test_and_the_loop_goes_on_meanwhile() -> (
    None
):
    led, asked, may_answer = Led(), asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def flagged() -> bool:
        loop.call_soon_threadsafe(asked.set)
        assert may_answer.wait(20.0)
        raise HomeError("catalogue.sqlite", "damaged")

    led.guided.flagged = flagged
    leading = asyncio.create_task(led.guided.run())
    led.guided.press(LiftMessage("lift", "begin"))
    await asked.wait()
    before = led.guided.state()
    may_answer.set()
    while not led.guided.state()["no_tests"]:
        await led.changed.wait()
        led.changed.clear()
    led.guided.flagged = lambda: False
    led.guided.press(LiftMessage("again", "begin"))
    while led.guided.state()["lift"] is None:
        await led.changed.wait()
        led.changed.clear()
    leading.cancel()

    assert (before["lift"], before["no_tests"]) == (None, False)
    assert not led.guided.state()["no_tests"]


async def test_a_red_flag_ends_the_test_that_goes_on() -> None:
    laces, lift = Led(), Led()
    await laces.tell("begin")
    await lift.guided.take(LiftMessage("lift", "begin"))

    for led in (laces, lift):
        led.guided.flag()

    for led in (laces, lift):
        shown = led.guided.state()
        assert (shown["laces"], shown["lift"], shown["no_tests"]) == (None, None, True)
        assert led.wishes == [WishKind.PAUSE, WishKind.RESUME]


async def test_a_step_that_is_over_is_not_left_out_in_the_place_of_the_next() -> None:
    led = Led()
    await led.tell("begin")
    first = await led.tell("skip", step="stand")
    again = await led.tell("skip", step="stand")  # a second finger, or a slow Wi-Fi

    assert first == again == "lift_left"


async def test_a_pause_of_the_runners_own_outlasts_a_test() -> None:
    led = Led()
    await led.tell("begin")
    await led.tell("leave")
    led.guided.pauses.paused = lambda: True
    await led.tell("begin")
    await led.tell("leave")

    assert led.wishes == [WishKind.PAUSE, WishKind.RESUME]
