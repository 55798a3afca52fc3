// The sessions that were filed: one line each, with its report.

import { afterView } from "./after.js";
import { h, say } from "./dom.js";
import { language, span, t } from "./texts.js";

/** The list; it is asked for when it comes in front, and after each run. */
export function sessionsView(page) {
  const list = h("ol", { class: "sessions" });
  const note = h("p", { class: "detail", role: "status" });
  const after = afterView(page);
  const element = h("section", {}, after.element, h("h2", {}, t("sessions.title")), note, list);
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
      const answer = await fetch("/api/sessions", { cache: "no-store" });
      const { sessions } = await answer.json();
      list.replaceChildren(...sessions.map(row));
      say(note, sessions.length ? "" : t("sessions.none"));
    } catch {
      asked = null;
    }
  }
  return { element, update };
}

function row(session) {
  const when = new Date(session.started).toLocaleString(language(), { dateStyle: "medium", timeStyle: "short" });
  const parts = [span(session.duration_s)];
  if (session.distance_m !== null) parts.push(t("sessions.km", { n: (session.distance_m / 1000).toFixed(1) }));
  if (session.shoe) parts.push(session.shoe);
  if (session.lacing) parts.push(session.lacing);
  parts.push(t("sessions.symptoms", { n: session.symptoms }));
  const words = [h("strong", {}, when), h("span", {}, parts.join(" · "))];
  return h("li", {}, session.report ? h("a", { class: "choice", href: `/report/${encodeURIComponent(session.name)}` }, ...words) : h("p", {}, ...words));
}
