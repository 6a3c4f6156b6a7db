// The card beside the map: what this is, which day it is, what is shown and what cannot be; the legend switches layers.
import { iso, parseIso } from "../base/dates.js";
import { el, fill, setText } from "../base/dom.js";
import { cautionOf } from "../data/atlas.js";
import { chosenGlyph, countGlyph, freshGlyph, ringGlyph, shown, siteGlyph, textureGlyph, typeGlyph } from "../map/glyphs.js";
import { holdsControl, holdsEvents } from "../data/atlas.js";
import { holdings } from "../data/totals.js";
import { drawnParties } from "../data/totals.js";
import { fillOtherwise, OTHERWISE } from "../state/view-differences.js";
import { textureOf } from "../data/certainty.js";
import { holderLabel, holderName } from "../words/wording.js";
import { sidesWords } from "../lines/side-words.js";
import { deathsLine, headlineNodes } from "./headline.js";
import { fold } from "./holder-rows.js";
import { pressTool, toolButtons } from "./toolbar.js";

const WINDOWS = [0, 30, 7, 1];

/**
 * Make the card's changing parts and follow the store.
 * @param {import("../base/types").Page} page
 */
export const makeSide = (page, root) => {
  const headline = el("p.cm-headline");
  const day = el("p.cm-day");
  const typed = el("input.cm-date", { type: "date", on: { change: (event) => goToDay(page, event.target.value) } });
  const otherwise = el("p.cm-otherwise", { hidden: true });
  const window_ = el("div.cm-window");
  const counts = el("div.cm-counts");
  const control = el("div");
  const events = el("div");
  const base = el("div");
  const tools = el("div.cm-tools", { role: "toolbar" });
  const patterns = el("div.cm-patterns", { role: "group" });
  const details = el("div.cm-legend", { id: "cm-legend" }, control, patterns, events, base);
  const more = el("button.cm-more", { type: "button", "aria-expanded": "false", "aria-controls": "cm-legend" });
  more.addEventListener("click", () => {
    const open = root.classList.toggle("cm-open");
    more.setAttribute("aria-expanded", String(open));
  });
  const caution = el("p.cm-caution");
  root.querySelector("h1")?.after(headline);
  root.append(day, typed, otherwise, window_, counts, caution, more, details, tools);

  page.store.follow((state, changed) => {
    if (["lang", "digits", "day"].some((key) => changed.has(key))) setText(day, page.format().long(page.model.meta.days[0] + state.day));
  }, true);
  page.store.followAtRest((state, changed) => {
    const has = (...keys) => keys.some((key) => changed.has(key));
    if (has("lang", "digits", "window")) fill(window_, holdsEvents(page.model.meta) ? windowChoice(page) : null);
    if (has("lang", "digits")) {
      more.textContent = page.words().say("legend");
      fill(base, baseSwitches(page));
      fill(caution, cautionLine(page));
    }
    if (has("lang", "digits", "theme")) {
      fill(tools, toolButtons(page));
      tools.setAttribute("aria-label", page.words().say("tools"));
    } else if (has("panel")) pressTool(tools, state.panel);
    if (has("lang", "digits", "from", "to", "rules", "known")) fill(headline, headlineNodes(page));
    if (has("lang", "day", "from", "to")) setDate(page, typed);
    if (has("lang", "digits", ...OTHERWISE)) fillOtherwise(page, otherwise);
    if (has("lang", "digits", "rules", "known", "layers", "day")) updateControl(page, { root: control, patterns }, has("lang", "digits", "rules", "layers"));
    if (!holdsEvents(page.model.meta)) return;
    fill(counts, countLines(page));
    if (has("lang", "hidden", "layers", "size")) fill(events, eventLegend(page));
    updateTypeCounts(page, events);
  }, true);
};

/** Go to a day that was typed, if it is one of the range.
 * @param {import("../base/types").Page} page */
const goToDay = ({ store, model }, text) => {
  const day = parseIso(text);
  const { from, to } = store.get();
  if (day !== null) store.set({ day: Math.max(from, Math.min(to, day - model.meta.days[0])) });
};

/** @param {import("../base/types").Page} page */
const setDate = ({ state, words, model }, field) => {
  const [first] = model.meta.days;
  if (field.getAttribute("aria-label") !== words().say("day")) field.setAttribute("aria-label", words().say("day"));
  const asked = { min: iso(first + state().from), max: iso(first + state().to), value: iso(first + state().day) };
  for (const [key, day] of Object.entries(asked)) if (field[key] !== day) field[key] = day; // each that is set is laid out
};

