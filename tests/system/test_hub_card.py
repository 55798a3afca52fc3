"""The card of a red flag that was read on the page while the run went on is read."""

from pathlib import Path

from monitor.home.folder import Home
from monitor.home.notes import read_note
from monitor.report.follow_up import Card
from tests.system.live import pods
from tests.system.test_hub import hub, is_in


async def test_a_card_that_was_read_in_the_run_is_not_shown_after_it(tmp_path: Path) -> None:
    async with pods(left=[], right=[]) as radio, hub(tmp_path, radio) as waiting:
        await waiting.press("start", "go")
        await waiting.until(lambda state: len(state["sensors"]) >= 2)
        await waiting.press("tap", "head", what="dizzy", unsaid=True)
        first = await waiting.until(lambda state: len(state["cards"]) == 1)
        await waiting.press("seen", "read", number=first["cards"][0]["number"])
        await waiting.press("tap", "calf", what="swollen", side="left", zone="calf")
        await waiting.until(lambda state: state["cards"] and state["cards"] != first["cards"])
        await waiting.press("end", "enough")
        over = await waiting.until(is_in("idle"))
        cards = (await waiting.get("/api/after"))["cards"]
        await waiting.leaves()
    home = Home.open(tmp_path)
    note = read_note(home.recordings / f"{over['station']['last']}.mcap")

    assert first["cards"][0]["urgency"] == Card.NOW
    assert [card["name"] for card in cards] == ["run_calf_swollen.left"]
    assert list(note.acknowledged) == ["run_dizzy"]
