// Start: pair with the hub if the address says how, load the words, connect, and show one of three views.

import { afterModel } from "./after.js";
import { h, mark, say, show } from "./dom.js";
import { Link } from "./link.js";
import { liveView } from "./live.js";
import { moreView } from "./more.js";
import { Queue } from "./queue.js";
import { radio } from "./radio.js";
import { runView } from "./run.js";
import { sessionsView } from "./sessions.js";
import { speaker } from "./speak.js";
import { wakeLock } from "./screen.js";
import { language, loadTexts, patience, span, t, troubleWords } from "./texts.js";

const VIEWS = { run: runView, live: liveView, sessions: sessionsView, more: moreView };
const LINK_WORDS = { ended: "link.ended", over: "link.ended", idle: "link.idle", starting: "phase.starting", filing: "link.ended", off: "link.off" };
const ANSWER_S = 60;
const AGAIN_MS = 1500;
const memory = {
  get(name) {
    try { return localStorage.getItem(`footloose.${name}`); } catch { return null; }
  },
  set(name, value) {
    try { localStorage.setItem(`footloose.${name}`, value); } catch { /* asked again next time */ }
  },
};

const pairing = await pair();
await answered(() => loadTexts(memory.get("language")));
const queue = new Queue();
const link = new Link(queue);
const page = { link, queue, memory, press, setup, heard, asked, open, setTheme, setLanguage, refresh };
const speak = speaker(page);
page.speak = speak;
page.radio = radio(page);
page.after = afterModel(page);
const screen = wakeLock(page);
page.screen = screen;
window.footloose = page;
// an address with a token that is pasted into this tab loads nothing by itself
addEventListener("hashchange", () => { if (location.hash.length > 1) location.reload(); });
addEventListener("click", playOnBeside, true);
let view = null;
let views = {};
/** Why the hub did not take the last press: its words, none, or null where it did not answer. */
let refusal = "";
setTheme(memory.get("theme") ?? "auto");
build();
link.addEventListener("change", ({ detail }) => {
  if (detail?.type === "state") queue.demo = Boolean(detail.station?.replay);
  if (detail?.type === "refused") {
    refusal = detail.why;
    page.after.refused(detail.id);
  }
  speak.hear(detail);
  page.radio.hear(detail);
  screen.update();
  refresh();
});
link.start();
refresh();

/** Show everything anew, in the language in use. */
function build() {
  views = Object.fromEntries(Object.entries(VIEWS).map(([name, make]) => [name, make(page)]));
  const tabs = document.getElementById("tabs");
  mark(tabs, "aria-label", t("tabs"));
  tabs.replaceChildren(...Object.keys(VIEWS).map((name) =>
    h("button", { type: "button", "data-view": name, onclick: () => open(name) }, t(`tab.${name}`))));
  open(view ?? "run");
}

function open(name) {
  view = name;
  document.getElementById("view").replaceChildren(views[name].element);
  for (const tab of document.getElementById("tabs").children) {
    mark(tab, "aria-current", tab.dataset.view === name ? "page" : null);
  }
  scrollTo(0, 0);
  refresh();
}

/** Let the view in front show what is known now. */
function refresh() {
  if (views[view] === undefined) return;
  const { state, live } = link;
  const over = isOver(state);
  document.body.dataset.link = live ? "live" : over ? "over" : state ? "stale" : "none";
  page.after.update(state);
  const waiting = queue.waiting().length;
  const [status, age] = document.getElementById("link").children;
  say(status, linkText());
  // outside of what a screen reader is told anew: it changes every second
  say(age, isStale() ? t("link.age", { age: span(link.ageS) }) : "");
  const kept = document.getElementById("kept");
  show(kept, waiting > 0 || !queue.lasts);
  const until = live && state !== null && state.phase !== "running" ? "kept.later" : "kept";
  say(kept, waiting ? t(`${until}.${waiting === 1 ? "one" : "many"}`, { n: waiting }) : queue.lasts ? "" : t("kept.not"));
  const why = document.getElementById("refused");
  show(why, refusal !== "");
  say(why, refusal === null ? t("unanswered") : refusal && `${t("refused")} ${troubleWords(refusal)}`);
  views[view].update(state);
}

/** Let a report open beside a page that plays the radio: it would end with the page. */
function playOnBeside({ target }) {
  const link = target.closest?.("a[href^='/report/']");
  if (link) Object.assign(link, page.radio.on ? { target: "_blank", rel: "noopener" } : { target: "", rel: "" });
}

/** Whether a run was ended and its hub left: nothing is wrong then. */
function isOver(state) {
  return state?.phase === "ended" || state?.phase === "over";
}

function linkText() {
  if (pairing === "refused" || !link.paired) return t("link.unpaired");
  if (link.live) return t(LINK_WORDS[link.state?.phase] ?? "link.live");
  if (isOver(link.state)) return t("link.ended");
  return t(link.state ? "link.stale" : "link.none");
}

/** Whether there was a connection, and it is lost. */
function isStale() {
  return pairing !== "refused" && link.paired && !link.live && link.state !== null && !isOver(link.state);
}

/** Keep a press of the runner, and send it; give its id. */
function press(what) {
  refusal = "";
  const id = queue.add(what);
  navigator.vibrate?.(40);
  speak.earcon("tap");
  refresh();
  return id;
}

/** Tell the hub that a sentence was played to its end. */
function heard(number, path) {
  link.tell({ type: "heard", id: `${link.run} ${number} ${path}`.slice(-64), number, path });
}

/** Whether the last sentence asks if it is well; "Left foot?" is answered by the same button again. */
function asked() {
  const said = link.state?.sentence ?? null;
  return said !== null && said.text.en.trim().endsWith("Better?") && link.nowS - said.t_s < ANSWER_S;
}

/** Take a step before a run, and say if the hub takes it not, or does not answer. */
async function setup(step) {
  refusal = "";
  try {
    const answer = await fetch("/api/setup", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(step), signal: patience() });
    if (!answer.ok) refusal = (await answer.text()).trim();
  } catch {
    refusal = null;
  }
  refresh();
}

function setTheme(theme) {
  memory.set("theme", theme);
  mark(document.documentElement, "data-theme", theme === "auto" ? null : theme);
}

/** Show another language; if the hub is away, it comes once it is back. */
async function setLanguage(chosen) {
  memory.set("language", chosen);
  try {
    if (await loadTexts(chosen)) build();
  } catch {
    await later();
    if (memory.get("language") === chosen && language() !== chosen) await setLanguage(chosen);
  }
}

/** Ask the hub until it answers; without words nothing can be said but that it does not, in both languages. */
async function answered(ask) {
  for (;;) {
    try {
      return await ask();
    } catch {
      say(document.getElementById("link").firstElementChild, "The hub does not answer; I go on trying. · Der Hub antwortet nicht; ich versuche es weiter.");
      await later();
    }
  }
}

function later() {
  return new Promise((over) => setTimeout(over, AGAIN_MS));
}

/** Exchange the token of the address for a cookie; take it out of the address at once. */
async function pair() {
  const token = location.hash.slice(1);
  if (!token) return "none";
  history.replaceState(null, "", location.pathname);
  const answer = await answered(() => fetch("/pair", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token }),
    signal: patience(),
  }));
  return answer.ok ? "paired" : "refused";
}