/** @param {import("../base/types").Page} page */
const windowChoice = ({ words, store, state }) => {
  const { say } = words();
  return [
    el("label", { for: "cm-window" }, say("eventsOf"), " "),
    el("select", { id: "cm-window", on: { change: (event) => store.set({ window: Number(event.target.value) }) } },
      WINDOWS.map((days) => el("option", { value: days, selected: state().window === days }, say(`window${days}`)))),
    state().window ? el("small.cm-clash", {}, say("windowClash", { window: say(`window${state().window}`) })) : null,
  ];
};

/** @param {import("../base/types").Page} page */
const countLines = (page) => {
  const { model, view, store, words, format } = page;
  const { say } = words();
  const number = Object.fromEntries(model.meta.placings.map((name, place) => [name, view.tally.placed[place]]));
  const drawn = number.point + number.township;
  const total = Object.values(number).reduce((sum, each) => sum + each, 0);
  const parts = ["township", "region", "abroad", "unplaced"].filter((name) => number[name] > 0);
  const open = () => store.set({ panel: "hidden", unit: 0, spots: null, event: null });
  return [
    el("p.cm-shown", { title: say("shownHint") }, el("strong", {}, say("shown", { n: format().number(drawn), total: format().number(total) }))),
    el("p.cm-deaths", {}, deathsLine(page)),
    el("p.cm-rest", {}, parts.map((name, place) => [place ? " · " : null, el("b", {}, format().number(number[name])), " ", say(name)])),
    parts.length > (number.township ? 1 : 0) ? el("button.cm-link", { type: "button", on: { click: open } }, say("notDrawn")) : null,
  ];
};

/** @param {import("../base/types").Page} page */
const switchOf = ({ store, state, model }, layer, label, ...after) => {
  if (!model.meta.layers.includes(layer)) return null;
  const toggle = (event) => {
    const layers = new Set(state().layers);
    if (event.target.checked) layers.add(layer);
    else layers.delete(layer);
    store.set({ layers });
  };
  return el("label.cm-switch", {}, el("input", { type: "checkbox", name: `layer-${layer}`, checked: state().layers.has(layer), on: { change: toggle } }), el("span", {}, label), after);
};

const COUNTED = { split: "split", stripes: "contested", bars: "mixed", left: "vacated", parts: "partial" }; // textures of what no one holder has

// All parties whose colour some day shows are listed, also with no township, so that the legend stays as it is while time moves; only the numbers change.
/** @param {import("../base/types").Page} page */
const updateControl = (page, { root, patterns }, anew) => {
  if (!holdsControl(page.model.meta)) {
    if (anew) fill(root, switchOf(page, "claims", page.words().say("claims")));
    return;
  }
  const { model, state, words, format } = page;
  const { say } = words();
  const { held, apart } = holdings(model.track(state().rules), model.meta, state().day, state().known ?? Infinity);
  if (anew || !root.childElementCount) {
    const track = model.track(state().rules);
    const kinds = new Set(Array.from(track.state, (_, span) => textureOf(model.meta.states[track.state[span]], model.meta.confidences[track.confidence[span]])));
    const holders = drawnParties(model, state().rules).sort((left, right) => (held.get(right)?.all ?? 0) - (held.get(left)?.all ?? 0) || left - right);
    fill(root, [
      switchOf(page, "control", say("control")),
      el("ul.cm-keys.cm-first", {}, el("li", { "data-term": "none" }, shown(textureGlyph("none", "#ffffff")), el("span", {}, say("none"), " ", el("small.cm-assumed", {}, say("ofAll", { n: format().number(model.meta.units.length) }))), el("b", { "data-state": "not_assessed" })),
        model.meta.assumption ? el("li", {}, shown(textureGlyph("pale", model.colourOf(model.meta.assumption))), switchOf(page, "assumed", say("assumeSwitch", { name: holderLabel(page, model.meta.assumption) }))) : null),
      el("ul.cm-keys.cm-holders", {}, holders.map((actor) => el("li", {}, shown(textureGlyph("solid", model.colourOf(actor))), el("span", { title: holderName(page, actor) }, holderLabel(page, actor), el("small.cm-assumed", { "data-assumed": actor })), el("b", { "data-holder": actor })))),
      el("details.cm-folded", {}, el("summary", {}), el("ul.cm-keys", {})),
      el("div", { "data-term": "claims" }, switchOf(page, "claims", say("claims"))),
      el("div", { "data-term": "lines" }, switchOf(page, "lines", say("lines")), el("small.cm-assumed", { "data-lines": "" })),
    ]);
    patterns.setAttribute("aria-label", say("termsHead"));
    fill(patterns, patternKeys(page, kinds, track));
  }
  const count = (name, value) => {
    for (const cell of [root, patterns].flatMap((part) => [...part.querySelectorAll(`[data-${name}]`)])) setText(cell, value(cell.dataset[name]));
  };
  count("holder", (holder) => format().number(held.get(Number(holder))?.all ?? 0));
  count("assumed", (holder) => {
    const assumed = held.get(Number(holder))?.assumed;
    return assumed ? say("assumed", { n: format().number(assumed) }) : "";
  });
  count("lines", () => sidesWords(page));
  count("state", (name) => format().number(apart.get(name) ?? 0));
  fold(page, root, held);
};

