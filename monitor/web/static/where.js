// Where on which foot? One tap on a grid that looks like two feet and their calves; and a report in words.

import { h } from "./dom.js";
import { t } from "./texts.js";

const ZONES = ["calf", "forefoot", "top", "sole", "heel", "whole"];

/** Buttons for every place that a feeling can have; `chosen(place)` is called with the one that was tapped. */
export function where(feeling, chosen) {
  const ofCalf = feeling === "tight";
  // swollen without a place is the calf: a foot is said as such
  const whole = feeling === "swollen" ? "foot" : null;
  const button = (text, data, place) => h("button", { type: "button", class: "choice", ...data, onclick: () => chosen(place) }, text);
  const foot = (side) => h("div", { class: "foot", role: "group", "aria-label": t(`foot.${side}`) },
    h("p", { class: "name" }, t(`foot.${side}`)),
    ...(ofCalf ? ["calf"] : ZONES).map((zone) => button(t(`zone.${zone}`), {
      "data-side": side, "data-zone": zone, "aria-label": zone === "calf" ? t(`calf.${side}`) : `${t(`foot.${side}`)}: ${t(`zone.${zone}`)}`,
    }, { side, zone: zone === "whole" ? whole : zone })));
  const feet = button(t("foot.both"), { "data-side": "both" }, { side: null, zone: whole });
  const calves = button(t("calf.both"), { "data-side": "both", "data-zone": "calf" }, { side: null, zone: "calf" });
  const unsaid = button(t("foot.unsaid"), { "data-side": "unsaid" }, { side: null, zone: null, unsaid: true });
  const last = { tight: [calves], swollen: [feet, calves] }[feeling] ?? [feet, unsaid];
  return h("div", { class: "feet-choice" }, foot("left"), foot("right"), ...last);
}

/** A report as one says it: "Numb, Left foot, Sole"; without a side and `both` the foot was not said. */
export function inWords({ what, side, zone, both }) {
  const foot = side ?? (both ? "both" : null);
  const parts = [t(`feeling.${what}`)];
  if (foot !== null && zone === "calf") parts.push(t(`calf.${foot}`));
  else parts.push(...(foot === null ? [] : [t(`foot.${foot}`)]), ...(zone ? [t(`zone.${zone}`)] : []));
  return parts.join(", ");
}
