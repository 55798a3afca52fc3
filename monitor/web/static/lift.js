// The lift test: twenty seconds on the heels, if wanted.

import { h, say, show } from "./dom.js";
import { goesOn } from "./laces.js";
import { language, t } from "./texts.js";

/** Offer it, and lead through it once it goes on. */
export function liftView(page) {
  const step = h("p", { class: "lead", role: "status" });
  const left = h("p", { class: "detail" });
  const leave = h("button", { type: "button", class: "choice", onclick: () => page.press({ type: "lift", what: "leave" }) }, t("lift.leave"));
  const start = h("button", { type: "button", class: "choice", onclick: () => page.press({ type: "lift", what: "begin" }) }, t("lift.start"));
  const refused = h("p", { class: "detail" }, t("lift.refused"));
  const offer = h("div", {}, h("p", {}, t("lift.what")), start);
  const leading = h("div", {}, step, left, leave);
  const element = h("section", { class: "lift" }, h("h2", {}, t("lift.title")), offer, leading, refused);
  function update(state) {
    const lift = state?.lift ?? null;
    const over = lift?.step === "done";
    show(refused, Boolean(state?.no_tests));
    show(offer, lift === null && !state?.no_tests && !goesOn(state?.laces));
    show(leading, lift !== null);
    show(leave, !over);
    if (lift) {
      say(step, lift.text[language()]);
      say(left, over ? "" : t("lift.left", { n: Math.ceil(lift.left_s) }));
    }
  }
  return { element, update };
}
