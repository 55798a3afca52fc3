// One session on an axis of time: start and end can be chosen, figures and tables follow. Loaded once a session is opened.

import { Axis, SIDES, WORDS, lineFigure, marksFigure, riskFigure, riskLegend, seen, spans } from "./axis.js";
import { h, mark, say, show } from "./dom.js";
import { clock, decimal, language, patience, span, t } from "./texts.js";

const AROUND_S = 300;
/** A hub that is busy with a run takes its time. */
const LONG_MS = 15000;
const LEAST_PIECES = 4;
const LEAST_PX = 240;

/** The figures of a session; `leave` goes back to the list. */
export function sessionView(page, { session, title, leave }) {
  const state = h("p", { role: "status" }, t("session.loading"));
  const again = h("button", { type: "button", class: "choice", onclick: () => load() }, t("session.again"));
  const cards = h("div", {});
  const shown = h("div", {});
  const report = h("a", { class: "choice", href: `/report/${encodeURIComponent(session.name)}` }, t("over.report"));
  const element = h("section", { class: "session" },
    h("div", { class: "row" }, h("button", { type: "button", class: "choice", onclick: leave }, t("session.back")), ...(session.report ? [report] : [])),
    h("h2", { tabindex: -1 }, title), cards, state, again, shown);
  let [told, figures] = [null, null];

  async function load() {
    show(again, false);
    say(state, t("session.loading"));
    try {
      const answer = await fetch(`/api/sessions/${encodeURIComponent(session.name)}?language=${language()}`, { cache: "no-store", signal: patience(LONG_MS) });
      if (!answer.ok) throw new Error(answer.status);
      told = await answer.json();
      fill();
    } catch {
      say(state, t("session.failed"));
      show(again, true);
    }
  }

  function fill() {
    say(state, told.axis === null ? t("session.unknown") : "");
    if (told.axis === null) return;
    figures = figuresOf(told.axis);
    shown.replaceChildren(figures.element);
    update();
  }

  function update() {
    // a card that is not read yet stands above all views
    const above = page.after.cards.some(({ session: of }) => of === session.name);
    const wanted = above ? [] : told?.cards ?? [];
    if (cards.children.length !== wanted.length) cards.replaceChildren(...wanted.map(cardOf));
    figures?.update();
  }
  load();
  return { element, update };
}

function cardOf(card) {
  return h("section", { class: "card" }, h("h3", {}, card.title), h("p", {}, card.intro), ...card.why.map((why) => h("p", {}, why)), h("p", { class: "detail" }, t("about.medical")));
}

/** All figures, the choice of start and end above them. */
function figuresOf(told) {
  const endS = Math.ceil(told.duration_s / told.piece_s) * told.piece_s;
  const choice = choiceOf(told, endS, () => draw());
  const body = h("div", { class: "figures" });
  const element = h("div", {}, choice.element, body);
  let width = 0;

  function draw() {
    const axis = new Axis(choice.fromS, choice.untilS, width);
    axis.endS = told.duration_s;
    body.replaceChildren(...partsOf(axis, told));
  }

  /** Draw anew where the window got another width: figures are as wide as they are shown. */
  function update() {
    const now = Math.max(LEAST_PX, Math.floor(body.clientWidth));
    if (now === width || body.clientWidth === 0) return;
    width = now;
    draw();
  }
  return { element, update };
}

/** Start and end: two sliders, the whole run, or ten minutes around something that was felt or said. */
function choiceOf(told, endS, changed) {
  const least = Math.min(endS, LEAST_PIECES * told.piece_s);
  const words = h("p", { class: "chosen", role: "status" });
  const [from, until] = ["from", "until"].map((which) => h("input", { type: "range", id: `axis-${which}`, min: 0, max: endS, step: told.piece_s, oninput: () => moved(which) }));
  const choice = { fromS: 0, untilS: endS, element: null };
  const field = (input, text) => h("p", { class: "slider" }, h("label", { for: input.id }, text), input);
  const marks = [
    ...told.felt.marks.map((each) => ({ at: each.t_s, text: `${clock(each.t_s)} ${each.row[1]}` })),
    ...(told.advice?.marks ?? []).map((each) => ({ at: each.t_s, text: `${clock(each.t_s)} ${t("session.advice")} ${each.number}` })),
  ].sort((one, other) => one.at - other.at);
  const around = h("details", {}, h("summary", { class: "choice" }, t("session.around")),
    h("div", { class: "row" }, ...marks.map(({ at, text }) => button(text, () => window(at)))));
  show(around, marks.length > 0);
  choice.element = h("section", { class: "chooser", "aria-label": t("session.choose") }, words,
    field(from, t("session.start")), field(until, t("session.end")),
    h("div", { class: "row" }, button(t("session.whole"), () => set(0, endS))), around);

  function button(text, act) {
    return h("button", { type: "button", class: "choice", onclick: act }, text);
  }

  function window(at) {
    const fromS = Math.min(Math.max(0, endS - 2 * AROUND_S), Math.max(0, at - AROUND_S));
    const rounded = Math.floor(fromS / told.piece_s) * told.piece_s;
    set(rounded, Math.min(endS, rounded + Math.ceil((2 * AROUND_S) / told.piece_s) * told.piece_s));
  }

  /** The slider that is moved stops short of the other one. */
  function moved(which) {
    if (which === "from") set(Math.min(Number(from.value), choice.untilS - least), choice.untilS);
    else set(choice.fromS, Math.max(Number(until.value), choice.fromS + least));
  }

  function set(fromS, untilS) {
    [choice.fromS, choice.untilS] = [fromS, untilS];
    tell();
    changed();
  }

  function tell() {
    [from.value, until.value] = [choice.fromS, choice.untilS];
    for (const input of [from, until]) mark(input, "aria-valuetext", clock(Number(input.value)));
    say(words, t("session.from_to", { from: clock(choice.fromS), until: clock(choice.untilS) }));
  }
  tell();
  return choice;
}

