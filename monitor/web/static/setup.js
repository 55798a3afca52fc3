// Before a run: sensors, hub, radio, feet, shoe. Each step can be skipped, and then says what is not assessed.

import { h, mark, rows, say, show } from "./dom.js";
import { has, t, troubleWords } from "./texts.js";

const WORN = ["athlete", "shoe", "insole", "lacing"];
const BUSY = { sensors: ["find", "pair"], fit: ["fit"] };
const LITTLE_GB = 1;
const LOW_BATTERY = 20;

/** What is in front while the hub waits for a run. */
export function setupView(page) {
  const skipped = new Set();
  const trouble = h("p", { class: "trouble", role: "alert" });
  const begin = h("button", { type: "button", class: "start", onclick: () => page.press({ type: "start", clock_ms: Date.now() }) }, t("setup.start"));
  const state = h("p", { class: "detail", role: "status" });
  const missing = h("p", { class: "detail" });
  const last = h("a", { class: "choice", href: "/" }, t("setup.last"));
  const steps = [sensors(page), computer(), radio(page), fit(page), worn(page)].map((step) => framed(step, skipped, page));
  const element = h("section", { class: "setup" }, trouble, begin, state, missing, last,
    h("h2", {}, t("setup.title")), ...steps.map((step) => step.element));

  function update(all) {
    const around = all?.station ?? null;
    if (around === null) return;
    const waits = all.phase === "idle";
    say(state, t(`phase.${all.phase}`));
    begin.disabled = !waits;
    const why = around.trouble || around.setup?.trouble || "";
    show(trouble, why !== "");
    say(trouble, troubleWords(why));
    show(last, around.last !== null);
    if (around.last !== null) mark(last, "href", `/report/${encodeURIComponent(around.last)}`);
    for (const step of steps) step.update(around.setup ?? {});
    const open = steps.filter((step) => !step.done).map((step) => t(`setup.without.${step.name}`));
    say(missing, open.length ? `${t("setup.missing")} ${open.join(" ")}` : t("setup.complete"));
  }
  return { element, update };
}

/** A step with its name, what it says, and the button that skips it. */
function framed(step, skipped, page) {
  const words = h("p", { class: "detail", role: "status" });
  let busy = null;
  const skip = button("setup.skip", () => {
    skipped[skipped.has(step.name) ? "delete" : "add"](step.name);
    // another step may go on, perhaps on another phone
    if (BUSY[step.name]?.includes(busy)) page.setup({ do: "stop" });
    page.refresh();
  });
  const heading = h("h3", {}, t(step.title ?? `setup.${step.name}`));
  const element = h("section", { class: "step" }, heading, words, ...step.parts, h("div", { class: "row" }, ...step.buttons, skip));
  const framedStep = { name: step.name, element, done: false, update };
  function update(known) {
    busy = known.busy ?? null;
    const { text, done } = step.update(known);
    const isSkipped = skipped.has(step.name) && !done;
    framedStep.done = done;
    mark(element, "data-step", done ? "done" : isSkipped ? "skipped" : "open");
    say(words, isSkipped ? `${t("setup.skipped")} ${t(`setup.without.${step.name}`)}` : text);
    show(skip, !done);
    mark(skip, "aria-pressed", String(isSkipped));
  }
  return framedStep;
}

function button(text, act) {
  return h("button", { type: "button", class: "choice", onclick: act }, t(text));
}

function sensors(page) {
  const mine = h("ul", { class: "sensors" });
  const others = h("ul", { class: "sensors" });
  const find = button("setup.find", () => page.setup({ do: "find" }));
  const pair = button("setup.pair", () => page.setup({ do: "pair" }));
  const named = new Map();
  function update({ busy, found, asked, wrong_foot: wrong, paired = [] }) {
    const names = new Set(paired.map(({ name }) => name));
    const order = paired.map(({ address }) => address);
    if (order.join() !== [...named.keys()].join()) {
      named.clear();
      for (const one of paired) named.set(one.address, pairedRow(page, one));
      mine.replaceChildren(...[...named.values()].map(({ element }) => element));
    }
    for (const one of paired) named.get(one.address).update(one);
    const heard = (found ?? []).filter(({ name }) => !names.has(name));
    rows(others, heard, () => h("li", {}), (row, one) => say(row, `${one.name} ${t("setup.heard", { n: one.rssi })}`));
    let text = paired.length ? t("setup.paired", { n: paired.length }) : t("setup.unpaired");
    if (busy === "find") text = t("setup.finding");
    else if (asked) text = `${wrong ? `${t("setup.wrong_foot")} ` : ""}${t(`setup.tap.${asked}`)}`;
    else if (busy === "pair") text = t("setup.finding");
    else if (found?.length === 0) text = t("setup.nothing");
    return { text, done: paired.length > 0 };
  }
  return { name: "sensors", parts: [mine, others], buttons: [find, pair], update };
}

