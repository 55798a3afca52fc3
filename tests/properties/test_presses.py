"""Every press is in the recordings exactly once, whatever is sent again, cut off or killed."""

import asyncio
import tempfile
from collections import Counter
from functools import partial
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from monitor.session.journal import Journal
from monitor.session.recording import Recording
from monitor.types import Feeling, Packet
from monitor.web.hub import Hub, Session
from monitor.web.ledger import Ledger, identity_in
from monitor.web.messages import TapMessage, press_of
from tests.monitor.web.serving import HEADER, radio
from tests.tries import tries

NAMES = [f"press {number}" for number in range(4)]
STEPS = st.lists(
    st.one_of(
        st.sampled_from(NAMES),
        st.just("record"),
        st.just("disk"),
        st.just("kill"),
        st.just("end"),
    ),
    max_size=25,
)


class Life:
    """One process of the hub: its recording, its ledger, and what waits to be recorded."""

    def __init__(self, folder: Path, number: int) -> None:
        self.path = folder / f"{number}.mcap"
        self.journal = Journal.open(self.path, HEADER)
        self.waiting: list[Packet] = []
        ledger = Ledger(folder / "presses.txt", self.path)
        session = Session("run", self.waiting.append, lambda: None, lambda: 9.0, self.journal)
        self.ledger, self.hub = ledger, Hub(session, ledger, radio(folder))

    def record(self) -> None:
        while self.waiting:
            self.hub.write(self.waiting.pop(0))

    async def reach_the_disk(self) -> None:
        """What is recorded is confirmed, as the running inbox does."""
        self.hub.inbox.close()
        await self.hub.inbox.run()

    def kill(self) -> None:
        self.journal.close()  # what the system has outlives a process; the ledger gets no end

    async def end(self) -> None:
        self.record()
        await self.reach_the_disk()
        self.ledger.close()
        self.journal.close()


async def live_through(folder: Path, steps: list[str]) -> tuple[set[str], set[str], int]:
    """Return what was acknowledged, what was pressed, and how many lives it took."""
    acknowledged: set[str] = set()
    lives = [Life(folder, 0)]
    for step in steps:
        life = lives[-1]
        if step == "record":
            life.record()
        elif step == "disk":
            await life.reach_the_disk()
        elif step in {"kill", "end"}:
            await life.end() if step == "end" else life.kill()
            lives.append(Life(folder, len(lives)))
        elif step not in acknowledged:  # a phone that was told sends no more, but for a lost answer
            message = TapMessage(id=step, what=Feeling.NUMB)
            life.hub.press(message, partial(acknowledged.add, step))
            life.hub.press(message, lambda: None)
    pressed = {step for step in steps if step in NAMES}
    for name in pressed:  # at last every phone is back, and sends what it has, and more
        message = TapMessage(id=name, what=Feeling.NUMB)
        lives[-1].hub.press(message, partial(acknowledged.add, name))
    await lives[-1].end()
    return acknowledged, pressed, len(lives)


@given(steps=STEPS)
@tries(60)
def test_a_press_is_recorded_exactly_once_and_then_acknowledged(steps: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        acknowledged, pressed, lives = asyncio.run(live_through(folder, steps))

        recorded = Counter(
            identity_in(packet.characteristic, packet.payload)
            for number in range(lives)
            for packet in Recording(folder / f"{number}.mcap").packets()
        )
    assert acknowledged == pressed
    assert recorded == Counter(press_of(each, 0.0).identity for each in pressed)
