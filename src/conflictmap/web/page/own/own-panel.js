// The panel of the reader's own table: what was read, what was left out and why, and the rows that were pointed at.
import { el } from "../base/dom.js";
import { save } from "../export/save-file.js";
import { windowOf } from "../state/filters.js";
import { unitName } from "../words/wording.js";
import { rowsShown } from "./join.js";
import { newPage } from "./new-page.js";

const [MOST, TOP] = [60, 12]; // rows, townships listed

/** @param {import("../base/types").Page} page */
const chooser = ({ own, words }) => {
  const field = el("input", { type: "file", id: "cm-own-file", accept: ".csv,.tsv,.txt,text/csv", on: { change: (event) => event.target.files[0] && own.take(event.target.files[0]) } });
  return el("p", {}, el("span.cm-file", {}, field, el("label.cm-do", { for: "cm-own-file" }, words().say("ownChoose")))); // over the label, unseen: its own words are the browser's
};

/** @param {import("../base/types").Page} page */
const counts = ({ words, format }, { total, rows, outside, noPoint, short, badDate, kind, file }) => {
  const { say } = words();
  const { number } = format();
  const left = /** @type {[string, number][]} */ ([["ownNoPoint", noPoint], ["ownOutside", outside], ["ownTooShort", short]]).filter(([, count]) => count > 0);
  return [
    el("h3", {}, say("ownTitle", { file, n: number(rows.length), all: number(total) })),
    el("p.cm-quiet", {}, say("ownKind", { kind: kind || say("ownKindPlain") })),
    left.length ? [el("h4", {}, say("ownLeft"), `: ${number(total - rows.length)}`), el("dl", {}, left.map(([key, count]) => [el("dt", {}, say(key)), el("dd", {}, number(count))]))] : null,
    badDate ? el("p.cm-quiet", {}, `${number(badDate)} ${say("ownBadDate")}`) : null,
  ];
};

/** @param {import("../base/types").Page} page */
const townships = (page, table) => {
  const { state, store, words, format } = page;
  const shown = rowsShown(table, windowOf(state()));
  const byUnit = /** @type {Map<number, number>} */ (new Map());
  for (const row of shown) {
    const unit = table.spots.unit[table.spot[row]];
    byUnit.set(unit, (byUnit.get(unit) ?? 0) + 1);
  }
  const top = Array.from(byUnit).sort((left, right) => right[1] - left[1] || left[0] - right[0]).slice(0, TOP);
  return [
    el("p", {}, words().say("ownNow", { n: format().number(shown.length) })),
    top.length ? [el("h4", {}, words().say("ownTop")), el("table", {}, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, words().say("township_")), el("th", { scope: "col" }, words().say("ownRows")))),
      el("tbody", {}, top.map(([unit, count]) => el("tr", {}, el("td", {}, el("button.cm-link", { type: "button", on: { click: () => store.set({ unit, panel: "" }) } }, unitName(page, unit))), el("td", {}, format().number(count))))))] : null,
  ];
};

/** @param {import("../base/types").Page} page */
const rowCards = (page, table) => {
  const { state, words, format } = page;
  const chosen = state().ownRows;
  if (!chosen) return null;
  return [
    el("h3", {}, words().say("ownHere"), ` (${format().number(chosen.length)})`),
    el("ul.cm-own-rows", {}, [...chosen].sort((left, right) => table.day[right] - table.day[left]).slice(0, MOST).map((number) => {
      const { day, type, place, text } = table.rows[number];
      return el("li", {}, el("strong", {}, day === null ? "" : `${format().long(day)} `), [type, place].filter(Boolean).join(" · "), text ? el("div", {}, text) : null);
    })),
  ];
};

/**
 * The content of the panel.
 * @param {import("../base/types").Page} page
 */
export const ownPanel = (page) => {
  const { own, state, store, words } = page;
  const { say } = words();
  const table = own.now();
  const fault = own.fault();
  const saveNew = async () => save(new Blob([await newPage(document, "cm", own)], { type: "text/html;charset=utf-8" }), "conflictmap-own.html");
  return [
    el("h2", { id: "cm-panel-title", tabindex: "-1" }, say("own")),
    el("p", {}, say("ownHint")),
    fault ? el("p.cm-caution", { role: "alert" }, el("strong", {}, say(fault.key, fault.values))) : null,
    chooser(page),
    table === null ? null : [
      rowCards(page, table),
      counts(page, table),
      el("p", {}, el("label.cm-switch", {}, el("input", { type: "checkbox", name: "own", checked: state().own, on: { change: (event) => store.set({ own: event.target.checked }) } }), el("span", {}, say("ownShow"), " · ", say("ownMark")))),
      townships(page, table),
      el("p.cm-choice", {}, el("button.cm-do", { type: "button", on: { click: saveNew } }, say("ownSave")), el("button.cm-link", { type: "button", on: { click: own.drop } }, say("ownRemove"))),
    ],
  ];
};
