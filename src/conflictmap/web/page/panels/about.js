// Panels of the whole: what changed, what is not drawn, how the page was made.
import { eventCard } from "./event-cards.js";
import { holdsControl, holdsEvents } from "../data/atlas.js";
import { cautionOf } from "../data/atlas.js";
import { beginOf, transitions } from "../data/tracks.js";
import { moved } from "../state/range.js";
import { iso, parseIso } from "../base/dates.js";
import { termList } from "../access/terms.js";
import { el, fill, quote } from "../base/dom.js";
import { showUnit } from "../map/fit.js";
import { windowOf } from "../state/filters.js";
import { ruleLine } from "./township.js";
import { sinceWords, spanWords, unitName } from "../words/wording.js";
import { excerpt, hiddenReasons } from "../data/undrawn.js";

const MOST = 200;
const title = (text) => el("h2", { id: "cm-panel-title", tabindex: "-1" }, text);

/**
 * Transitions of control in the chosen range; each a button that goes there.
 * @param {import("../base/types").Page} page
 */
export const changesPanel = (page) => {
  const { model, state, store, words, format } = page;
  const { from, to, rules, known } = state();
  const track = model.track(rules);
  const all = transitions(track, from, to, known ?? Infinity);
  const changes = state().retaken ? all.filter((change) => isRetaken(track, change)) : all;
  const [first, last] = model.meta.days;
  const limit = (key) => (event) => {
    const day = parseIso(event.target.value);
    if (day !== null) store.set(moved(state(), key, Math.max(0, Math.min(last - first, day - first))));
  };
  const field = (key, word) => el("p.cm-field", {}, el("label", { for: `cm-change-${key}` }, words().say(word)),
    el("input", { type: "date", id: `cm-change-${key}`, min: iso(first), max: iso(last), value: iso(first + state()[key]), on: { change: limit(key) } }));
  const go = (day, unit) => () => {
    store.set({ day, unit, panel: "" });
    requestAnimationFrame(() => showUnit(page, unit)); // the drawer is filled in that frame, and the township is put beside it
  };
  return [
    title(words().say("changes")),
    el("p.cm-quiet", {}, format().range(first + from, first + to)),
    field("from", "rangeFrom"),
    field("to", "rangeTo"),
    el("p", {}, el("label.cm-switch", {}, el("input", { type: "checkbox", name: "retaken", checked: state().retaken, on: { change: (event) => store.set({ retaken: event.target.checked }) } }), el("span", {}, words().say("retaken")))),
    changes.length === 0 ? el("p", {}, words().say("noChanges")) : null,
    el("ol.cm-changes", {}, changes.slice(-MOST).reverse().map(({ day, unit, before, after }) => el("li", {},
      el("button.cm-link", { type: "button", on: { click: go(day, unit) } }, unitName(page, unit)),
      el("span.cm-quiet", {}, " ", dayOf(page, track, after, day)),
      el("div", {}, fromTo(page, spanWords(page, track, before), el("strong", {}, spanWords(page, track, after))))))),
  ];
};

// whether the party that a township passes to has held it before the one that it passes from
const isRetaken = (track, { unit, before, after }) => {
  const holder = track.holder[after];
  if (!holder || before < 0 || track.holder[before] === holder) return false;
  for (let span = track.first[unit]; span < before; span += 1) if (track.holder[span] === holder) return true;
  return false;
};

// "from A to B", each where the language has it
const fromTo = ({ words }, before, after) =>
  words().say("fromTo").split(/(\{\w+\})/).map((part) => (part === "{before}" ? before : part === "{after}" ? after : part));

// the day of a transition; where it is an interval, its first and last day
/**
 * @param {import("../base/types").Page} page
 * @param {import("../base/types").Track} track
 */
const dayOf = (page, track, span, day) => {
  const [low, high] = beginOf(track, span);
  return low === high ? page.format().long(page.model.meta.days[0] + day) : sinceWords(page, track, span, "dayBetween");
};

// a sentence whose names, as a report wrote them, are marked with their language
const withQuotes = (sentence, names) => {
  const name = names.find((each) => each && sentence.includes(each));
  if (!name) return sentence;
  const at = sentence.indexOf(name);
  return [sentence.slice(0, at), quote(name), sentence.slice(at + name.length)];
};

