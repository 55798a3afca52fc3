// The sessions that were filed: one line each, with its figures and its report.

import { afterView } from "./after.js";
import { h, say, show } from "./dom.js";
import { cardView } from "./run.js";
import { decimal, language, patience, span, t } from "./texts.js";

const AGAIN_MS = 15000;

/** The list; it is asked for when it comes in front, and after each run. */
export function sessionsView(page) {
  const list = h("ol", { class: "sessions" });
  const note = h("p", { class: "detail", role: "status" });
  const [card, after] = [cardView(page), afterView(page)];
  const trends = h("section", {});
  const all = h("section", {}, h("h2", {}, t("sessions.title")), note, list, trends);
  const one = h("div", {});
  const element = h("section", {}, card.element, after.element, all, one);
  let [asked, opened] = [null, null];

  function update(state) {
    card.update(state);
    after.update();
    opened?.update();
    const wanted = `${state?.run} ${state?.phase} ${page.link.live}`;
    if (wanted === asked || !page.link.live) return;
    asked = wanted;
    load();
  }

  async function load() {
    try {
      const { sessions } = await get("/api/sessions");
      list.replaceChildren(...sessions.map((session) => row(session, open)));
      say(note, sessions.length ? "" : t("sessions.none"));
      trends.replaceChildren(...trendsOf(await get(`/api/trends?language=${language()}`)));
    } catch {
      if (list.childElementCount === 0) say(note, t("sessions.late"));
      // a hub that is busy with a run is not asked again at once
      setTimeout(() => { asked = null; }, AGAIN_MS);
    }
  }

  /** Show one session; what draws it is loaded now. */
  async function open(session, title) {
    try {
      const [{ sessionView }] = await Promise.all([import("./session.js"), style("/session.css")]);
      opened = sessionView(page, { session, title, leave: () => close(session.name) });
    } catch {
      say(note, t("session.failed"));
      return;
    }
    one.replaceChildren(opened.element);
    show(all, false);
    scrollTo(0, 0);
    one.querySelector("h2").focus();
    page.refresh();
  }

  function close(name) {
    opened = null;
    one.replaceChildren();
    show(all, true);
    [...list.querySelectorAll("button")].find((each) => each.dataset.name === name)?.focus();
  }
  return { element, update };
}

/** Load a style sheet, once. */
function style(href) {
  if (document.querySelector(`link[href="${href}"]`)) return null;
  return new Promise((over, failed) => {
    const link = h("link", { rel: "stylesheet", href, onload: over, onerror: () => { link.remove(); failed(new Error(href)); } });
    document.head.append(link);
  });
}

async function get(path) {
  const answer = await fetch(path, { cache: "no-store", signal: patience(AGAIN_MS) });
  if (!answer.ok) throw new Error(path);
  return answer.json();
}

/** How it goes from run to run: sentences, and one group of runs below the other. */
function trendsOf({ sentences, head, rows }) {
  if (sentences.length === 0) return [];
  const groups = rows.map(([name, ...values]) => h("li", {}, h("strong", {}, name), h("span", {}, values.map((value, place) => `${head[place + 1]}: ${value}`).join(" · "))));
  return [h("h2", {}, t("trends.title")), ...sentences.map((each) => h("p", {}, each)), h("ul", { class: "sessions" }, ...groups)];
}

/** A session: one tap opens its figures, another its report. */
function row(session, open) {
  // the hour of where one ran; of an import that says UTC, the hour here
  const when = session.started < "2000" ? t("sessions.undated") : new Date(session.started.endsWith("+00:00") ? session.started : session.started.slice(0, 19)).toLocaleString(language(), { dateStyle: "medium", timeStyle: "short" });
  const parts = [span(session.duration_s)];
  if (session.distance_m !== null) parts.push(t("sessions.km", { n: decimal(session.distance_m / 1000, 1) }));
  if (session.shoe) parts.push(session.shoe);
  if (session.lacing) parts.push(session.lacing);
  parts.push(t(session.symptoms === 1 ? "sessions.symptom" : "sessions.symptoms", { n: session.symptoms }));
  const words = [h("strong", {}, when), h("span", {}, parts.join(" · "))];
  const figures = h("button", { type: "button", class: "choice", "data-name": session.name, onclick: () => open(session, when) }, ...words);
  const report = h("a", { class: "choice", href: `/report/${encodeURIComponent(session.name)}`, "aria-label": `${t("sessions.report")}: ${when}` }, t("sessions.report"));
  return h("li", { class: "filed" }, figures, ...(session.report ? [report] : []));
}
