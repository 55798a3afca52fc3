// Where on which foot? One tap on a grid that looks like two feet.

import { h } from "./dom.js";
import { t } from "./texts.js";

const ZONES = ["forefoot", "top", "sole", null];

/** Buttons for every place; `chosen(side, zone)` is called with the one that was tapped. */
export function where(chosen) {
  const foot = (side) => h("div", { class: "foot", role: "group", "aria-label": t(`foot.${side}`) },
    h("p", { class: "name" }, t(`foot.${side}`)),
    ...ZONES.map((zone) => h("button", {
      type: "button", class: "choice", "data-side": side, "data-zone": zone ?? "whole",
      "aria-label": `${t(`foot.${side}`)}: ${t(`zone.${zone ?? "whole"}`)}`,
      onclick: () => chosen(side, zone),
    }, t(`zone.${zone ?? "whole"}`))));
  return h("div", { class: "feet-choice" }, foot("left"), foot("right"),
    h("button", { type: "button", class: "choice both", "data-side": "both", onclick: () => chosen(null, null) }, t("foot.both")));
}
