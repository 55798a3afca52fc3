// After a run: cards that were not read, what a lacing test said, and the five questions of the half hour after it.

import { h, mark, say, show } from "./dom.js";
import { language, patience, span, t } from "./texts.js";

const LOOK_MS = 15000;
const RUNNING_LOOK_MS = 60000;
const SOON_MS = 1000;
const AFTER_SEND_MS = 20000;
const LONG_MS = 15 * 60000;

/** What waits for the runner. It stays known when the hub goes: the phone asks all the same. */
export function afterModel(page) {
  let [askedMs, seen, sentMs] = [-Infinity, null, -Infinity];
  let [questions, newest] = [0, 0];
  let dueMs = Infinity;
  let [last, answersThen] = [null, 0];
  const chosen = new Map();
  const answers = new Set();
  const model = { waits: null, cards: [], laces: null, plan: null, sent: new Set(), went: new Set(), refusals: 0, update, send, refused, read, tell, chosenIn };
  Object.defineProperty(model, "asks", { get: () => model.waits !== null && (model.waits.state !== "not_due" || Date.now() >= dueMs) });
  // of the run before the one that asks now, thanks are over
  Object.defineProperty(model, "thanks", { get: () => model.sent.has(model.waits?.session ?? last) });
  Object.defineProperty(model, "dueAt", { get: () => new Date(dueMs) });

  function update(state) {
    if (!state?.station || !page.link.live) return;
    const now = performance.now();
    const soon = now - sentMs < AFTER_SEND_MS;
    const everyMs = soon ? SOON_MS : state.phase === "running" ? RUNNING_LOOK_MS : LOOK_MS;
    // also what was answered elsewhere, as in the terminal
    const known = `${state.phase} ${state.station.answers}`;
    if (known === seen && now - askedMs < everyMs) return;
    [askedMs, seen] = [now, known];
    load(state.station.answers);
  }

  async function load(answered) {
    const mine = ++questions;
    try {
      const answer = await fetch("/api/after", { cache: "no-store", signal: patience() });
      if (!answer.ok) return;
      const found = await answer.json();
      if (mine < newest) return; // a later question was answered before
      newest = mine;
      // another runner who has no run answers nothing
      if (model.asks && found.follow_up === null && answered > answersThen) model.sent.add(model.waits.session);
      if (found.follow_up !== null) [last, answersThen] = [found.follow_up.session, answered];
      [model.waits, model.cards, model.laces, model.plan] = [found.follow_up, found.cards, found.laces, found.plan];
      dueMs = model.waits ? Date.now() + 1000 * model.waits.due_in_s : Infinity;
      page.refresh();
    } catch { askedMs = -Infinity; }
  }

  /** What is chosen and not sent yet; it outlives a form that is made anew. */
  function chosenIn(session) {
    if (!chosen.has(session)) chosen.set(session, new Map());
    return chosen.get(session);
  }

  function send(session, given) {
    model.sent.add(session);
    chosen.delete(session);
    sentMs = performance.now();
    answers.add(page.press({ type: "follow_up", session, given }));
  }

  /** What the hub never takes does not stand beside the run; the hub says why. */
  function refused(id) {
    if (!answers.delete(id)) return;
    model.sent.clear();
    model.went.clear();
    model.refusals += 1;
  }

  /** How it went with a step of a plan. */
  function tell(session, item, how) {
    model.went.add(`${session} ${item}`);
    sentMs = performance.now();
    answers.add(page.press({ type: "plan", session, went: { [item]: how } }));
  }

  function read({ session, name }) {
    page.press({ type: "read", session, name });
    model.cards = model.cards.filter((card) => card.session !== session || card.name !== name);
    sentMs = performance.now();
  }
  return model;
}

