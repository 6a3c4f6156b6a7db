// The legend of a view that is taken away, on paper or as a picture: every sign that stands on the map, and no other.
import { canvasOf, chosenGlyph, claimGlyph, countGlyph, freshGlyph, lineGlyph, ringGlyph, siteGlyph, textureGlyph, typeGlyph } from "../map/glyphs.js";
import { openHolders, openOn, spanOn } from "../data/tracks.js";
import { foughtSites } from "../data/sites.js";
import { holdsEvents } from "../data/atlas.js";
import { openClaims } from "../data/claims.js";
import { isOfTwo, textureOf } from "../data/certainty.js";
import { linesBetween } from "../lines/sides.js";
import { holderLabel } from "../words/wording.js";
import { versusWords } from "../compare/versus-words.js";
import { versusOf } from "../state/versus.js";

/**
 * Signs with their words: [glyph (a canvas), text], holders first, then event types, then what a mark's form says.
 * @param {import("../base/types").Page} page
 */
export const legendKeys = (page) => {
  const { layers } = page.state();
  return [...(layers.has("control") ? holders(page) : []), ...(layers.has("claims") ? claims(page) : []), ...lineKeys(page), ...(layers.has("contested") ? sites(page) : []), ...(layers.has("events") ? events(page) : [])].map(([sign, text]) => [canvasOf(sign), text]);
};

/** @param {import("../base/types").Page} page */
const holders = (page) => {
  const { model, state, words } = page;
  const seen = new Map();
  let unknown = false;
  const either = new Map(); // by the two holders whose colours are crossed
  for (const { rules, day, known } of [state(), versusOf(state()) ?? []].flat()) { // both pictures where two are compared
    const track = model.track(rules);
    for (let unit = 1; unit <= model.meta.units.length; unit += 1) {
      const span = spanOn(track, unit, day, known ?? Infinity);
      const texture = span < 0 ? "none" : textureOf(model.meta.states[track.state[span]], model.meta.confidences[track.confidence[span]]);
      const open = openOn(track, unit, day, known ?? Infinity);
      if (open) either.set(openHolders(track, open).join(), openHolders(track, open));
      else if (texture === "none") unknown = true;
      else seen.set([track.holder[span], isOfTwo(texture) ? track.other[span] : 0, texture].join(), { holder: track.holder[span], other: track.other[span], texture });
    }
  }
  const fills = [...seen.values()].sort((left, right) => left.holder - right.holder);
  const keys = fills.map(({ holder, other, texture }) => [
    textureGlyph(texture, model.colourOf(holder), model.colourOf(other)),
    `${named(page, [holder, isOfTwo(texture) ? other : 0], ["stripes", "ring"].includes(texture) ? "versus" : "against")}: ${words().say(texture)}`,
  ]);
  for (const [had, came] of either.values()) keys.push([textureGlyph("either", model.colourOf(had), model.colourOf(came)), `${words().say("either")} (${named(page, [had, came])})`]);
  return unknown ? [[textureGlyph("none", "#ffffff"), words().say("none")], ...keys] : keys;
};

/** @param {import("../base/types").Page} page */
const named = (page, holders, between = "against") => holders.filter(Boolean).map((holder) => holderLabel(page, holder)).join(` ${page.words().say(between)} `);

// every party's outline is of its own colour
/** @param {import("../base/types").Page} page */
const claims = (page) => {
  const { model, state, words } = page;
  const all = model.claims(state().rules);
  if (!all) return [];
  const open = openClaims(all, state().day, state().known ?? Infinity);
  return [...new Set(open.map((claim) => all.actor[claim]))].map((actor) => [claimGlyph(model.colourOf(actor)), `${words().say("claims")} (${holderLabel(page, actor)})`]);
};

// the two kinds of line, as far as they are on the map
/** @param {import("../base/types").Page} page */
const lineKeys = ({ model, state, words, format }) => {
  const lines = linesBetween(model, state());
  return (lines ? /** @type {["sure", "unsure"]} */ (["sure", "unsure"]) : []).filter((kind) => lines?.[kind].length).map((kind) => [
    lineGlyph(kind === "unsure"), words().say(kind === "sure" ? "linesSure" : "linesUnsure", { n: format().number(Math.round(lines?.km[kind] ?? 0)) }),
  ]);
};

/** @param {import("../base/types").Page} page */
const sites = ({ model, state, words }) =>
  [...new Set(foughtSites(model, state()).map(({ state: each }) => each))].map((each) => [siteGlyph(each), words().say(`sign_${each}`)]);

/** @param {import("../base/types").Page} page */
const events = ({ model, view, words }) => {
  const { say, type } = words();
  const { ofType } = view.tally;
  const types = model.meta.types.length;
  const marks = view.marks();
  const rings = view.rings();
  const claimed = ofType.findIndex((count, kind) => kind >= types && count > 0);
  return [
    ...model.meta.types.map((name, number) => [ofType[number] + ofType[number + types], typeGlyph(number), type(name)]).filter(([count]) => count).map(([, ...key]) => key),
    ...(claimed < 0 ? [] : [[typeGlyph(claimed - types, true), say("claimed")]]),
    ...(marks.some(({ precision }) => precision === 3) ? [[ringGlyph(), say("townshipMark")]] : []),
    ...(marks.some((mark) => mark.events > 1) ? [[countGlyph(), say("sizeMark")]] : []),
    ...(rings.fresh ? [[freshGlyph(), say("freshMark")]] : []),
    ...(rings.chosen ? [[chosenGlyph(), say("chosenMark")]] : []),
  ];
};

/**
 * What a view that is taken away says below its legend: what it cannot tell, by which rules it was made, and of what.
 * @param {import("../base/types").Page} page
 */
export const sheetNotes = ({ words, format, model, state }) => {
  const { say } = words();
  const caution = document.querySelector(".cm-caution")?.textContent ?? ""; // whose reports these are, as the card says it
  return [caution, say("uncertain"), say("controlNote"), `${say("ruleSet")}: ${say(state().rules)}. ${say("closed", { day: format().long(model.meta.cutoff) })}.`, ...model.meta.credits]
    .filter(Boolean)
    .map((note) => (/[.။]$/.test(note) ? note : `${note}.`));
};

/**
 * How many events are drawn, and of which days; and which two pictures stand beside one another, where two are compared.
 * @param {import("../base/types").Page} page
 */
export const sheetCount = (page) => {
  const { model, words, state, store } = page;
  const { say } = words();
  const [here, there] = versusWords(page);
  store.settle(); // the card's line is of this day
  return [
    ...(holdsEvents(model.meta) ? [document.querySelector(".cm-shown")?.textContent ?? "", say(`window${state().window}`)] : []),
    ...(here ? [`${say("compareHere", { what: here })}; ${say("compareThere", { what: there })}`] : []),
  ].join(" · ");
};