const PATTERNS = /** @type {const} */ (["solid", "dots", "pale", "stripes", "ring", "bars", "left", "parts", "mostly"]);

/** What each texture says, of those that some day has.
 * @param {import("../base/types").Page} page */
const patternKeys = ({ words, model }, kinds, track) => {
  const { say } = words();
  const row = (kind, other = "#b9a27c") => el("li", { "data-term": kind }, shown(textureGlyph(kind, "#5c6b7a", other)), el("span", {}, say(`${kind}`)), COUNTED[kind] ? el("b", { "data-state": COUNTED[kind] }) : null);
  return el("ul.cm-keys.cm-textures", {}, PATTERNS.filter((kind) => kinds.has(kind)).map((kind) => row(kind)),
    track.wide.some(Boolean) ? row("either", "#b9822c") : null,
    track.state.some((each) => model.meta.states[each] === "split") ? row("split") : null);
};

/** @param {import("../base/types").Page} page */
const eventLegend = (page) => {
  const { model, words, store, state } = page;
  const { say, type } = words();
  const toggle = (number) => (event) => {
    const hidden = new Set(state().hidden);
    if (event.target.checked) hidden.delete(number);
    else hidden.add(number);
    store.set({ hidden });
  };
  const seen = new Set([...model.meta.types.keys()].filter((type) => model.events.type.includes(type)));
  return [
    switchOf(page, "events", say("events")),
    el("ul.cm-keys", {}, model.meta.types.map((name, number) => (seen.has(number) ? el("li", {},
      el("label.cm-type", {}, el("input", { type: "checkbox", name: `type-${number}`, checked: !state().hidden.has(number), on: { change: toggle(number) } }), shown(typeGlyph(number)), el("span", {}, type(name))),
      el("b", { "data-type": number })) : null))),
    seen.size && model.events.fatalities.some((deaths) => deaths > 1) ? el("p.cm-size", {}, el("label", { for: "cm-size" }, say("sizeBy"), " "),
      el("select", { id: "cm-size", on: { change: (event) => store.set({ size: event.target.value }) } }, /** @type {[string, string][]} */ ([["events", "byEvents"], ["deaths", "byDeaths"]]).map(([size, word]) => el("option", { value: size, selected: state().size === size }, say(word))))) : null,
    el("ul.cm-keys.cm-notes-on-marks", {},
      el("li", { "data-term": "claimed" }, shown(typeGlyph(0, true)), el("span", {}, say("claimed"))),
      el("li", { "data-term": "township" }, shown(ringGlyph()), el("span", {}, say("townshipMark"))),
      el("li", { "data-term": "number" }, shown(countGlyph()), el("span", {}, say(state().size === "deaths" ? "sizeMarkDeaths" : "sizeMark"))),
      el("li", { "data-term": "fresh" }, shown(freshGlyph()), el("span", {}, say("freshMark"))),
      el("li", {}, shown(chosenGlyph()), el("span", {}, say("chosenMark")))),
  ];
};

// kinds are types, then the same types as claims
const ofKind = (counts, type) => counts[type] + counts[type + counts.length / 2];

/** @param {import("../base/types").Page} page */
const updateTypeCounts = ({ view, format }, root) => {
  for (const cell of root.querySelectorAll("[data-type]")) setText(cell, format().number(ofKind(view.tally.ofType, Number(cell.dataset.type))));
};

/** @param {import("../base/types").Page} page */
const baseSwitches = (page) => {
  const { say } = page.words();
  return [
    el("details", {}, el("summary.cm-heading", {}, say("base")), ["areas", "density", "contested", "activity"].map((layer) => el("div", { "data-term": layer }, switchOf(page, layer, say(layer, { n: page.format().number(page.model.meta.freshDays[0]) })))),
      page.model.meta.layers.includes("contested") && page.model.sites.unit.length ? el("ul.cm-keys.cm-notes-on-marks", {}, ["contested", "besieged"].map((state) => el("li", {}, shown(siteGlyph(state)), el("span", {}, say(`sign_${state}`))))) : null,
      el("div.cm-columns", {}, ["adm1", "adm2", "adm3", "towns", "rivers", "neighbours"].map((layer) => switchOf(page, layer, say(layer))))),
  ];
};

// briefly, on the first view: the whole sentence stands in "About"
/** @param {import("../base/types").Page} page */
const cautionLine = ({ model, store, words }) => {
  const word = cautionOf(model.meta);
  return word ? el("button.cm-link", { type: "button", on: { click: () => store.set({ panel: "about", unit: 0, spots: null, event: null }) } }, words().say(`${word}Short`)) : null;
};
