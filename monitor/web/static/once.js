// A program that runs once: before its run begins, while the report is made, and when all is over.

import { h, mark, say, show } from "./dom.js";
import { t, troubleWords } from "./texts.js";

/** What takes the place of the two buttons when nobody runs: a tap would belong to no run. */
export function onceView(page) {
  const words = h("p", { class: "lead", role: "status" });
  const trouble = h("p", { class: "trouble", role: "alert" });
  const report = h("a", { class: "choice", href: "/" }, t("over.report"));
  const where = h("p", {});
  const next = h("p", { class: "detail" });
  const element = h("section", { class: "once" }, words, trouble, report, where, next);

  function update(state) {
    const { last, where: file, trouble: why } = state.station;
    const over = state.phase === "over";
    say(words, t(`phase.${state.phase}`));
    show(trouble, why !== "");
    say(trouble, troubleWords(why));
    show(report, over && last !== null && page.link.live);
    if (last !== null) mark(report, "href", `/report/${encodeURIComponent(last)}`);
    show(where, over && file !== "");
    say(where, t(page.link.live ? "over.file" : "over.gone", { where: file }));
    show(next, over && !page.link.live);
    say(next, t("over.next"));
  }
  return { element, update };
}
