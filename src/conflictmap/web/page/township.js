// A township as people read it: its names, its colour's reasons, its states since the beginning, its events.
import { eventCard } from "./cards.js";
import { evidenceOf, spanEnd, spanOn } from "./control.js";
import { burmese, el } from "./dom.js";
import { windowOf } from "./filters.js";
import { textureGlyph } from "./glyphs.js";
import { openClaims } from "./paint-overlays.js";
import { textureOf } from "./textures.js";

const MOST = 40; // events listed: more are counted, and lie in the table

/** Names of a holder, one or several actors, in the page's language. */
export const holderName = ({ model, state }, holder) =>
  model.holderActors(holder).map(([, name, nameMy]) => (state().lang === "my" && nameMy ? nameMy : name)).join(", ");

/** The same, short enough for a legend: several actors by their ids. */
export const holderLabel = (page, holder) => {
  const actors = page.model.holderActors(holder);
  return actors.length > 1 ? actors.map(([id]) => id).join(", ") : holderName(page, holder);
};

/** A township's name in the page's language, where it is known. */
export const unitName = ({ model, state }, unit) => {
  const [, name, nameMy] = model.meta.units[unit - 1];
  return state().lang === "my" && nameMy ? burmese(nameMy) : name;
};

// both names, that of the page's language first
const bothNames = (lang, name, nameMy) => (!nameMy ? [name] : lang === "my" ? [burmese(nameMy), " ", name] : [name, " ", burmese(nameMy)]);

/** The name of a state, a region or a district in the page's language, where it is known. */
export const widerName = ({ model, state }, code) => {
  const [name, nameMy] = model.meta.wider[code] ?? ["", ""];
  return state().lang === "my" && nameMy ? nameMy : name;
};

/** A span in words: "Kachin Independence Army, controlled". */
export const spanWords = (page, track, span) => {
  const { model, words } = page;
  if (span < 0) return words().state("unknown");
  const names = [track.holder[span], track.other[span]].filter(Boolean).map((actor) => holderName(page, actor));
  const state = words().state(model.meta.states[track.state[span]]);
  return names.length ? `${names.join(` ${words().say("against")} `)}: ${state}` : state;
};

/** The content of a township's panel. */
export const townshipPanel = (page, unit) => {
  const { model, state, words, format } = page;
  const { say } = words();
  const { day, known, rules } = state();
  const [pcode, name, nameMy, adm1, adm2, sites, places] = model.meta.units[unit - 1];
  const track = model.track(rules);
  const span = spanOn(track, unit, day, known ?? Infinity);
  const wider = [adm2, adm1].map((code) => widerName(page, code)).filter(Boolean);
  return [
    el("h2", { id: "cm-panel-title", tabindex: "-1" }, bothNames(state().lang, name, nameMy)),
    el("p.cm-quiet", {}, wider.join(", "), " · ", el("span.cm-id", {}, pcode)),
    el("h3", {}, say("why")),
    el("p.cm-state", {}, spanGlyph(model, track, span), el("span", {}, el("strong", {}, spanWords(page, track, span)), ` · ${format().long(model.meta.days[0] + day)}`)),
    span < 0 || model.meta.states[track.state[span]] === "unknown" ? el("p", {}, say("unknownWhy")) : why(page, track, span),
    places ? el("p.cm-quiet", {}, say("sites", { known: format().number(sites), all: format().number(places) })) : null,
    claimLines(page, unit),
    el("h3", {}, say("history")),
    strip(page, track, unit),
    ruleSwitch(page),
    el("h3", {}, say("eventsHere")),
    eventsOf(page, unit),
  ];
};

const spanGlyph = (model, track, span) => {
  if (span < 0) return textureGlyph("none", "#ffffff");
  const texture = textureOf(model.meta.states[track.state[span]], model.meta.confidences[track.confidence[span]]);
  return textureGlyph(texture, model.colourOf(track.holder[span]), model.colourOf(track.other[span]));
};

/** What a rule says, in the page's language. */
export const ruleLine = ({ model, state, format }, rule) => {
  const [en, my] = model.meta.ruleLines[rule] ?? ["", ""];
  return state().lang === "my" && my ? format().turn(my) : en;
};

const why = (page, track, span) => {
  const { model, words, format } = page;
  const { say } = words();
  const { days, ruleLists, confidences } = model.meta;
  const rules = ruleLists[track.ruleList[span]].split(" ").filter(Boolean);
  const events = evidenceOf(track, span);
  const grade = confidences[track.confidence[span]];
  return [
    el("p", {}, say("since", { day: format().long(days[0] + track.start[span]) }), "; ", say("known", { day: format().long(days[0] + track.known[span]) }),
      grade ? [". ", say("confidence"), ": ", el("strong", {}, say(grade)), "."] : "."),
    rules.length ? el("ul.cm-rules", {}, rules.map((rule) => el("li", {}, el("span.cm-id", {}, rule), " ", ruleLine(page, rule)))) : null,
    el("h4", {}, say("evidence")),
    events.length ? events.map((event) => eventCard(page, event, false)) : el("p.cm-quiet", {}, say("noEvidence")),
  ];
};

/** A township's states over all the page's days, each a button that goes to its first day. */
const strip = (page, track, unit) => {
  const { model, state, store, format } = page;
  const total = model.meta.days[1] - model.meta.days[0] + 1;
  const buttons = [];
  for (let span = track.first[unit]; span < track.first[unit + 1]; span += 1) {
    const from = Math.max(0, track.start[span]);
    const to = Math.min(total, spanEnd(track, span));
    if (to <= from || track.known[span] > (state().known ?? Infinity)) continue;
    const text = `${format().long(model.meta.days[0] + track.start[span])}: ${spanWords(page, track, span)}`;
    buttons.push(el("li", { style: { left: `${(from / total) * 100}%`, width: `${((to - from) / total) * 100}%` } },
      el("button", { type: "button", title: text, "aria-label": text, style: { background: model.colourOf(track.holder[span]), opacity: model.meta.states[track.state[span]] === "baseline" ? "0.35" : "1" }, on: { click: () => store.set({ day: Math.max(state().from, Math.min(state().to, from)) }) } })));
  }
  return el("ol.cm-strip", {}, buttons, el("li.cm-strip-day", { "aria-hidden": "true", style: { left: `${((state().day + 0.5) / total) * 100}%` } }));
};

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

const modeOf = ({ events, meta }, number) => (number ? meta.modes[events.mode[number - 1]] : "");

/** Claims about a township that are open on the day. */
const claimLines = (page, unit) => {
  const { model, state, words, format } = page;
  const claims = model.claims(state().rules);
  const open = claims ? openClaims(claims, state().day, state().known ?? Infinity).filter((claim) => claims.unit[claim] === unit) : [];
  if (open.length === 0) return null;
  return [el("h3", {}, words().say("openClaims")), open.map((claim) => [
    el("p", {}, words().say(claimWord(modeOf(model, claims.event[claim]), model.holderActors(claims.actor[claim]).length), { name: holderName(page, claims.actor[claim]), day: format().long(model.meta.days[0] + claims.opened[claim]) })),
    claims.event[claim] ? eventCard(page, claims.event[claim] - 1, false) : null,
  ])];
};

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
  return here.reverse().slice(0, MOST).map((event) => eventCard(page, event, false));
};
