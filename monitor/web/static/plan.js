// Before a run: how it went with the plan of the last one, one tap a step.

import { h, say, show } from "./dom.js";
import { language, t } from "./texts.js";

/** The steps of the plan that have no answer yet. */
export function planView(page) {
  const steps = h("div", {});
  const thanks = h("p", { role: "status" });
  const element = h("section", { class: "plan" }, h("h2", {}, t("plan.title")), steps, thanks);
  let [shown, thanked] = ["", null];

  function update(waits) {
    const { plan, went } = page.after;
    const items = plan === null ? [] : plan.items.filter((item) => !went.has(`${plan.session} ${item}`));
    const key = JSON.stringify([language(), plan?.session, items]);
    // one at a time: who starts the next run must not scroll past all of them
    if (key !== shown) steps.replaceChildren(...items.slice(0, 1).flatMap(stepOf), ...items.slice(1).map((item) => h("p", { class: "detail" }, nameOf(item))));
    shown = key;
    // thanks are for the run that was asked about, and over once another one begins
    if (items.length > 0) thanked = plan.session;
    else if (!waits) thanked = null;
    const done = items.length === 0 && (plan === null || plan.session === thanked) && [...went].some((item) => item.startsWith(`${thanked} `));
    say(thanks, done ? t(page.queue.waiting().length ? "run.kept" : "plan.thanks") : "");
    show(element, waits && (items.length > 0 || done) && page.after.cards.length === 0);
  }

  function nameOf(item) {
    const { plan } = page.after;
    return (plan.text[language()] ?? plan.text.en)[plan.items.indexOf(item)];
  }

  function stepOf(item) {
    const { plan } = page.after;
    const name = nameOf(item);
    const button = (how) => h("button", { type: "button", class: "choice", "data-item": item, "data-how": how, onclick: () => {
      page.after.tell(plan.session, item, how);
      page.refresh();
    } }, t(`plan.${how}`));
    return [h("h3", {}, name), h("div", { class: "row", role: "group", "aria-label": name }, ...plan.how.map(button))];
  }
  show(element, false);
  return { element, update };
}
