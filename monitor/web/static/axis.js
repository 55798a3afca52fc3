// Figures on one axis of time: what was felt and said, the risk of each place, and quantities of both feet.

import { h, s } from "./dom.js";
import { clock, decimal, t } from "./texts.js";

const LEFT = 66;
const RIGHT = 10;
const TOP = 18;
const LANE = 24;
const GAP = 5;
const CHART = 96;
const AXIS = 20;
const TICKS_S = [10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400];
const TICK_PX = 62;
const NUMBER_PX = 16;
const ROOM = 0.08;
export const WORDS = ["low", "rising", "high", "now"];
export const SIDES = ["left", "right"];

/** The part of a session that is shown, and where its instants lie, px. */
export class Axis {
  constructor(fromS, untilS, width) {
    [this.fromS, this.untilS, this.width] = [fromS, untilS, width];
  }

  at(seconds) {
    const share = (seconds - this.fromS) / (this.untilS - this.fromS);
    return LEFT + Math.min(1, Math.max(0, share)) * (this.width - LEFT - RIGHT);
  }

  /** Whether an instant, or a span, is in what is shown. */
  holds(fromS, untilS = fromS) {
    return untilS >= this.fromS && fromS <= this.untilS;
  }
}

/** What was felt, and what was said and became of it. */
export function marksFigure(axis, { felt, advice }) {
  const bottom = TOP + 2 * (LANE + GAP);
  const lane = (row) => TOP + row * (LANE + GAP) + LANE / 2;
  const parts = [name(t("session.felt"), lane(0)), name(t("session.advice"), lane(1)), ...marksThrough(axis, felt, advice, bottom)];
  for (const mark of felt.marks.filter(({ t_s, until_s: until }) => axis.holds(t_s, until ?? t_s))) {
    if (mark.until_s !== null) parts.push(line(axis, mark.t_s, mark.until_s, lane(0), "felt-for"));
    if (axis.holds(mark.t_s)) parts.push(s("circle", { cx: axis.at(mark.t_s), cy: lane(0), r: 7, class: "felt-at" }));
  }
  let busy = -Infinity;
  for (const mark of advice?.marks ?? []) {
    if (mark.until_s !== null && axis.holds(mark.t_s, mark.until_s)) parts.push(line(axis, mark.t_s, mark.until_s, lane(1) + 8, mark.helped ? "said-helped" : "said-for"));
    const x = axis.at(mark.t_s);
    if (!axis.holds(mark.t_s) || x - busy < NUMBER_PX) continue;
    busy = x;
    parts.push(s("text", { x, y: lane(1) + 2, "text-anchor": "middle", class: "number" }, `${mark.number}${mark.helped ? " ✓" : ""}`));
  }
  return drawing(axis, bottom, t("session.marks"), parts);
}

/** The risk of each place in words: the higher, the worse; hatched where it rests on little, empty where it was not assessed. */
export function riskFigure(axis, { lanes, felt, advice }) {
  const parts = [];
  let y = TOP;
  for (const side of SIDES) {
    parts.push(s("text", { x: 0, y: y + 6, class: "foot-name" }, t(`foot.${side}`)));
    y += LANE / 2 + GAP;
    for (const lane of lanes.filter((each) => each.side === side)) {
      parts.push(name(t(`zone.${lane.zone}`), y + LANE / 2), ...spans(axis, lane).map((span) => block(axis, span, y)));
      y += LANE + GAP;
    }
  }
  return drawing(axis, y, t("session.risk"), [hatching(), ...parts, ...marksThrough(axis, felt, advice, y)]);
}

/** What the signs of the risk figure mean; its hatching is theirs. */
export function riskLegend() {
  const sign = (how, weak) => s("svg", { viewBox: "0 0 30 24", "aria-hidden": "true" }, ...box(1, 28, 0, how, weak));
  const entry = (how, weak, text) => h("li", {}, sign(how, weak), text);
  return h("ul", { class: "legend" }, ...WORDS.map((how) => entry(how, false, t(`risk.${how}`))),
    entry("high", true, t("risk.weak")), entry("not_assessed", false, t("risk.not_assessed")));
}

/** How a place stood, span by span, within what is shown. */
export function spans(axis, { steps }) {
  return steps
    .map(([fromS, how, weak], place) => ({ fromS: Math.max(fromS, axis.fromS), untilS: Math.min(steps[place + 1]?.[0] ?? axis.endS ?? Infinity, axis.untilS), how, weak }))
    .filter(({ fromS, untilS }) => untilS > fromS);
}

