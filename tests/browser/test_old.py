"""What a page keeps for later reaches what it was meant for, and what is old looks old."""

from pathlib import Path

from tests.browser.browsing import a_lively_run, chromium, phone
from tests.monitor.web.serving import running

LATER = """() => {
  const { link, queue } = footloose;
  const real = { ...link.state };
  const waiting = () => queue.waiting().filter(({ what }) => what === "dizzy");
  link.hear({ ...real, station: { replay: true } });
  footloose.press({ type: "tap", what: "dizzy", unsaid: true });
  const inDemo = waiting().length;
  link.hear(real);
  const inRun = waiting().length;
  const at = Date.now() - 60 * 24 * 3600 * 1000;
  localStorage.setItem("footloose.press.old", JSON.stringify({ type: "tap", what: "dizzy", at }));
  const [old] = waiting();
  queue.done("old");
  return { inDemo, inRun, age: old.age_s };
}"""
"""A tap in a demo; and one of two months ago."""
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
        await tab.page.wait_for_function("() => window.footloose.link.state?.type === 'state'")
        later = await tab.page.evaluate(LATER)
        await tab.tap("[data-view=live]")
        risks = await tab.page.evaluate(RISKS)
        thanks = await tab.page.evaluate(THANKS)

    assert later == {"inDemo": 1, "inRun": 0, "age": 4e6}
    assert "low" in risks["live"]
    assert set(risks["old"]) == {"not assessed"}
    assert risks["told"] == "No connection."
    assert risks["all"] == "No connection. This is 5 s old."
    assert thanks == {"monday": True, "tuesday": False}
