// The news: events up to the day, newest first, beside the map. A line that is pointed at rings its mark, and the other way.
import { el } from "../base/dom.js";
import { keepSeen } from "../map/fit.js";
import { whereOf } from "../words/rows.js";
import { cardLister } from "../panels/event-cards.js";

const MOST = 60; // lines: more lie in the table

/**
 * The newest events whose first day is in [from, to], newest first.
 * @param {{day: ArrayLike<number>}} events sorted by day
 * @param {(event: number) => boolean} passes
 */
export const newestEvents = ({ day }, passes, [from, to], most = MOST) => {
  let [low, high] = [0, day.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (day[middle] <= to) low = middle + 1;
    else high = middle;
  }
  const newest = [];
  for (let event = low - 1; event >= 0 && day[event] >= from && newest.length < most; event -= 1) if (passes(event)) newest.push(event);
  return newest;
};

/**
 * The content of the panel.
 * @param {import("../base/types").Page} page
 */
export const feedPanel = (page) => {
  const { model, view, state, words, format } = page;
  const { say } = words();
  const { from, day } = state();
  const first = model.meta.days[0];
  const events = newestEvents(model.events, view.tally.passes, [from, day]);
  const cards = cardLister(page)(events);
  const ring = (event) => () => {
    const mark = view.markOf(event);
    if (mark) page.ring.show(mark);
  };
  cards.forEach((card, place) => {
    const event = events[place];
    card.dataset.event = event;
    card.querySelector(".cm-kind")?.prepend(el("b", {}, whereOf(page, event)), " · ");
    for (const type of ["pointerenter", "focusin"]) card.addEventListener(type, ring(event));
    for (const type of ["pointerleave", "focusout"]) card.addEventListener(type, page.ring.hide);
    card.addEventListener("toggle", () => {
      const spot = card.open ? view.spotOf(event) : -1;
      if (spot >= 0) keepSeen(page, [model.spots.latitude[spot], model.spots.longitude[spot]]);
    });
  });
  return [
    el("h2", { id: "cm-panel-title", tabindex: "-1" }, say("feed")),
    el("p.cm-quiet", {}, say("feedOf"), " · ", format().range(first + from, first + day)),
    events.length === 0 ? el("p.cm-quiet", {}, say("noEventsHere")) : el("div.cm-feed", {}, cards),
    events.length === MOST ? el("p.cm-quiet", {}, say("feedMore", { n: format().number(MOST) })) : null,
  ];
};

let lit = ""; // the spots whose lines are brought out

/**
 * Bring out the lines of the events that lie at some spots.
 * @param {import("../base/types").Page} page
 */
export const lightLines = ({ model, view }, spots) => {
  if (lit === String(spots ?? "")) return;
  lit = String(spots ?? "");
  const { firstMark } = view.tally;
  const wanted = new Set(spots ?? []);
  for (const card of document.querySelectorAll(".cm-feed [data-event]")) {
    const event = Number(/** @type {HTMLElement} */ (card).dataset.event);
    let here = false;
    for (let mark = firstMark[event]; mark < firstMark[event + 1]; mark += 1) here ||= wanted.has(model.marks.spot[mark]);
    card.classList.toggle("cm-lit", here);
  }
  document.querySelector(".cm-feed .cm-lit")?.scrollIntoView({ block: "nearest" });
};
