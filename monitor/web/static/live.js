// Everything that is known now: feet, risks, numbers, what was said, sensors.

import { h, mark, rows, say, show } from "./dom.js";
import { feetView } from "./feet.js";
import { cardView } from "./run.js";
import { clock, decimal, has, language, span, t } from "./texts.js";
import { inWords } from "./where.js";

const CURRENT_S = 3;
const NUMBERS = ["cadence_spm", "contact_ms", "pace_s_km", "heart_bpm", "distance_m"];
const SHOWN_EVENTS = 12;
const ZONES = ["forefoot", "top", "sole"];

/** The view for a coach, or for a look at the roadside. */
export function liveView(page) {
  const card = cardView(page);
  const feet = feetView();
  const numbers = numbersView(page);
  const risks = Object.fromEntries(["left", "right"].map((side) => [side, risksView(side)]));
  const said = h("ul", { class: "said" });
  const sensors = h("ul", { class: "sensors" });
  const quiet = h("p", { class: "detail" });
  const wishes = quietButtons(page);
  const element = h("section", { class: "live" },
    card.element,
    h("section", {}, h("h2", {}, t("live.feet")), feet.element),
    h("section", { class: "risks" }, h("h2", {}, t("live.risk")), risks.left.element, risks.right.element),
    h("section", {}, h("h2", {}, t("live.numbers")), numbers.element),
    h("section", {}, h("h2", {}, t("live.said")), said, quiet, wishes),
    h("section", {}, h("h2", {}, t("live.sensors")), sensors));

  function update(state) {
    card.update(state);
    const nowS = page.link.nowS;
    feet.update(state, nowS);
    risks.left.update(state, page.link.live);
    risks.right.update(state, page.link.live);
    numbers.update(state, nowS);
    rows(said, page.link.events.slice(-SHOWN_EVENTS).reverse(), eventRow, (row, event) => fillEvent(row, event));
    show(wishes, state?.phase === "running");
    rows(sensors, state?.sensors ?? [], sensorRow, (row, sensor) => fillSensor(row, sensor, nowS));
    const until = state?.quiet_until_s ?? null;
    say(quiet, until !== null && until > nowS ? t("live.quiet", { age: span(until - nowS) }) : "");
  }
  return { element, update };
}

function numbersView(page) {
  const cells = NUMBERS.map((name) => {
    const value = h("dd", { class: "value" }, "–");
    const age = h("dd", { class: "age" });
    return { name, value, age, element: h("div", {}, h("dt", {}, t(`number.${name}`)), value, age) };
  });
  function update(state, nowS) {
    for (const { name, value, age, element } of cells) {
      const known = state?.numbers[name] ?? null;
      const oldS = known === null ? null : nowS - known[1];
      say(value, known === null ? "–" : format(name, known[0]));
      const old = known === null || oldS > CURRENT_S || !page.link.live;
      mark(element, "data-old", old ? "yes" : null);
      say(age, known === null ? t("live.unknown") : old ? t("live.old", { age: span(oldS) }) : t(`unit.${name}`));
    }
  }
  return { element: h("dl", { class: "numbers" }, ...cells.map((cell) => cell.element)), update };
}

function format(name, value) {
  if (name === "distance_m") return decimal(value / 1000, 2);
  return name === "pace_s_km" ? clock(value) : String(Math.round(value));
}

function risksView(side) {
  const cells = ZONES.map((zone) => {
    const word = h("span", { class: "word" });
    const why = h("span", { class: "why" });
    return { zone, word, why, element: h("li", {}, h("span", { class: "zone" }, t(`zone.${zone}`)), word, why) };
  });
  const element = h("div", {}, h("h3", {}, t(`foot.${side}`)), h("ul", {}, ...cells.map((cell) => cell.element)));
  function update(state, live) {
    for (const { zone, word, why, element: row } of cells) {
      // without connection nobody assesses anything: "low" must not stand there
      const risk = !live ? null : state?.risks.find((each) => each.side === side && each.zone === zone) ?? null;
      const how = risk?.how ?? "not_assessed";
      mark(row, "data-how", how);
      mark(row, "data-weak", risk?.weak ? "yes" : null);
      say(word, t(`risk.${how}`));
      say(why, reason(risk, how));
    }
  }
  return { element, update };
}

function reason(risk, how) {
  if (risk === null) return "";
  const seen = t("risk.coverage", { n: Math.round(100 * risk.coverage) });
  if (how === "not_assessed") return seen;
  const cause = risk.cause ? `${t(`cause.${risk.cause}`)} · ` : "";
  return `${cause}${risk.weak ? `${t("risk.weak")} · ` : ""}${seen}`;
}

function eventRow() {
  return h("li", {}, h("time", {}), h("span", {}));
}

function fillEvent(row, event) {
  const [time, words] = row.children;
  say(time, clock(event.t_s));
  mark(row, "data-kind", event.kind);
  say(words, eventWords(event));
}

function eventWords(event) {
  switch (event.kind) {
    case "advice":
      return event.text[language()];
    case "outcome":
      return t(`became.${event.what}`);
    case "symptom":
      return t("said.you", { what: inWords(event) });
    case "wish":
      return t("said.you", { what: t(`wish.${event.what}`) });
    default:
      return noticeWords(event);
  }
}

/** A sensor that has not said its name is known by its foot. */
function noticeWords({ what, sensor, side }) {
  const who = sensor ?? (side ? t(`foot.${side}`) : null);
  const words = has(`notice.${what}`) ? t(`notice.${what}`) : what;
  return who === null ? words : `${who}: ${words}`;
}

function sensorRow() {
  return h("li", {}, h("strong", {}), h("span", {}));
}

function fillSensor(row, sensor, nowS) {
  const [name, words] = row.children;
  const oldS = nowS - sensor.t_s;
  say(name, sensor.side ? `${sensor.name} (${t(`foot.${sensor.side}`)})` : sensor.name);
  mark(row, "data-old", oldS > CURRENT_S ? "yes" : null);
  const heard = oldS > CURRENT_S ? t("sensor.silent", { age: span(oldS) }) : t("sensor.rate", { n: sensor.per_s });
  const battery = sensor.battery === null ? t("sensor.battery.unknown") : t("sensor.battery", { n: sensor.battery });
  say(words, [heard, battery, t("sensor.lost", { n: sensor.lost })].join(" · "));
}

function quietButtons(page) {
  const wish = (what) => h("button", {
    type: "button", class: "choice", onclick: () => page.press({ type: "wish", what }),
  }, t(`wish.${what}`));
  return h("div", { class: "row" }, wish("snooze"), wish("mute_cues"), wish("unmute_cues"));
}
