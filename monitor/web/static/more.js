// Language, look, speech on the phone, and the end of the run.

import { h, mark, say, show } from "./dom.js";
import { goesOn, lacesView } from "./laces.js";
import { liftView } from "./lift.js";
import { language, languages, t } from "./texts.js";

const THEMES = ["auto", "light", "dark"];

/** What is set once, and what ends a run. */
export function moreView(page) {
  const choose = (names, label, chosen, pick) => h("div", { class: "row", role: "group" }, ...names.map((name) =>
    h("button", { type: "button", class: "choice", "aria-pressed": String(chosen() === name), onclick: (event) => {
      for (const each of event.target.parentElement.children) mark(each, "aria-pressed", each === event.target);
      pick(name);
    } }, t(`${label}.${name}`))));
  const voice = h("button", { type: "button", class: "choice", onclick: () => { page.speak.toggle(); update(); } });
  const radio = h("button", { type: "button", class: "choice", onclick: () => { page.radio.toggle(); update(); } });
  const screen = h("button", { type: "button", class: "choice", onclick: () => { page.screen.toggle(); update(); } });
  const heard = h("p", { class: "detail", role: "status" });
  const end = h("button", { type: "button", class: "choice", onclick: () => ask(true) }, t("end.end"));
  const sure = h("div", { class: "row" },
    h("button", { type: "button", class: "choice wrong", onclick: () => { page.press({ type: "end" }); ask(false); } }, t("end.sure")),
    h("button", { type: "button", class: "choice", onclick: () => ask(false) }, t("end.not")));
  const ask = (asking) => { show(end, !asking); show(sure, asking); };
  ask(false);
  const pause = h("button", { type: "button", class: "choice", onclick: () => {
    page.press({ type: "wish", what: page.link.state?.paused ? "resume" : "pause" });
  } }, t("pause.pause"));
  const off = h("button", { type: "button", class: "choice", onclick: () => askOff(true) }, t("off.off"));
  const sureOff = h("div", { class: "row" },
    h("button", { type: "button", class: "choice wrong", onclick: () => { page.press({ type: "off" }); askOff(false); } }, t("off.sure")),
    h("button", { type: "button", class: "choice", onclick: () => askOff(false) }, t("off.not")));
  const askOff = (asking) => { show(off, !asking); show(sureOff, asking); };
  const computer = h("section", {}, h("h2", {}, t("more.computer")), off, sureOff);
  const theRun = h("section", {}, h("h2", {}, t("more.end")), pause, end, sure);
  askOff(false);
  const [lift, laces] = [liftView(page), lacesView(page)];
  const element = h("section", { class: "more" }, theRun,
    h("section", {}, h("h2", {}, t("more.language")), choose(languages(), "language", language, page.setLanguage)),
    h("section", {}, h("h2", {}, t("more.theme")), choose(THEMES, "theme", () => page.memory.get("theme") ?? "auto", page.setTheme), screen),
    h("section", {}, h("h2", {}, t("more.radio")), radio, heard, h("p", { class: "detail" }, t("more.radio.note"))),
    h("section", {}, h("h2", {}, t("more.voice")), voice, h("p", { class: "detail" }, t("more.voice.note"))),
    laces.element, lift.element, computer,
    h("section", {}, h("h2", {}, t("more.about")), h("p", {}, t("about.medical")), h("p", {}, t("about.private"))));

  function update(state = page.link.state) {
    const runs = state !== null && (state.phase === "running" || state.phase === "paused");
    show(theRun, runs);
    for (const [test, other] of [[lift, state?.laces], [laces, state?.lift]]) {
      show(test.element, runs && !goesOn(other));
      test.update(state);
    }
    show(computer, Boolean(state?.station?.can_switch_off));
    say(pause, t(state?.paused ? "pause.resume" : "pause.pause"));
    mark(pause, "aria-pressed", String(Boolean(state?.paused)));
    mark(radio, "aria-pressed", String(page.radio.on));
    say(radio, t(page.radio.on ? "radio.on" : "radio.off"));
    say(heard, page.radio.on ? t(!page.radio.alive ? "radio.dead" : page.radio.speaks ? "radio.alive" : "radio.mute") : "");
    screen.disabled = !page.screen.usable;
    mark(screen, "aria-pressed", page.screen.usable ? String(page.screen.on) : null);
    say(screen, t(!page.screen.usable ? "screen.none" : page.screen.on ? "screen.on" : "screen.off"));
    const usable = page.speak.usable;
    voice.disabled = !usable;
    mark(voice, "aria-pressed", usable ? String(page.speak.on) : null);
    say(voice, t(!usable ? "voice.none" : page.speak.on ? "voice.on" : "voice.off"));
  }
  return { element, update };
}