function partsOf(axis, told) {
  return [
    part(t("session.marks"), [marksFigure(axis, told)], [marksTable(axis, told.felt, t("session.felt")), told.advice ? marksTable(axis, told.advice, t("session.advice")) : h("p", {}, t("session.flagged"))]),
    part(t("session.risk"), [riskFigure(axis, told), riskLegend()], [riskTable(axis, told), ...(told.evidence ? [] : [h("p", { class: "detail" }, t("session.no_evidence"))])]),
    ...told.lines.map((line) => linePart(axis, line, told)),
    h("p", { class: "detail" }, t("session.pieces", { n: told.piece_s })),
  ];
}

/** A figure with its tables beside it; on a phone below. */
function part(title, figure, tables) {
  return h("section", { class: "part" }, h("h3", {}, title), h("div", { class: "figure" }, ...figure), h("div", { class: "beside" }, ...tables));
}

function linePart(axis, line, told) {
  const title = `${line.name[0].toUpperCase()}${line.name.slice(1)}, ${line.unit}`;
  const values = SIDES.filter((side) => line.feet[side]).flatMap((side) => seen(axis, line.feet[side], told.piece_s).filter(({ middle }) => middle !== null));
  if (values.length === 0) return part(title, [h("p", { class: "unassessed" }, t("risk.not_assessed"))], []);
  const feet = h("p", { class: "feet-key" }, ...SIDES.filter((side) => line.feet[side]).map((side) => h("span", { "data-side": side }, t(`foot.${side}`))));
  return part(title, [lineFigure(axis, line, told.piece_s, told), feet], [lineTable(axis, line, told.piece_s, title)]);
}

function marksTable(axis, { head, marks, none }, caption) {
  if (marks.length === 0) return h("p", {}, none);
  const inside = marks.filter(({ t_s: at, until_s: until }) => axis.holds(at, until ?? at));
  return inside.length ? table(caption, head, inside.map(({ row }) => row), true) : h("p", {}, `${caption}: ${t("session.none_here")}`);
}

function riskTable(axis, { lanes }) {
  const rows = lanes.map((lane) => {
    const all = spans(axis, lane);
    const known = all.filter(({ how }) => how !== "not_assessed");
    const most = known.reduce((worst, each) => (worst === null || WORDS.indexOf(each.how) > WORDS.indexOf(worst.how) ? each : worst), null);
    const long = (spans) => span(spans.reduce((sum, { fromS, untilS }) => sum + untilS - fromS, 0));
    return [`${t(`foot.${lane.side}`)}, ${t(`zone.${lane.zone}`)}`, most === null ? t("risk.not_assessed") : `${t(`risk.${most.how}`)} (${clock(most.fromS)})`, long(known), long(known.filter(({ weak }) => weak))];
  });
  return table(t("session.risk"), ["place", "highest", "assessed", "weak"].map((key) => t(`session.column.${key}`)), rows);
}

function lineTable(axis, { feet, digits }, pieceS, caption) {
  const rows = SIDES.map((side) => {
    const pieces = feet[side] ? seen(axis, feet[side], pieceS).filter(({ middle }) => middle !== null) : [];
    if (pieces.length === 0) return [t(`foot.${side}`), t("risk.not_assessed"), "–", "–", span(0)];
    const middles = pieces.map(({ middle }) => middle).sort((one, other) => one - other);
    const figures = [Math.min(...pieces.map(({ low }) => low)), middles[Math.floor((middles.length - 1) / 2)], Math.max(...pieces.map(({ high }) => high))];
    return [t(`foot.${side}`), ...figures.map((value) => decimal(value, digits)), span(pieces.length * pieceS)];
  });
  return table(caption, ["foot", "least", "middle", "most", "seen"].map((key) => t(`session.column.${key}`)), rows);
}

/** A table; its name stands above it only where it is not that of the part. */
function table(name, head, rows, named = false) {
  return h("table", { "aria-label": name }, ...(named ? [h("caption", {}, name)] : []), h("thead", {}, h("tr", {}, ...head.map((text) => h("th", { scope: "col" }, text)))),
    h("tbody", {}, ...rows.map(([first, ...rest]) => h("tr", {}, h("th", { scope: "row" }, first), ...rest.map((text) => h("td", {}, text))))));
}
