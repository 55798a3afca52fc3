// After a run: cards that were not read, and the five questions of the half hour after it.

import { h, mark, show } from "./dom.js";
import { language, t } from "./texts.js";

const LOOK_MS = 15000;

/** What waits; asked for now and then, as it comes half an hour later. */
export function afterView(page) {
  const element = h("section", { class: "after" });
  let askedMs = -Infinity;
  let shown = "";

  function update(state) {
    const waits = Boolean(state?.station) && state.phase === "idle";
    if (!waits || !page.link.live || performance.now() - askedMs < LOOK_MS) return;
    askedMs = performance.now();
    load();
  }

  async function load() {
    try {
      const answer = await fetch("/api/after", { cache: "no-store" });
      if (answer.ok) fill(await answer.json());
    } catch { askedMs = -Infinity; }
  }

  function fill({ follow_up: waits, cards }) {
    const key = JSON.stringify([language(), waits, cards]);
    if (key === shown) return;
    shown = key;
    const asked = waits !== null && waits.state !== "not_due";
    element.replaceChildren(...cards.map((card) => cardOf(page, card)), ...(asked ? [formOf(page, waits)] : []));
    show(element, cards.length > 0 || asked);
  }
  show(element, false);
  return { element, update };
}

function cardOf(page, card) {
  const text = card[language()] ?? card.en;
  const element = h("section", { class: "card", role: "alert" }, h("h2", {}, text.title), h("p", {}, text.intro), h("p", {}, text.why), h("p", { class: "detail" }, t("about.medical")));
  element.append(h("button", { type: "button", class: "choice", onclick: () => {
    page.press({ type: "read", session: card.session, name: card.name });
    element.remove();
  } }, t("card.seen")));
  return element;
}

function formOf(page, { session, questions }) {
  const chosen = new Map();
  const form = h("section", { class: "step" }, h("h2", {}, t("after.title")));
  for (const question of questions[language()] ?? questions.en) {
    const row = h("div", { class: "row", role: "group", "aria-label": question.text });
    const refresh = () => { for (const each of row.children) mark(each, "aria-pressed", String((chosen.get(question.key) ?? new Set()).has(each.dataset.value))); };
    for (const { value, text } of question.choices) {
      row.append(h("button", { type: "button", class: "choice", "data-value": value, "aria-pressed": "false", onclick: () => {
        chosen.set(question.key, toggled(chosen.get(question.key) ?? new Set(), value));
        refresh();
      } }, text));
    }
    form.append(h("p", {}, question.text), row);
  }
  form.append(h("p", { class: "detail" }, t("after.unanswered")), h("button", { type: "button", class: "choice send", onclick: () => {
    const given = Object.fromEntries([...chosen].filter(([, values]) => values.size).map(([key, values]) => [key, [...values].join(",")]));
    if (Object.keys(given).length === 0) return;
    page.press({ type: "follow_up", session, given });
    form.replaceChildren(h("p", { role: "status" }, t("after.thanks")));
  } }, t("after.send")));
  return form;
}

/** "No" stands alone; all else may come together. */
function toggled(values, value) {
  const next = new Set(values);
  if (next.has(value)) next.delete(value);
  else if (value === "no") next.clear();
  else next.delete("no");
  if (!values.has(value)) next.add(value);
  return next;
}
