"""What is looked for in every view: words that are cut, targets that are small, what axe finds."""

from axe_playwright_python.async_playwright import Axe

from tests.browser.browsing import Phone

NARROW = {"width": 320, "height": 568}
LEAST_PX = 56.0


BROKEN = """() => {
  const broken = [];
  for (const each of document.querySelectorAll("button, #sentence")) {
    if (each.offsetParent === null) continue;
    const walker = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (const word of node.data.matchAll(/\\S+/g)) {
        const range = document.createRange();
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        if (range.getClientRects().length > 1) broken.push(word[0]);
      }
    }
  }
  return broken;
}"""
CUT = """() => [...document.querySelectorAll("button")]
  .filter((each) => each.offsetParent !== null && each.scrollWidth > each.clientWidth)
  .map((each) => each.textContent)"""
SMALL = """(least) => [...document.querySelectorAll("button")]
  .filter((each) => each.offsetParent !== null)
  .filter((each) => Math.min(each.offsetWidth, each.offsetHeight) < least)
  .map((each) => each.textContent)"""


async def violations(tab: Phone) -> list[str]:
    options = {
        "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
        "rules": {"color-contrast-enhanced": {"enabled": True}},
    }
    result = await Axe().run(tab.page, options=options)
    return [
        f"{each['id']}: {node['html'][:100]}"
        for each in result.response["violations"]
        for node in each["nodes"]
    ]
