// While running: the sentence that counts, and two buttons for a hand in motion.

import { afterView } from "./after.js";
import { h, mark, say, show } from "./dom.js";
import { onceView } from "./once.js";
import { goesOn } from "./laces.js";
import { planView } from "./plan.js";
import { setupView } from "./setup.js";
import { language, span, t } from "./texts.js";
import { inWords, where } from "./where.js";

const LOOKING_S = 30;
const FEELINGS = ["numb", "tingling", "pain", "tight", "swollen", "something", "dizzy"];

/** The view that is in front: while somebody runs what is said, before it what is to be set up, and what is left after it. */
export function runView(page) {
  const [after, plan, once, before, during] = [afterView(page), planView(page), onceView(page), setupView(page), runningView(page)];
  const element = h("div", { class: "front" }, once.element, after.element, plan.element, before.element, during.element);
  function update(state) {
    const waits = Boolean(state?.station) && state.phase !== "running";
    const isOnce = waits && state.station.once;
    after.update();
    plan.update(waits && state.phase === "idle");
    // until the run is filed the hub still asks about the one before it
    if (!waits || state.phase === "starting" || state.phase === "filing") show(after.element, false);
    show(once.element, isOnce);
    show(before.element, waits && !isOnce);
    show(during.element, !waits);
    if (isOnce) once.update(state);
    else (waits ? before : during).update(state);
  }
  show(before.element, false);
  return { element, update };
}

function runningView(page) {
  const sentence = h("p", { id: "sentence", role: "status" });
  const detail = h("p", { class: "detail" });
  const wrong = h("button", { type: "button", class: "half wrong", onclick: () => step("what") }, t("run.wrong"));
  const ok = h("button", { type: "button", class: "half ok", onclick: () => finish({ type: "tap", what: "ok" }) }, t("run.ok"));
  const buttons = h("div", { class: "halves" }, wrong, ok);
  const thanks = h("p", { class: "thanks", role: "status" });
  let thankedMs = -Infinity;
  let taken = "";

  const what = h("div", { class: "ask what" },
    h("h2", {}, t("ask.what")),
    ...FEELINGS.map((each) => h("button", {
      type: "button", class: "choice", "data-feeling": each, onclick: () => felt(each),
    }, t(each === "tight" ? "ask.tight" : `feeling.${each}`))),
    cancel());
  const place = h("div", { class: "ask" });
  const card = cardView(page);
  const earlier = h("button", { type: "button", class: "quiet", onclick: () => page.open("sessions") }, t("run.earlier"));
  const test = h("button", { type: "button", class: "quiet", onclick: () => {
    page.open("more");
    document.querySelector(goesOn(page.link.state?.laces) ? ".lacing" : ".lift").scrollIntoView();
  } }, t("run.test"));
  const element = h("section", { class: "run" }, card.element, earlier, test, sentence, detail, thanks, buttons, what, place);
  step("buttons");

  function cancel() {
    return h("button", { type: "button", class: "quiet", onclick: () => step("buttons") }, t("ask.cancel"));
  }

  /** Dizzy has no place; all else is asked for one. */
  function felt(feeling) {
    if (feeling === "dizzy") {
      finish({ type: "tap", what: feeling, unsaid: true });
      return;
    }
    place.replaceChildren(h("h2", {}, t("ask.where")),
      where(feeling, (chosen) => finish({ type: "tap", what: feeling, ...chosen })), cancel());
    step("where");
  }

  function step(name) {
    show(buttons, name === "buttons");
    show(what, name === "what");
    show(place, name === "where");
    show(sentence, name === "buttons");
    show(detail, name === "buttons");
  }

  function finish(press) {
    page.press(press);
    taken = inWords({ ...press, both: press.what !== "ok" && !press.unsaid });
    thankedMs = performance.now();
    step("buttons");
    page.refresh();
  }

  function update(state) {
    const { link, queue } = page;
    const said = state?.sentence ?? null;
    const old = said !== null && link.nowS > said.expires_s;
    say(sentence, said && !old ? said.text[language()] : summary(state, link));
    mark(sentence, "data-red", said && !old && said.red_flag ? "yes" : null);
    say(detail, said && !old ? t("run.ago", { age: span(link.nowS - said.t_s) }) : "");
    const thanked = performance.now() - thankedMs < 4000;
    say(thanks, thanked ? `${taken}. ${t(queue.waiting().length ? "run.kept" : "run.taken")}` : "");
    card.update(state);
    show(test, goesOn(state?.laces) || goesOn(state?.lift));
    show(earlier, page.after.asks || page.after.cards.length > 0);
  }

  return { element, update };
}

/** What is seen and what is not, when there is nothing to say. */
function summary(state, link) {
  if (!state) return t("run.waiting");
  if (state.phase === "ended") return t("run.ended");
  if (!link.live) return t("run.blind");
  if (state.paused) return t("run.paused");
  const unseen = ["left", "right"].filter((side) => !seen(state, side, link.nowS));
  if (unseen.length === 2 && link.nowS < LOOKING_S && !state.sensors.some((sensor) => sensor.side)) return t("run.looking");
  if (unseen.length === 2) return t("run.unseen.both");
  if (unseen.length === 1) return t(`run.unseen.${unseen[0]}`);
  return t("run.quiet");
}

function seen(state, side, nowS) {
  return state.sensors.some((sensor) => sensor.side === side && nowS - sensor.t_s < 5);
}

const readCards = new Set();

/** The referral cards, in full, each until the runner has seen it. */
export function cardView(page) {
  const element = h("div", { class: "cards" });
  let shown = "";
  let last = null;
  function update(state) {
    last = state;
    const cards = (state?.cards ?? []).filter((card) => !readCards.has(`${state.run} ${card.number}`));
    const key = JSON.stringify([language(), cards]);
    if (key !== shown) element.replaceChildren(...cards.map(one));
    shown = key;
  }
  function one({ number, text, urgency }) {
    const seen = () => {
      page.press({ type: "seen", number });
      readCards.add(`${last.run} ${number}`);
      update(last);
    };
    return h("section", { class: "card", role: "alert" },
      h("h2", {}, t(`card.title.${urgency}`)), h("p", {}, text[language()]), h("p", {}, t(`card.when.${urgency}`)), h("p", { class: "detail" }, t("about.medical")),
      h("button", { type: "button", class: "choice", onclick: seen }, t("card.seen")));
  }
  return { element, update };
}
