// The panel that chooses what stands beside the day's picture, and tells in words where the two differ.
import { iso, parseIso } from "../base/dates.js";
import { el } from "../base/dom.js";
import { showUnit } from "../map/fit.js";
import { spanWords, unitName } from "../words/wording.js";
import { differing, versusOf } from "../state/versus.js";
import { versusWords } from "./versus-words.js";

const MOST = 330; // lines: every township of the country

/**
 * The choices: [value of the state's `versus`, words].
 * @param {import("../base/types").Page} page
 * @returns {[string, string][]}
 */
const choices = ({ model, state, words, format }) => {
  const { say } = words();
  const { rules, day, versus } = state();
  const [first, last] = model.meta.days;
  const long = (number) => format().long(first + number);
  const custom = versus.startsWith("day:") && versus !== "day:0" ? versus : `day:${Math.max(0, Math.min(last - first, day - 365))}`;
  const known = versus.startsWith("known:") ? versus : `known:${day}`;
  return [
    ["", say("compareNone")], ["day:0", say("compareFirst", { day: long(0) })], [custom === "day:0" ? "day:1" : custom, say("compareDay")],
    ...model.meta.ruleSets.filter((each) => each !== rules).map((each) => /** @type {[string, string]} */ ([`rules:${each}`, say("compareRules", { rules: say(each) })])),
    [known, say("compareKnown", { day: long(Number(known.split(":")[1])) })],
  ];
};

/**
 * The content of the panel.
 * @param {import("../base/types").Page} page
 */
export const comparePanel = (page) => {
  const { model, state, store, words, format } = page;
  const { say } = words();
  const { versus, rules } = state();
  const [first, last] = model.meta.days;
  const there = versusOf(state());
  const rows = differing(model, state());
  const [left, right] = versusWords(page);
  const typed = (event) => {
    const day = parseIso(event.target.value);
    if (day !== null) store.set({ versus: `day:${Math.max(0, Math.min(last - first, day - first))}` });
  };
  const open = (unit) => () => {
    store.set({ unit, panel: "" });
    requestAnimationFrame(() => showUnit(page, unit));
  };
  return [
    el("h2", { id: "cm-panel-title", tabindex: "-1" }, say("compare")),
    el("p.cm-field", {}, el("label", { for: "cm-versus" }, say("compareWith")),
      el("select", { id: "cm-versus", on: { change: (event) => store.set({ versus: event.target.value }) } }, choices(page).map(([value, text]) => el("option", { value, selected: value === versus }, text)))),
    versus.startsWith("day:") && there ? el("p.cm-field", {}, el("label", { for: "cm-versus-day" }, say("day")),
      el("input", { type: "date", id: "cm-versus-day", min: iso(first), max: iso(last), value: iso(first + there.day), on: { change: typed } })) : null,
    el("p.cm-quiet", {}, say("compareHint")),
    there === null ? null : [
      el("h3", {}, rows.length ? say("compareDiffers", { n: format().number(rows.length) }) : say("compareSame")),
      el("p.cm-quiet", {}, say("compareHere", { what: left }), "; ", say("compareThere", { what: right })),
      el("ol.cm-changes", {}, rows.slice(0, MOST).map(({ unit, here, there: other }) => el("li", {},
        el("button.cm-link", { type: "button", on: { click: open(unit) } }, unitName(page, unit)),
        el("div", {}, say("compareHere", { what: spanWords(page, model.track(rules), here) })),
        el("div", {}, say("compareThere", { what: spanWords(page, model.track(there.rules), other) }))))),
    ],
  ];
};
