// The panel of filters: actor, state or region, precision, side and name of the source, parties' claims; and the day
// whose knowledge is taken.
import { iso, parseIso } from "../base/dates.js";
import { el } from "../base/dom.js";
import { namesOf, sidesOf } from "../state/filters.js";
import { SIDES } from "../state/fragment.js";
import { holdsControl, holdsEvents } from "../data/atlas.js";

const choice = (id, label, value, options, change) =>
  el("p.cm-field", {}, el("label", { for: id }, label),
    el("select", { id, on: { change: (event) => change(event.target.value) } }, options.map(([key, text]) => el("option", { value: key, selected: key === value }, text))));

/**
 * Actors that some event names, by name: [id, name].
 * @param {import("../base/types").Page} page
 */
const namedActors = ({ model, state }) => {
  const named = new Set();
  for (const column of [model.events.actor1, model.events.actor2]) {
    for (const set of new Set(column)) for (const id of model.meta.actorSets[set].split("|")) named.add(id);
  }
  return model.meta.actors
    .filter(([id]) => named.has(id))
    .map(([id, name, nameMy]) => [id, state().lang === "my" && nameMy ? nameMy : name])
    .sort((left, right) => left[1].localeCompare(right[1], "en"));
};

/** @param {import("../base/types").Page} page */
const states = ({ model, state }) => {
  const codes = [...new Set(model.meta.units.map((row) => row[3]))].filter((code) => model.meta.wider[code]);
  return codes.map((code) => {
    const [name, nameMy] = model.meta.wider[code];
    return [code, state().lang === "my" && nameMy ? nameMy : name];
  });
};

// sides and names of the sources that the page has: what no report is of is no choice
/** @param {import("../base/types").Model} model */
const sidesHere = ({ meta }, say) => {
  const here = new Set(meta.sources.flatMap(([, sides]) => sidesOf(sides)));
  return SIDES.filter((side) => here.has(side)).map((side) => [side, say(`source_${side}`)]);
};
/** @param {import("../base/types").Model} model */
const sourcesHere = ({ meta }) =>
  [...new Set(meta.sources.flatMap(([names]) => namesOf(names)))].sort((left, right) => left.localeCompare(right, "en")).map((name) => [name, name]);

/** @param {import("../base/types").Page} page */
const eventFilters = (page) => {
  const { model, state, store, words } = page;
  const { say } = words();
  const now = state();
  const shown = model.meta.types.map((_, number) => number).filter((number) => !now.hidden.has(number));
  const only = (number) => store.set({ hidden: new Set(number === "" ? [] : model.meta.types.map((_, each) => each).filter((each) => each !== Number(number))) });
  return [
    choice("cm-filter-type", say("type"), shown.length === 1 ? String(shown[0]) : "", [["", say("allTypes")], ...model.meta.types.map((name, number) => [String(number), words().type(name)])], only),
    choice("cm-filter-actor", say("actor"), now.actor, [["", say("allActors")], ...namedActors(page)], (actor) => store.set({ actor })),
    choice("cm-filter-state", say("state"), now.adm1, [["", say("allStates")], ...states(page)], (adm1) => store.set({ adm1 })),
    choice("cm-filter-precision", say("precision"), now.precision, [["any", say("anyPrecision")], ["exact", say("onlyExact")]], (precision) => store.set({ precision })),
    choice("cm-filter-side", say("sourceSide"), now.side, [["", say("allSides")], ...sidesHere(model, say)], (side) => store.set({ side })),
    choice("cm-filter-source", say("source"), now.source, [["", say("allSources")], ...sourcesHere(model)], (source) => store.set({ source })),
    choice("cm-filter-mode", say("claimsFilter"), now.mode, [["any", say("anyMode")], ["reported", say("onlyReported")]], (mode) => store.set({ mode })),
  ];
};

/**
 * The content of the filters' panel.
 * @param {import("../base/types").Page} page
 */
export const filterPanel = (page) => {
  const { model, state, store, words } = page;
  const { say } = words();
  const now = state();
  const [first, last] = model.meta.days;
  const knownChanged = (event) => {
    const day = parseIso(event.target.value);
    store.set({ known: day === null ? null : Math.max(0, Math.min(last - first, day - first)) });
  };
  return [
    el("h2", { id: "cm-panel-title", tabindex: "-1" }, say("filters")),
    holdsEvents(model.meta) ? eventFilters(page) : null,
    el("p.cm-field", {}, el("label", { for: "cm-known" }, say("asKnownOn")),
      el("input", { type: "date", id: "cm-known", "aria-describedby": "cm-known-hint", min: iso(first), max: iso(last), value: now.known === null ? "" : iso(first + now.known), on: { change: knownChanged } })),
    el("p.cm-quiet", { id: "cm-known-hint" }, say("asKnownHint")),
    holdsControl(model.meta) && model.meta.ruleSets.length > 1 ? el("h3", {}, say("control")) : null,
    holdsControl(model.meta) && model.meta.ruleSets.length > 1
      ? choice("cm-filter-rules", say("ruleSet"), now.rules, model.meta.ruleSets.map((rules) => [rules, say(rules)]), (rules) => store.set({ rules }))
      : null,
    el("p", {}, el("button.cm-link", { type: "button", on: { click: () => store.set({ known: null, actor: "", adm1: "", precision: "any", mode: "any", side: "", source: "", hidden: new Set() }) } }, say("clear"))),
  ];
};
