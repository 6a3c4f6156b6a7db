// The day's state as text: for a screen reader, a small phone, and whoever wants to check the map.
import { eventActors, eventDays } from "./event-cards.js";
import { openOn, spanOn } from "../data/tracks.js";
import { burmese, el } from "../base/dom.js";
import { windowOf } from "../state/filters.js";
import { showUnit } from "../map/fit.js";
import { holdsControl, holdsEvents } from "../data/holds.js";
import { dayWords } from "./township.js";

const MOST = 300; // rows of events: a table of a million is no help to anybody
const WORDS = 14; // of a report in the table
const LETTERS = 110;

/**
 * Rows of what each township is on the day: unit, pcode, name, state (region), words, open (see `openOn`), confidence, span.
 * @param {import("../base/types").Page} page
 */
export const townshipRows = (page) => {
  const { model, state } = page;
  const { day, rules, known } = state();
  const track = model.track(rules);
  return model.meta.units.map((row, place) => {
    const span = spanOn(track, place + 1, day, known ?? Infinity);
    return { span, unit: place + 1, pcode: row[0], name: row[1], state: row[3], words: dayWords(page, track, place + 1), open: openOn(track, place + 1, day, known ?? Infinity), confidence: span < 0 ? "" : model.meta.confidences[track.confidence[span]] };
  });
};

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
  const head = (...names) => el("thead", {}, el("tr", {}, names.map((name) => el("th", { scope: "col" }, name))));
  return [
    el("h2", { id: "cm-panel-title", tabindex: "-1" }, say("table")),
    ...(!holdsEvents(model.meta) ? [] : [el("h3", {}, say("tableEvents"), " · ", format().range(first + from, first + to)),
    el("table.cm-events", {}, head(say("date"), say("type"), say("where"), say("actors"), say("report")),
      el("tbody", {}, events.slice(-MOST).reverse().map((event) => el("tr", {},
        el("td", {}, el("button.cm-link", { type: "button", on: { click: () => store.set({ event, panel: "" }) } }, eventDays(page, event))),
        el("td", {}, words().type(model.meta.types[model.events.type[event]])),
        el("td", {}, whereOf(page, event)),
        el("td", {}, eventActors(page, event)),
        reportCell(page, event)))))]),
    ...(!holdsControl(model.meta) ? [] : [el("h3", {}, say("tableOf", { day: format().long(first + to) })),
    el("table", {}, head(say("township_"), say("state"), say("holder")),
      el("tbody", {}, townshipRows(page).map((row) => el("tr", {},
        el("th", { scope: "row" }, el("button.cm-link", { type: "button", on: { click: goUnit(row.unit) } }, row.name)),
        el("td", {}, model.meta.wider[row.state]?.[0] ?? ""),
        el("td", {}, row.words, row.confidence ? ` (${say(row.confidence)})` : "")))))]),
  ];
};

/** The first words of a report, whole words only. */
export const firstWords = (text, most = WORDS) => {
  const words = text.trim().split(/\s+/);
  const cut = words.slice(0, most).join(" ").slice(0, LETTERS); // Burmese is written without spaces
  return cut.length < words.join(" ").length ? `${cut}…` : cut;
};

// the texts are inflated when they are asked for
/** @param {import("../base/types").Page} page */
const reportCell = ({ model }, event) => {
  const cell = el("td");
  model.texts.row(event).then(([, , notes]) => {
    cell.textContent = firstWords(notes);
  });
  return cell;
};

/**
 * Where an event lies, as nodes; or why it is on no spot.
 * @param {import("../base/types").Page} page
 */
export const whereOf = ({ model, view, words, state }, event) => {
  const { firstMark } = view.tally;
  const names = [];
  for (let mark = firstMark[event]; mark < firstMark[event + 1]; mark += 1) {
    const spot = model.marks.spot[mark];
    const [name, nameMy] = model.meta.spotNames[spot];
    const unit = model.meta.units[model.spots.unit[spot] - 1]?.[1] ?? "";
    if (mark > firstMark[event]) names.push("; ");
    names.push(state().lang === "my" && nameMy ? burmese(nameMy) : name || unit);
    if (unit && name !== unit) names.push(`, ${unit}`);
  }
  return names.length ? names : words().say(model.meta.placings[model.events.placing[event]]);
};
