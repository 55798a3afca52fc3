"""What a page keeps for later reaches what it was meant for, and what is old looks old."""

from pathlib import Path

from tests.browser.browsing import a_lively_run, chromium, phone
from tests.monitor.web.serving import running

LATER = """() => {
  const { link, queue } = footloose;
  const real = { ...link.state };
  const waiting = () => queue.waiting().filter(({ what }) => what === "dizzy");
  link.hear({ ...real, station: { replay: true } });
  const pressed = footloose.press({ type: "tap", what: "dizzy", unsaid: true });
  const inDemo = waiting().length;
  link.hear(real);
  const inRun = waiting().length;
  queue.done(pressed);
  link.hear({ ...real, station: { replay: true } });
  const taken = waiting().length;
  link.hear(real);
  const at = Date.now() - 60 * 24 * 3600 * 1000;
  localStorage.setItem("footloose.press.old", JSON.stringify({ type: "tap", what: "dizzy", at }));
  const [old] = waiting();
  queue.done("old");
  return { inDemo, inRun, taken, age: old.age_s };
}"""
"""A tap in a demo, and its acknowledgement that comes later; and one of two months ago."""
BARE = """() => {
  const { link, queue } = footloose;
  const fresh = new link.constructor(queue);
  fresh.hear({ type: "events", run: "run", events: [] });
  const before = fresh.live;
  fresh.hear(link.state);
  return [before, fresh.live];
}"""
"""A line on which news came and no state yet."""
RISKS = """() => {
  const { link } = footloose;
  const look = () => [...document.querySelectorAll(".risks .word")].map((word) => word.textContent);
  footloose.refresh();
  const live = look();
  link.heardAt = Date.now() - 5000;
  footloose.refresh();
  const told = document.querySelector("#link [role=status]").textContent;
  return { live, old: look(), told, all: document.getElementById("link").textContent };
}"""
THANKS = """() => {
  const { after } = footloose;
  const thanked = () => after.thanks;
  after.waits = { session: "monday", state: "due", missing: [], questions: [] };
  after.sent.add("monday");
  const monday = thanked();
  after.waits = { session: "tuesday", state: "due", missing: [], questions: [] };
  const tuesday = thanked();
  after.waits = null;
  return { monday, tuesday };
}"""


async def test_what_a_demo_keeps_and_what_is_old_is_taken_for_nothing_else(tmp_path: Path) -> None:
    async with running(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        a_lively_run(run)
        await tab.page.goto(f"http://{run.host}/#{run.door.pairing.token}")
        await tab.lives()
        bare = await tab.page.evaluate(BARE)
        later = await tab.page.evaluate(LATER)
        await tab.tap("[data-view=live]")
        risks = await tab.page.evaluate(RISKS)
        thanks = await tab.page.evaluate(THANKS)

    assert bare == [False, True]
    assert later == {"inDemo": 1, "inRun": 0, "taken": 0, "age": 4e6}
    assert "low" in risks["live"]
    assert set(risks["old"]) == {"not assessed"}
    assert risks["told"] == "No connection."
    assert risks["all"] == "No connection. This is 5 s old."
    assert thanks == {"monday": True, "tuesday": False}
