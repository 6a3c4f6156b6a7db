// How sure: solid, dotted, striped. Patterns are drawn once per colour and kept.
import { contextOf } from "../base/dom.js";
import { withAlpha } from "../base/palette.js";

const tile = (size, draw) => {
  const canvas = document.createElement("canvas");
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(size * ratio);
  canvas.height = Math.round(size * ratio);
  const context = contextOf(canvas);
  context.scale(ratio, ratio);
  draw(context, size);
  return { canvas, ratio };
};

// a line from corner to corner that joins its neighbours' across the tile's edges
const slanted = (context, size, colour, width) => {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.beginPath();
  for (const shift of [-size, 0, size]) {
    context.moveTo(shift - 1, size + 1);
    context.lineTo(shift + size + 1, -1);
  }
  context.stroke();
};

const DRAWINGS = {
  dots: (context, size, [colour]) => {
    context.fillStyle = withAlpha(colour, 0.2);
    context.fillRect(0, 0, size, size);
    context.fillStyle = withAlpha(colour, 0.72);
    for (const [x, y] of [[size / 4, size / 4], [(3 * size) / 4, (3 * size) / 4]]) {
      context.beginPath();
      context.arc(x, y, size * 0.19, 0, 2 * Math.PI);
      context.fill();
    }
  },
  stripes: (context, size, [colour, other]) => {
    context.fillStyle = withAlpha(other, 0.5);
    context.fillRect(0, 0, size, size);
    slanted(context, size, withAlpha(colour, 0.85), size * 0.36);
  },
  ring: (context, size, [colour, other]) => {
    context.fillStyle = withAlpha(colour, 0.4);
    context.fillRect(0, 0, size, size);
    slanted(context, size, withAlpha(other, 0.85), 1.4);
  },
  bars: (context, size, [colour, other]) => {
    context.fillStyle = withAlpha(colour, 0.55);
    context.fillRect(0, 0, size / 2, size);
    context.fillStyle = withAlpha(other, 0.55);
    context.fillRect(size / 2, 0, size / 2, size);
  },
  // squares with white between them, so that they are seen in grey too
  split: (context, size, [colour, other]) => {
    const half = size / 2;
    for (const [x, y, paint] of [[0, 0, colour], [half, half, colour], [half, 0, other], [0, half, other]]) {
      context.fillStyle = withAlpha(paint, paint === colour ? 0.8 : 0.45);
      context.fillRect(x, y, half, half);
    }
    context.fillStyle = "#fff";
    for (const at of [0, half]) {
      context.fillRect(at, 0, 1, size);
      context.fillRect(0, at, size, 1);
    }
  },
  either: (context, size, [colour, other]) => {
    context.fillStyle = "rgba(255,255,255,0.85)";
    context.fillRect(0, 0, size, size);
    slanted(context, size, withAlpha(colour, 0.85), 1.7);
    context.translate(size, 0);
    context.scale(-1, 1);
    slanted(context, size, withAlpha(other, 0.95), 1.7);
  },
  mostly: (context, size, [colour, other]) => {
    context.fillStyle = withAlpha(colour, 0.5);
    context.fillRect(0, 0, size, size);
    context.fillStyle = "#fff";
    context.fillRect(0.5, 0.5, size * 0.44, size * 0.44);
    context.fillStyle = withAlpha(other, 0.85);
    context.fillRect(1.5, 1.5, size * 0.44 - 2, size * 0.44 - 2);
  },
  // the ground is left bare: of the seat nothing is known
  parts: (context, size, [, other]) => {
    context.fillStyle = withAlpha(other, 0.75);
    context.fillRect(1, 1, size * 0.34, size * 0.34);
  },
  left: (context, size, [colour]) => {
    context.fillStyle = withAlpha(colour, 0.1);
    context.fillRect(0, 0, size, size);
    context.fillStyle = withAlpha(colour, 0.6);
    context.fillRect(size / 2 - 0.8, size / 2 - 0.8, 1.6, 1.6);
  },
};
const SIZES = { dots: 6, stripes: 9, ring: 8, bars: 12, split: 14, either: 8, left: 6, parts: 9, mostly: 11 };

/** A maker of fill styles for one kind of canvas. */
export const makeTextures = () => {
  const kept = new Map();
  return (context, texture, colour, other) => {
    if (texture === "solid") return withAlpha(colour, 0.66);
    if (texture === "pale") return withAlpha(colour, 0.17);
    if (context.tiled) return context.tiled(SIZES[texture], (at, size) => DRAWINGS[texture](at, size, [colour, other])); // as SVG
    const key = `${texture} ${colour} ${other}`;
    if (!kept.has(key)) {
      const { canvas, ratio } = tile(SIZES[texture], (at, size) => DRAWINGS[texture](at, size, [colour, other]));
      const pattern = context.createPattern(canvas, "repeat");
      pattern.setTransform(new DOMMatrix([1 / ratio, 0, 0, 1 / ratio, 0, 0]));
      kept.set(key, pattern);
    }
    return kept.get(key);
  };
};
