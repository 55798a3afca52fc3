"""The phone's own voice says each step of a test once, and lets it end."""

from pathlib import Path

from monitor.texts import texts
from tests.browser.browsing import a_lively_run, chromium, phone
from tests.monitor.web.serving import running

EAR = """
  window.said = [];
  window.cut = 0;
  speechSynthesis.speak = ({ text }) => window.said.push(text);
  speechSynthesis.cancel = () => { window.cut += 1; };
"""
"""Write down what the browser is given to say; it has no voice here."""
NEWS = """(count) => new Promise((enough) => {
  let seen = 0;
  footloose.link.addEventListener("change", () => { seen += 1; if (seen === count) enough(); });
})"""
STATES = """() => {
  const { link } = footloose;
  const at = (step, text) =>
    ({ step, text: { en: text }, trial: 3, names: { A: "a", B: "b" }, left_s: 1 });
  const before = window.said.length;
  link.hear({ ...link.state, laces: at("done", "laces over"), lift: null });
  link.hear({ ...link.state, laces: at("done", "laces over"), lift: at("heels", "on your heels") });
  link.hear({ ...link.state, laces: at("done", "laces over"), lift: at("done", "lift over") });
  return window.said.slice(before);
}"""
"""A lacing test that is over still stands there when the lift test begins."""


SENTENCES = """() => {
  const before = window.said.length;
  const say = (number) => footloose.speak.hear({
    type: "state", now_s: 60, laces: null, lift: null,
    sentence: { number, t_s: 60, expires_s: 600, text: { en: `sentence ${number}` } },
  });
  say(101);
  footloose.radio = { ...footloose.radio, speaks: true };
  say(102);
  say(102);
  footloose.radio = { ...footloose.radio, speaks: false };
  say(103);
  return window.said.slice(before);
}"""
"""The radio of the page plays the second one."""
URGENT = """() => {
  const { speak, link } = footloose;
  const [before, cut] = [window.said.length, window.cut];
  const say = (number, red, radio) => speak.hear({
    type: "state", now_s: 60, laces: null, lift: null, radio,
    sentence: { number, t_s: 60, expires_s: 600, red_flag: red, text: { en: `sentence ${number}` },
    },
  });
  const see = (what, n) => speak.hear({ type: "events", run: link.run, events: [
    { n, kind: "notice", what, sensor: "pod", side: "left", t_s: link.nowS } ] });
  say(201, true);
  say(202, false);
  see("unseen", 1001);
  see("unseen", 1001);
  see("seen", 1002);
  footloose.radio = { ...footloose.radio, speaks: true };
  say(203, false);
  footloose.radio = { ...footloose.radio, speaks: false };
  say(203, false, { speaks: false });
  say(203, false, { speaks: false });
  return [window.said.slice(before), window.cut - cut];
}"""
"""A red flag, an answer, a foot that is lost and comes back; what the radio cannot say."""
SLEEP = """() => {
  const { speak, link } = footloose;
  const before = window.said.length;
  const now = Date.now;
  link.state.phase = "running";
  Date.now = () => now() + 600_000;
  const [live, age] = [link.live, link.ageS];
  speak.hear(null);
  speak.hear(null);
  Date.now = now;
  link.heardAt = now();
  speak.hear(null);
  return { live, old: age >= 600, said: window.said.slice(before) };
}"""
"""The phone slept ten minutes; only one of its clocks went on."""


async def test_the_phone_says_a_step_of_a_test_once_and_never_cuts_it_off(tmp_path: Path) -> None:
    async with running(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        a_lively_run(run)
        await tab.page.add_init_script(EAR)
        await tab.page.goto(f"http://{run.host}/#{run.door.pairing.token}")
        await tab.lives()
        await tab.tap("[data-view=more]")
        await tab.page.evaluate("footloose.speak.toggle(); footloose.setLanguage('en')")
        await tab.page.get_by_role("button", name="Start the lift test").click()
        await tab.page.wait_for_function("() => window.said.length")
        cut = await tab.page.evaluate("window.cut")
        # a look comes each 250 ms, a state in between
        await tab.page.evaluate(NEWS, 12)
        said = await tab.page.evaluate("window.said")
        cut_later = await tab.page.evaluate("window.cut")
        both = await tab.page.evaluate(STATES)
        beside_the_radio = await tab.page.evaluate(SENTENCES)
        urgent, cuts = await tab.page.evaluate(URGENT)
        slept = await tab.page.evaluate(SLEEP)

    assert said == [texts("en").voice["lift.stand"]]
    assert cut_later == cut
    assert both == ["laces over", "on your heels", "lift over"]
    assert beside_the_radio == ["sentence 101", "sentence 103"]
    assert urgent == [
        *("sentence 201", "sentence 202"),
        *("I cannot see your left foot.", "I see your left foot again.", "sentence 203"),
    ]
    assert cuts == 1  # by the red flag itself
    assert slept == {"live": False, "old": True, "said": ["No connection.", "Connected again."]}