// The texts of an event come when they are inflated: the place as written, why it is on no spot, the first words.
/** @param {import("../base/types").Page} page */
const undrawn = (page, event) => {
  const { model, words, state } = page;
  const texts = el("div.cm-undrawn");
  model.texts.row(event).then(([, location, notes, , , mentions]) => fill(texts,
    el("p", {}, location ? [el("strong", {}, quote(location)), ": "] : null, hiddenReasons(words().say, state().lang, { location, mentions, coarse: model.meta.maxPrecision > 1 }).flatMap((reason, place) => [place ? "; " : null, withQuotes(reason, mentions.map(([toponym]) => toponym))])),
    notes ? el("p.cm-quiet", {}, quote(excerpt(notes))) : null));
  return [eventCard(page, event, false), texts];
};

/**
 * Events of the days shown that no mark stands for, by why.
 * @param {import("../base/types").Page} page
 */
export const hiddenPanel = (page) => {
  const { model, view, state, words } = page;
  const listed = view.tally.list(...windowOf(state()));
  return [
    title(words().say("notDrawn")),
    ["region", "abroad", "unplaced"].map((name) => {
      const placing = model.meta.placings.indexOf(name);
      const events = listed.filter((event) => model.events.placing[event] === placing);
      if (events.length === 0) return null;
      return [el("h3", {}, `${words().say(name)} (${page.format().number(events.length)})`), events.slice(0, MOST).map((event) => undrawn(page, event))];
    }),
  ];
};

// what the file holds, and what of it has no spot
/** @param {import("../base/types").Page} page */
const counted = ({ model, words, format }) => {
  const { say } = words();
  const { counts, placings, delay, maxPrecision } = model.meta;
  const number = format().number;
  return [
    el("h3", {}, say("counted")),
    el("dl", {},
      /** @type {[string, number][]} */ ([["countTotal", counts.total], ["countLeftOut", counts.total - counts.events], ["countPoint", counts.point], ...placings.slice(1).map((name) => [name, counts[name]]), ["countRefused", model.meta.refused]])
        .filter(([key, value]) => value || key === "countTotal" || key === "countRefused")
        .map(([key, value]) => [el("dt", {}, say(key)), el("dd", {}, number(value))])),
    delay ? el("p", {}, say("aboutDelay", { n: number(delay) })) : null,
    maxPrecision > 1 ? el("p", {}, say("hiddenCoarse"), ".") : null,
  ];
};

/** The licences of what the file bundles: the comment at its end, which every copy of it carries. */
const notices = () => {
  const comments = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT);
  while (comments.nextNode()) {
    const text = comments.currentNode.nodeValue ?? "";
    if (text.includes("Third-party notices")) return text.trim();
  }
  return "";
};

/**
 * Method, versions, sources and their licences, and what the page cannot tell.
 * @param {import("../base/types").Page} page
 */
export const aboutPanel = (page) => {
  const { model, words, format } = page;
  const { say } = words();
  const { meta } = model;
  return [
    title(say("about")),
    el("p", {}, say("uncertain")),
    cautionOf(meta) ? el("p.cm-caution", {}, el("strong", {}, say(cautionOf(meta)))) : null,
    el("p", {}, say("controlNote")),
    el("p", {}, say("closed", { day: format().long(meta.cutoff) }), "."),
    holdsEvents(meta) ? counted(page) : null,
    meta.questions ? el("p", {}, say("questions", { n: format().number(meta.questions) }), ".") : null,
    holdsControl(meta) ? [el("h3", {}, say("ruleSet"), ": ", say(page.state().rules)), el("p", {}, say(`about_${page.state().rules}`)), el("p", {}, say("aboutSites"))] : null,
    termList(say),
    el("ul.cm-rules", {}, Object.keys(meta.ruleLines).sort((left, right) => left.localeCompare(right, "en", { numeric: true })).map((rule) => el("li", {}, el("span.cm-id", {}, rule), " ", quote(ruleLine(page, rule))))),
    el("p.cm-quiet", {}, say("noRoads")),
    el("h3", {}, say("sources")),
    el("ul", {}, meta.credits.map((credit) => el("li", {}, quote(credit)))),
    el("details.cm-notices", {}, el("summary", {}, say("notices")), el("pre", {}, notices())),
    el("h3", {}, say("versions")),
    el("dl", {}, Object.entries(meta.versions).map(([name, version]) => [el("dt", {}, name === "conflictmap" ? say("versionOfRules") : name), el("dd.cm-id", {}, version)])),
  ];
};
