// A township's states over all the page's days, as a strip of buttons.
import { beginOf, openHolders, openOn, spanEnd } from "../data/tracks.js";
import { contextOf, el } from "../base/dom.js";
import { makeTextures } from "../paint/textures.js";
import { textureOf } from "../data/certainty.js";

const WIDEST = 760; // pixels: the strip is never wider
const HIGH = 28;
const textures = makeTextures();

/**
 * A township's states over all the page's days, each a button that goes to its first day.
 * @param {import("../base/types").Page} page
 * @param {import("../base/types").Track} track
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
      el("button", { type: "button", title: text, "aria-label": text, on: { click: () => store.set({ day: Math.max(state().from, Math.min(state().to, from)) }) } },
        filled((to - from) / total, textureOf(model.meta.states[track.state[span]], model.meta.confidences[track.confidence[span]]), model.colourOf(track.holder[span]), model.colourOf(track.other[span])))));
  }
  return el("ol.cm-strip", {}, buttons, open, el("li.cm-strip-day", { "aria-hidden": "true", style: { left: `${((state().day + 0.5) / total) * 100}%` } }));
};

// the days of the strip on which the state before and the one after are both possible, crossed as on the map
/**
 * @param {import("../base/types").Page} page
 * @param {import("../base/types").Track} track
 */
const openStretch = ({ model, state }, track, span, [from, to], total) => {
  const pair = openOn(track, track.unit[span], from, state().known ?? Infinity);
  if (!pair || to <= from) return null;
  const [had, came] = openHolders(track, pair).map((holder) => model.colourOf(holder));
  return el("li.cm-strip-open", { "aria-hidden": "true", style: { left: `${(from / total) * 100}%`, width: `${((to - from) / total) * 100}%` } }, filled((to - from) / total, "either", had, came));
};

// a stretch as the map fills a township; it is as wide as it may ever be, and cut off by its frame
const filled = (share, texture, colour, other) => {
  if (texture === "none") return null;
  const ratio = window.devicePixelRatio || 1;
  const width = Math.max(1, Math.ceil(share * WIDEST));
  const canvas = el("canvas.cm-strip-fill", { width: Math.ceil(width * ratio), height: HIGH * ratio, "data-texture": texture, "aria-hidden": "true", style: { width: `${width}px`, height: `${HIGH}px` } });
  const context = contextOf(canvas);
  context.scale(ratio, ratio);
  context.fillStyle = textures(context, texture, colour, other);
  context.fillRect(0, 0, width, HIGH);
  return canvas;
};
