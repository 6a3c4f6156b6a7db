// The current view as a picture: the map with its title, day, legend, sources and the note on what it cannot tell.
import { legendKeys, sheetCount, sheetNotes } from "./legend.js";
import { otherwiseLine } from "../state/view-differences.js";
import { byId, contextOf } from "../base/dom.js";
import { INK, MARK } from "../base/palette.js";

const FONT = '"Source Sans 3 Variable", "Padauk", sans-serif';
const PAPER = "#fffefb";
const EDGE = 18;
const GLYPH = 32; // pixels from a sign's left edge to its words
const WIDEST = 300; // of the words beside a sign: longer ones are set in several lines
const GAP = 22; // between two columns of the legend
const LINE = 17;

/** Split a text into lines that fit. */
export const wrap = (text, width, measure) => {
  const lines = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line ? `${line} ${word}` : word;
    if (line && measure(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line ? [...lines, line] : lines;
};

/** Places of a legend's entries in columns that are as wide as their words: cells [{x, y, lines}], and the height. */
export const placeKeys = (texts, width, measure) => {
  const widest = Math.min(WIDEST, width - GLYPH, Math.max(0, ...texts.map(measure)));
  const columns = Math.max(1, Math.floor((width + GAP) / (GLYPH + widest + GAP)));
  const step = (width + GAP) / columns;
  const cells = texts.map((text) => ({ lines: wrap(text, step - GAP - GLYPH, measure) }));
  let height = 0;
  for (let row = 0; row < cells.length; row += columns) {
    const inRow = cells.slice(row, row + columns);
    inRow.forEach((cell, column) => Object.assign(cell, { x: column * step, y: height }));
    height += Math.max(...inRow.map(({ lines }) => lines.length)) * LINE + 4;
  }
  return { cells, height };
};

/**
 * Draw the view on a canvas of its own.
 * @param {import("../base/types").Page} page
 */
export const drawPicture = (page, map) => {
  const ratio = Math.max(2, window.devicePixelRatio || 1);
  const size = map.getSize();
  const width = Math.max(640, size.x);
  const canvas = document.createElement("canvas");
  const context = contextOf(canvas);
  const inner = width - 2 * EDGE;
  const measured = (font) => (text) => {
    context.font = font;
    return context.measureText(text).width;
  };
  const [titled, dated, keyed, noted] = [`760 24px ${FONT}`, `600 15px ${FONT}`, `400 13px ${FONT}`, `400 12px ${FONT}`];
  const titles = wrap(byId("cm-title").textContent, inner, measured(titled));
  const day = `${page.format().long(page.model.meta.days[0] + page.state().day)} · ${sheetCount(page)}`.replace(/ · $/, "");
  const otherwise = wrap(otherwiseLine(page), inner, measured(dated));
  const keys = legendKeys(page);
  const { cells, height: legend } = placeKeys(keys.map(([, text]) => text), inner, measured(keyed));
  const notes = wrap(sheetNotes(page).join(" "), inner, measured(noted));
  const top = 44 + titles.length * 30 + otherwise.length * 20;
  const below = top + size.y + 14;
  const height = below + legend + 10 + notes.length * 15 + 12;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = PAPER;
  context.fillRect(0, 0, width, height);
  drawMap(context, page.view, [Math.floor((width - size.x) / 2), top], size);
  const write = (text, x, y, font, colour = INK) => {
    context.font = font;
    context.fillStyle = colour;
    context.fillText(text, x, y);
  };
  titles.forEach((line, place) => write(line, EDGE, 34 + place * 30, titled));
  write(day, EDGE, top - 16 - otherwise.length * 20, dated);
  otherwise.forEach((line, place) => write(line, EDGE, top - 16 - (otherwise.length - 1 - place) * 20, dated, MARK));
  keys.forEach(([glyph], place) => {
    const { x, y, lines } = cells[place];
    const [wide, tall] = [Number.parseFloat(glyph.style.width), Number.parseFloat(glyph.style.height)];
    context.drawImage(glyph, EDGE + x + (24 - wide) / 2, below + y + (LINE - tall) / 2, wide, tall);
    lines.forEach((line, row) => write(line, EDGE + x + GLYPH, below + y + 13 + row * LINE, keyed));
  });
  notes.forEach((line, place) => write(line, EDGE, below + legend + 20 + place * 15, noted, "#5d5a52"));
  return canvas;
};

/** The map alone, as it is on the screen, on a canvas of its own. */
export const mapPicture = (view, map) => {
  const ratio = Math.max(2, window.devicePixelRatio || 1);
  const size = map.getSize();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [size.x * ratio, size.y * ratio];
  const context = contextOf(canvas);
  context.scale(ratio, ratio);
  drawMap(context, view, [0, 0], size);
  return canvas;
};

const drawMap = (context, view, [left, top], size) => {
  const origin = view.surface.toFrame([0, 0]);
  context.save();
  context.beginPath();
  context.rect(left, top, size.x, size.y);
  context.clip();
  for (const { canvas, box, across: [from, to] } of view.surface.canvases()) {
    context.save();
    context.beginPath();
    context.rect(left + from, top, to - from, size.y);
    context.clip();
    context.drawImage(canvas, left - origin.x + box[0], top - origin.y + box[1], box[2] - box[0], box[3] - box[1]);
    context.restore();
  }
  const curtain = view.surface.curtain();
  context.fillStyle = INK;
  if (curtain !== null) context.fillRect(left + curtain - 1.5, top, 3, size.y);
  context.restore();
};
