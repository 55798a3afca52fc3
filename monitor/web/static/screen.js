// Keep the screen on while somebody runs; browsers let only an encrypted page do that.

/** What holds the screen, where there is such a thing. */
export function wakeLock(page) {
  const usable = "wakeLock" in navigator;
  let on = usable && page.memory.get("screen") !== "no";
  let lock = null;

  async function update() {
    const wanted = on && page.link.state?.phase === "running" && document.visibilityState === "visible";
    if (wanted === (lock !== null) || !usable) return;
    if (!wanted) {
      lock.release();
      lock = null;
      return;
    }
    lock = { release() {} };
    try {
      lock = await navigator.wakeLock.request("screen");
      lock.addEventListener("release", () => { lock = null; });
    } catch { lock = null; }
  }
  return {
    usable,
    update,
    get on() { return on; },
    /** Whether the screen is held now. */
    get held() { return lock !== null; },
    toggle() {
      on = usable && !on;
      page.memory.set("screen", on ? "yes" : "no");
      update();
    },
  };
}
