// What the page says, in the runner's language. The tables are the hub's: /texts/en.json, /texts/de.json.

/** How long an answer may take: a Wi-Fi that vanishes raises no error, and a request would wait for minutes. */
const PATIENCE_MS = 8000;
/** A signal that gives a request up after so long; none in a browser that has no such signal, as Safari 15. */
export const patience = (ms = PATIENCE_MS) => AbortSignal.timeout?.(ms);
const LANGUAGES = ["en", "de"];
let [table, voices] = [{}, {}];
let [current, wanted] = ["en", "en"];

/** Language in use. */
export function language() {
  return current;
}

/** Languages that can be chosen. */
export function languages() {
  return LANGUAGES;
}

/** Load the runner's language: the chosen one, or the phone's, or English; false if another one is wanted by now.

    Nothing changes if the hub does not give it. */
export async function loadTexts(chosen) {
  const languages = [chosen, ...(navigator.languages ?? [])].map((each) => (each ?? "").slice(0, 2));
  const own = languages.find((each) => LANGUAGES.includes(each)) ?? "en";
  wanted = own;
  const answer = await fetch(`/texts/${own}.json`, { signal: patience() });
  if (!answer.ok) throw new Error(`no texts: ${answer.status}`);
  const texts = await answer.json();
  if (wanted !== own) return false;
  [table, voices, current] = [texts.page, texts.voice, own];
  document.documentElement.lang = own;
  return true;
}

/** The text of a key; `{name}` is filled in, a number as the language writes it. */
export function t(key, values = {}) {
  const text = table[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => written(values[name] ?? whole));
}

/** What the voice says for a key. */
export function spoken(key) {
  return voices[key] ?? key;
}

/** A number with so many digits behind the point, or behind the comma. */
export function decimal(value, digits) {
  return value.toLocaleString(current, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function written(value) {
  return typeof value === "number" && !Number.isInteger(value) ? value.toLocaleString(current) : value;
}

/** Whether there is a text for a key. */
export function has(key) {
  return key in table;
}

/** Why something did not work: by its key, or as the hub says it, which knows English only. */
export function troubleWords(why) {
  if (why === "") return "";
  return has(`trouble.${why}`) ? t(`trouble.${why}`) : t("trouble.hub", { what: why });
}

/** A span of time as one says it. */
export function span(seconds) {
  if (seconds < 90) return t("span.s", { n: Math.max(0, Math.round(seconds)) });
  if (seconds < 5400) return t("span.min", { n: Math.round(seconds / 60) });
  return t("span.h", { n: Math.round(seconds / 3600) });
}

/** A time since the start of the run, as a watch shows it. */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n) => String(n).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
