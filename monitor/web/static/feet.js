// Two soles seen from above, with where the load goes and what the laces press.

import { h, mark, s, say } from "./dom.js";
import { decimal, t } from "./texts.js";

const CURRENT_S = 3;
const REGIONS = [["forefoot", 62], ["midfoot", 128], ["heel", 186]];
const OUTLINE = "M52 8c24-2 38 20 38 50 0 26-10 40-12 62-2 26 6 44 0 66-4 18-16 26-30 26s-26-8-28-28c-2-22 4-36 2-58C20 100 8 86 10 56 12 28 30 10 52 8z";
const CUTS = ["M0 0h100v96H0z", "M0 96h100v56H0z", "M0 152h100v80H0z"];

/** The drawing; numbers stand in it, so colour says nothing alone. */
export function feetView() {
  const feet = ["left", "right"].map(foot);
  const element = h("div", { class: "soles" }, ...feet.map((each) => each.element));
  return { element, update: (state, nowS) => feet.forEach((each) => each.update(state, nowS)) };
}

function foot(side) {
  const clip = `sole-${side}`;
  const shares = REGIONS.map(([, y]) => s("text", { x: 50, y, "text-anchor": "middle" }));
  const fills = CUTS.map((d) => s("path", { d, class: "fill" }));
  const laces = s("rect", { x: 6, y: 92, width: 88, height: 20, rx: 6, class: "laces" });
  const kpa = s("text", { x: 50, y: 107, "text-anchor": "middle", class: "kpa" });
  const drawing = s("svg", { viewBox: "0 0 100 220", role: "img" },
    s("defs", {}, s("clipPath", { id: clip }, s("path", { d: OUTLINE }))),
    s("g", side === "left" ? {} : { transform: "matrix(-1 0 0 1 100 0)" },
      s("g", { "clip-path": `url(#${clip})` }, ...fills), s("path", { d: OUTLINE, class: "outline" })),
    laces, kpa, ...shares);
  const caption = h("figcaption", {});
  const element = h("figure", {}, h("p", { class: "name" }, t(`foot.${side}`)), drawing, caption);

  function update(state, nowS) {
    const known = state?.feet[side] ?? null;
    const old = known === null || nowS - known.t_s > CURRENT_S;
    mark(element, "data-old", old ? "yes" : null);
    const parts = REGIONS.map(([name], place) => {
      const share = known?.[name] ?? null;
      mark(fills[place], "data-load", share === null ? "none" : Math.min(4, Math.floor(share * 8)));
      say(shares[place], share === null ? "?" : `${Math.round(100 * share)} %`);
      return `${t(`region.${name}`)} ${share === null ? t("live.unknown") : `${Math.round(100 * share)} %`}`;
    });
    const pressed = known?.instep_kpa ?? null;
    say(kpa, pressed === null ? "?" : `${decimal(pressed, 1)} kPa`);
    parts.push(`${t("region.instep")} ${pressed === null ? t("live.unknown") : `${decimal(pressed, 1)} kPa`}`);
    mark(drawing, "aria-label", `${t(`foot.${side}`)}: ${parts.join(", ")}`);
    say(caption, old ? t("feet.old") : t("feet.now"));
  }
  return { element, update };
}
