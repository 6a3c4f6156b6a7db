// Join the rows of a table to the townships that hold them, and to spots where they are drawn. Nothing here draws.
import { holds, worldX, worldY } from "../data/shapes.js";

const CELL = 0.08; // pixels of the world at zoom 0: some 12 km

/**
 * A finder of the township that holds a point (pixels of the world at zoom 0); 0 where none does.
 * @param {{xs: Float64Array, ys: Float64Array, box: number[]}[][]} rings by unit number
 */
export const unitFinder = (rings) => {
  const cells = new Map();
  rings.forEach((own, unit) => {
    const seen = new Set();
    for (const { box: [left, top, right, bottom] } of own) {
      for (let column = Math.floor(left / CELL); column <= Math.floor(right / CELL); column += 1) {
        for (let row = Math.floor(top / CELL); row <= Math.floor(bottom / CELL); row += 1) seen.add(column * 65536 + row);
      }
    }
    for (const cell of seen) cells.set(cell, [...(cells.get(cell) ?? []), unit]);
  });
  return (x, y) => (cells.get(Math.floor(x / CELL) * 65536 + Math.floor(y / CELL)) ?? []).find((unit) => holds(rings[unit], x, y)) ?? 0;
};

/**
 * The rows that lie in a township, and the distinct points where they lie.
 * @param {{rows: any[]}} table as `readTable` gives it
 * @param {any[][]} rings by unit number
 * @param {number} first the page's first day, since 1970
 * @returns {{rows: any[], outside: number, spot: Int32Array, day: Int32Array, undated: Uint8Array,
 *   spots: {x: Float64Array, y: Float64Array, precision: Uint8Array, unit: Int32Array}}} spot, day (from the page's first)
 *   and undated of each row
 */
export const joinTable = ({ rows }, rings, first) => {
  const unitAt = unitFinder(rings);
  const points = new Map();
  const kept = { rows: /** @type {any[]} */ ([]), spot: /** @type {number[]} */ ([]), day: /** @type {number[]} */ ([]), undated: /** @type {number[]} */ ([]) };
  const spots = { x: /** @type {number[]} */ ([]), y: /** @type {number[]} */ ([]), unit: /** @type {number[]} */ ([]) };
  let outside = 0;
  for (const row of rows) {
    const key = `${row.lon} ${row.lat}`;
    let spot = points.get(key);
    if (spot === undefined) {
      const [x, y] = [worldX(row.lon), worldY(row.lat)];
      const unit = unitAt(x, y);
      spot = unit ? spots.x.length : -1;
      points.set(key, spot);
      if (unit) {
        spots.x.push(x);
        spots.y.push(y);
        spots.unit.push(unit);
      }
    }
    if (spot < 0) {
      outside += 1;
      continue;
    }
    kept.rows.push(row);
    kept.spot.push(spot);
    kept.day.push(row.day === null ? 0 : row.day - first);
    kept.undated.push(row.day === null ? 1 : 0);
  }
  return {
    rows: kept.rows, outside, spot: Int32Array.from(kept.spot), day: Int32Array.from(kept.day), undated: Uint8Array.from(kept.undated),
    spots: { x: Float64Array.from(spots.x), y: Float64Array.from(spots.y), precision: new Uint8Array(spots.x.length).fill(1), unit: Int32Array.from(spots.unit) },
  };
};

/** Numbers of the rows of the days [from, to]; those without a date are of every day. */
export const rowsShown = ({ day, undated }, [from, to]) => {
  const shown = [];
  for (let row = 0; row < day.length; row += 1) if (undated[row] || (day[row] >= from && day[row] <= to)) shown.push(row);
  return shown;
};
