// A township as people read it: its names, its colour's reasons, its states since the beginning, its events.
import { bothNames, firstHeld, holderName, sinceWords, spanWords, widerName } from "../words/wording.js";
import { cardLister, eventCard } from "./event-cards.js";
import { assumedWords, confidenceLines, onlyAssumed } from "./confidence.js";
import { beginOf, evidenceOf, openHolders, openOn, spanOn } from "../data/tracks.js";
import { burmese, el, quote } from "../base/dom.js";
import { windowOf } from "../state/filters.js";
import { shown, textureGlyph } from "../map/glyphs.js";
import { holdsControl, holdsEvents } from "../data/atlas.js";
import { openClaims } from "../data/claims.js";
import { siteLines } from "./site-lines.js";
import { strip } from "./strip.js";
import { textureOf } from "../data/certainty.js";

const MOST = 40; // events listed: more are counted, and lie in the table

// both names, that of the page's language first

/**
 * The content of a township's panel.
 * @param {import("../base/types").Page} page
 */
export const townshipPanel = (page, unit) => {
  const { model, state, words, format } = page;
  const { say } = words();
  const { day, known, rules } = state();
  const [pcode, name, nameMy, adm1, adm2, sites, places] = model.meta.units[unit - 1];
  const track = model.track(rules);
  const span = spanOn(track, unit, day, known ?? Infinity);
  const open = openOn(track, unit, day, known ?? Infinity);
  const wider = [adm2, adm1].map((code) => widerName(page, code)).filter(Boolean);
  return [
    el("h2", { id: "cm-panel-title", tabindex: "-1" }, bothNames(state().lang, name, nameMy)),
    el("p.cm-quiet", {}, wider.join(", "), " · ", el("span.cm-id", {}, pcode)),
    holdsControl(model.meta) ? [
      el("h3", {}, say("why")),
      el("p.cm-state", {}, spanGlyph(model, track, span, open), el("span", {}, stateNodes(page, track, open ?? [span]), ` · ${format().long(model.meta.days[0] + day)}`)),
      open ? el("p", {}, say("openBetween")) : null,
      span < 0 || textureOf(model.meta.states[track.state[span]], "") === "none" ? el("p", {}, say("unknownWhy")) : why(page, track, open ? open[1] : span),
      siteLines(page, unit, { spanWords }),
      places ? el("p.cm-quiet", {}, say("sites", { known: format().number(sites), all: format().number(places) })) : null,
    ] : null,
    claimLines(page, unit),
    holdsControl(model.meta) ? [el("h3", {}, say("history")), strip(page, track, unit, { spanWords }), ruleSwitch(page)] : null,
    holdsEvents(model.meta) ? [el("h3", {}, say("eventsHere")), eventsOf(page, unit)] : null,
  ];
};

// the states that are possible on the day, a line each
/**
 * @param {import("../base/types").Page} page
 * @param {import("../base/types").Track} track
 */
const stateNodes = (page, track, spans) =>
  spans.map((span, place) => [place ? [el("br"), page.words().say("hiddenOr"), " "] : null, el("strong", {}, spanWords(page, track, span))]);

/**
 * @param {import("../base/types").Model} model
 * @param {import("../base/types").Track} track
 */
const spanGlyph = (model, track, span, open) => {
  if (open) return shown(textureGlyph("either", ...openHolders(track, open).map((holder) => model.colourOf(holder))));
  if (span < 0) return shown(textureGlyph("none", "#ffffff"));
  const texture = textureOf(model.meta.states[track.state[span]], model.meta.confidences[track.confidence[span]]);
  return shown(textureGlyph(texture, model.colourOf(track.holder[span]), model.colourOf(track.other[span])));
};

/**
 * What a rule says, in the page's language.
 * @param {import("../base/types").Page} page
 */
export const ruleLine = ({ model, state, format }, rule) => {
  const [en, my] = model.meta.ruleLines[rule] ?? ["", ""];
  return state().lang === "my" && my ? format().turn(my) : en;
};

/**
 * @param {import("../base/types").Page} page
 * @param {import("../base/types").Track} track
 */
const why = (page, track, span) => {
  const { model, words, format } = page;
  const { say } = words();
  const { days, ruleLists } = model.meta;
  const rules = ruleLists[track.ruleList[span]].split(" ").filter(Boolean);
  const events = evidenceOf(track, span);
  const held = firstHeld(track, span);
  const since = (begun) => [sinceWords(page, track, begun), "; ", say("known", { day: format().long(days[0] + track.known[begun]) })];
  return [
    el("p.cm-since", {}, onlyAssumed(model, track, span) ? assumedWords(page, track, track.unit[span]) : since(span), "."),
    confidenceLines(page, track, span),
    held === span ? null : el("p.cm-quiet", {}, say("sameHolder"), " ", since(held), "."),
    rules.length ? el("ul.cm-rules", {}, rules.map((rule) => el("li", {}, el("span.cm-id", {}, rule), " ", quote(ruleLine(page, rule))))) : null,
    el("h4", {}, say("evidence")),
    events.length ? cardLister(page)(events) : el("p.cm-quiet", {}, say(holdsEvents(model.meta) ? "noEvidence" : "evidenceLeftOut")),
  ];
};

/** @param {import("../base/types").Page} page */
const ruleSwitch = (page) => {
  const { model, state, store, words } = page;
  const { say } = words();
  if (model.meta.ruleSets.length < 2) return null;
  return el("fieldset.cm-rule-switch", {}, el("legend", {}, say("ruleSet")),
    model.meta.ruleSets.map((rules) => el("label", {},
      el("input", { type: "radio", name: "cm-rules", value: rules, checked: state().rules === rules, on: { change: () => store.set({ rules }) } }), " ", say(rules))));
};

/** The word for who says that a place was taken: only a claim of the party itself is told as its own words. */
export const claimWord = (mode, actors) =>
  `${mode === "claimed_by_party" ? "claimedBy" : "claimReported"}${actors > 1 ? "Many" : ""}`;

/** @param {import("../base/types").Model} model */
const modeOf = ({ events, meta }, number) => (number ? meta.modes[events.mode[number - 1]] : "");

/**
 * Claims about a township that are open on the day.
 * @param {import("../base/types").Page} page
 */
const claimLines = (page, unit) => {
  const { model, state, words, format } = page;
  const claims = model.claims(state().rules);
  if (!claims) return null;
  const open = openClaims(claims, state().day, state().known ?? Infinity).filter((claim) => claims.unit[claim] === unit);
  if (open.length === 0) return null;
  return [el("h3", {}, words().say("openClaims")), open.map((claim) => [
    el("p", {}, words().say(claimWord(modeOf(model, claims.event[claim]), model.holderActors(claims.actor[claim]).length), { name: holderName(page, claims.actor[claim]), day: format().long(model.meta.days[0] + claims.opened[claim]) })),
    claims.event[claim] ? eventCard(page, claims.event[claim] - 1, false, true) : null,
  ])];
};

/** @param {import("../base/types").Page} page */
const eventsOf = (page, unit) => {
  const { model, view, state, words } = page;
  const { tally } = view;
  const here = tally.list(...windowOf(state())).filter((event) => {
    for (let mark = tally.firstMark[event]; mark < tally.firstMark[event + 1]; mark += 1) {
      if (model.spots.unit[model.marks.spot[mark]] === unit) return true;
    }
    return false;
  });
  if (here.length === 0) return el("p.cm-quiet", {}, words().say("noEventsHere"));
  return cardLister(page)(here.reverse().slice(0, MOST));
};
