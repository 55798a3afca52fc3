// The line to the hub: states and events in, presses out. A Wi-Fi that vanishes raises no error, so a
// watchdog looks.

import { patience } from "./texts.js";

const STALE_MS = 2500;
const GIVE_UP_MS = 5000;
const OPEN_MS = 2000;
const RETRY_MS = 400;
const OPEN_MOST_MS = 8000;
const QUICK_TRIES = 9;
const LOOK_MS = 250;
const RESEND_MS = 3000;
const KNOWN_MS = 3000;
const KEPT_EVENTS = 200;

export class Link extends EventTarget {
  constructor(queue) {
    super();
    this.queue = queue;
    this.state = null;
    this.events = [];
    this.paired = true;
    this.run = null;
    this.since = 0;
    this.heardMs = -Infinity;
    this.heardAt = -Infinity;
    this.attemptMs = -Infinity;
    this.slowTries = 0;
    this.sentMs = new Map();
    /** Whether this hub has said what it is: a demo gets no presses that are meant for a run. */
    this.known = false;
    queue.addEventListener("change", () => this.send());
  }

  /** Connect, and stay connected. */
  start() {
    this.open();
    setInterval(() => this.look(), LOOK_MS);
    document.addEventListener("visibilitychange", () => this.look());
    addEventListener("online", () => this.retry());
  }

  /** How long nothing came, ms: the one clock stands still while a phone sleeps, the other one may be set back. */
  get silentMs() {
    return Math.max(performance.now() - this.heardMs, Date.now() - this.heardAt);
  }

  /** Whether what is shown is what is. */
  get live() {
    return this.state !== null && this.silentMs < STALE_MS;
  }

  /** How old what is shown is, s; infinite before anything came. */
  get ageS() {
    return this.silentMs / 1000;
  }

  /** Session time now, s: what the hub said last, and what has passed since. */
  get nowS() {
    if (this.state === null) return 0;
    return this.state.phase === "ended" || this.state.phase === "over" ? this.state.now_s : this.state.now_s + this.ageS;
  }

  /** Send what waits; again after a while, as an acknowledgement may be lost. */
  send() {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    const now = performance.now();
    // a line that hears nothing must keep no press for ever
    if (!this.known && now - this.attemptMs < KNOWN_MS) return;
    for (const { id, ...press } of this.queue.waiting()) {
      if (now - (this.sentMs.get(id) ?? -Infinity) < RESEND_MS) continue;
      this.sentMs.set(id, now);
      this.socket.send(JSON.stringify({ ...press, id }));
    }
  }

  /** Tell the hub something that need not arrive: it is about now. */
  tell(message) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  open() {
    this.socket?.close();
    [this.attemptMs, this.known] = [performance.now(), false];
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`);
    this.socket = socket;
    socket.onopen = () => {
      // from now on silence counts, not the time that the hub took to answer
      [this.slowTries, this.attemptMs] = [0, performance.now()];
      this.sentMs.clear();
      socket.send(JSON.stringify({ type: "hello", run: this.run, since: this.since }));
    };
    socket.onmessage = ({ data }) => this.hear(JSON.parse(data));
    socket.onclose = ({ code }) => {
      // before it was ever open, the hub may have refused us: ask whether we are known
      if (this.socket === socket && code === 1006) this.ask();
    };
  }

  /** Find out whether the hub still knows this phone. */
  async ask() {
    try {
      const answer = await fetch("/api/state", { cache: "no-store", signal: patience(OPEN_MS) });
      this.paired = answer.status !== 401;
    } catch {
      return;
    }
    this.changed();
  }

  /** How long an attempt may take: a lost one is soon tried anew; a busy hub needs a patient one. */
  get patienceMs() {
    const patient = this.heardMs === -Infinity || this.slowTries % (QUICK_TRIES + 1) === QUICK_TRIES;
    return patient ? OPEN_MOST_MS : OPEN_MS;
  }

  retry() {
    if (this.socket?.readyState !== WebSocket.OPEN) this.open();
  }

  look() {
    const now = performance.now();
    const { readyState } = this.socket;
    const closed = readyState === WebSocket.CLOSED || readyState === WebSocket.CLOSING;
    const mute = readyState === WebSocket.OPEN && Math.min(this.silentMs, now - this.attemptMs) > GIVE_UP_MS;
    const slow = readyState === WebSocket.CONNECTING && now - this.attemptMs > this.patienceMs;
    if (slow) this.slowTries += 1;
    if (mute || slow || (closed && now - this.attemptMs > RETRY_MS)) this.open();
    this.send();
    this.changed();
  }

  hear(message) {
    [this.heardMs, this.heardAt] = [performance.now(), Date.now()];
    this.paired = true;
    if (message.type === "state") this.state = message;
    if (message.type === "events") this.learn(message);
    if (message.type === "ack") this.queue.done(message.id);
    if (message.type === "refused") this.queue.done(message.id);
    this.changed(message);
    if (message.type !== "state" || this.known) return;
    this.known = true;
    this.send();
  }

  learn({ run, events }) {
    if (run !== this.run) [this.run, this.since, this.events] = [run, 0, []];
    const news = events.filter(({ n }) => n > this.since);
    this.events = [...this.events, ...news].slice(-KEPT_EVENTS);
    this.since = Math.max(this.since, ...news.map(({ n }) => n));
  }

  changed(message = null) {
    this.dispatchEvent(new CustomEvent("change", { detail: message }));
  }
}
