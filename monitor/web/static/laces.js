// Two lacings, compared: stand, lift, run, tie anew; the page leads while a run is recorded.

import { h, mark, say, show } from "./dom.js";
import { language, t } from "./texts.js";

const SKIPPED = ["stand", "lift_left", "lift_right"];
const FELT = ["better", "same", "worse"];

/** Offer the test, and lead through it once it goes on. */
export function lacesView(page) {
  let [test, trial, shown] = ["", 0, ""];
  const tell = (what, more = {}) => page.press({ type: "laces", what, test, trial, ...more });
  const button = (key, act) => h("button", { type: "button", class: "choice", onclick: act }, t(key));
  const fields = ["a", "b"].map((name) => h("input", { type: "text", maxlength: 40, id: `laces-${name}`, autocomplete: "off" }));
  const offer = h("div", {}, h("p", {}, t("laces.what")), h("p", { class: "detail" }, t("laces.needs")),
    ...fields.map((input, place) => h("p", { class: "field" }, h("label", { for: input.id }, t(place ? "laces.b" : "laces.a")), input)),
    button("laces.start", () => tell("begin", { a: fields[0].value, b: fields[1].value })));
  const which = h("h3", {});
  const step = h("p", { class: "lead", role: "status" });
  const left = h("p", { class: "detail" });
  const surer = h("p", {}, t("laces.surer"));
  const [ready, enough] = [button("laces.ready", () => tell("ready")), button("laces.enough", () => tell("enough"))];
  const asks = h("p", {});
  const felt = h("div", { class: "row", role: "group" },
    ...FELT.map((how) => button(`laces.felt.${how}`, () => tell("feel", { felt: how }))), button("laces.felt.unsaid", () => tell("feel")));
  const skip = button("laces.skip", () => tell("skip", { step: shown }));
  const leave = button("laces.leave", () => tell("leave"));
  const over = h("div", {}, button("laces.end", () => { page.press({ type: "end" }); page.open("run"); }), button("laces.on", () => tell("leave")));
  const leading = h("div", {}, which, step, left, surer, ready, enough, asks, felt, skip, leave, over);
  const refused = h("p", { class: "detail" }, t("laces.refused"));
  const late = h("p", { role: "status" }, t("test.late"));
  const element = h("section", { class: "lacing" }, h("h2", {}, t("laces.title")), late, offer, leading, refused);

  function update(state) {
    const laces = state?.laces ?? null;
    const none = Boolean(state?.no_tests);
    show(refused, none && laces === null);
    show(late, Boolean(state?.late_for_test));
    show(offer, laces === null && !none && !goesOn(state?.lift));
    show(leading, laces !== null);
    if (laces === null) return;
    const { step: now, names } = laces;
    [test, trial, shown] = [laces.test, laces.trial, now];
    const [verdict, done] = [now === "verdict", now === "done"];
    const name = names[trial % 2 ? "A" : "B"];
    say(which, t("laces.trial", { n: trial, name }));
    say(step, done ? t("laces.done") : laces.text[language()] ?? "");
    say(left, laces.left_s === null ? "" : t("laces.left", { n: Math.ceil(laces.left_s) }));
    say(asks, t("laces.felt", { a: names.A, b: names.B }));
    mark(felt, "aria-label", asks.textContent);
    for (const each of [asks, felt]) show(each, verdict);
    show(which, !verdict && !done);
    show(ready, now === "relace");
    for (const each of [surer, enough]) show(each, laces.enough);
    show(skip, SKIPPED.includes(now));
    show(leave, !done);
    show(over, done);
  }
  return { element, update };
}

/** Whether a test is not over: while one goes on no other begins. */
export function goesOn(test) {
  return Boolean(test) && test.step !== "done";
}