/** Cards and questions in full. */
export function afterView(page) {
  const cards = h("div", {});
  const thanks = h("p", { role: "status" });
  const when = h("p", {});
  const calendar = h("a", { class: "choice", href: "/after.ics", download: "footloose.ics" }, t("after.calendar"));
  const later = h("div", {}, when, calendar);
  const form = h("div", {});
  const laces = h("section", {});
  const element = h("section", { class: "after" }, cards, laces, thanks, later, form);
  let [shownCards, shownForm, shownLaces] = ["", "", ""];

  function update() {
    const { waits, asks } = page.after;
    const cardsKey = JSON.stringify([language(), page.after.cards]);
    if (cardsKey !== shownCards) cards.replaceChildren(...page.after.cards.map((card) => cardOf(page, card)));
    const formKey = JSON.stringify([language(), asks && [waits.session, waits.missing, page.after.refusals]]);
    if (formKey !== shownForm) form.replaceChildren(...(asks ? [formOf(page, waits)] : []));
    const came = page.after.laces?.text[language()] ?? [];
    const lacesKey = JSON.stringify([language(), came]);
    if (lacesKey !== shownLaces) laces.replaceChildren(h("h2", {}, t("laces.came")), ...came.map((line) => h("p", {}, line)));
    show(laces, came.length > 0);
    [shownCards, shownForm, shownLaces] = [cardsKey, formKey, lacesKey];
    const sent = page.after.thanks;
    show(thanks, sent);
    say(thanks, sent ? t(page.queue.waiting().length ? "run.kept" : "after.thanks") : "");
    show(later, waits !== null && !asks);
    show(calendar, page.link.live);
    mark(calendar, "href", `/after.ics?language=${language()}`);
    if (waits !== null && !asks) {
      const { dueAt } = page.after;
      say(when, t("after.comes", { left: span((dueAt - Date.now()) / 1000), at: dueAt.toLocaleTimeString(language(), { timeStyle: "short" }) }));
    }
    show(element, page.after.cards.length > 0 || waits !== null || sent || came.length > 0);
  }
  show(element, false);
  return { element, update };
}

function cardOf(page, card) {
  const text = card[language()] ?? card.en;
  return h("section", { class: "card", role: "alert" }, h("h2", {}, text.title), h("p", {}, text.intro), h("p", {}, text.why), h("p", { class: "detail" }, t("about.medical")),
    h("button", { type: "button", class: "choice", onclick: () => { page.after.read(card); page.refresh(); } }, t("card.seen")));
}

/** The questions that have no answer; long after the run, or after some were answered, they come on demand. */
function formOf(page, waits) {
  const { session, missing } = waits;
  const asked = (waits.questions[language()] ?? waits.questions.en).filter(({ key }) => missing.includes(key));
  const chosen = page.after.chosenIn(session);
  const questions = h("div", {}, ...asked.flatMap((question) => questionOf(question, chosen)));
  const send = h("button", { type: "button", class: "choice send", onclick: () => {
    const given = Object.fromEntries([...chosen].filter(([key, values]) => values.size && missing.includes(key)).map(([key, values]) => [key, [...values].join(",")]));
    if (Object.keys(given).length === 0) return;
    page.after.send(session, given);
    form.replaceChildren();
    show(form, false);
  } }, t("after.send"));
  const form = h("section", { class: "step" }, h("h2", {}, t("after.title")));
  const all = [questions, h("p", { class: "detail" }, t("after.unanswered")), send];
  // who starts the next run must not scroll past all of them
  const [partly, longAgo] = [waits.state === "partly", Date.now() - page.after.dueAt > LONG_MS];
  if (partly) form.append(h("p", {}, t(missing.length === 1 ? "after.left_out.one" : "after.left_out.many", { n: missing.length })));
  else if (longAgo) form.append(h("p", {}, t("after.not_answered")));
  if (!partly && !longAgo) form.append(...all);
  else form.append(h("button", { type: "button", class: "choice", onclick: (event) => {
    event.target.remove();
    form.append(...all);
  } }, t("after.answer")));
  return form;
}

function questionOf(question, chosen) {
  const row = h("div", { class: "row", role: "group", "aria-label": question.text });
  const refresh = () => { for (const each of row.children) mark(each, "aria-pressed", String((chosen.get(question.key) ?? new Set()).has(each.dataset.value))); };
  for (const { value, text } of question.choices) {
    row.append(h("button", { type: "button", class: "choice", "data-value": value, "aria-pressed": "false", onclick: () => {
      chosen.set(question.key, toggled(chosen.get(question.key) ?? new Set(), value));
      refresh();
    } }, text));
  }
  refresh();
  return [h("p", {}, question.text), row];
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
