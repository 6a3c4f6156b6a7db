// How names look on the map: letters with a halo, and sprites of those that were written before.
import { contextOf } from "../base/dom.js";

const SANS = '"Source Sans 3 Variable", "Padauk", sans-serif';
const STYLES = {
  country: { font: `500 15px ${SANS}`, colour: "#8b8676", spacing: "3px", height: 18, halo: 0 },
  state: { font: `700 11.5px ${SANS}`, colour: "rgba(50,46,40,0.72)", spacing: "1.6px", height: 14, halo: 3 },
  capital: { font: `700 13px ${SANS}`, colour: "#111", spacing: "0px", height: 16, halo: 3 },
  town: { font: `600 12px ${SANS}`, colour: "#26241f", spacing: "0px", height: 15, halo: 3 },
  minor: { font: `400 11.5px ${SANS}`, colour: "#3b382f", spacing: "0px", height: 14, halo: 3 },
};

const MOST = 600; // sprites kept: some screens of names

/** Pixels of a sprite around its name. */
export const edgeOf = ({ style }) => STYLES[style].halo + 4; // a slanting or stacked sign may stand out of its box

/** Names with their halos, each a picture of its own, as to set one costs ten times what it costs to copy it. */
export const makeSprites = () => {
  /** @type {Map<string, Map<string, HTMLCanvasElement | ImageBitmap>>} */
  const kept = new Map(); // by style and text
  let count = 0;
  let ratio = 0;
  const clear = () => {
    kept.clear();
    count = 0;
  };
  return {
    clear,
    /** The picture of a name on a screen of so many pixels to one of the page, where there is one. */
    get: ({ text, style }, now) => (now === ratio ? kept.get(style)?.get(text) : undefined),
    /** Keep a name; `ratio` pixels of the screen to one of the page. */
    keep: (wish, width, height, now) => {
      if (now !== ratio || count >= MOST) clear();
      ratio = now;
      const of = kept.get(wish.style) ?? new Map();
      kept.set(wish.style, of);
      if (of.has(wish.text)) return;
      count += 1;
      of.set(wish.text, pictureOf(wish, width, height, ratio));
    },
  };
};

// as a bitmap where the browser can: a canvas, each time it is copied, is asked first whether it has changed
const pictureOf = (wish, width, height, ratio) => {
  const edge = edgeOf(wish);
  const [wide, tall] = [width, height].map((each) => Math.ceil((each + 2 * edge) * ratio));
  const off = globalThis.OffscreenCanvas ? new OffscreenCanvas(wide, tall) : null;
  const own = off?.getContext("2d");
  if (off && own) {
    letter(own, wish, edge, height, ratio);
    return off.transferToImageBitmap();
  }
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [wide, tall];
  letter(contextOf(canvas), wish, edge, height, ratio);
  return canvas;
};

const letter = (context, wish, edge, height, ratio) => {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.textBaseline = "middle";
  context.lineJoin = "round";
  write(context, wish, edge, edge + height / 2);
};

/** Write a name with its halo; x, y: its left edge and its middle. */
export const write = (context, { text, style: name }, x, y) => {
  const style = STYLES[name];
  set(context, name, text);
  if (style.halo) {
    context.strokeStyle = "rgba(255,255,255,0.88)";
    context.lineWidth = style.halo;
    context.strokeText(text, x, y);
  }
  context.fillStyle = style.colour;
  context.fillText(text, x, y);
};

const BURMESE = /[\u1000-\u109f]/;

const set = (context, style, text) => {
  context.font = STYLES[style].font;
  context.letterSpacing = BURMESE.test(text) ? "0px" : STYLES[style].spacing; // apart, its signs would not join
};

/**
 * Width and height of a name in pixels; asked for once of each style, as each asking costs as much as placing a name.
 * @param {Map<string, Map<string, [number, number]>>} sizes by style and text
 * @returns {[number, number]}
 */
export const sizeOf = (context, sizes, text, style) => {
  if (!sizes.has(style)) sizes.set(style, new Map());
  const of = /** @type {Map<string, [number, number]>} */ (sizes.get(style));
  let size = of.get(text);
  if (!size) {
    set(context, style, text);
    size = [context.measureText(text).width, STYLES[style].height * (BURMESE.test(text) ? 1.4 : 1)]; // its signs stand above and below
    of.set(text, size);
  }
  return size;
};
