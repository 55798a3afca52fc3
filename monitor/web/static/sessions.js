// The sessions that were filed: one line each, with its report.

import { afterView } from "./after.js";
import { h, say } from "./dom.js";
import { decimal, language, span, t } from "./texts.js";

const AGAIN_MS = 15000;

/** The list; it is asked for when it comes in front, and after each run. */
export function sessionsView(page) {
  const list = h("ol", { class: "sessions" });
  const note = h("p", { class: "detail", role: "status" });
  const after = afterView(page);
  const trends = h("section", {});
  const element = h("section", {}, after.element, h("h2", {}, t("sessions.title")), note, list, trends);
  let asked = null;

  function update(state) {
    after.update();
    const wanted = `${state?.run} ${state?.phase} ${page.link.live}`;
    if (wanted === asked || !page.link.live) return;
    asked = wanted;
    load();
  }

  async function load() {
    try {
      const { sessions } = await get("/api/sessions");
      list.replaceChildren(...sessions.map(row));
      say(note, sessions.length ? "" : t("sessions.none"));
      trends.replaceChildren(...trendsOf(await get(`/api/trends?language=${language()}`)));
    } catch {
      // a hub that is busy with a run is not asked again at once
      setTimeout(() => { asked = null; }, AGAIN_MS);
    }
  }
  return { element, update };
}

async function get(path) {
  const answer = await fetch(path, { cache: "no-store" });
  if (!answer.ok) throw new Error(path);
  return answer.json();
}

/** How it goes from run to run: sentences, and one group of runs below the other. */
function trendsOf({ sentences, head, rows }) {
  if (sentences.length === 0) return [];
  const groups = rows.map(([name, ...values]) => h("li", {}, h("strong", {}, name), h("span", {}, values.map((value, place) => `${head[place + 1]}: ${value}`).join(" · "))));
  return [h("h2", {}, t("trends.title")), ...sentences.map((each) => h("p", {}, each)), h("ul", { class: "sessions" }, ...groups)];
}

function row(session) {
  // the hour of where one ran; of an import that says UTC, the hour here
  const when = session.started < "2000" ? t("sessions.undated") : new Date(session.started.endsWith("+00:00") ? session.started : session.started.slice(0, 19)).toLocaleString(language(), { dateStyle: "medium", timeStyle: "short" });
  const parts = [span(session.duration_s)];
  if (session.distance_m !== null) parts.push(t("sessions.km", { n: decimal(session.distance_m / 1000, 1) }));
  if (session.shoe) parts.push(session.shoe);
  if (session.lacing) parts.push(session.lacing);
  parts.push(t(session.symptoms === 1 ? "sessions.symptom" : "sessions.symptoms", { n: session.symptoms }));
  const words = [h("strong", {}, when), h("span", {}, parts.join(" · "))];
  return h("li", {}, session.report ? h("a", { class: "choice", href: `/report/${encodeURIComponent(session.name)}` }, ...words) : h("p", {}, ...words));
}