/** A quantity of both feet: a line a foot, its range behind it; what was not seen is a gap. */
export function lineFigure(axis, { name: what, unit, digits, feet }, pieceS, { felt, advice }) {
  const bottom = TOP + CHART;
  const known = SIDES.filter((side) => feet[side]).map((side) => ({ side, pieces: seen(axis, feet[side], pieceS) }));
  const [least, most] = range(known.flatMap(({ pieces }) => pieces), 10 ** -digits);
  const y = (value) => TOP + (1 - (Math.min(most, Math.max(least, value)) - least) / (most - least)) * CHART;
  const parts = [s("rect", { x: LEFT, y: TOP, width: axis.width - LEFT - RIGHT, height: CHART, class: "unseen" })];
  for (const value of [least, (least + most) / 2, most]) {
    parts.push(s("line", { x1: LEFT, x2: axis.width - RIGHT, y1: y(value), y2: y(value), class: "grid" }));
    parts.push(s("text", { x: LEFT - 6, y: y(value) + 4, "text-anchor": "end" }, decimal(value, digits)));
  }
  parts.push(...marksThrough(axis, felt, advice, bottom));
  for (const { side, pieces } of known) {
    for (const run of runs(pieces)) {
      const upper = run.map(({ t_s, high }) => `${round(axis.at(t_s))} ${round(y(high))}`);
      const lower = run.map(({ t_s, low }) => `${round(axis.at(t_s))} ${round(y(low))}`).reverse();
      const middle = run.map(({ t_s, middle: value }) => `${round(axis.at(t_s))} ${round(y(value))}`);
      if (run.length > 1) parts.push(s("path", { d: `M${[...upper, ...lower].join("L")}Z`, class: "band", "data-side": side }));
      // a piece that stands alone is a dot
      parts.push(s("path", { d: `M${middle.join("L")}${run.length > 1 ? "" : "h.1"}`, class: "line", "data-side": side }));
    }
  }
  return drawing(axis, bottom, `${what}, ${unit}`, parts);
}

/** The pieces of a foot within what is shown, in order; what was not seen has no values. */
export function seen(axis, { low, middle, high }, pieceS) {
  return middle
    .map((value, place) => ({ t_s: (place + 0.5) * pieceS, low: low[place], middle: value, high: high[place] }))
    .filter((piece) => axis.holds(piece.t_s));
}

function runs(pieces) {
  const found = [[]];
  for (const piece of pieces) {
    if (piece.middle === null) found.push([]);
    else found[found.length - 1].push(piece);
  }
  return found.filter((run) => run.length > 0);
}

/** From the 2nd to the 98th hundredth of the extremes, as the report shows it: one slip hides nothing. */
function range(pieces, finest) {
  const values = (key) => pieces.map((piece) => piece[key]).filter((value) => value !== null).sort((one, other) => one - other);
  const [low, high] = [values("low"), values("high")];
  if (low.length === 0) return [0, 1];
  const [least, most] = [low[Math.floor(low.length / 50)], high[high.length - 1 - Math.floor(high.length / 50)]];
  const room = Math.max(most - least, finest) * ROOM;
  return [least - room, most + room];
}

function drawing(axis, bottom, label, parts) {
  return s("svg", { viewBox: `0 0 ${axis.width} ${bottom + AXIS}`, role: "img", "aria-label": `${label}. ${t("session.from_to", { from: clock(axis.fromS), until: clock(axis.untilS) })}` }, ...ticks(axis, bottom), ...parts);
}

function ticks(axis, bottom) {
  const room = Math.max(1, Math.floor((axis.width - LEFT - RIGHT) / TICK_PX));
  const stepS = TICKS_S.find((each) => (axis.untilS - axis.fromS) / each <= room) ?? TICKS_S[TICKS_S.length - 1];
  const parts = [];
  for (let at = Math.ceil(axis.fromS / stepS) * stepS; at <= axis.untilS; at += stepS) {
    const x = axis.at(at);
    parts.push(s("line", { x1: x, x2: x, y1: TOP - 4, y2: bottom, class: "grid" }), s("text", { x, y: bottom + 15, "text-anchor": x > axis.width - 30 ? "end" : "middle" }, clock(at)));
  }
  return parts;
}

/** A line through a figure for each thing that was felt or said. */
function marksThrough(axis, felt, advice, bottom) {
  const one = ({ t_s: at }, kind) => s("line", { x1: axis.at(at), x2: axis.at(at), y1: TOP - 4, y2: bottom, class: kind });
  const inside = (marks) => marks.filter(({ t_s: at }) => axis.holds(at));
  return [...inside(advice?.marks ?? []).map((mark) => one(mark, "at-advice")), ...inside(felt.marks).map((mark) => one(mark, "at-felt"))];
}

function name(text, y) {
  return s("text", { x: 0, y: y + 4 }, text);
}

function line(axis, fromS, untilS, y, kind) {
  return s("line", { x1: axis.at(fromS), x2: axis.at(untilS), y1: y, y2: y, class: kind });
}

function block(axis, { fromS, untilS, how, weak }, y) {
  const x = axis.at(fromS);
  return s("g", {}, ...box(x, Math.max(1, axis.at(untilS) - x), y, how, weak));
}

function box(x, width, y, how, weak) {
  const rank = WORDS.indexOf(how) + 1;
  const height = rank === 0 ? LANE : (LANE * rank) / WORDS.length;
  const place = { x: round(x), y: round(y + LANE - height), width: round(width), height };
  const parts = [s("rect", { ...place, class: "block", "data-how": how })];
  if (weak) parts.push(s("rect", { ...place, class: "weak" }));
  return parts;
}

function hatching() {
  return s("defs", {}, s("pattern", { id: "hatched", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    s("rect", { width: 4, height: 6, class: "hatch" })));
}

function round(value) {
  return Math.round(10 * value) / 10;
}
