// A township's states over all the page's days, as a strip of buttons.
import { beginOf, openHolders, openOn, spanEnd } from "./control.js";
import { el } from "./dom.js";

/**
 * A township's states over all the page's days, each a button that goes to its first day.
 * @param {import("./types").Page} page
 * @param {import("./types").Track} track
 */
export const strip = (page, track, unit, { spanWords }) => {
  const { model, state, store, format } = page;
  const total = model.meta.days[1] - model.meta.days[0] + 1;
  const buttons = [];
  const open = [];
  for (let span = track.first[unit]; span < track.first[unit + 1]; span += 1) {
    const from = Math.max(0, track.start[span]);
    const to = Math.min(total, spanEnd(track, span));
    if (to <= from || track.known[span] > (state().known ?? Infinity)) continue;
    const [first, last] = beginOf(track, span);
    const text = `${format().range(model.meta.days[0] + first, model.meta.days[0] + last)}: ${spanWords(page, track, span)}`;
    if (first < last) open.push(openStretch(page, track, span, [Math.max(0, first), Math.min(total, last)], total));
    buttons.push(el("li", { style: { left: `${(from / total) * 100}%`, width: `${((to - from) / total) * 100}%` } },
      el("button", { type: "button", title: text, "aria-label": text, style: { background: model.colourOf(track.holder[span]), opacity: model.meta.states[track.state[span]] === "baseline" ? "0.35" : "1" }, on: { click: () => store.set({ day: Math.max(state().from, Math.min(state().to, from)) }) } })));
  }
  return el("ol.cm-strip", {}, buttons, open, el("li.cm-strip-day", { "aria-hidden": "true", style: { left: `${((state().day + 0.5) / total) * 100}%` } }));
};

// the days of the strip on which the state before and the one after are both possible, crossed as on the map
/**
 * @param {import("./types").Page} page
 * @param {import("./types").Track} track
 */
const openStretch = ({ model, state }, track, span, [from, to], total) => {
  const pair = openOn(track, track.unit[span], from, state().known ?? Infinity);
  if (!pair || to <= from) return null;
  const [had, came] = openHolders(track, pair).map((holder) => model.colourOf(holder));
  const lines = (angle, colour) => `repeating-linear-gradient(${angle}deg, ${colour} 0 1.6px, transparent 1.6px 6px)`;
  return el("li.cm-strip-open", { "aria-hidden": "true", style: { left: `${(from / total) * 100}%`, width: `${((to - from) / total) * 100}%`, backgroundImage: `${lines(45, had)}, ${lines(-45, came)}` } });
};
