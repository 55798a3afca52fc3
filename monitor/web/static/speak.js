// The page's own speech, for a screen that is on; and the sounds that answer a tap.

import { language, spoken as voice } from "./texts.js";

const TONES = { tap: [880, 0.08], lost: [330, 0.25], back: [660, 0.15] };
const SIGHT = { unseen: "lost", seen: "back" };
const NEWS_S = 10;

/** Speak what matters as it comes, once, if the runner wants it. */
export function speaker(page) {
  const usable = "speechSynthesis" in window;
  let on = usable && page.memory.get("speak") === "yes";
  let spoken = null;
  let left = null;
  let flag = null;
  let [newsOf, newest, cut] = [null, 0, false];
  const led = {};
  let audio = null;

  /** Say a text; what is less urgent, and a red flag that speaks, are let end. */
  function say(text, { cuts = true, red = false, ended = null } = {}) {
    const utterance = Object.assign(new SpeechSynthesisUtterance(text), { lang: language() });
    const over = () => { if (flag === utterance) flag = null; };
    utterance.onend = () => { over(); ended?.(); };
    utterance.onerror = over;
    if (cuts && flag === null) speechSynthesis.cancel();
    if (red) flag = utterance;
    speechSynthesis.speak(utterance);
  }

  /** Say what to do in a test, as each step begins. */
  function lead(name, test) {
    const step = test && `${test.step} ${test.trial}`;
    if (step === led[name]) return;
    led[name] = step;
    const text = test?.text[language()];
    if (!on || !text || page.radio.speaks) return;
    say(text);
  }

  /** Say that a foot went out of sight, or came back. */
  function sight({ run, events }) {
    if (run !== newsOf) [newsOf, newest] = [run, 0];
    for (const { n, kind, what, side, t_s: atS } of events) {
      const isNew = n > newest && page.link.state !== null && page.link.nowS - atS < NEWS_S;
      newest = Math.max(newest, n);
      if (!on || !isNew || kind !== "notice" || !(what in SIGHT) || !side || page.radio.speaks) continue;
      tone(SIGHT[what]);
      say(voice(`${SIGHT[what]}.${side}`), { cuts: false });
    }
  }

  /** Say that the hub is lost while somebody runs, and that it is back: silence must not sound like "all is fine". */
  function watch() {
    const { state, live, ageS } = page.link;
    const lost = state?.phase === "running" && !live && ageS > NEWS_S;
    if (!(cut ? live : lost)) return;
    cut = !cut;
    // the radio says so itself
    if (!on || page.radio.on) return;
    tone(cut ? "lost" : "back");
    say(voice(cut ? "no_connection" : "connected"), { cuts: false });
  }

  /** A short tone, once the runner has asked for sound. */
  function tone(name) {
    if (!on || !("AudioContext" in window)) return;
    // after a reload it is made by the first tap
    audio ??= new AudioContext();
    audio.resume();
    const [pitch, length] = TONES[name];
    const sound = new OscillatorNode(audio, { frequency: pitch });
    const level = new GainNode(audio, { gain: 0.2 });
    sound.connect(level).connect(audio.destination);
    sound.start();
    sound.stop(audio.currentTime + length);
  }

  /** Say the sentence of a state, unless it was said or is no longer true. */
  function advise(message) {
    const said = message.sentence;
    if (!said) return;
    const name = `${page.link.run}/${said.number}`;
    // what the radio was to say and could not is said here
    const failed = name === left && message.radio?.speaks === false;
    if (name === spoken && !failed) return;
    const first = spoken === null && message.now_s - said.t_s > NEWS_S;
    [spoken, left] = [name, null];
    if (!on || first || message.now_s > said.expires_s) return;
    if (page.radio.speaks) { // not twice to the same ear
      left = name;
      return;
    }
    say(said.text[language()], { red: said.red_flag, ended: () => page.heard(said.number, "page") });
  }

  return {
    usable,
    get on() { return on; },
    toggle() {
      on = usable && !on;
      page.memory.set("speak", on ? "yes" : "no");
      audio ??= "AudioContext" in window ? new AudioContext() : null;
      flag = null;
      if (!on && usable) speechSynthesis.cancel();
    },
    earcon: tone,
    hear(message) {
      watch();
      if (message?.type === "events") sight(message);
      if (message?.type !== "state") return;
      for (const name of ["laces", "lift"]) lead(name, message[name]);
      advise(message);
    },
  };
}
