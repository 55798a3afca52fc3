// Presses of the runner, kept until the hub has them on its disk. One key a press: two tabs share them.

const PREFIX = "footloose.press.";
const DEMO_PREFIX = "footloose.demo.";
const MOST_AGE_S = 4e6;

/** Presses that wait for the hub, in the phone's storage; or in memory, where there is none. */
export class Queue extends EventTarget {
  constructor() {
    super();
    this.storage = usable() ? localStorage : null;
    this.memory = new Map();
    /** Whether the hub only shows something: what is pressed there must not reach a real run. */
    this.demo = false;
    addEventListener("storage", () => this.dispatchEvent(new Event("change")));
  }

  /** Whether a press outlives the closing of this page. */
  get lasts() {
    return this.storage !== null;
  }

  get prefix() {
    return this.demo ? DEMO_PREFIX : PREFIX;
  }

  /** Keep a press; returns its identity. */
  add(press) {
    const id = identity();
    const text = JSON.stringify({ ...press, at: Date.now() });
    try {
      this.storage.setItem(this.prefix + id, text);
    } catch {
      this.memory.set(id, text);
    }
    this.dispatchEvent(new Event("change"));
    return id;
  }

  /** What waits, the oldest first, each with its age: the hub's clock may be wrong. */
  waiting() {
    const kept = [...this.memory];
    for (let place = 0; place < (this.storage?.length ?? 0); place += 1) {
      const key = this.storage.key(place);
      if (key.startsWith(this.prefix)) kept.push([key.slice(this.prefix.length), this.storage.getItem(key)]);
    }
    return kept
      .map(([id, text]) => read(id, text))
      .filter((press) => press !== null)
      .sort((one, other) => other.age_s - one.age_s);
  }

  /** Forget a press: the hub has it, or will never take it. */
  done(id) {
    this.memory.delete(id);
    for (const prefix of [PREFIX, DEMO_PREFIX]) this.storage?.removeItem(prefix + id);
    this.dispatchEvent(new Event("change"));
  }
}

function read(id, text) {
  try {
    const { at, ...press } = JSON.parse(text);
    // a hub takes nothing older, and an answer of seven weeks ago still counts
    return { id, ...press, age_s: Math.min(MOST_AGE_S, Math.max(0, (Date.now() - at) / 1000)) };
  } catch {
    return null;
  }
}

// crypto.randomUUID is only there in a secure context; this is there always
function identity() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function usable() {
  try {
    localStorage.setItem("footloose.test", "");
    localStorage.removeItem("footloose.test");
    return true;
  } catch {
    return false;
  }
}
