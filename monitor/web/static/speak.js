// The page's own speech, for a screen that is on; and the sounds that answer a tap.

import { language } from "./texts.js";

const TONES = { tap: [880, 0.08], lost: [330, 0.25], back: [660, 0.15] };

/** Speak advice as it comes, once, if the runner wants it. */
export function speaker(page) {
  const usable = "speechSynthesis" in window;
  let on = usable && page.memory.get("speak") === "yes";
  let spoken = null;
  const led = {};
  let audio = null;
  /** Say what to do in a test, as each step begins. */
  function lead(name, test) {
    const step = test && `${test.step} ${test.trial}`;
    if (step === led[name]) return;
    led[name] = step;
    const text = test?.text[language()];
    if (!on || !text || page.radio.alive) return;
    speechSynthesis.cancel();
    speechSynthesis.speak(Object.assign(new SpeechSynthesisUtterance(text), { lang: language() }));
  }
  return {
    usable,
    get on() { return on; },
    toggle() {
      on = usable && !on;
      page.memory.set("speak", on ? "yes" : "no");
      audio ??= "AudioContext" in window ? new AudioContext() : null;
      if (!on && usable) speechSynthesis.cancel();
    },
    /** A short tone, once the runner has asked for sound. */
    earcon(name) {
      if (!on || audio === null) return;
      const [pitch, length] = TONES[name];
      const tone = new OscillatorNode(audio, { frequency: pitch });
      const level = new GainNode(audio, { gain: 0.2 });
      tone.connect(level).connect(audio.destination);
      tone.start();
      tone.stop(audio.currentTime + length);
    },
    /** Say the sentence of a state, unless it was said or is no longer true. */
    hear(message) {
      if (message?.type !== "state") return;
      for (const name of ["laces", "lift"]) lead(name, message[name]);
      const said = message.sentence;
      if (!said) return;
      const name = `${page.link.run}/${said.number}`;
      if (name === spoken) return;
      const first = spoken === null && message.now_s - said.t_s > 10;
      spoken = name;
      // what the radio plays is not said twice to the same ear
      if (!on || first || message.now_s > said.expires_s || page.radio.alive) return;
      const utterance = new SpeechSynthesisUtterance(said.text[language()]);
      utterance.lang = language();
      utterance.onend = () => page.heard(said.number, "page");
      speechSynthesis.cancel();
      speechSynthesis.speak(utterance);
    },
  };
}
