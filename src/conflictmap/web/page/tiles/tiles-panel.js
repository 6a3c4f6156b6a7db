// Townships as tiles of one size: a large empty one in the hills does not outweigh ten small ones in the plain.
import { contextOf, el } from "../base/dom.js";
import { INK } from "../base/palette.js";
import { textureOf } from "../data/certainty.js";
import { openHolders, openOn, spanOn } from "../data/tracks.js";
import { showUnit } from "../map/fit.js";
import { makeTextures } from "../paint/textures.js";
import { dayWords, unitName } from "../words/wording.js";
import { placeTiles } from "./places.js";

const SIDE = 24; // pixels of a tile
const textures = makeTextures();
const kept = { meta: null, grid: /** @type {any} */ (null) };

/** @param {import("../base/types").Model} model */
const gridOf = (model) => {
  if (kept.meta !== model.meta) {
    const points = model.meta.units.map((_, place) => /** @type {[number, number]} */ (model.units.polygons.has(place + 1) ? model.middle(place + 1) : [96, 20]));
    Object.assign(kept, { meta: model.meta, grid: placeTiles(points) });
  }
  return kept.grid;
};

/** @param {import("../base/types").Page} page */
const paint = (page, { cells, columns, rows }) => {
  const { model, state } = page;
  const { rules, day, known } = state();
  const track = model.track(rules);
  const ratio = Math.max(2, window.devicePixelRatio || 1);
  const canvas = el("canvas.cm-painted", { width: columns * SIDE * ratio, height: rows * SIDE * ratio, "aria-hidden": "true", style: { width: `${columns * SIDE}px`, height: `${rows * SIDE}px` } });
  const context = contextOf(canvas);
  context.scale(ratio, ratio);
  cells.forEach(([column, row], place) => {
    const span = spanOn(track, place + 1, day, known ?? Infinity);
    const open = openOn(track, place + 1, day, known ?? Infinity);
    const texture = open ? "either" : span < 0 ? "none" : textureOf(model.meta.states[track.state[span]], model.meta.confidences[track.confidence[span]]);
    const [holder, other] = open ? openHolders(track, open) : span < 0 ? [0, 0] : [track.holder[span], track.other[span]];
    const [left, top] = [column * SIDE + 1, row * SIDE + 1];
    context.fillStyle = "#fff";
    context.fillRect(left, top, SIDE - 2, SIDE - 2);
    if (texture !== "none") {
      context.fillStyle = textures(context, texture, model.colourOf(holder), model.colourOf(other));
      context.fillRect(left, top, SIDE - 2, SIDE - 2);
    }
    context.strokeStyle = INK;
    context.globalAlpha = 0.35;
    context.strokeRect(left + 0.5, top + 0.5, SIDE - 3, SIDE - 3);
    context.globalAlpha = 1;
  });
  return canvas;
};

let at = 0; // the tile that Tab reaches

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// the nearest tile in a direction, first in the same row or column
const nextTile = (cells, from, [dx, dy]) => {
  const [x, y] = cells[from];
  let best = from;
  let least = Infinity;
  cells.forEach(([column, row], place) => {
    const [along, across] = dx ? [(column - x) * dx, Math.abs(row - y)] : [(row - y) * dy, Math.abs(column - x)];
    if (along > 0 && along + 3 * across < least) [best, least] = [place, along + 3 * across];
  });
  return best;
};

/**
 * The content of the panel.
 * @param {import("../base/types").Page} page
 */
export const tilesPanel = (page) => {
  const { model, state, store, words, format } = page;
  const { say } = words();
  const grid = gridOf(model);
  const track = model.track(state().rules);
  const open = (unit) => () => {
    store.set({ unit, panel: "" });
    requestAnimationFrame(() => showUnit(page, unit));
  };
  const tiles = grid.cells.map(([column, row], place) => {
    const label = `${[unitName(page, place + 1)].map((name) => (typeof name === "string" ? name : name.textContent))[0]}: ${dayWords(page, track, place + 1)}`;
    return el("button.cm-tile", { type: "button", title: label, "aria-label": label, tabindex: place === at ? "0" : "-1", "data-unit": model.meta.units[place][0], on: { click: open(place + 1) }, style: { left: `${column * SIDE}px`, top: `${row * SIDE}px` } });
  });
  const root = el("div.cm-tiles", { role: "group", "aria-label": say("tilesLabel"), style: { width: `${grid.columns * SIDE}px`, height: `${grid.rows * SIDE}px` } }, paint(page, grid), tiles);
  root.addEventListener("keydown", (event) => {
    const way = ARROWS[event.key];
    if (!way) return;
    event.preventDefault();
    tiles[at].tabIndex = -1;
    at = nextTile(grid.cells, at, way);
    tiles[at].tabIndex = 0;
    tiles[at].focus();
  });
  return [
    el("h2", { id: "cm-panel-title", tabindex: "-1" }, say("tiles")),
    el("p.cm-quiet", {}, format().long(model.meta.days[0] + state().day), ". ", say("tilesHint")),
    root,
  ];
};
