// The day's state as text: for a screen reader, a small phone, and whoever wants to check the map.
import { firstWords, townshipRows, whereOf } from "../words/rows.js";
import { eventActors, eventDays } from "./event-cards.js";
import { openOn, spanOn } from "../data/tracks.js";
import { sortHead, sorted } from "../access/sortable.js";
import { el, quote } from "../base/dom.js";
import { windowOf } from "../state/filters.js";
import { showUnit } from "../map/fit.js";
import { holdsControl, holdsEvents } from "../data/atlas.js";
import { unitName, widerName } from "../words/wording.js";

const MOST = 300; // rows of events: a table of a million is no help to anybody

/**
 * The content of the table's panel.
 * @param {import("../base/types").Page} page
 */
export const tablePanel = (page) => {
  const { model, view, state, store, words, format } = page;
  const { say } = words();
  const first = model.meta.days[0];
  const [from, to] = windowOf(state());
  const events = view.tally.list(from, to);
  const goUnit = (unit) => () => {
    store.set({ unit, panel: "" });
    requestAnimationFrame(() => showUnit(page, unit));
  };
  return [
    el("h2", { id: "cm-panel-title", tabindex: "-1" }, say("table")),
    ...(!holdsEvents(model.meta) ? [] : [el("h3", {}, say("tableEvents"), " · ", format().range(first + from, first + to)),
    sorted("events", el("table.cm-events", {}, sortHead("events", [say("date"), say("type"), say("where"), say("actors"), say("report")]),
      el("tbody", {}, events.slice(-MOST).reverse().map((event) => el("tr", {},
        el("td", { "data-sort": event }, el("button.cm-link", { type: "button", on: { click: () => store.set({ event, panel: "" }) } }, eventDays(page, event))),
        el("td", {}, words().type(model.meta.types[model.events.type[event]])),
        el("td", {}, whereOf(page, event)),
        el("td", {}, eventActors(page, event)),
        reportCell(page, event))))))]),
    ...(!holdsControl(model.meta) ? [] : [el("h3", {}, say("tableOf", { day: format().long(first + to) })),
    sorted("townships", el("table", {}, sortHead("townships", [say("township_"), say("state"), say("holder")]),
      el("tbody", {}, townshipRows(page).map((row) => el("tr", {},
        el("th", { scope: "row" }, el("button.cm-link", { type: "button", on: { click: goUnit(row.unit) } }, unitName(page, row.unit))),
        el("td", {}, widerName(page, row.state)),
        el("td", {}, row.words, row.confidence ? ` (${say(row.confidence)})` : ""))))))]),
  ];
};

// the texts are inflated when they are asked for
/** @param {import("../base/types").Page} page */
const reportCell = ({ model }, event) => {
  const cell = el("td");
  model.texts.row(event).then(([, , notes]) => {
    cell.append(quote(firstWords(notes)));
  });
  return cell;
};

