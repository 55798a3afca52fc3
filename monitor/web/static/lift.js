// The lift test: twenty seconds on the heels, if wanted.

import { h, say, show } from "./dom.js";
import { goesOn } from "./laces.js";
import { language, t } from "./texts.js";

/** Offer it, and lead through it once it goes on. */
export function liftView(page) {
  let test = "";
  const step = h("p", { class: "lead", role: "status" });
  const left = h("p", { class: "detail" });
  const leave = h("button", { type: "button", class: "choice", onclick: () => page.press({ type: "lift", what: "leave", test }) }, t("lift.leave"));
  const start = h("button", { type: "button", class: "choice", onclick: () => page.press({ type: "lift", what: "begin" }) }, t("lift.start"));
  const refused = h("p", { class: "detail" }, t("lift.refused"));
  const offer = h("div", {}, h("p", {}, t("lift.what")), start);
  const leading = h("div", {}, step, left, leave);
  const late = h("p", { role: "status" }, t("test.late"));
  const element = h("section", { class: "lift" }, h("h2", {}, t("lift.title")), late, offer, leading, refused);
  function update(state) {
    const lift = state?.lift ?? null;
    const over = lift?.step === "done";
    show(refused, Boolean(state?.no_tests));
    show(late, Boolean(state?.late_for_test) && goesOn(lift));
    show(offer, lift === null && !state?.no_tests && !goesOn(state?.laces));
    show(leading, lift !== null);
    show(leave, !over);
    if (lift) {
      test = lift.test;
      say(step, lift.text[language()]);
      say(left, over ? "" : t("lift.left", { n: Math.ceil(lift.left_s) }));
    }
  }
  return { element, update };
}
