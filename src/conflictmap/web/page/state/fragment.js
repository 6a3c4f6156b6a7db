// The state of a page in its address, after "#", so that a view can be kept, shared, and gone back to.
import { iso, parseIso } from "../base/dates.js";
import { namesOf } from "./filters.js";

const LONG = 93; // days: a page of more opens with the events of its last month, as all at once would hide the country
const PLAIN_LAYERS = ["control", "claims", "events", "areas", "adm1", "adm3", "towns", "rivers", "neighbours"];

/**
 * The state that a page opens with. Days count from the page's first.
 * @returns {import("../base/types").Writable<import("../base/types").State>}
 */
export const firstState = (meta) => {
  const last = meta.days[1] - meta.days[0];
  return {
    day: last,
    from: 0,
    to: last,
    window: last + 1 > LONG ? 30 : 0,
    layers: new Set(PLAIN_LAYERS.filter((name) => meta.layers.includes(name))),
    hidden: new Set(),
    actor: "",
    adm1: "",
    precision: "any",
    mode: "any",
    side: "",
    source: "",
    lang: meta.lang,
    digits: false,
    rules: meta.ruleSets.includes(meta.rules) ? meta.rules : meta.ruleSets[0],
    known: null,
    unit: 0,
    spots: null,
    event: null,
    panel: "",
    plain: false,
    words: "",
    view: null,
    theme: "",
    size: "events",
    step: 0,
    versus: "",
    curtain: 50,
    retaken: false,
    own: true,
    tables: 0,
    ownRows: null,
  };
};

const CHOICES = { window: [0, 1, 7, 30], precision: ["any", "exact"], mode: ["any", "reported"], theme: ["", "dark", "light"], size: ["events", "deaths"] };
export const SIDES = ["independent", "aligned", "party", "map", "unknown"];
const PANELS = ["", "about", "table", "changes", "hidden", "filters", "save", "keys", "story", "feed", "tiles", "ribbon", "compare", "own", "found"];
const LONGEST = 100; // letters of the words that are looked for
const sameSet = (left, right) => left.size === right.size && [...left].every((each) => right.has(each));

const MOST_STEPS = 12;

// "day:123" of a state is "day:2024-02-27" in an address, as are all its days
const writeVersus = (versus, day) => {
  const [key, value] = versus.split(":");
  return key === "rules" ? versus : `${key}:${day(Number(value))}`;
};

const readVersus = (text, meta) => {
  const [key, value = ""] = text.split(":");
  if (key === "rules") return meta.ruleSets.includes(value) ? text : "";
  const day = parseIso(value);
  if (day === null || !["day", "known"].includes(key)) return "";
  return `${key}:${Math.max(0, Math.min(meta.days[1] - meta.days[0], day - meta.days[0]))}`;
};

/** The fragment of a state: only what differs from the page's first one. */
export const writeFragment = (state, meta) => {
  const plain = firstState(meta);
  const out = new URLSearchParams();
  const day = (number) => iso(number + meta.days[0]);
  for (const key of ["day", "from", "to"]) if (state[key] !== plain[key]) out.set(key, day(state[key]));
  if (state.known !== null) out.set("known", day(state.known));
  for (const key of ["window", "actor", "adm1", "precision", "mode", "side", "source", "lang", "rules", "theme", "size", "step", "curtain", "words"]) {
    if (state[key] !== plain[key]) out.set(key, state[key]);
  }
  if (state.digits) out.set("digits", "1");
  if (!sameSet(state.layers, plain.layers)) out.set("layers", [...state.layers].sort().join("."));
  if (state.hidden.size) out.set("without", [...state.hidden].sort().join("."));
  if (state.unit) out.set("unit", meta.units[state.unit - 1][0]);
  if (state.spots) out.set("at", state.spots.join("."));
  if (state.event !== null) out.set("event", state.event);
  if (state.panel) out.set("panel", state.panel);
  if (state.versus) out.set("versus", writeVersus(state.versus, day));
  if (state.retaken) out.set("retaken", "1");
  if (state.plain) out.set("plain", "1");
  if (state.view) out.set("view", state.view.map((number) => Number(number.toFixed(3))).join(","));
  return out.toString();
};

/** The state of a fragment. What cannot be understood is left as it is in the page's first one. */
export const readFragment = (fragment, meta) => {
  const given = new URLSearchParams(fragment.replace(/^#/, ""));
  const state = firstState(meta);
  const last = meta.days[1] - meta.days[0];
  for (const key of ["day", "from", "to", "known"]) {
    const day = parseIso(given.get(key) ?? "");
    if (day !== null) state[key] = Math.max(0, Math.min(last, day - meta.days[0]));
  }
  if (state.from > state.to) [state.from, state.to] = [state.to, state.from];
  state.day = Math.max(state.from, Math.min(state.to, state.day));
  for (const [key, choices] of Object.entries(CHOICES)) {
    const choice = choices.find((each) => String(each) === given.get(key));
    if (choice !== undefined) state[key] = choice;
  }
  const choose = (key, choices) => {
    if (given.has(key) && choices.includes(given.get(key))) state[key] = given.get(key);
  };
  choose("lang", ["en", "my"]);
  choose("rules", meta.ruleSets);
  choose("panel", PANELS);
  choose("actor", meta.actors.map(([id]) => id));
  choose("side", SIDES);
  choose("source", meta.sources.flatMap(([names]) => namesOf(names)));
  choose("adm1", Object.keys(meta.wider));
  state.digits = given.get("digits") === "1";
  state.words = (given.get("words") ?? "").slice(0, LONGEST);
  state.retaken = given.get("retaken") === "1";
  state.plain = given.get("plain") === "1";
  if (given.has("layers")) state.layers = new Set((given.get("layers") ?? "").split(".").filter((name) => meta.layers.includes(name)));
  const numbers = (key, end) => (given.get(key) ?? "").split(".").filter(Boolean).map(Number).filter((each) => Number.isInteger(each) && each >= 0 && each < end);
  state.hidden = new Set(numbers("without", meta.types.length));
  state.unit = meta.units.findIndex(([pcode]) => pcode === given.get("unit")) + 1;
  const spots = numbers("at", meta.spotNames.length);
  state.spots = spots.length ? spots : null;
  state.event = numbers("event", meta.counts.events)[0] ?? null;
  state.versus = readVersus(given.get("versus") ?? "", meta);
  state.step = numbers("step", MOST_STEPS)[0] ?? 0;
  state.curtain = numbers("curtain", 101)[0] ?? state.curtain;
  const view = (given.get("view") ?? "").split(",").map(Number);
  if (view.length === 3 && view.every(Number.isFinite) && Math.abs(view[0]) < 85) state.view = view;
  return state;
};