/** A paired sensor, which the runner may name. */
function pairedRow(page, one) {
  const [name, words] = [h("strong", {}), h("span", {})];
  const input = h("input", { type: "text", maxlength: 60, id: `called-${one.address}`, autocomplete: "off" });
  const keep = button("setup.keep", () => {
    page.setup({ do: "name", address: one.address, called: input.value.trim() });
    open(false);
  });
  const ask = button("setup.name", () => open(true));
  const field = h("div", {}, h("p", { class: "field" }, h("label", { for: `called-${one.address}` }, t("setup.name.of", { name: one.name })), input), keep);
  function open(asks) {
    show(field, asks);
    show(ask, !asks);
    if (asks) input.focus();
  }
  function update(now) {
    say(name, now.called || now.name);
    say(words, `${now.called ? `${now.name} · ` : ""}${side(now)}${charge(now)}`);
    if (field.hidden) input.value = now.called;
  }
  open(false);
  return { element: h("li", {}, name, words, ask, field), update };
}

function side(one) {
  return one.side ? `${t(`foot.${one.side}`)} · ` : "";
}

function charge({ battery }) {
  if (battery === null || battery === undefined) return t("sensor.battery.unknown");
  return t(battery < LOW_BATTERY ? "setup.battery.low" : "sensor.battery", { n: battery });
}

function computer() {
  function update({ free_gb: free = null, clock = null }) {
    const disk = free === null ? "" : t(free < LITTLE_GB ? "setup.disk.little" : "setup.disk", { n: free });
    return { text: `${disk} ${clock === null ? "" : t(clock ? "setup.clock" : "setup.clock.phone")}`, done: free !== null && free >= LITTLE_GB };
  }
  return { name: "computer", parts: [], buttons: [], update };
}

function radio(page) {
  let heard = false;
  const on = button("radio.off", () => { page.radio.toggle(); page.refresh(); });
  const phrase = button("setup.phrase", () => page.setup({ do: "phrase" }));
  const yes = button("setup.phrase.heard", () => { heard = true; page.refresh(); });
  function update() {
    say(on, t(page.radio.on ? "radio.on" : "radio.off"));
    mark(on, "aria-pressed", String(page.radio.on));
    show(phrase, page.radio.alive);
    show(yes, page.radio.alive && !heard);
    const text = !page.radio.on ? t("setup.radio.off") : t(!page.radio.alive ? "radio.dead" : page.radio.speaks ? "radio.alive" : "radio.mute");
    return { text, done: heard };
  }
  return { name: "radio", parts: [], buttons: [on, phrase, yes], update };
}

function fit(page) {
  const list = h("ul", { class: "sensors" });
  const start = button("setup.fit.start", () => page.setup({ do: "fit" }));
  function update({ busy, fit_step: step, fit: found }) {
    const feet = found ? ["left", "right"] : [];
    list.replaceChildren(...feet.map((each) => h("li", {}, h("strong", {}, t(`foot.${each}`)), ` ${came(found[each])}`)));
    const text = step ? t(`setup.fit.${step}`) : busy === "fit" ? t("setup.finding") : t("setup.fit.how");
    return { text, done: feet.length > 0 && feet.every((each) => ["good", "no_insole"].includes(found[each].fit)) };
  }
  return { name: "fit", parts: [list], buttons: [start], update };
}

function came({ fit: how, laces_kpa: laces }) {
  const key = `fit.${how}`;
  const words = has(key) ? t(key) : how;
  return laces === null ? words : `${words} ${t("fit.laces", { n: laces })}`;
}

function worn(page) {
  const fields = WORN.map((name) => {
    const input = h("input", { type: "text", maxlength: 60, id: `worn-${name}`, autocomplete: "off" });
    return { name, input, element: h("p", { class: "field" }, h("label", { for: `worn-${name}` }, t(`worn.${name}`)), input) };
  });
  const coin = h("input", { type: "checkbox", id: "try-cues" });
  const consent = h("p", { class: "consent" }, coin, h("label", { for: "try-cues" }, t("worn.try_cues")));
  const keep = button("setup.keep", () => page.setup({ do: "wear", ...changed() }));
  let shown = null;
  /** Only what was changed: another runner keeps her own shoes, and agrees to nothing by the way. */
  function changed() {
    const of = Object.fromEntries(fields.map(({ name, input }) => [name, input.value.trim()]).filter(([name, value]) => value !== (shown?.[name] ?? "")));
    return coin.checked === Boolean(shown?.try_cues) ? of : { ...of, try_cues: coin.checked };
  }
  let filled = "";
  function update({ worn: known = null }) {
    const text = JSON.stringify(known);
    if (known !== null && text !== filled) {
      [filled, shown] = [text, known];
      for (const { name, input } of fields) input.value = known[name] ?? "";
      coin.checked = known.try_cues;
    }
    return { text: known?.athlete ? t("setup.worn", { name: known.athlete }) : t("setup.worn.nobody"), done: Boolean(known?.athlete) };
  }
  return { name: "worn", title: "setup.worn.title", parts: [...fields.map(({ element }) => element), consent], buttons: [keep], update };
}
