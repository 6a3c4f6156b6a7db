// The panel of a mark: events at one place, or at several that are drawn together as they lie too close to part.
import { cardLister } from "./event-cards.js";
import { burmese, el, quote } from "../base/dom.js";
import { partSpots } from "../map/fit.js";
import { windowOf } from "../state/filters.js";
import { unitName } from "../words/wording.js";

const MOST = 60; // events listed
const NAMED = 3; // places in the heading

/** Events by the place where they lie: spots of one name in one township are one place. Those without an event are left out.
 * @returns {{name: string, nameMy: string, unit: number, precisions: number[], events: number[]}[]} in the order of the spots
 * @param {import("../base/types").Model} model
 */
export const placesOf = ({ meta, spots, marks }, firstMark, chosen, events) => {
  const places = new Map();
  const of = new Map();
  for (const spot of chosen) {
    const [name, nameMy = ""] = meta.spotNames[spot];
    const unit = spots.unit[spot];
    const label = name || (unit ? meta.units[unit - 1][1] : "");
    const key = `${label} ${unit}`;
    if (!places.has(key)) places.set(key, { name: label, nameMy, unit, precisions: new Set(), events: new Set() });
    of.set(spot, places.get(key));
  }
  for (const event of events) {
    for (let mark = firstMark[event]; mark < firstMark[event + 1]; mark += 1) {
      const place = of.get(marks.spot[mark]);
      if (!place) continue;
      place.events.add(event);
      place.precisions.add(spots.precision[marks.spot[mark]]);
    }
  }
  const filled = [...places.values()].filter((place) => place.events.size);
  return (filled.length ? filled : [...places.values()]).map((place) => ({ ...place, precisions: [...place.precisions].sort(), events: [...place.events] }));
};

/**
 * The content of the panel of some spots, in the days shown.
 * @param {import("../base/types").Page} page
 * @param {import("../base/types").State} state
 */
export const herePanel = (page, state) => {
  const { model, view, words, format } = page;
  const { say } = words();
  const { firstMark } = view.tally;
  const listed = view.tally.list(...windowOf(state));
  const newest = ({ events }) => events[events.length - 1] ?? -1; // events are numbered by day
  const places = placesOf(model, firstMark, state.spots, listed).sort((left, right) => newest(right) - newest(left));
  const total = new Set(places.flatMap(({ events }) => events)).size;
  const count = (number) => (number === 1 ? say("oneEvent") : say("eventsAt", { n: format().number(number) }));
  const units = [...new Set(places.map(({ unit }) => unit))].filter(Boolean);
  const heading = places.slice(0, NAMED).map(({ name, nameMy }) => (state.lang === "my" && nameMy ? nameMy : name)).join(", ");
  const single = places.length === 1 ? places[0] : null;
  const precision = ({ precisions }) => (precisions.length ? [" · ", precisions.map((each) => say(`precision${each}`)).join("; ")] : null);
  const lister = cardLister(page, total === 1);
  const cards = (events) => lister([...events].reverse().slice(0, MOST));
  const why = units.map((unit) => el("p", {}, el("button.cm-link", { type: "button", on: { click: () => page.store.set({ spots: null, unit }) } }, say("why"), ": ", unitName(page, unit))));
  return [
    el("h2", { id: "cm-panel-title", tabindex: "-1" }, heading, places.length > NAMED ? " …" : "", single?.nameMy ? [" ", state.lang === "my" ? quote(single.name) : burmese(single.nameMy)] : null),
    el("p.cm-quiet", {}, single ? [count(total), precision(single)] : say("eventsNear", { n: count(total), places: format().number(places.length) })),
    places.length > 1 ? el("p", {}, el("button.cm-link.cm-part", { type: "button", on: { click: () => partSpots(page, state.spots) } }, say("zoomParts"))) : null,
    units.length === 1 ? why : null, // of several it comes last: the news first
    total === 0 ? el("p.cm-quiet", {}, say("noEventsHere")) : single ? cards(single.events) : places.map((place) => [
      el("h3", {}, place.name, place.nameMy ? [" ", burmese(place.nameMy)] : null, place.unit && model.meta.units[place.unit - 1][1] !== place.name ? [", ", unitName(page, place.unit)] : ""),
      el("p.cm-quiet", {}, count(place.events.length), precision(place)),
      cards(place.events),
    ]),
    units.length > 1 ? why : null,
  ];
};
