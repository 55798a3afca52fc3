// Alert radio: one audio element that plays the hub's stream, also while the phone is locked. Pages cannot
// speak then, but what they play plays on. A dead hub must not sound like "all is fine".

import { patience, t } from "./texts.js";

const LOOK_MS = 500;
const STILL_MS = 2500;
const CALL_MS = 1000;
const DEAD_MS = 10000;
const AHEAD_S = 1.9;
const CATCH_UP = 1.3;
const BLOCK_S = 1.5;
const REPLAYED_S = 10;
const FRESH_S = 2;
const AGAIN_MS = 30000;
const HELD = ["no_connection", "connected", "ended"];
const OVER = ["idle", "filing", "ended", "over", "off"];

/** The radio of a page; nothing is loaded before the runner switches it on. */
export function radio(page) {
  const audio = new Audio();
  audio.preload = "none";
  let on = false;
  let attempt = 0;
  let place = 0;
  let movedMs = 0;
  let [aliveMs, startedMs] = [-Infinity, 0];
  let [endS, cameMs] = [0, -Infinity];
  let told = "";
  let saying = null;
  let awaited = null;
  let [followed, confirmed] = [null, null];
  let [tunedMs, ranOn] = [-Infinity, null];
  const phrases = {};
  const asked = new Set();

  function tune() {
    attempt += 1;
    saying = null;
    // a source that begins anew at 0 has not moved yet
    [place, endS, movedMs, tunedMs] = [0, 0, performance.now(), performance.now()];
    // the hub repeats to who joins soon what was just said; what was said before that is lost
    const repeated = awaited && tunedMs - awaited.saidMs < 1000 * FRESH_S;
    awaited = repeated ? { ...awaited, placeS: REPLAYED_S } : null;
    audio.src = `/radio.mp3?${attempt}`;
    audio.play().catch(() => {});
  }

  async function fetchPhrase(name) {
    if (phrases[name] || asked.has(name)) return;
    asked.add(name);
    try {
      const answer = await fetch(`/api/phrase/${name}`, { signal: patience() });
      if (answer.ok) phrases[name] = URL.createObjectURL(await answer.blob());
      document.body.dataset.phrases = Object.keys(phrases).length;
      // a hub that cannot say it now is not asked again at once
      if (!answer.ok) await new Promise((later) => setTimeout(later, AGAIN_MS));
    } catch { /* asked again at the next look */ }
    asked.delete(name);
  }

  /** Play what this page holds itself; the stream goes on afterwards. */
  function play(name) {
    if (!phrases[name]) return;
    saying = name;
    [place, movedMs] = [0, performance.now()];
    document.body.dataset.radio = name;
    audio.src = phrases[name];
    audio.play().catch(() => { saying = null; });
  }

  /** Whether the hub that was lost is there again, and that is said now, whatever the stream still needs. */
  function greets() {
    if (told !== "hub" || saying || !page.link.live) return false;
    [told, cameMs] = ["", performance.now()];
    play("connected");
    return true;
  }

  function look() {
    if (!on) return;
    const now = performance.now();
    // a hub that left after its run is no lost connection
    if (page.link.state?.phase === "over" && !page.link.live) {
      stop();
      return;
    }
    if (saying) {
      if (audio.currentTime !== place) [place, movedMs] = [audio.currentTime, now];
      // a call may have stopped it: it is neither over nor broken then
      if (audio.ended || audio.error || now - movedMs > STILL_MS) tune();
      return;
    }
    if (greets()) return;
    if (audio.currentTime !== place && !audio.paused) {
      [place, movedMs] = [audio.currentTime, now];
      aliveMs = now;
      if (awaited && place >= awaited.placeS) {
        page.heard(awaited.number, "radio");
        confirmed = awaited.number;
        awaited = null;
      }
      if (told) {
        [told, cameMs] = ["", now];
        play("connected");
        return;
      }
      if (missedTheEnd()) {
        play("ended");
        return;
      }
      // while it is heard alone: after a cut, what was sent before the cut comes first
      if (page.link.live && page.link.state.phase === "running") ranOn = attempt;
    }
    // what is buffered still plays when the stream is dead
    if (bufferedS() > 0 && bufferedS() !== endS) [endS, cameMs] = [bufferedS(), now];
    const ahead = bufferedS() - audio.currentTime;
    audio.playbackRate = ahead > AHEAD_S ? CATCH_UP : 1;
    for (const name of HELD) fetchPhrase(name);
    // a call that has the sound takes no connection away
    const called = page.link.live && audio.paused;
    if (now - Math.max(cameMs, startedMs) > DEAD_MS && !told && !called && phrases.no_connection) {
      told = page.link.live ? "stream" : "hub";
      play("no_connection");
    } else if (now - movedMs > (audio.paused && now - aliveMs > STILL_MS ? CALL_MS : STILL_MS)) {
      // whoever hangs up waits no longer than this
      tune();
    }
    page.refresh();
  }

  /** Whether the run ended while this stream was not heard: noise alone would sound like "all is fine". */
  function missedTheEnd() {
    if (ranOn === null || !page.link.live || !OVER.includes(page.link.state.phase)) return false;
    const missed = ranOn !== attempt;
    ranOn = null;
    return missed;
  }

  /** Wait until what the hub has said to its end is played here, too. */
  function follow(state) {
    const name = lastSaid(state);
    if (name === followed) return;
    followed = name;
    const now = performance.now();
    // of what was said long ago nobody knows whether it was played
    if (name === null || state.now_s - state.radio.said.t_s > FRESH_S) return;
    const joined = now - tunedMs < 1000 * REPLAYED_S;
    awaited = { number: state.radio.said.number, saidMs: now, placeS: bufferedS() + (joined ? REPLAYED_S : BLOCK_S) };
  }

  function stop() {
    on = false;
    audio.pause();
    audio.removeAttribute("src");
    audio.load();
  }

  /** Up to where the stream has come, s; a sentence that is said now stands behind it. */
  function bufferedS() {
    return audio.buffered.length ? audio.buffered.end(audio.buffered.length - 1) : 0;
  }

  /** Keys that no call and no other app presses by itself; a press names no foot, and is asked about. */
  function wrong() {
    page.press(page.asked() ? { type: "tap", what: "ok" } : { type: "tap", what: "something", unsaid: true });
    playOn();
  }

  function no() {
    page.press(page.asked() ? { type: "tap", what: "something", unsaid: true } : { type: "ask" });
    playOn();
  }

  function playOn() {
    if (audio.paused) audio.play().catch(() => {});
    navigator.mediaSession.playbackState = "playing";
  }

  function media() {
    const { mediaSession } = navigator;
    if (!mediaSession) return;
    mediaSession.metadata = new MediaMetadata({ title: t("radio.title"), artist: "Footloose", artwork: [{ src: "/icon.svg", type: "image/svg+xml" }] });
    const ask = () => {
      page.press({ type: "ask" });
      playOn();
    };
    const handlers = { play: ask, pause: ask, seekbackward: null, seekforward: null, seekto: null, nexttrack: wrong, previoustrack: no };
    for (const [name, handler] of Object.entries(handlers)) {
      try { mediaSession.setActionHandler(name, handler); } catch { /* this browser has no such key */ }
    }
  }

  audio.addEventListener("playing", media);
  audio.addEventListener("ended", () => { if (on) tune(); });
  setInterval(look, LOOK_MS);
  return {
    audio,
    get on() { return on; },
    /** Number of the last sentence that was played past. */
    get confirmed() { return confirmed; },
    /** Whether the stream is heard now. */
    get alive() { return on && performance.now() - aliveMs < STILL_MS; },
    /** Whether it is heard, and the hub can say something on it. */
    get speaks() { return this.alive && page.link.state?.radio?.speaks !== false; },
    /** Follow what is said, to tell the hub once it was played. */
    hear(message) {
      if (!on || message?.type !== "state") return;
      greets();
      follow(message);
    },
    /** From a click: browsers let nothing else begin to play. */
    toggle() {
      on = !on;
      if (on) {
        [startedMs, aliveMs, cameMs, told] = [performance.now(), -Infinity, -Infinity, ""];
        [ranOn, followed] = [null, lastSaid(page.link.state)];
        tune();
      } else {
        stop();
      }
    },
  };
}

/** What tells one sentence that the radio has said from another; null if it said none. */
function lastSaid(state) {
  const said = state?.radio?.said ?? null;
  return said && `${state.run} ${said.number} ${said.t_s}`;
}
